"""Passes over products in batches, for the stages that take no walks.

Shapes: B products of a batch.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from vasg.trainer.loop.stage_state import Cursor
from vasg.trainer.seeding import Stream, seeded


@dataclass(frozen=True)
class ProductBatch:
    """Product indices of one step, and where the next one starts."""

    product_B: Tensor
    epoch: int
    ends_epoch: bool
    next_cursor: Cursor


@dataclass(frozen=True, kw_only=True)
class ProductPasses:
    """`num_epochs` passes over `products`, each in an order that (seed, stream, epoch) decides."""

    products: Tensor
    num_epochs: int
    batch_size: int
    seed: int
    stream: Stream

    def batches(self, cursor: Cursor) -> Iterator[ProductBatch]:
        """All that is left from `cursor` on, in nearly equal parts of at most `batch_size`."""
        for epoch in range(cursor.epoch, self.num_epochs):
            order = torch.randperm(len(self.products), generator=seeded(self.seed, self.stream, epoch))
            parts = self.products[order].tensor_split(-(-len(order) // self.batch_size))
            for index in range(cursor.batch_index if epoch == cursor.epoch else 0, len(parts)):
                is_last = index == len(parts) - 1
                following = Cursor(epoch + 1) if is_last else Cursor(epoch, 0, index + 1)
                yield ProductBatch(parts[index], epoch, is_last, following)
