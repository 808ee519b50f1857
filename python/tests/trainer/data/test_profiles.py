from __future__ import annotations

import numpy as np
import pytest
import torch

from vasg.trainer.data import profiles
from vasg.trainer.data.edges import TrainingEdges
from vasg.trainer.data.profiles import ProfileSampler

# User 0 bought products 1 and 4, user 1 nothing, user 2 all of 0 .. 5, user 3 product 2.
EDGES = TrainingEdges(np.array([0, 2, 2, 8, 9]), np.array([1, 4, 0, 1, 2, 3, 4, 5, 2]), num_products=6)


def draws(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def test_profiles_are_what_their_users_bought() -> None:
    drawn = ProfileSampler(EDGES).draw(torch.tensor([0, 1, 3]), draws())
    assert drawn.size_R.tolist() == [2, 0, 1]
    assert (drawn.row_G.tolist(), drawn.product_G.tolist()) == ([0, 0, 2], [1, 4, 2])


def test_membership() -> None:
    drawn = ProfileSampler(EDGES).draw(torch.tensor([0, 1, 3]), draws())
    row_M, product_M = torch.tensor([0, 0, 1, 2, 2, 0]), torch.tensor([4, 2, 0, 2, 5, 1])
    assert drawn.contain(row_M, product_M).tolist() == [True, False, False, True, False, True]


def test_nobody_has_a_profile_where_none_is_asked_for() -> None:
    drawn = ProfileSampler(EDGES).draw(torch.tensor([], dtype=torch.int64), draws())
    assert drawn.contain(torch.tensor([0]), torch.tensor([1])).tolist() == [False]


def test_long_profiles_are_samples_and_short_ones_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(profiles, "LONGEST", 3)
    sampler = ProfileSampler(EDGES)
    count_P = torch.zeros(6)
    for seed in range(600):
        drawn = sampler.draw(torch.tensor([0, 2, 3]), draws(seed))
        assert drawn.size_R.tolist() == [2, 3, 1]
        assert drawn.row_G.tolist() == [0, 0, 1, 1, 1, 2]
        assert drawn.product_G[:2].tolist() == [1, 4] and drawn.product_G[-1] == 2
        sample = drawn.product_G[2:5]
        assert len(set(sample.tolist())) == 3
        count_P[sample] += 1
    # Each of six products in half of the samples.
    assert torch.allclose(count_P / 600, torch.full((6,), 0.5), atol=0.07)
