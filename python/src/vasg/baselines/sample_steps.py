"""From chunks of samples to optimiser steps: what the stages that train on samples have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from torch import Tensor

from vasg.trainer.data.samples import SampleChunk
from vasg.trainer.loop.chunk_feed import ChunkFeed, cursor_after
from vasg.trainer.loop.stage_run import StepDone
from vasg.trainer.loop.stage_state import StageState
from vasg.trainer.loop.step_losses import StepLosses


class SampleSteps:
    """Cuts chunks into nearly equal batches, in the order in which the client drew the samples."""

    def __init__(self, chunks: Iterator[SampleChunk], *, num_epochs: int, batch_size: int) -> None:
        self.feed = ChunkFeed(chunks, name="samples", num_epochs=num_epochs)
        self.batch_size = batch_size

    def take(
        self,
        state: StageState,
        *,
        check: Callable[[Tensor], None],
        optimize: Callable[[Tensor], StepLosses],
    ) -> Iterator[StepDone]:
        """One step per batch from the cursor of `state` on.

        `check` raises InputDataError for a bad sample of a chunk [N, 3], `optimize` takes a batch [B, 3].
        """
        while (chunk := self.feed.take(state.cursor)) is not None:
            check(chunk.sample_N3)
            parts = chunk.sample_N3.tensor_split(-(-len(chunk.sample_N3) // self.batch_size))
            for index in range(state.cursor.batch_index, len(parts)):
                is_last = index == len(parts) - 1
                yield StepDone(
                    losses=optimize(parts[index]),
                    num_pairs=len(parts[index]),
                    epoch=chunk.epoch,
                    ends_epoch=is_last and chunk.last_of_epoch,
                    next_cursor=cursor_after(chunk, index, is_last),
                )
