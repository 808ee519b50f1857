from __future__ import annotations

import torch

from vasg.trainer.seeding import Stream, mix64, seeded


def test_every_coordinate_and_their_order_matter() -> None:
    values = {mix64(*c) for c in [(), (0,), (0, 0), (1, 2), (2, 1), (1, 3), (2**32, 0)]}
    assert len(values) == 7


def test_low_bits_are_mixed_too() -> None:
    """Torch's generator on CPU uses the lower 32 bits of its seed only."""
    assert len({mix64(1, 5, step) & 0xFFFFFFFF for step in range(10_000)}) > 9_990


def test_streams_are_independent_and_repeatable() -> None:
    first, again, other = (
        torch.rand(4, generator=seeded(1, stream, 7))
        for stream in (Stream.TABLE, Stream.TABLE, Stream.ENCODER)
    )
    assert torch.equal(first, again) and not torch.equal(first, other)
