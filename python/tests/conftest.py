"""What all tests share."""

from __future__ import annotations

import torch

from vasg.trainer.device import use_reproducible_kernels

# These worlds are tiny: a second thread would only make every operation wait for the slower of two.
torch.set_num_threads(1)
use_reproducible_kernels(torch.device("cpu"))
