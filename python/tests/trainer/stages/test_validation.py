"""The blocked AUC against eq. 4 written as loops."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn import functional

from tests.trainer.worlds import CPU, communities
from vasg.trainer.data.edges import TrainingEdges, checked_edges
from vasg.trainer.model.vectors import Vectors
from vasg.trainer.stages import validation
from vasg.trainer.stages.validation import Validator

WORLD = communities()
EDGES = checked_edges(WORLD.offset, WORLD.product_E, WORLD.num_products)
PAIRS = WORLD.pairs.astype(np.int64)
ROWS = (WORLD.num_users, WORLD.num_products, WORLD.num_products)


def brute_force(vectors: Vectors, edges: TrainingEdges) -> tuple[float, float]:
    warm_P = edges.product_degree() > 0
    assert vectors.encoded_PW is not None
    row_PW = torch.where(warm_P[:, None], vectors.product_PW, vectors.encoded_PW)
    cosine_UP = functional.cosine_similarity(
        vectors.user_UW[:, None, : vectors.dim], row_PW[None, :, : vectors.dim], dim=2
    )
    score_UP = cosine_UP + (vectors.user_UW[:, vectors.dim :, None] * row_PW[:, vectors.dim :].T[None]).sum(1)
    parts: dict[bool, list[float]] = {True: [], False: []}
    for user, target in PAIRS.tolist():
        own = edges.products_of(user)
        score = score_UP[user]
        owned = set(own.tolist()) | {p for u, p in PAIRS.tolist() if u == user}
        kind = bool(warm_P[target])
        rivals = [p for p in range(len(score)) if bool(warm_P[p]) == kind and p not in owned]
        below = sum(bool(score[p] < score[target]) for p in rivals)
        parts[kind].append(below / max(1, len(rivals)))
    return float(np.mean(parts[True])), float(np.mean(parts[False]))


@pytest.mark.parametrize("dim", [3, 2], ids=["cosine", "popularity"])
@pytest.mark.parametrize("block", [1 << 24, 60])
def test_auc_equals_brute_force(dim: int, block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validation, "_BLOCK_ENTRIES", block)
    vectors = Vectors(
        torch.randn(WORLD.num_users, 3, generator=torch.Generator().manual_seed(1)),
        torch.randn(WORLD.num_products, 3, generator=torch.Generator().manual_seed(2)),
        torch.randn(WORLD.num_products, 3, generator=torch.Generator().manual_seed(3)),
        dim,
    )
    ranking = Validator(EDGES, PAIRS, CPU).rank(vectors)
    warm, cold = brute_force(vectors, EDGES)
    assert ranking.auc_warm == pytest.approx(warm)
    assert ranking.auc_cold == pytest.approx(cold)
    assert ranking.score == pytest.approx((warm + cold) / 2)


def test_a_tie_is_no_win() -> None:
    same = torch.ones(WORLD.num_users, 2)
    vectors = Vectors(same, torch.ones(WORLD.num_products, 2), torch.ones(WORLD.num_products, 2), 2)
    ranking = Validator(EDGES, PAIRS, CPU).rank(vectors)
    assert ranking.auc_warm == 0 and ranking.auc_cold == 0


def test_a_user_who_owns_every_product_of_a_kind_is_not_ranked() -> None:
    edges = checked_edges(np.array([0, 2, 3], np.uint32), np.array([0, 2, 1], np.uint32), 4)
    # User 0 owns products 0, 1, 2 (warm) and 3 (cold); user 1 has product 2 to be ranked against.
    pairs = np.array([[0, 1], [1, 0], [0, 3]])
    vectors = Vectors(torch.ones(2, 1), torch.tensor([[1.0], [1.0], [-1.0], [0.0]]), torch.ones(4, 1), 1)
    validator = Validator(edges, pairs, CPU)
    assert (validator.warm.num_pairs, validator.cold.num_pairs) == (1, 0)
    ranking = validator.rank(vectors)
    assert (ranking.auc_warm, ranking.auc_cold) == (1, None)


@pytest.mark.parametrize(("temperature", "expected"), [(0.1, 1.0), (0.3, 0.5)])
def test_the_encoders_popularity_of_cold_products_counts_at_the_temperature(
    temperature: float, expected: float
) -> None:
    edges = checked_edges(np.array([0, 1], np.uint32), np.array([0], np.uint32), 4)
    # Scores of the cold products for user 0: 1 for its own, .8 + temperature, and 0.
    encoded = torch.tensor([[9.0, 9.0, 9.0], [2.0, 0.0, 0.0], [0.8, 0.6, 1.0], [0.0, 1.0, 0.0]])
    # Free numbers of cold products mean nothing, those of the encoder for a warm one do not either.
    free = torch.tensor([[1.0, 0.0, 0.0], [0.0, 1.0, -9.0], [1.0, 0.0, 9.0], [1.0, 0.0, 9.0]])
    user = torch.tensor([[3.0, 0.0, temperature]])
    ranking = Validator(edges, np.array([[0, 1]]), CPU).rank(Vectors(user, free, encoded, 2))
    assert (ranking.auc_warm, ranking.auc_cold) == (None, expected)


def test_cold_pairs_need_an_encoder() -> None:
    cold_only = PAIRS[EDGES.product_degree().numpy()[PAIRS[:, 1]] == 0]
    validator = Validator(EDGES, cold_only, CPU)
    assert not validator.can_rank(has_encoder=False)
    assert validator.can_rank(has_encoder=True)
    no_pairs = Validator(EDGES, cold_only[:0], CPU)
    assert not no_pairs.can_rank(has_encoder=True)


@pytest.mark.parametrize("counts_to", [1 << 24, 1])
def test_what_a_user_has_in_both_parts_is_left_out_once(
    counts_to: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(validation, "_FLOAT32_COUNTS_TO", counts_to)
    edges = checked_edges(np.array([0, 1, 4], np.uint32), np.array([0, 1, 2, 3], np.uint32), 4)
    products = torch.tensor([[1.0, 1.0], [1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]])
    vectors = Vectors(torch.tensor([[1.0, 0.0], [1.0, 0.0]]), products, None, 2)
    ranking = Validator(edges, np.array([[0, 0]]), CPU).rank(vectors)
    assert ranking.auc_warm == pytest.approx(2 / 3)


def test_a_kind_of_few_pairs_has_no_say_beside_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validation, "_FEWEST_PAIRS", 10)
    is_warm_N = EDGES.product_degree().numpy()[PAIRS[:, 1]] > 0
    warm_pairs = PAIRS[is_warm_N][:12]
    few_cold = np.concatenate([warm_pairs, PAIRS[~is_warm_N][:2]])
    generator = torch.Generator().manual_seed(4)
    user_UW, product_PW, encoded_PW = (torch.randn(n, 2, generator=generator) for n in ROWS)
    vectors = Vectors(user_UW, product_PW, encoded_PW, 2)

    validator = Validator(EDGES, few_cold, CPU)
    ranking = validator.rank(vectors)
    assert ranking.auc_cold is not None
    assert ranking.score == ranking.auc_warm
    assert [warning.code for warning in validator.warnings(has_encoder=True)] == ["VALIDATION_SMALL"]
    # Without an encoder nothing cold is ranked at all, which is no news.
    assert validator.warnings(has_encoder=False) == []

    both_few = Validator(EDGES, np.concatenate([warm_pairs[:2], PAIRS[~is_warm_N][:2]]), CPU)
    ranking = both_few.rank(vectors)
    assert ranking.auc_warm is not None and ranking.auc_cold is not None
    assert ranking.score == pytest.approx((ranking.auc_warm + ranking.auc_cold) / 2)
    assert both_few.warnings(has_encoder=True) == []
