"""Whether a model can fit at all, asked before anything large is allocated."""

from __future__ import annotations

import torch

from vasg.trainer.device import describe_device
from vasg.trainer.errors import DeviceMemoryError


def bytes_to_train(num_parameters: int, num_adams: int = 1) -> int:
    """Parameters, their gradient, and two moments in each Adam; four bytes each."""
    return 4 * num_parameters * (2 + 2 * num_adams)


def check_memory(needed: int, device: torch.device) -> None:
    """Raises DeviceMemoryError if `needed` bytes exceed the whole device."""
    available = describe_device(device).memory_bytes
    if 0 < available < needed:
        raise DeviceMemoryError(
            f"The model needs {needed / 2**30:.1f} GiB to train and the {device.type} has "
            f"{available / 2**30:.1f} GiB. Use a smaller embedding_dim or narrower hidden layers."
        )
