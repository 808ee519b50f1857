"""Passes over products in batches, for the stages that take no walks.

Shapes: B products of a batch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from vasg.trainer.loop.stage_run import StepDone
from vasg.trainer.loop.stage_state import Cursor
from vasg.trainer.loop.step_losses import StepLosses
from vasg.trainer.seeding import Stream, seeded


@dataclass(frozen=True, kw_only=True)
class ProductPasses:
    """`num_epochs` passes over `products`, each in an order that (seed, stream, epoch) decides."""

    products: Tensor
    num_epochs: int
    batch_size: int
    seed: int
    stream: Stream

    def steps(self, cursor: Cursor, optimize: Callable[[Tensor], StepLosses]) -> Iterator[StepDone]:
        """All that is left from `cursor` on, in nearly equal parts of at most `batch_size`.

        `optimize` takes one step by a batch of product indices [B].
        """
        for epoch in range(cursor.epoch, self.num_epochs):
            order = torch.randperm(len(self.products), generator=seeded(self.seed, self.stream, epoch))
            parts = self.products[order].tensor_split(-(-len(order) // self.batch_size))
            for index in range(cursor.batch_index if epoch == cursor.epoch else 0, len(parts)):
                is_last = index == len(parts) - 1
                yield StepDone(
                    losses=optimize(parts[index]),
                    num_pairs=len(parts[index]),
                    epoch=epoch,
                    ends_epoch=is_last,
                    next_cursor=Cursor(epoch + 1) if is_last else Cursor(epoch, 0, index + 1),
                )
