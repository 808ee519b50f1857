"""Counts what a running stage does, and reads the device only when it is time to report."""

from __future__ import annotations

import time

import torch
from torch import Tensor

from vasg.trainer.device import allocated_bytes
from vasg.trainer.errors import TrainingDivergedError
from vasg.trainer.events import Progress, Readings
from vasg.trainer.loop.step_losses import REPORTED, StepLosses


class ProgressMeter:
    """Sums of losses on the device since the last report."""

    def __init__(self, device: torch.device, interval_seconds: float) -> None:
        self.device = device
        self.interval_seconds = interval_seconds
        self._first_bad_step = torch.zeros((), dtype=torch.int64, device=device)
        self._reset()

    def add(self, step: int, losses: StepLosses, num_pairs: int) -> None:
        """Takes note of a step, without waiting for the device."""
        self._num_pairs += num_pairs
        for name in REPORTED:
            value: Tensor | None = getattr(losses, name)
            if value is not None:
                self._sums.setdefault(name, []).append(value.detach())
        fine = torch.isfinite(losses.total.detach()) | (self._first_bad_step > 0)
        self._first_bad_step = torch.where(fine, self._first_bad_step, step)

    @property
    def is_due(self) -> bool:
        """Whether it is time for the next report."""
        return time.perf_counter() - self._since >= self.interval_seconds

    @property
    def is_empty(self) -> bool:
        """Whether nothing happened since the last report."""
        return not self._sums

    def check_finite(self) -> None:
        """Raises TrainingDivergedError naming the first step whose loss was NaN or infinite."""
        step = int(self._first_bad_step)
        if step > 0:
            raise TrainingDivergedError(f"The loss became NaN or infinite at step {step}.")

    def report(
        self, *, step: int, epoch: int, num_pairs: int, readings: Readings, idle_seconds: float
    ) -> Progress:
        """The report since the last one; waits for the device and starts afresh.

        Raises:
            TrainingDivergedError: a loss was NaN or infinite.
        """
        self.check_finite()
        means = {name: torch.stack(values).mean().item() for name, values in self._sums.items()}
        seconds = max(time.perf_counter() - self._since, 1e-9)
        progress = Progress(
            step=step,
            epoch=epoch,
            num_pairs=num_pairs,
            pairs_per_second=self._num_pairs / seconds,
            **{f"{name}_loss": means.get(name) for name in REPORTED},
            readings=readings,
            device_memory_bytes=allocated_bytes(self.device),
            idle_share=min(1.0, idle_seconds / seconds),
        )
        self._reset()
        return progress

    def _reset(self) -> None:
        self._since = time.perf_counter()
        self._num_pairs = 0
        self._sums: dict[str, list[Tensor]] = {}
