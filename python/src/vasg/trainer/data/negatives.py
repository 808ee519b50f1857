"""Shared negatives of a batch, drawn by a power of the degree.

Long walks pass through a node about as often as its degree says.

Shapes: V nodes, N negatives of each node type.
"""

from __future__ import annotations

import torch
from torch import Tensor


class NegativeSampler:
    """Draws N users and N products with replacement, in proportion to their weight, a whole number.

    `log_count_V` is log(N q_v), the logarithm of how often v is expected in a draw of its own type
    (minus infinity for nodes of weight 0). Subtracting it from the score of every candidate, the
    positive one included, gives the sampled softmax the optimum of the full one, whatever the weights;
    it is no estimate of it, as the sum over a sample is smaller. With every node drawn exactly once the
    expected count is 1 and nothing is subtracted.
    """

    def __init__(self, weight_V: Tensor, num_users: int, num_negatives: int) -> None:
        self.num_negatives = num_negatives
        self.num_users = num_users
        self._ends = [part.cumsum(0) for part in (weight_V[:num_users], weight_V[num_users:])]
        counts = [
            num_negatives * part.double() / part.sum()
            for part in (weight_V[:num_users], weight_V[num_users:])
        ]
        self.log_count_V = torch.cat(counts).log().float()

    def draw(self, generator: torch.Generator) -> Tensor:
        """Node ids [2 N]: N users, then N products."""
        users, products = (self._draw_type(ends, generator) for ends in self._ends)
        return torch.cat([users, self.num_users + products])

    def draw_products(self, generator: torch.Generator) -> Tensor:
        """Product indices [N]."""
        return self._draw_type(self._ends[1], generator)

    def _draw_type(self, ends: Tensor, generator: torch.Generator) -> Tensor:
        # Integers, so that no rounding can ever pick a node of weight 0.
        position_N = torch.randint(int(ends[-1]), (self.num_negatives,), generator=generator)
        return torch.searchsorted(ends, position_N, right=True)


def negative_weights(degree_V: Tensor, power: float) -> Tensor:
    """Degree to a power of 0 to 1, in units of 1/1024; 0 for nodes without an edge.

    1: as often as long walks pass by; 3/4: word2vec's choice; 0: every node alike.
    """
    weight_V = (1024 * degree_V.double() ** power).round().long()
    return torch.where(degree_V > 0, weight_V, 0)
