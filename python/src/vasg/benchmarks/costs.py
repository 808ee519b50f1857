"""What a step cannot do without: operations and bytes, counted from shapes.

Shapes: K distinct products of a batch, B centers, M pairs of a center and a context, D embedding_dim,
V rows of the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from vasg.benchmarks.device_limits import DeviceLimits

_FLOAT = 4
# Parameter, gradient and both moments: Adam reads all four and writes three, backward wrote the gradient.
_ADAM_PASSES = 8


@dataclass(frozen=True)
class Cost:
    """Operations of matrix products (an addition and a multiplication are two), bytes to and from memory."""

    operations: int
    bytes: int

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.operations + other.operations, self.bytes + other.bytes)

    def seconds(self, limits: DeviceLimits) -> float:
        """The least time: arithmetic and memory at their measured best, one hidden behind the other."""
        return max(self.operations / limits.operations_per_second, self.bytes / limits.bytes_per_second)


NOTHING = Cost(0, 0)


def network_cost(widths: Sequence[int], rows: int, element_bytes: int = _FLOAT) -> Cost:
    """Matrix products of a network's forward and backward pass, gradient of its input included.

    Each layer is three of them: its output, the gradient of its weight and that of its input. All read two
    matrices and write the third.
    """
    layers = list(pairwise(widths))
    operations = sum(3 * 2 * rows * i * o for i, o in layers)
    elements = sum(3 * (rows * i + rows * o + i * o) for i, o in layers)
    return Cost(operations, element_bytes * elements)


def num_weights(widths: Sequence[int]) -> int:
    """Parameters of a network, biases included."""
    return sum((i + 1) * o for i, o in pairwise(widths))


def adam_cost(num_parameters: int) -> Cost:
    """An update of all parameters, also of those whose gradient is 0."""
    return Cost(0, _FLOAT * _ADAM_PASSES * num_parameters)


def lookup_cost(num_rows: int, width: int) -> Cost:
    """Rows that are read for the forward pass and added to in the backward pass: read and written."""
    return Cost(0, 3 * _FLOAT * num_rows * width)


def skip_gram_cost(centers: int, pairs: int, dim: int) -> Cost:
    """Dot products of pairs and their gradients, of which memory is what counts. A padded one is no pair."""
    return Cost(6 * pairs * dim, 0) + lookup_cost(centers + pairs, dim)


def decoder_cost(widths: Sequence[int], rows: int, element_bytes: int = _FLOAT) -> Cost:
    """Reconstruction of distinct products: the network, the features it is held against, its Adam."""
    features = Cost(0, _FLOAT * rows * widths[-1])
    return network_cost(widths, rows, element_bytes) + features + adam_cost(num_weights(widths))
