"""Whether embeddings still fill their space. Without negatives they tend to align (section 3.2).

Shapes: V nodes, S sampled nodes, D embedding_dim.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from vasg.trainer.seeding import Stream, seeded

_SAMPLE = 2048
_HIGHEST_COSINE = 0.95
_LOWEST_RANK = 2.0
_FEWEST_TO_JUDGE = 64


@dataclass(frozen=True)
class Spread:
    """Mean cosine of random pairs and effective rank of the unit vectors."""

    mean_cosine: float
    effective_rank: float
    sample_size: int

    @property
    def is_collapsing(self) -> bool:
        """Whether nearly all vectors point one way; a handful of them cannot tell."""
        if self.sample_size < _FEWEST_TO_JUDGE:
            return False
        return self.mean_cosine > _HIGHEST_COSINE or self.effective_rank < _LOWEST_RANK


def sample_nodes(count: int, seed: int) -> Tensor:
    """At most 2,048 of `count` rows, the same ones at every look."""
    order = torch.randperm(count, generator=seeded(seed, Stream.SPREAD_SAMPLE))
    return order[:_SAMPLE]


@torch.no_grad()
def measure_spread(vector_SD: Tensor) -> Spread:
    """Spread of sampled vectors, by direction: it is cosine that ranks."""
    unit_SD = functional.normalize(vector_SD.float(), dim=1)
    # Rows are in random order, so neighbours are random pairs.
    mean_cosine = (unit_SD * unit_SD.roll(1, dims=0)).sum(dim=1).mean()
    singular = torch.linalg.svdvals(unit_SD)
    share = singular / singular.sum().clamp(min=1e-12)
    entropy = -(share * share.clamp(min=1e-12).log()).sum()
    return Spread(mean_cosine.item(), entropy.exp().item(), len(vector_SD))
