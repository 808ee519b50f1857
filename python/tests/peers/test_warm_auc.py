from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("scipy")

from vasg.peers import warm_auc as module
from vasg.peers.purchases import Indices, Purchases
from vasg.peers.warm_auc import Scores, warm_auc


def purchases() -> Purchases:
    # User 0 has columns 0 and 1, with 1 for validation; user 1 has 3 and 0.
    train_2N = np.array([[0, 1, 2, 2, 2], [0, 3, 1, 2, 4]], dtype=np.uint32)
    validation_2N = np.array([[0, 1], [1, 0]], dtype=np.uint32)
    return Purchases.of_pairs(train_2N, validation_2N, 3, 5)


@pytest.mark.parametrize("chunk", [1, 1 << 20])
def test_counts_products_that_the_user_does_not_have_and_half_of_ties(
    chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_CHUNK_SCORES", chunk)
    score_UW = np.array([[9, 2, 1, 2, 3], [5, 1, 2, 9, 7], [0, 0, 0, 0, 0]], dtype=np.float32)

    def scores(user_C: Indices) -> Scores:
        return score_UW[user_C]

    # User 0: below 1, tied 1 of columns 2, 3, 4. User 1: below 2 of columns 1, 2, 4.
    assert warm_auc(purchases(), scores) == pytest.approx((1.5 / 3 + 2 / 3) / 2)
