"""A fitted peer: scores to choose it by, and what it leaves for the evaluation."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.lib.format import open_memmap
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from vasg.peers.purchases import Indices, Purchases
from vasg.peers.warm_auc import Scores

_COLUMNS_AT_ONCE = 256


class Fitted(Protocol):
    """Scores of warm products for users."""

    def scores(self, user_C: Indices) -> Scores:
        """Scores [C, W], the caller's to change."""
        ...

    def save(self, folder: Path) -> None:
        """Writes float32 `.npy` files whose rows make up the scores as dot products."""
        ...


@dataclass(frozen=True)
class ProductWeights:
    """A user's score of a product is the sum of its weights from the products that the user bought."""

    purchases: Purchases
    weight_WW: NDArray[np.float32] | csr_matrix
    """Row = product that was bought, column = product that is scored."""

    def scores(self, user_C: Indices) -> Scores:
        """See `Fitted`."""
        score_CW = self.purchases.train_UW[user_C] @ self.weight_WW
        dense: Scores = score_CW.toarray() if hasattr(score_CW, "toarray") else score_CW
        return np.asarray(dense, dtype=np.float32)

    def save(self, folder: Path) -> None:
        """Writes `weights.npy` [W, W], row = product that is scored."""
        count = len(self.purchases.warm_W)
        weights = self.weight_WW if isinstance(self.weight_WW, np.ndarray) else self.weight_WW.tocsc()
        file_WW = open_memmap(folder / "weights.npy", mode="w+", dtype="<f4", shape=(count, count))
        for start in range(0, count, _COLUMNS_AT_ONCE):
            columns = weights[:, start : start + _COLUMNS_AT_ONCE]
            dense = columns if isinstance(columns, np.ndarray) else columns.toarray()
            file_WW[start : start + _COLUMNS_AT_ONCE] = dense.T
        file_WW.flush()


@dataclass(frozen=True)
class Factors:
    """A user's score of a product is the dot product of their factors."""

    purchases: Purchases
    user_UF: NDArray[np.float32]
    product_WF: NDArray[np.float32]

    def scores(self, user_C: Indices) -> Scores:
        """See `Fitted`."""
        score_CW: Scores = self.user_UF[user_C] @ self.product_WF.T
        return score_CW

    def save(self, folder: Path) -> None:
        """Writes `users.npy` [U, F] and `products.npy` [all products, F]; cold products have zeros."""
        product_PF = np.zeros((self.purchases.num_products, self.product_WF.shape[1]), dtype="<f4")
        product_PF[self.purchases.warm_W] = self.product_WF
        np.save(folder / "users.npy", np.ascontiguousarray(self.user_UF, dtype="<f4"))
        np.save(folder / "products.npy", product_PF)
