"""Ranges of numbers, declared beside the fields they bound."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import Any

from vasg.trainer.errors import UsageError


@dataclass(frozen=True)
class Range:
    """An interval of numbers, ends included unless said otherwise."""

    low: float
    high: float = math.inf
    low_is_open: bool = False
    high_is_open: bool = False

    def holds(self, value: float) -> bool:
        """Whether `value` is a finite number inside."""
        above = value > self.low if self.low_is_open else value >= self.low
        below = value < self.high if self.high_is_open else value <= self.high
        return above and below and math.isfinite(value)

    def __str__(self) -> str:
        low = f"{'above' if self.low_is_open else 'at least'} {self.low:g}"
        if math.isinf(self.high):
            return low
        return f"{low} and {'below' if self.high_is_open else 'at most'} {self.high:.10g}"


def within(low: float, high: float = math.inf, **ends: bool) -> Any:
    """Declares a dataclass field together with the interval its value must lie in."""
    return dataclasses.field(metadata={"range": Range(low, high, **ends)})


def check_ranges(record: Any, where: str) -> None:
    """Raises UsageError naming the first field of `record` outside of its interval."""
    for field in dataclasses.fields(record):
        bounds: Range | None = field.metadata.get("range")
        value = getattr(record, field.name)
        if bounds is not None and not bounds.holds(value):
            raise UsageError(
                f"{where}{field.name} is {value}; it must be {bounds}.", code="FIELD_OUT_OF_RANGE"
            )
