"""IBR: a distance between products in which related ones are near.

McAuley et al., Image-based recommendations on styles and substitutes, SIGIR 2015: a Mahalanobis distance
of low rank between image features, |E f_i - E f_j|^2.

Shapes: B pairs of a batch, M validation relations, P products, N and Q of them asked for, F feature_dim,
D embedding_dim.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from vasg.baselines.hyperparameters import MetricHyperparameters
from vasg.baselines.linear_map import LinearMap
from vasg.trainer.data.features import FeatureStore
from vasg.trainer.device import to_device
from vasg.trainer.seeding import Stream, seeded

# The offset at the start: identical products are related with a probability of 0.98.
_FIRST_OFFSET = 4.0
_BLOCK_PAIRS = 1 << 16


@dataclass(frozen=True)
class LabelledPairs:
    """Two products and whether they are related (1) or not (0): indices and labels, on the host."""

    first_B: Tensor
    second_B: Tensor
    label_B: Tensor


class Metric(nn.Module):
    """P(i and j are related) = sigmoid(offset - |E f_i - E f_j|^2).

    f_i is a scaled feature divided by sqrt(F), so about 1 long, whatever F is.
    """

    def __init__(self, knobs: MetricHyperparameters, features: FeatureStore, seed: int) -> None:
        """E starts normal; `set_scale` makes its distances fit the offset."""
        super().__init__()
        self.features = features
        shape = (knobs.embedding_dim, features.feature_dim)
        self.transform = nn.Parameter(torch.randn(shape, generator=seeded(seed, Stream.METRIC)))
        self.offset = nn.Parameter(torch.tensor(_FIRST_OFFSET))

    @torch.no_grad()
    def set_scale(self, product_N: Tensor) -> None:
        """Scales E so that the mean squared distance between each product and the next is the offset."""
        embedded_ND = self.embed(self.features.rows(product_N))
        distance = (embedded_ND - embedded_ND.roll(1, dims=0)).square().sum(dim=1).mean()
        if distance > 0:
            self.transform.mul_(torch.sqrt(self.offset / distance))

    def relation_loss(self, pairs: LabelledPairs) -> Tensor:
        """Mean cross entropy."""
        product_Q, row = torch.unique(torch.cat([pairs.first_B, pairs.second_B]), return_inverse=True)
        embedded_QD = self.embed(self.features.rows(product_Q))
        first_BD, second_BD = functional.embedding(self._send(row), embedded_QD).chunk(2)
        margin_B = self.offset - (first_BD - second_BD).square().sum(dim=1)
        return functional.binary_cross_entropy_with_logits(margin_B, self._send(pairs.label_B.float()))

    def embed(self, feature_QF: Tensor) -> Tensor:
        """E f, [Q, D], of scaled features."""
        return feature_QF @ self.transform.T / math.sqrt(self.features.feature_dim)

    @torch.no_grad()
    def embed_all(self) -> Tensor:
        """E f of every product, [P, D]."""
        products = torch.arange(self.features.num_products)
        return torch.cat([self.embed(feature_NF) for feature_NF in self.features.blocks(products)])

    def linear_map(self) -> LinearMap:
        """The same from scaled features, as an encoder."""
        weight_DF = self.transform.detach() / math.sqrt(self.features.feature_dim)
        return LinearMap(weight_DF, weight_DF.new_zeros(len(weight_DF)))

    def _send(self, tensor: Tensor) -> Tensor:
        return to_device(tensor, self.features.device)


@torch.no_grad()
def relations_auc(embedded_PD: Tensor, relation_M3: Tensor) -> float:
    """Chance that a related pair is nearer than an unrelated one; half of it if they are equally near."""
    relation_M3 = relation_M3.to(embedded_PD.device)
    nearness_M = torch.cat(
        [-_distances(embedded_PD, part) for part in torch.split(relation_M3, _BLOCK_PAIRS)]
    )
    is_related_M = relation_M3[:, 2] == 1
    related, unrelated = nearness_M[is_related_M], nearness_M[~is_related_M].sort().values
    below = torch.searchsorted(unrelated, related) + torch.searchsorted(unrelated, related, right=True)
    return float(below.double().mean()) / (2 * len(unrelated))


def _distances(embedded_PD: Tensor, relation_M3: Tensor) -> Tensor:
    """Squared distance of each pair, [M]."""
    first_MD, second_MD = (functional.embedding(relation_M3[:, k], embedded_PD) for k in (0, 1))
    return (first_MD - second_MD).square().sum(dim=1)
