"""What the users of a batch bought, of which their vectors are made.

Shapes: U users, R distinct users of a batch, G products of all their profiles, M pairs of user and product.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from vasg.trainer.data.edges import TrainingEdges

# Products of a profile in one batch. Who bought more has a new sample in every batch, so that one user cannot
# make a batch many times as large.
LONGEST = 64


@dataclass(frozen=True)
class Profiles:
    """Products `product_G` of the users in rows `row_G`, both ascending by row, then product."""

    row_G: Tensor
    product_G: Tensor
    size_R: Tensor
    num_products: int

    def contain(self, row_M: Tensor, product_M: Tensor) -> Tensor:
        """Whether the profile in each row has that product, [M]."""
        if len(self.row_G) == 0:
            return torch.zeros_like(row_M, dtype=torch.bool)
        code_G = self.row_G * self.num_products + self.product_G
        code_M = row_M * self.num_products + product_M
        found_M = torch.searchsorted(code_G, code_M).clamp(max=len(code_G) - 1)
        return code_G[found_M] == code_M


class ProfileSampler:
    """Training products of users, all or `LONGEST` at random."""

    def __init__(self, edges: TrainingEdges) -> None:
        self.num_products = edges.num_products
        self._offset = torch.from_numpy(edges.offset)
        self._product_E = torch.from_numpy(edges.product_E)

    def draw(self, user_R: Tensor, generator: torch.Generator) -> Profiles:
        """Profiles of distinct users; on the host."""
        start_R = self._offset[user_R]
        size_R = self._offset[user_R + 1] - start_R
        row_G, rank_G = _positions(size_R)
        if len(size_R) > 0 and int(size_R.max()) > LONGEST:
            kept_G = _random_ranks(row_G, rank_G, generator) < LONGEST
            row_G, rank_G = row_G[kept_G], rank_G[kept_G]
            size_R = size_R.clamp(max=LONGEST)
        return Profiles(row_G, self._product_E[start_R[row_G] + rank_G], size_R, self.num_products)


def _positions(size_R: Tensor) -> tuple[Tensor, Tensor]:
    """Row of each entry of lists that lie one after the other, and its position in its own list."""
    row_G = torch.repeat_interleave(torch.arange(len(size_R)), size_R)
    first_R = size_R.cumsum(0) - size_R
    return row_G, torch.arange(len(row_G)) - first_R[row_G]


def _random_ranks(row_G: Tensor, rank_G: Tensor, generator: torch.Generator) -> Tensor:
    """Each entry's place in a random order of its own row."""
    shuffled = torch.randperm(len(row_G), generator=generator)
    order = shuffled[torch.argsort(row_G[shuffled], stable=True)]
    place_G = torch.empty_like(rank_G)
    place_G[order] = rank_G
    return place_G
