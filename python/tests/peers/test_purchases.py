from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("scipy")

from vasg.peers.purchases import Purchases


def test_only_warm_products_have_a_column_and_a_repeated_purchase_counts_once() -> None:
    train_2N = np.array([[0, 0, 1, 1], [5, 2, 5, 5]], dtype=np.uint32)
    validation_2N = np.array([[0, 1, 2], [7, 2, 5]], dtype=np.uint32)
    purchases = Purchases.of_pairs(train_2N, validation_2N, 3, 9)
    assert purchases.warm_W.tolist() == [2, 5]
    assert purchases.train_UW.toarray().tolist() == [[1, 1], [0, 1], [0, 0]]
    assert purchases.known_UW.toarray().tolist() == [[1, 1], [1, 1], [0, 1]]
    # Product 7 is cold, and user 1 has every warm product.
    assert purchases.validation_user_N.tolist() == [2]
    assert purchases.validation_column_N.tolist() == [1]
