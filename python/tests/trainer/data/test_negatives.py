from __future__ import annotations

import pytest
import torch

from vasg.trainer.data.negatives import NegativeSampler, negative_weights
from vasg.trainer.seeding import Stream, seeded

DEGREE_V = torch.tensor([0, 3, 1, 0, 0, 6, 2, 0])


def test_draws_in_proportion_to_degree_and_never_without_an_edge() -> None:
    sampler = NegativeSampler(DEGREE_V, 3, 40_000)
    drawn = sampler.draw(seeded(0, Stream.STEP_INDICES))
    counts = torch.bincount(drawn, minlength=8) / 40_000
    assert torch.allclose(counts, torch.tensor([0, 0.75, 0.25, 0, 0, 0.75, 0.25, 0]), atol=0.01)
    assert bool((drawn[:40_000] < 3).all()) and bool((drawn[40_000:] >= 3).all())


def test_weights_are_powers_of_degrees() -> None:
    weight_V = negative_weights(torch.tensor([0, 1, 16, 81]), 0.75)
    assert (weight_V / 1024).tolist() == [0, 1, 8, 27]
    assert not weight_V.is_floating_point()
    drawn = NegativeSampler(weight_V, 2, 40_000).draw(seeded(0, Stream.STEP_INDICES))[40_000:]
    assert float((drawn == 3).float().mean()) == pytest.approx(27 / 35, abs=0.01)


def test_power_0_draws_every_node_with_an_edge_alike() -> None:
    weight_V = negative_weights(DEGREE_V, 0)
    assert (weight_V > 0).tolist() == (DEGREE_V > 0).tolist() and len(set(weight_V.tolist())) == 2
    drawn = NegativeSampler(weight_V, 3, 40_000).draw_products(seeded(0, Stream.STEP_INDICES))
    counts = torch.bincount(drawn, minlength=5) / 40_000
    assert torch.allclose(counts, torch.tensor([0, 0, 0.5, 0.5, 0]), atol=0.01)


def test_expected_counts_of_a_type_add_up_to_the_number_of_draws() -> None:
    counts = NegativeSampler(DEGREE_V, 3, 10).log_count_V.exp()
    assert torch.allclose(counts[:3].sum(), torch.tensor(10.0))
    assert torch.allclose(counts[3:].sum(), torch.tensor(10.0))
    assert counts[0] == 0
