"""What the device does at best, measured with the plainest work there is."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import torch

_ROUNDS = 5


@dataclass(frozen=True)
class DeviceLimits:
    """Operations of a large square matrix product, bytes that a copy reads and writes: the best of some."""

    operations_per_second: float
    bytes_per_second: float


def measure_limits(device: torch.device) -> DeviceLimits:
    """With the element type that the networks of the trainer are multiplied in on that device."""
    is_cuda = device.type == "cuda"
    size, dtype = (8192, torch.bfloat16) if is_cuda else (2048, torch.float32)
    left, right = (torch.randn(size, size, device=device, dtype=dtype) for _ in range(2))
    source = torch.ones(1 << (28 if is_cuda else 25), device=device)
    target = torch.empty_like(source)
    return DeviceLimits(
        2 * size**3 / fastest(lambda: left @ right, device),
        2 * 4 * source.numel() / fastest(lambda: target.copy_(source), device),
    )


def fastest(work: Callable[[], object], device: torch.device) -> float:
    """Seconds of the fastest of some runs, after one that is not counted."""
    return min(seconds_of(work, device) for _ in range(_ROUNDS + 1))


def seconds_of(work: Callable[[], object], device: torch.device) -> float:
    """Until the device has done it."""
    wait_for(device)
    begin = time.perf_counter()
    work()
    wait_for(device)
    return time.perf_counter() - begin


def wait_for(device: torch.device) -> None:
    """Until the device has nothing left to do."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)
