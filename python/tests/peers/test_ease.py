"""EASE where its closed form, B = I - P / diag(P) with P the inverse of X'X + lambda I, is a fraction."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("cornac", reason="cornac is not installed: vasg setup --peers")

from numpy.typing import NDArray

from vasg.peers.ease import fit
from vasg.peers.fitted import ProductWeights
from vasg.peers.peer import Machine, Settings
from vasg.peers.purchases import Purchases

NONE = np.zeros((2, 0), dtype=np.uint32)


def weights(bought: NDArray[np.bool_], penalty: float, negative: str = "kept") -> NDArray[np.float32]:
    train_2N = np.stack(np.nonzero(bought)).astype(np.uint32)
    purchases = Purchases.of_pairs(train_2N, NONE, *bought.shape)
    settings: Settings = {"lambda": penalty, "negativeWeights": negative}
    fitted: ProductWeights = fit(purchases, settings, Machine(seed=1, threads=1))
    assert isinstance(fitted.weight_WW, np.ndarray)
    return fitted.weight_WW


def test_the_weight_of_one_product_for_another_is_how_often_it_came_with_it() -> None:
    # Product 0 has 5 buyers and product 1 has 3, of whom 2 have both.
    bought = np.array([[1, 0]] * 3 + [[1, 1]] * 2 + [[0, 1]], dtype=bool)
    np.testing.assert_allclose(weights(bought, 1), [[0, 2 / (5 + 1)], [2 / (3 + 1), 0]], rtol=1e-6)


def test_pairs_of_products_are_told_apart_where_most_users_have_everything() -> None:
    """X'X = `users` everywhere, and `fans` more within each pair; float32 would invert it to two digits."""
    users, pairs, fans, penalty = 20_000, 25, 3, 1
    products = 2 * pairs
    everything = np.ones((users, products), dtype=bool)
    one_pair = np.repeat(np.repeat(np.eye(pairs, dtype=bool), 2, axis=1), fans, axis=0)
    by_all, by_pair, alone = (
        1 / (users * products + 2 * fans + penalty),
        1 / (2 * fans + penalty),
        1 / penalty,
    )
    itself = by_all / products + by_pair * (1 / 2 - 1 / products) + alone / 2
    partner = itself - alone
    other = (by_all - by_pair) / products
    is_partner = np.kron(np.eye(pairs, dtype=bool), np.ones((2, 2), dtype=bool))
    expected = np.where(is_partner, partner, other) / -itself
    np.fill_diagonal(expected, 0)
    actual = weights(np.concatenate([everything, one_pair]), penalty)
    np.testing.assert_allclose(actual, expected, rtol=1e-6)


def test_negative_weights_are_dropped_when_asked_for() -> None:
    # Product 2 comes with either of 0 and 1, which never come together.
    bought = np.array([[1, 0, 1], [0, 1, 1]] * 4, dtype=bool)
    kept, dropped = weights(bought, 1), weights(bought, 1, "dropped")
    assert kept[0, 1] < 0 and kept[2, 0] > 0
    np.testing.assert_array_equal(dropped, np.maximum(kept, 0))
