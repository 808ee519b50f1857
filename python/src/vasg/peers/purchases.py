"""What peers learn from and are chosen by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

Indices = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Purchases:
    """Purchases of a split. Only warm products have a column: the libraries know no others."""

    num_products: int
    """Of the data set, cold ones included."""
    warm_W: Indices
    """Product index of each column, ascending."""
    train_UW: csr_matrix
    """float32, 1 for a purchase."""
    known_UW: csr_matrix
    """The same of training and validation together."""
    validation_user_N: Indices
    validation_column_N: Indices
    """Validation purchases of warm products, of users who do not have all the others."""

    @classmethod
    def of_pairs(
        cls,
        train_2N: NDArray[np.uint32],
        validation_2N: NDArray[np.uint32],
        num_users: int,
        num_products: int,
    ) -> Purchases:
        """From [2, N] pairs: user indices, then product indices."""
        warm_W = np.unique(train_2N[1]).astype(np.int64)
        is_warm_N = np.isin(validation_2N[1], warm_W)
        user_N, product_N = validation_2N[:, is_warm_N].astype(np.int64)
        column_N = np.searchsorted(warm_W, product_N)
        shape = (num_users, len(warm_W))
        train_UW = _ones_at(train_2N[0].astype(np.int64), np.searchsorted(warm_W, train_2N[1]), shape)
        known_UW = train_UW.maximum(_ones_at(user_N, column_N, shape)).tocsr()
        has_rivals_N = np.diff(known_UW.indptr)[user_N] < len(warm_W)
        return cls(
            num_products=num_products,
            warm_W=warm_W,
            train_UW=train_UW,
            known_UW=known_UW,
            validation_user_N=user_N[has_rivals_N],
            validation_column_N=column_N[has_rivals_N],
        )


def _ones_at(row_N: Indices, column_N: Indices, shape: tuple[int, int]) -> csr_matrix:
    matrix = csr_matrix((np.ones(len(row_N), dtype=np.float32), (row_N, column_N)), shape=shape)
    # A product that was bought twice counts once.
    matrix.data[:] = 1
    return matrix
