"""Hyper-parameters as the client spells them, so that what is measured is a preset and nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from enum import Enum
from importlib.resources import files
from typing import Any, Literal, get_type_hints

from vasg.trainer.hyperparameters import Hyperparameters


def preset(name: Literal["paper", "default"]) -> Hyperparameters:
    """A preset of the client, whose tests hold the file against it."""
    return knobs_of(json.loads(files("vasg.benchmarks").joinpath(f"{name}.json").read_text()))


def knobs_of(record: Mapping[str, Any]) -> Hyperparameters:
    """Hyper-parameters from names in camel case and values in kebab case.

    Raises:
        ValueError: a name is missing or unknown, or a value is none of its kind.
    """
    spelled = {re.sub(r"(?=[A-Z])", "_", name).lower(): value for name, value in record.items()}
    kinds = get_type_hints(Hyperparameters)
    wrong = sorted(kinds.keys() ^ spelled.keys())
    if wrong:
        raise ValueError(f"hyper-parameters that are missing or unknown: {', '.join(wrong)}")
    return Hyperparameters(**{name: _value(kinds[name], spelled[name]) for name in kinds})


def _value(kind: Any, value: Any) -> Any:
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value.upper().replace("-", "_"))
    return tuple(value) if isinstance(value, list) else value
