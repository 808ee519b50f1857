"""Section 3.2 as its text reads, in plain PyTorch: a batch is a list of pairs, and each is decoded.

Either all pairs of a batch go through the decoder as the rows of one matrix, or one after the other. It
shares nothing with the trainer but the numbers that it starts from, so that one can be held against the
other.

Shapes: M pairs of a batch, D embedding_dim, F feature_dim, P products.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional


@dataclass(frozen=True)
class Pairs:
    """Nodes, users first; `weight_M` is one over the pairs of the center's window.

    So weighted, a center whose window is cut at the end of a walk is reconstructed as much as any other.
    """

    centers_are_products: bool
    center_M: Tensor
    context_M: Tensor
    weight_M: Tensor

    def single(self, index: int) -> Pairs:
        """One of them alone."""
        one = slice(index, index + 1)
        return Pairs(self.centers_are_products, self.center_M[one], self.context_M[one], self.weight_M[one])


@dataclass(frozen=True)
class NaiveLosses:
    """Scalars; users have no reconstruction."""

    total: Tensor
    skip_gram: Tensor
    reconstruction: Tensor | None = None


class NaiveModel(nn.Module):
    """One table for users and products, a decoder, and the learned weights of both tasks (eq. 3)."""

    def __init__(self, num_users: int, num_nodes: int, widths: Sequence[int], dropout: float) -> None:
        """`widths` are the decoder's: first D, last F."""
        super().__init__()
        self.num_users = num_users
        self.embedding = nn.Embedding(num_nodes, widths[0])
        layers: list[nn.Module] = []
        for num_inputs, num_outputs in pairwise(widths):
            layers += [nn.Linear(num_inputs, num_outputs), nn.ReLU(), nn.Dropout(dropout)]
        self.decoder = nn.Sequential(*layers[:-1])
        self.log_variance = nn.Parameter(torch.zeros(2))

    def losses(self, pairs: Pairs, feature_PF: Tensor) -> NaiveLosses:
        """Of one batch; `feature_PF` is scaled."""
        vector_MD = self.embedding(pairs.center_M)
        score_M = (vector_MD * self.embedding(pairs.context_M)).sum(dim=1)
        skip_gram = -functional.logsigmoid(score_M).mean()
        if not pairs.centers_are_products:
            return NaiveLosses(skip_gram, skip_gram)
        target_MF = feature_PF[pairs.center_M - self.num_users]
        error_M = functional.mse_loss(self.decoder(vector_MD), target_MF, reduction="none").mean(dim=1)
        reconstruction = (pairs.weight_M * error_M).sum() / pairs.weight_M.sum()
        tasks = torch.stack([skip_gram, reconstruction])
        total = 0.5 * (torch.exp(-self.log_variance) * tasks + self.log_variance).sum()
        return NaiveLosses(total, skip_gram, reconstruction)

    def share(self, pairs: Pairs, index: int, feature_PF: Tensor) -> Tensor:
        """What one pair adds to the total loss of its batch; these sum to it."""
        pair, num_pairs = pairs.single(index), len(pairs.center_M)
        alone = self.losses(pair, feature_PF)
        skip_gram = alone.skip_gram / num_pairs
        if alone.reconstruction is None:
            return skip_gram
        reconstruction = alone.reconstruction * (pair.weight_M / pairs.weight_M.sum()).squeeze()
        tasks = torch.stack([skip_gram, reconstruction])
        return 0.5 * (torch.exp(-self.log_variance) * tasks + self.log_variance / num_pairs).sum()


class NaiveTraining:
    """One Adam over everything."""

    def __init__(self, model: NaiveModel, feature_PF: Tensor, learning_rate: float) -> None:
        self.model = model
        self.feature_PF = feature_PF
        self.optimizer = torch.optim.Adam(model.parameters(), lr=learning_rate)

    def step(self, pairs: Pairs) -> NaiveLosses:
        """One step; parameters that a batch of users does not reach stay as they are."""
        self.optimizer.zero_grad()
        losses = self.model.losses(pairs, self.feature_PF)
        losses.total.backward()  # type: ignore[no-untyped-call]
        self.optimizer.step()
        return losses

    def add_gradients(self, pairs: Pairs, indices: range) -> None:
        """What these pairs add to the gradients of their batch, the decoder run for each of them."""
        for index in indices:
            self.model.share(pairs, index, self.feature_PF).backward()  # type: ignore[no-untyped-call]
