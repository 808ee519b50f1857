"""All randomness of a session: draws are pure functions of the seed and of where they are made.

No generator lives longer than one step, so there is no generator state to save: a resumed run draws
what the uninterrupted one would have drawn.
"""

from __future__ import annotations

from enum import IntEnum, unique

import torch

_MASK = (1 << 64) - 1


@unique
class Stream(IntEnum):
    """What a draw is for; adding draws to one stream never changes another."""

    TABLE = 1
    ENCODER = 2
    DECODER = 3
    CHUNK_ORDER = 4
    STEP_INDICES = 5
    STEP_VALUES = 6
    HELD_OUT = 7
    EPOCH_ORDER = 8
    SPREAD_SAMPLE = 9
    CONTEXT_TABLE = 10
    PRETRAINING_ORDER = 11
    FACTORS = 12
    METRIC = 13


def mix64(*coordinates: int) -> int:
    """A uniform 64-bit number that depends on every one of `coordinates`, and on their order."""
    state = 0x9E3779B97F4A7C15
    for coordinate in coordinates:
        state = _splitmix((state * 5 + coordinate) & _MASK)
    return state


def seeded(
    seed: int, stream: Stream, *coordinates: int, device: torch.device | str = "cpu"
) -> torch.Generator:
    """A fresh generator for the draws that `stream` makes at `coordinates` (stage, step, ...)."""
    return torch.Generator(device).manual_seed(mix64(seed, int(stream), *coordinates))


def _splitmix(state: int) -> int:
    state = (state + 0x9E3779B97F4A7C15) & _MASK
    state = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    state = ((state ^ (state >> 27)) * 0x94D049BB133111EB) & _MASK
    return state ^ (state >> 31)
