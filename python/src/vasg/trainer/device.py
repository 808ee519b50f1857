"""The device that trains: choosing it, describing it, moving tensors to it without waiting."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from vasg.trainer.errors import SetupError


@dataclass(frozen=True, kw_only=True)
class DeviceInfo:
    """What a client is told about the device."""

    kind: str
    name: str
    memory_bytes: int


def choose_device(wanted: str) -> torch.device:
    """The device for `auto`, `cpu` or `cuda`.

    Raises:
        SetupError: CUDA is asked for and not there.
    """
    available = torch.cuda.is_available()
    if wanted == "cuda" and not available:
        raise SetupError(
            "--device cuda: this PyTorch finds no CUDA device. Use --device cpu or install a CUDA build.",
            code="CUDA_MISSING",
        )
    return torch.device("cuda" if available and wanted != "cpu" else "cpu")


def describe_device(device: torch.device) -> DeviceInfo:
    """Name and memory of `device`."""
    if device.type == "cuda":
        properties = torch.cuda.get_device_properties(device)
        return DeviceInfo(kind="cuda", name=properties.name, memory_bytes=properties.total_memory)
    return DeviceInfo(kind="cpu", name=_processor_name(), memory_bytes=_host_memory_bytes())


def use_reproducible_kernels(device: torch.device) -> None:
    """Makes the same run give the same bytes, where that is free: on CPU.

    On CUDA the gradient of the table is summed with atomics, in an order that varies; results there
    repeat only up to rounding.
    """
    deterministic = device.type == "cpu"
    torch.use_deterministic_algorithms(deterministic)
    # Filling fresh memory serves debugging only and costs a pass over every buffer.
    torch.utils.deterministic.fill_uninitialized_memory = False  # type: ignore[attr-defined]


def to_device(tensor: Tensor, device: torch.device) -> Tensor:
    """`tensor` on `device`; to CUDA through pinned memory, so that the host need not wait."""
    if device.type == "cpu":
        return tensor
    return tensor.pin_memory().to(device, non_blocking=True)


def free_bytes(device: torch.device) -> int:
    """Free memory of a CUDA device."""
    return int(torch.cuda.mem_get_info(device)[0])


def allocated_bytes(device: torch.device) -> int:
    """Memory that the device's allocator holds; 0 on CPU."""
    return torch.cuda.memory_reserved(device) if device.type == "cuda" else 0


def _processor_name() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _host_memory_bytes() -> int:
    if not hasattr(os, "sysconf"):
        return 0
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
