"""How the time of one epoch grows with the graph."""

from __future__ import annotations

import math
import statistics
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from vasg.benchmarks.row import Row
from vasg.benchmarks.shop import Scale
from vasg.benchmarks.task import Workload, new_workload
from vasg.trainer.events import StageCompleted
from vasg.trainer.hyperparameters import Hyperparameters
from vasg.trainer.loop.checkpoint import CheckpointFolder
from vasg.trainer.loop.stage_run import Pacing, StageRun

FACTORS = (1, 3, 10, 30)
# Products enough that most of a batch are distinct at every size; the largest has tables whose rows wait.
_BASE = Scale(1_000, 4_000, 13_000)
# A quarter of the preset's usual features: the largest graph stays affordable.
_FEATURE_DIM = 1_024


@dataclass(frozen=True)
class Epoch:
    """Edges of the graph, and seconds."""

    num_edges: int
    seconds: float


def measure_growth(
    knobs: Hyperparameters,
    device: torch.device,
    folder: Path,
) -> list[Epoch]:
    """One pass with a walk from each node, at multiples of a small shop."""
    epochs = []
    for factor in FACTORS:
        workload = new_workload(_BASE.times(factor), one_epoch(knobs), _FEATURE_DIM, device)
        epochs.append(Epoch(workload.graph.num_edges, _seconds(workload, folder / str(factor))))
    return epochs


def one_epoch(knobs: Hyperparameters) -> Hyperparameters:
    """A walk from each node, and a short one: large graphs are affordable."""
    return replace(knobs, num_epochs=1, max_steps=0, walks_per_node=1, walk_length=8)


def fitted_exponent(epochs: Sequence[Epoch]) -> float:
    """Slope of the least-squares line through the logarithms: 1 is linear."""
    edges, seconds = (
        [math.log(value) for value in values] for values in zip(*map(_point, epochs), strict=True)
    )
    return statistics.linear_regression(edges, seconds).slope


def growth_row(epochs: Sequence[Epoch]) -> Row:
    """`ours` is the exponent."""
    exponent = fitted_exponent(epochs)
    times = ", ".join(f"{epoch.seconds:.2g} s" for epoch in epochs)
    return Row(
        stage="growth",
        what=f"training: 1 / exponent of its time over edges, an epoch ({times})",
        reference="linear",
        target=0.9,
        unit="(exponents)",
        ratio=1 / exponent,
        ours=exponent,
        reference_speed=1,
    )


def _point(epoch: Epoch) -> tuple[int, float]:
    return epoch.num_edges, epoch.seconds


def _seconds(workload: Workload, folder: Path) -> float:
    run = StageRun(
        workload.skip_gram(), CheckpointFolder(folder), threading.Event(), Pacing(checkpoint_seconds=1e9)
    )
    for event in run.events():
        if isinstance(event, StageCompleted):
            return event.wall_seconds
    raise AssertionError("a stage ends with its completion")
