"""What the stages that train on samples have in common: batches, one optimiser, looks every few steps.

Shapes: N samples of a chunk, B of a batch.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator

import torch
from torch import Tensor, nn

from vasg.baselines.hyperparameters import FactorizationHyperparameters, MetricHyperparameters
from vasg.baselines.optimizer import sample_optimizer
from vasg.trainer.data.samples import SampleChunk
from vasg.trainer.events import Readings, TrainingWarning
from vasg.trainer.loop.checkpoint import Checkpoint, damage_warnings
from vasg.trainer.loop.chunk_feed import ChunkFeed, cursor_after
from vasg.trainer.loop.look import Look
from vasg.trainer.loop.stage_run import StepDone
from vasg.trainer.loop.stage_state import StageState
from vasg.trainer.loop.step_losses import StepLosses

SampleHyperparameters = FactorizationHyperparameters | MetricHyperparameters


class SampleTask(ABC):
    """A `StageTask`: one step of Adam per batch of samples, in the order in which the client drew them."""

    max_steps = 0
    device: torch.device

    def __init__(
        self,
        knobs: SampleHyperparameters,
        model: nn.Module,
        chunks: Iterator[SampleChunk],
        checkpoint: Checkpoint | None,
        *,
        lacks: str | None,
    ) -> None:
        """Goes on from `checkpoint`; `lacks` says why the validation part cannot be looked at."""
        self._knobs = knobs
        self._lacks = lacks
        self._feed = ChunkFeed(chunks, name="samples", num_epochs=knobs.num_epochs)
        self.optimizer = sample_optimizer(model, knobs.learning_rate)
        self.state = StageState(model, self.optimizer.parts, knobs.patience, settle=self.optimizer.catch_up)
        self.warnings = damage_warnings(checkpoint) + self._validation_warnings()
        if checkpoint is not None:
            self.state.restore(checkpoint)

    @property
    def idle_seconds(self) -> float:
        """Time spent waiting for samples."""
        return self._feed.idle_seconds

    def steps(self) -> Iterator[StepDone]:
        """One optimiser step per batch, from the cursor on; batches of a chunk are nearly equal."""
        while (chunk := self._feed.take(self.state.cursor)) is not None:
            self.check(chunk.sample_N3)
            parts = chunk.sample_N3.tensor_split(-(-len(chunk.sample_N3) // self._knobs.batch_size))
            for index in range(self.state.cursor.batch_index, len(parts)):
                is_last = index == len(parts) - 1
                yield StepDone(
                    losses=self.optimize(parts[index]),
                    num_pairs=len(parts[index]),
                    epoch=chunk.epoch,
                    ends_epoch=is_last and chunk.last_of_epoch,
                    next_cursor=cursor_after(chunk, index, is_last),
                )

    def looks_after(self, step: int, ends_epoch: bool) -> bool:
        """Every `validate_every` steps."""
        return self.can_look() and step % self._knobs.validate_every == 0

    def can_look(self) -> bool:
        """Whether looks are wanted and possible."""
        return self._knobs.validate_every > 0 and self._lacks is None

    def readings(self) -> Readings:
        """Nothing is learned here that is worth a place in the progress report."""
        return Readings()

    @abstractmethod
    def check(self, sample_N3: Tensor) -> None:
        """Raises InputDataError for the first bad sample of a chunk."""

    @abstractmethod
    def optimize(self, sample_B3: Tensor) -> StepLosses:
        """Takes one step."""

    @abstractmethod
    def look(self) -> Look:
        """Looks at the validation part; waits for the device."""

    def _validation_warnings(self) -> list[TrainingWarning]:
        if self._knobs.validate_every == 0 or self._lacks is None:
            return []
        message = f"{self._lacks}, so training will not stop early."
        return [TrainingWarning(code="VALIDATION_SKIPPED", message=message)]
