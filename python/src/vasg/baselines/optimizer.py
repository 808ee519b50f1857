"""Adam over a model that is trained on samples, all of it at one rate."""

from __future__ import annotations

import torch
from torch import nn

from vasg.trainer.model.deferred_adam import DeferredAdam


class SampleOptimizer:
    """Adam: deferred over tables that are long (`nn.Embedding(..., sparse=True)`), fused over the rest."""

    def __init__(self, model: nn.Module, rate: float) -> None:
        long = [part for part in model.modules() if isinstance(part, nn.Embedding) and part.sparse]
        deferred = {table.weight for table in long}
        others = [parameter for parameter in model.parameters() if parameter not in deferred]
        self._deferred = DeferredAdam(long, rate) if long else None
        fused = [torch.optim.Adam(others, lr=rate, fused=True)] if others else []
        self.parts: list[torch.optim.Optimizer] = [*fused, *([self._deferred] if self._deferred else [])]

    def zero_grad(self) -> None:
        """Forgets the gradients of the step before."""
        for part in self.parts:
            part.zero_grad(set_to_none=True)

    def step(self) -> None:
        """Takes one step along the gradients."""
        for part in self.parts:
            part.step()

    def catch_up(self) -> None:
        """Brings every row of the tables up to date, for whoever reads them all."""
        if self._deferred is not None:
            self._deferred.catch_up()
