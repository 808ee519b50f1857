"""Gaussian noise, drawn by as many threads as PyTorch has.

From one generator PyTorch draws in one thread, whatever the size, which at the width of features takes two
fifths of a step on two cores and the greater part on more. So blocks have generators of their own, and the
numbers do not depend on how many threads there are.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache

import torch
from torch import Tensor

# Values of a block: some milliseconds, beside which making a generator is nothing.
BLOCK = 1 << 18
# PyTorch's generator on the CPU takes 32 bits of them: some blocks of a long training are alike, at no harm.
_SEEDS = 2**63 - 1


def add_noise(x: Tensor, std: float, generator: torch.Generator) -> Tensor:
    """`x` plus Gaussian noise of standard deviation `std`; on the device of `x`, as `generator` must be."""
    if std == 0:
        return x
    # In place: at the width of features each new buffer costs as much as half of the draws.
    return _noise(x, std, generator).add_(x)


def _noise(like: Tensor, std: float, generator: torch.Generator) -> Tensor:
    noise = torch.empty(like.shape, device=like.device)
    if like.device.type != "cpu" or noise.numel() <= BLOCK:
        return noise.normal_(0, std, generator=generator)
    blocks = torch.split(noise.view(-1), BLOCK)
    seeds = torch.randint(_SEEDS, (len(blocks),), generator=generator).tolist()

    def draw(block: Tensor, seed: int) -> None:
        block.normal_(0, std, generator=torch.Generator().manual_seed(seed))

    # Listed, so that what a thread raises is raised here.
    list(_threads(torch.get_num_threads()).map(draw, blocks, seeds))
    return noise


@cache
def _threads(count: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(count, thread_name_prefix="noise")
