"""What every objective of stage 1 is."""

from __future__ import annotations

from typing import Protocol

import torch

from vasg.trainer.data.corpus import Batch
from vasg.trainer.loop.step_losses import StepLosses
from vasg.trainer.model.vasg_model import VasgModel


class BatchObjective(Protocol):
    """Computes the losses of a batch; holds what does not change from batch to batch."""

    def losses(
        self,
        model: VasgModel,
        batch: Batch,
        index_draws: torch.Generator,
        value_draws: torch.Generator,
    ) -> StepLosses:
        """The losses of `batch`.

        Args:
            model: Looked up, not changed.
            batch: Centers of one type, with their windows.
            index_draws: Of negatives and whatever else is an index; on the host.
            value_draws: Of noise and dropout; on the device.
        """
