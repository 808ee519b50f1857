from __future__ import annotations

import pytest
import torch

from vasg.trainer.loop.spread import measure_spread, sample_nodes


def test_orthogonal_directions_fill_the_space() -> None:
    spread = measure_spread(torch.eye(8).repeat(20, 1))
    assert spread.effective_rank == pytest.approx(8, abs=1e-3)
    assert not spread.is_collapsing


def test_one_direction_is_a_collapse() -> None:
    spread = measure_spread(torch.ones(100, 8) + 0.01 * torch.randn(100, 8))
    assert spread.mean_cosine == pytest.approx(1, abs=1e-2)
    assert spread.effective_rank < 2
    assert spread.is_collapsing


def test_a_handful_of_vectors_cannot_tell() -> None:
    assert not measure_spread(torch.ones(3, 8)).is_collapsing


def test_samples_the_same_nodes_for_the_same_seed() -> None:
    assert torch.equal(sample_nodes(5000, 1), sample_nodes(5000, 1))
    assert len(sample_nodes(5000, 1)) == 2048
    assert sorted(sample_nodes(10, 1).tolist()) == list(range(10))
