"""Training samples that the client draws: triples for a ranking, labelled pairs for a metric.

Shapes: N samples of a chunk.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from vasg.trainer.errors import InputDataError


@dataclass(frozen=True)
class SampleChunk:
    """A part of one epoch's samples; `sample_N3` is int64."""

    epoch: int
    chunk_index: int
    sample_N3: Tensor
    last_of_epoch: bool


@dataclass(frozen=True)
class Column:
    """What one of the three numbers of a sample is; all are below `bound`."""

    name: str
    bound: int


Columns = tuple[Column, Column, Column]


def triple_columns(num_users: int, num_products: int) -> Columns:
    """Columns of (user, product that the user bought, product that the user did not)."""
    return (
        Column("user", num_users),
        Column("bought product", num_products),
        Column("other product", num_products),
    )


def relation_columns(num_products: int) -> Columns:
    """Columns of (product, product, 1 if they are related, else 0)."""
    return Column("first product", num_products), Column("second product", num_products), Column("label", 2)


def decode_samples(samples: bytes, *, num_samples: int, columns: Columns) -> Tensor:
    """The samples [N, 3] that `samples` (little-endian uint32) spells.

    Raises:
        InputDataError: the size is wrong, or a number is not below its bound.
    """
    expected = 4 * 3 * num_samples
    if num_samples < 1 or len(samples) != expected:
        raise InputDataError(
            f"samples.samples has {len(samples)} bytes; num_samples {num_samples} x 3 x 4 bytes is "
            f"{expected}.",
            code="SAMPLES_SIZE_WRONG",
        )
    sample_N3 = torch.from_numpy(np.frombuffer(samples, dtype="<u4").astype(np.int64).reshape(-1, 3))
    for position, column in enumerate(columns):
        reject_samples(
            sample_N3[:, position] >= column.bound,
            sample_N3,
            f"{column.name} {{{position}}} is not below {column.bound}",
        )
    return sample_N3


def reject_samples(bad_N: Tensor, sample_N3: Tensor, why: str) -> None:
    """Raises InputDataError naming the first bad sample; `why` may show its numbers as {0}, {1} and {2}."""
    if not bool(bad_N.any()):
        return
    row = int(bad_N.nonzero()[0])
    numbers = sample_N3[row].tolist()
    raise InputDataError(f"samples.samples: in sample {row}, {why.format(*numbers)}.", code="SAMPLE_WRONG")
