"""The losses of one optimiser step."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor

REPORTED = ("skip_gram", "reconstruction", "cosine", "ranking", "relation")


@dataclass(frozen=True)
class StepLosses:
    """Scalars on the device; `total` is what is minimised, the others what is reported."""

    total: Tensor
    skip_gram: Tensor | None = None
    """Of the objective that walks are for; with user softmax it is the loss of ranking products for users."""
    reconstruction: Tensor | None = None
    cosine: Tensor | None = None
    ranking: Tensor | None = None
    relation: Tensor | None = None
