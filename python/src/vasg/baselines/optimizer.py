"""Adam over a model that is trained on samples, all of it at one rate."""

from __future__ import annotations

import torch
from torch import nn

from vasg.trainer.model.deferred_adam import DeferredAdam
from vasg.trainer.model.optimizer import PartedAdam


def sample_optimizer(model: nn.Module, rate: float) -> PartedAdam:
    """Rows of tables that are long (`nn.Embedding(..., sparse=True)`) wait until a batch reads them."""
    long = [part for part in model.modules() if isinstance(part, nn.Embedding) and part.sparse]
    deferred = {table.weight for table in long}
    others = [parameter for parameter in model.parameters() if parameter not in deferred]
    return PartedAdam(
        torch.optim.Adam(others, lr=rate, fused=True) if others else None,
        DeferredAdam(long, rate) if long else None,
    )
