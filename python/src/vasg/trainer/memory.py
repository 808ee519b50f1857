"""Whether a model can fit at all, asked before anything large is allocated."""

from __future__ import annotations

import torch

from vasg.trainer.device import describe_device
from vasg.trainer.errors import DeviceMemoryError

# Parameters, gradient and two moments, four bytes each.
_BYTES_PER_PARAMETER = 16


def check_memory(num_parameters: int, device: torch.device) -> None:
    """Raises DeviceMemoryError if the parameters and Adam's moments exceed the whole device."""
    needed = _BYTES_PER_PARAMETER * num_parameters
    available = describe_device(device).memory_bytes
    if 0 < available < needed:
        raise DeviceMemoryError(
            f"The model needs {needed / 2**30:.1f} GiB to train and the {device.type} has "
            f"{available / 2**30:.1f} GiB. Use a smaller embedding_dim or narrower hidden layers."
        )
