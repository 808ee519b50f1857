"""The training edges as the client uploaded them: each user's products, ascending."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from vasg.trainer.errors import InputDataError

Indices = NDArray[np.int64]


@dataclass(frozen=True)
class TrainingEdges:
    """CSR of users: products of user u are `product_E[offset[u] : offset[u + 1]]`."""

    offset: Indices
    product_E: Indices
    num_products: int

    @property
    def num_users(self) -> int:
        """|U|."""
        return len(self.offset) - 1

    def user_degree(self) -> Tensor:
        """Training products of each user."""
        return torch.from_numpy(np.diff(self.offset))

    def product_degree(self) -> Tensor:
        """Training users of each product; 0 means cold."""
        return torch.from_numpy(np.bincount(self.product_E, minlength=self.num_products))

    def degree(self) -> Tensor:
        """Edges of each node, users first: long walks pass through it in proportion."""
        return torch.cat([self.user_degree(), self.product_degree()])

    def products_of(self, user: int) -> Indices:
        """Training products of one user."""
        return self.product_E[self.offset[user] : self.offset[user + 1]]


def checked_edges(
    offset: NDArray[np.uint32], product: NDArray[np.uint32], num_products: int
) -> TrainingEdges:
    """The edges, once they are known to be well-formed.

    Raises:
        InputDataError: naming the tensor and the first position that is wrong.
    """
    edges = TrainingEdges(offset.astype(np.int64), product.astype(np.int64), num_products)
    if edges.offset[0] != 0:
        raise _wrong("TRAIN_OFFSETS", 0, f"is {edges.offset[0]}; it must be 0")
    descents = np.flatnonzero(np.diff(edges.offset) < 0)
    if len(descents) > 0:
        raise _wrong("TRAIN_OFFSETS", int(descents[0]) + 1, "is below the one before it")
    if edges.offset[-1] != len(product):
        raise _wrong(
            "TRAIN_OFFSETS",
            len(offset) - 1,
            f"is {edges.offset[-1]}; it must be the number of edges, {len(product)}",
        )
    check_below("TRAIN_PRODUCTS", edges.product_E, num_products)
    _check_ascending(edges)
    return edges


def check_below(name: str, values: Indices, bound: int) -> None:
    """Raises InputDataError naming the first of `values` that is not an index below `bound`."""
    outside = np.flatnonzero(values >= bound)
    if len(outside) > 0:
        position = int(outside[0])
        raise _wrong(name, position, f"is {values[position]}; it must be below {bound}")


def _check_ascending(edges: TrainingEdges) -> None:
    ascends = np.ones(len(edges.product_E) + 1, dtype=bool)
    ascends[1:-1] = np.diff(edges.product_E) > 0
    # Between the last product of one user and the first of the next, anything goes.
    ascends[edges.offset] = True
    stuck = np.flatnonzero(~ascends)
    if len(stuck) > 0:
        raise _wrong("TRAIN_PRODUCTS", int(stuck[0]), "is not above the one before it (same user)")


def _wrong(name: str, position: int, what: str) -> InputDataError:
    return InputDataError(f"{name}[{position}] {what}.", code=f"{name}_WRONG")
