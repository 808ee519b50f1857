"""One line of the benchmark: what is made of something, against what it is held against."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Row:
    """`ratio`, to reach `target`, is the quotient of `ours` and `reference_speed`, which have a `unit`."""

    stage: str
    what: str
    reference: str
    target: float
    unit: str
    ratio: float
    ours: float
    reference_speed: float

    def record(self) -> dict[str, str | float]:
        """Names as in the client's rows."""
        names = {"reference_speed": "referenceSpeed"}
        return {names.get(name, name): value for name, value in vars(self).items()}

    def __str__(self) -> str:
        return (
            f"{self.stage}: {self.what}\n  against {self.reference}: {self.ratio:.2f} "
            f"(target {self.target:g}; {self.ours:.4g} to {self.reference_speed:.4g} {self.unit})"
        )


def in_turn(
    ours: Callable[[], float], reference: Callable[[], float], rounds: int
) -> tuple[float, float, float]:
    """Median ratio, and median speeds, of runs in turn: what else the machine does slows both of a round."""
    speeds = [(ours(), reference()) for _ in range(rounds)]
    ratio = statistics.median(mine / other for mine, other in speeds)
    own, others = zip(*speeds, strict=True)
    return ratio, statistics.median(own), statistics.median(others)
