"""Where the time of steps goes, by torch's own profiler."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch.autograd import DeviceType  # type: ignore[attr-defined]
from torch.profiler import ProfilerActivity, profile

from vasg.benchmarks.device_limits import seconds_of

_MATRIX_PRODUCTS = frozenset({"aten::mm", "aten::addmm"})


@dataclass(frozen=True)
class StepProfile:
    """Seconds of some steps: by the clock, busy (of the device), in matrix products."""

    wall_seconds: float
    busy_seconds: float
    matrix_seconds: float


def profile_steps(work: Callable[[], object], device: torch.device) -> StepProfile:
    """Profiles what `work` does. On CPU the device is busy as long as any operator runs."""
    is_cuda = device.type == "cuda"
    activities = [ProfilerActivity.CPU, *([ProfilerActivity.CUDA] if is_cuda else [])]
    with profile(activities=activities, acc_events=True) as profiler:
        wall_seconds = seconds_of(work, device)
    averages = profiler.key_averages()
    own = "self_device_time_total" if is_cuda else "self_cpu_time_total"
    # Operators carry the time of the kernels that they launch; the kernels stand beside them once more.
    side = DeviceType.CUDA if is_cuda else DeviceType.CPU
    busy = sum(
        getattr(row, own)
        for row in averages
        if row.device_type == side and not getattr(row, "is_user_annotation", False)
    )
    matrix = sum(getattr(row, own) for row in averages if row.key in _MATRIX_PRODUCTS)
    return StepProfile(wall_seconds, 1e-6 * busy, 1e-6 * matrix)
