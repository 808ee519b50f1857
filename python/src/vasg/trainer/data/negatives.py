"""Shared negatives of a batch, drawn by degree: about as often as long walks pass through a node.

Shapes: V nodes, N negatives of each node type.
"""

from __future__ import annotations

import torch
from torch import Tensor


class NegativeSampler:
    """Draws N users and N products with replacement, in proportion to their degree.

    `log_count_V` is log(N q_v), the logarithm of how often v is expected in a draw of its own type
    (minus infinity for nodes without an edge). Subtracting it from the score of every candidate, the
    positive one included, makes the sampled softmax estimate the full one; with every node drawn
    exactly once the expected count is 1 and nothing is subtracted.
    """

    def __init__(self, degree_V: Tensor, num_users: int, num_negatives: int) -> None:
        self.num_negatives = num_negatives
        self.num_users = num_users
        self._ends = [part.cumsum(0) for part in (degree_V[:num_users], degree_V[num_users:])]
        counts = [
            num_negatives * part.double() / part.sum()
            for part in (degree_V[:num_users], degree_V[num_users:])
        ]
        self.log_count_V = torch.cat(counts).log().float()

    def draw(self, generator: torch.Generator) -> Tensor:
        """Node ids [2 N]: N users, then N products."""
        users, products = (self._draw_type(ends, generator) for ends in self._ends)
        return torch.cat([users, self.num_users + products])

    def _draw_type(self, ends: Tensor, generator: torch.Generator) -> Tensor:
        # Integers, so that no rounding can ever pick a node without an edge.
        edge_N = torch.randint(int(ends[-1]), (self.num_negatives,), generator=generator)
        return torch.searchsorted(ends, edge_N, right=True)
