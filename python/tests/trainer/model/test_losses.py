"""Losses against definitions written out."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor
from torch.nn import functional

from vasg.trainer.data.negatives import NegativeSampler
from vasg.trainer.model import losses
from vasg.trainer.seeding import Stream, seeded


def draws(*shape: int, seed: int = 0) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def test_positive_sigmoid_is_the_mean_over_valid_pairs() -> None:
    center_BD, context_BCD = draws(3, 4), draws(3, 2, 4, seed=1)
    valid_BC = torch.tensor([[True, False], [True, True], [False, True]])
    pairs = [(0, 0), (1, 0), (1, 1), (2, 1)]
    expected = [-math.log(1 / (1 + math.exp(-float(center_BD[b] @ context_BCD[b, c])))) for b, c in pairs]
    loss = losses.positive_sigmoid_loss(center_BD, context_BCD, valid_BC)
    assert float(loss) == pytest.approx(sum(expected) / 4)


def test_negative_sampling_sets_each_context_against_the_mean_of_the_negatives() -> None:
    positive_BC, negative_BN = draws(2, 3), draws(2, 4, seed=1)
    loss_BC = losses.negative_sampling_losses(positive_BC, negative_BN, 5.0)

    def minus_log_sigmoid(x: float) -> float:
        return math.log(1 + math.exp(-x))

    for b in range(2):
        others = sum(minus_log_sigmoid(-x) for x in negative_BN[b].tolist()) / 4
        for c in range(3):
            expected = minus_log_sigmoid(float(positive_BC[b, c])) + 5 * others
            assert float(loss_BC[b, c]) == pytest.approx(expected)


def test_with_every_node_drawn_once_the_sampled_softmax_is_the_full_one() -> None:
    """Each node is expected exactly once, so log(expected count) is 0 for all."""
    score_BN = draws(5, 7) * 3
    positive = torch.tensor([2, 0, 6, 3, 3])
    hit_BN = functional.one_hot(positive, 7).bool()
    sampled = losses.sampled_softmax_losses(score_BN.gather(1, positive[:, None]), score_BN, hit_BN)
    full = functional.cross_entropy(score_BN, positive, reduction="none")
    assert torch.allclose(sampled.squeeze(1), full)


def test_any_constant_in_the_expected_counts_cancels() -> None:
    score_BN, nothing = draws(4, 6), torch.zeros(4, 6, dtype=torch.bool)
    positive_BC = draws(4, 3, seed=1)
    plain = losses.sampled_softmax_losses(positive_BC, score_BN, nothing)
    shifted = losses.sampled_softmax_losses(positive_BC - 5, score_BN - 5, nothing)
    assert torch.allclose(plain, shifted)


def test_with_many_negatives_the_gradient_is_that_of_the_full_softmax() -> None:
    """However skewed the sampling, logQ correction leads to the same place."""
    degree_V = torch.tensor([1, 1, 50, 10, 3, 1, 1, 1])
    score_V = draws(8)[2:].requires_grad_()
    sampler = NegativeSampler(degree_V, 2, 200_000)
    negative_N = sampler.draw(seeded(1, Stream.STEP_INDICES))[200_000:]
    log_count_V = sampler.log_count_V.double()
    positive = torch.tensor(2)
    loss = losses.sampled_softmax_losses(
        (score_V[positive] - log_count_V[positive + 2]).view(1, 1),
        (score_V[negative_N - 2] - log_count_V[negative_N])[None],
        torch.zeros(1, 200_000, dtype=torch.bool),
    ).sum()
    (sampled,) = torch.autograd.grad(loss, score_V)
    (full,) = torch.autograd.grad(functional.cross_entropy(score_V, positive), score_V)
    assert torch.allclose(sampled, full, atol=5e-3)


def test_negatives_that_are_true_contexts_are_masked() -> None:
    center_B, context_BC = torch.tensor([7, 8]), torch.tensor([[1, 2], [3, 8]])
    hits = losses.accidental_hits(center_B, context_BC, torch.tensor([2, 3, 7, 8]))
    assert hits.tolist() == [[True, False, True, False], [False, True, False, True]]


def test_masked_rows_stay_finite() -> None:
    loss = losses.sampled_softmax_losses(
        torch.zeros(1, 1), torch.zeros(1, 3), torch.ones(1, 3, dtype=torch.bool)
    )
    assert float(loss) == pytest.approx(0)


def test_distinct_products_with_counts_equal_every_occurrence() -> None:
    decoded_PF, feature_PF = draws(4, 5), draws(4, 5, seed=1)
    occurrence = torch.tensor([3, 1, 1, 0, 3, 3])
    expected = functional.mse_loss(decoded_PF[occurrence], feature_PF[occurrence])
    distinct, count = torch.unique(occurrence, return_counts=True)
    loss = losses.reconstruction_loss(decoded_PF[distinct], feature_PF[distinct], count)
    assert float(loss) == pytest.approx(float(expected))


def test_learned_weights_are_kendalls() -> None:
    eta = torch.tensor([0.3, -0.2], dtype=torch.float64, requires_grad=True)
    skip_gram, reconstruction = torch.tensor(0.7).double(), torch.tensor(0.4).double()
    total = losses.learned_weighting(skip_gram, reconstruction, eta)
    expected = 0.5 * (math.exp(-0.3) * 0.7 + 0.3) + 0.5 * (math.exp(0.2) * 0.4 - 0.2)
    assert float(total.detach()) == pytest.approx(expected)
    whole = losses.learned_weighting(skip_gram, reconstruction, eta, factor=1.0)
    assert float(whole.detach()) == pytest.approx(math.exp(-0.3) * 0.7 + 0.3 + math.exp(0.2) * 0.4 - 0.2)
    # At its optimum a task's log variance is the logarithm of its loss.
    best = torch.log(torch.stack([skip_gram, reconstruction])).requires_grad_()
    (gradient,) = torch.autograd.grad(losses.learned_weighting(skip_gram, reconstruction, best), best)
    assert torch.allclose(gradient, torch.zeros(2).double())
