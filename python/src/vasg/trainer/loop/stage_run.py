"""The loop around an optimiser step, the same for every stage. Reads from top to bottom.

A stage is a plain generator of events: it runs and is tested without a server.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import torch

from vasg.trainer.errors import InputDataError, TrainingDivergedError
from vasg.trainer.events import (
    CheckpointWritten,
    EpochCompleted,
    Readings,
    StageCompleted,
    StageStarted,
    StopReason,
    TrainingEvent,
    TrainingWarning,
    Validation,
)
from vasg.trainer.loop.checkpoint import CheckpointFolder
from vasg.trainer.loop.look import Look
from vasg.trainer.loop.progress import ProgressMeter
from vasg.trainer.loop.spread import Spread
from vasg.trainer.loop.stage_state import Cursor, StageState
from vasg.trainer.loop.step_losses import StepLosses


@dataclass(frozen=True)
class StepDone:
    """One optimiser step: its losses, and where the next one starts."""

    losses: StepLosses
    num_pairs: int
    epoch: int
    ends_epoch: bool
    next_cursor: Cursor


@dataclass(frozen=True, kw_only=True)
class Pacing:
    """Seconds between reports and between checkpoints."""

    progress_seconds: float = 0.5
    checkpoint_seconds: float = 60.0


class StageTask(Protocol):
    """What differs between the stages."""

    state: StageState
    device: torch.device
    max_steps: int
    warnings: list[TrainingWarning]

    @property
    def idle_seconds(self) -> float:
        """Time spent waiting for chunks so far."""

    def steps(self) -> Iterator[StepDone]:
        """Takes one optimiser step each time it is asked for the next; ends with the data."""

    def looks_after(self, step: int, ends_epoch: bool) -> bool:
        """Whether to look at the validation part after this step."""

    def can_look(self) -> bool:
        """Whether there is anything to look at."""

    def look(self) -> Look:
        """Looks; waits for the device."""

    def readings(self) -> Readings:
        """Learned scalars for the progress report."""


class StageRun:
    """Runs a task to its end, or until `stop` is set."""

    def __init__(
        self,
        task: StageTask,
        checkpoints: CheckpointFolder,
        stop: threading.Event,
        pacing: Pacing,
    ) -> None:
        self.task = task
        self.state = task.state
        self.checkpoints = checkpoints
        self.stop = stop
        self.pacing = pacing
        self.meter = ProgressMeter(task.device, pacing.progress_seconds)
        self.started_at = self.saved_at = time.perf_counter()
        self.saved_step: int | None = self.state.step or None
        self.reported_idle_seconds = 0.0
        self.epoch = self.state.cursor.epoch
        self.warned_of_collapse = False

    def events(self) -> Iterator[TrainingEvent]:
        """The whole stage.

        Raises:
            TrainingDivergedError: naming the step and the last checkpoint.
            InputDataError: the chunks broke off or one is wrong; the state is saved all the same.
        """
        cursor, state = self.state.cursor, self.state
        yield StageStarted(
            next_epoch=cursor.epoch,
            next_chunk_index=cursor.chunk_index,
            step=state.step,
            max_steps=self.task.max_steps,
            looks=tuple(state.looks),
            last_progress=state.last_progress,
        )
        yield from self.task.warnings
        if state.completed is not None:
            yield state.completed
            return
        try:
            yield from self._train()
        except TrainingDivergedError as error:
            raise self._with_checkpoint(error) from error

    def _train(self) -> Iterator[TrainingEvent]:
        reason = self._decided_by_state()
        steps = self.task.steps()
        while reason is None:
            try:
                done = next(steps, None)
            except InputDataError:
                # The chunk that is due is missing or wrong; what was learned from those before is whole.
                if self.state.step > (self.saved_step or 0):
                    yield from self._save()
                raise
            if done is None:
                break
            yield from self._after_step(done)
            reason = self._decided_by_state() or self._decided_by_caller()
            if reason is None and self._checkpoint_is_due():
                yield from self._save()
        yield from self._finish(reason or self._decided_by_caller() or StopReason.END_OF_DATA)

    def _after_step(self, done: StepDone) -> Iterator[TrainingEvent]:
        state = self.state
        state.step += 1
        state.num_pairs += done.num_pairs
        state.cursor = done.next_cursor
        self.epoch = done.epoch
        self.meter.add(state.step, done.losses, done.num_pairs)
        if self.meter.is_due:
            yield from self._report()
        if self.task.looks_after(state.step, done.ends_epoch):
            yield from self._look()
        if done.ends_epoch:
            yield EpochCompleted(epoch=done.epoch, step=state.step)

    def _decided_by_state(self) -> StopReason | None:
        """A reason that an uninterrupted run would have had at this very step."""
        if 0 < self.task.max_steps <= self.state.step:
            return StopReason.MAX_STEPS
        return StopReason.EARLY_STOPPING if self.state.stopping.is_exhausted else None

    def _decided_by_caller(self) -> StopReason | None:
        return StopReason.CANCELLED if self.stop.is_set() else None

    def _report(self) -> Iterator[TrainingEvent]:
        if self.meter.is_empty:
            return
        idle = self.task.idle_seconds
        self.state.last_progress = self.meter.report(
            step=self.state.step,
            epoch=self.epoch,
            num_pairs=self.state.num_pairs,
            readings=self.task.readings(),
            idle_seconds=idle - self.reported_idle_seconds,
        )
        self.reported_idle_seconds = idle
        yield self.state.last_progress

    def _look(self) -> Iterator[TrainingEvent]:
        state = self.state
        self.meter.check_finite()
        state.settle()
        look = self.task.look()
        state.looked_at_step = state.step
        is_best = state.stopping.update(look.score, state.step)
        if is_best:
            state.keep_best()
        validation = Validation(
            step=state.step,
            auc_warm=look.ranking.auc_warm if look.ranking is not None else None,
            auc_cold=look.ranking.auc_cold if look.ranking is not None else None,
            score=look.score,
            is_best=is_best,
            mean_cosine=look.spread.mean_cosine,
            effective_rank=look.spread.effective_rank,
            auc_relations=look.auc_relations,
        )
        state.looks.append(validation)
        yield validation
        if look.spread.is_collapsing and not self.warned_of_collapse:
            self.warned_of_collapse = True
            yield _collapse_warning(look.spread)

    def _checkpoint_is_due(self) -> bool:
        return time.perf_counter() - self.saved_at >= self.pacing.checkpoint_seconds

    def _save(self) -> Iterator[TrainingEvent]:
        """Reports first, so that no sum of losses is pending when the state is saved."""
        yield from self._report()
        state = self.state
        self.checkpoints.save(state.tensors(), state.record())
        self.saved_at, self.saved_step = time.perf_counter(), state.step
        yield CheckpointWritten(
            next_epoch=state.cursor.epoch, next_chunk_index=state.cursor.chunk_index, step=state.step
        )

    def _finish(self, reason: StopReason) -> Iterator[TrainingEvent]:
        state = self.state
        if reason is not StopReason.CANCELLED and self.task.can_look():
            if state.looked_at_step != state.step and state.step > 0:
                yield from self._report()
                yield from self._look()
        completed = StageCompleted(
            reason=reason,
            step=state.step,
            best_step=state.stopping.best_step if state.best is not None else state.step,
            best_score=state.stopping.best_score,
            wall_seconds=time.perf_counter() - self.started_at,
        )
        if reason is not StopReason.CANCELLED:
            yield from self._report()
            state.settle()
            state.return_to_best()
            state.completed = completed
        yield from self._save()
        yield completed

    def _with_checkpoint(self, error: TrainingDivergedError) -> TrainingDivergedError:
        where = (
            "No checkpoint was written before."
            if self.saved_step is None
            else f"The last checkpoint is of step {self.saved_step}."
        )
        return TrainingDivergedError(f"{error} {where} Use smaller learning rates.")


def _collapse_warning(spread: Spread) -> TrainingWarning:
    return TrainingWarning(
        code="EMBEDDINGS_COLLAPSING",
        message=(
            f"Embeddings are collapsing: mean cosine {spread.mean_cosine:.3f}, "
            f"effective rank {spread.effective_rank:.1f}."
        ),
    )
