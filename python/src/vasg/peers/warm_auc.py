"""Eq. 4 on the validation purchases of warm products: what hyper-parameters are chosen by."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from vasg.peers.purchases import Indices, Purchases

Scores = NDArray[np.float32]

# Scores in memory at once.
_CHUNK_SCORES = 1 << 23


def warm_auc(purchases: Purchases, scores_of: Callable[[Indices], Scores]) -> float:
    """Mean over validation purchases of the share of candidates below them, exact; ties count half.

    Candidates are the warm products that the user has neither in training nor in validation.

    Args:
        purchases: with at least one validation purchase of a warm product.
        scores_of: scores [C, W] of all warm products for some users [C].
    """
    user_N, column_N = purchases.validation_user_N, purchases.validation_column_N
    num_columns = len(purchases.warm_W)
    step = max(1, _CHUNK_SCORES // num_columns)
    shares: list[NDArray[np.float64]] = []
    for start in range(0, len(user_N), step):
        user_C, column_C = user_N[start : start + step], column_N[start : start + step]
        score_CW = scores_of(user_C)
        own_C1 = score_CW[np.arange(len(user_C)), column_C][:, None].copy()
        known = purchases.known_UW[user_C].tocoo()
        # Neither below nor tied.
        score_CW[known.row, known.col] = np.nan
        wins_C = (score_CW < own_C1).sum(axis=1) + 0.5 * (score_CW == own_C1).sum(axis=1)
        candidates_C = num_columns - np.diff(purchases.known_UW.indptr)[user_C]
        shares.append(wins_C / candidates_C)
    return float(np.concatenate(shares).mean())
