"""How much faster than the naive implementation, and whether both learn the same."""

from __future__ import annotations

import math
import statistics
import time
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import torch

from vasg.benchmarks.row import Row, in_turn
from vasg.benchmarks.shop import SCALES
from vasg.benchmarks.side_by_side import batches_of, naive_like, pairs_of
from vasg.benchmarks.task import Loop, Workload, endless, new_workload
from vasg.trainer.hyperparameters import Hyperparameters
from vasg.trainer.loop.step_losses import StepLosses

_CPU = torch.device("cpu")
# Both sides agree if their means over seeds differ by no more than chance explains.
_STANDARD_ERRORS = 3.0
# Of a round pair by pair: a second or two.
_FEW_PAIRS = 64


def speed_rows(workload: Workload, scale: str, rounds: int, num_steps: int, folder: Path) -> list[Row]:
    """Skip-gram pairs per second of ours, in turn with the naive implementation run in two ways.

    Pair by pair it takes a few of a batch of users and of one of products, in proportion to what both have,
    and is spared the optimiser. All at once it takes both batches, a matrix product a layer.
    """
    loop = Loop(workload.skip_gram(), folder)
    naive = naive_like(workload)
    batches = [pairs_of(batch) for batch in islice(batches_of(workload), 2)]
    num_pairs = sum(len(pairs.center_M) for pairs in batches)
    few = [range(max(1, _FEW_PAIRS * len(pairs.center_M) // num_pairs)) for pairs in batches]

    def ours() -> float:
        stretch = loop.run(num_steps)
        return stretch.num_pairs / stretch.seconds

    def one_by_one() -> float:
        begin = time.perf_counter()
        for pairs, indices in zip(batches, few, strict=True):
            naive.add_gradients(pairs, indices)
        return sum(map(len, few)) / (time.perf_counter() - begin)

    def all_at_once() -> float:
        begin = time.perf_counter()
        for pairs in batches:
            naive.step(pairs)
        return num_pairs / (time.perf_counter() - begin)

    ways = {
        "plain PyTorch, the decoder run for each pair": one_by_one,
        "the same, all pairs of a batch in one matrix": all_at_once,
    }
    ours(), one_by_one(), all_at_once()
    return [_speed_row(scale, way, in_turn(ours, speed, rounds)) for way, speed in ways.items()]


def _speed_row(scale: str, reference: str, measured: tuple[float, float, float]) -> Row:
    ratio, speed, reference_speed = measured
    return Row(
        stage="train",
        what=f"skip-gram pairs per second, preset paper, {scale}",
        reference=reference,
        target=20,
        unit="pairs/s",
        ratio=ratio,
        ours=speed,
        reference_speed=reference_speed,
    )


@dataclass(frozen=True)
class Curves:
    """Total loss of product batches at the same steps, a list for each seed."""

    ours: list[list[float]]
    naive: list[list[float]]

    @property
    def difference(self) -> float:
        """Of the means over all seeds and steps."""
        return abs(_mean_of_means(self.ours) - _mean_of_means(self.naive))

    @property
    def noise(self) -> float:
        """What that difference may be by chance, from how seeds differ among themselves."""
        variances = [statistics.variance(map(statistics.mean, side)) for side in (self.ours, self.naive)]
        return _STANDARD_ERRORS * math.sqrt(sum(variances) / len(self.ours))

    def described(self) -> str:
        """Means of each seed over the first and the last quarter of the steps."""
        lines = ["total loss of product batches, first and last quarter, by seed"]
        for name, side in (("ours", self.ours), ("naive", self.naive)):
            ends = [(losses[: len(losses) // 4], losses[-(len(losses) // 4) :]) for losses in side]
            shown = "  ".join(f"{statistics.mean(a):.5f} {statistics.mean(b):.5f}" for a, b in ends)
            lines.append(f"{name:6}{shown}")
        return "\n".join(lines)


def loss_curves(knobs: Hyperparameters, seeds: range, num_steps: int) -> Curves:
    """Of a small shop, with dropout, whose draws both sides make for themselves."""
    curves = Curves([], [])
    for seed in seeds:
        workload = new_workload(SCALES["small"], small(knobs), 128, _CPU, seed)
        torch.manual_seed(seed)
        for side, losses in zip((curves.ours, curves.naive), _both(workload, num_steps), strict=True):
            side.append(losses)
    return curves


def curves_row(curves: Curves) -> Row:
    """Fulfilled if chance explains what the curves differ by."""
    return Row(
        stage="train",
        what=f"same losses with dropout, {len(curves.ours)} seeds (what chance explains / difference)",
        reference="plain PyTorch, every pair decoded",
        target=1,
        unit="loss",
        ratio=curves.noise / max(curves.difference, 1e-12),
        ours=curves.noise,
        reference_speed=curves.difference,
    )


def small(knobs: Hyperparameters) -> Hyperparameters:
    """Networks a sixteenth as wide, and steps large enough to learn something in a few hundred."""
    return replace(
        endless(knobs),
        decoder_hidden=tuple(width // 16 for width in knobs.decoder_hidden),
        batch_size=knobs.batch_size // 4,
    )


def _mean_of_means(curves: list[list[float]]) -> float:
    return float(statistics.mean(map(statistics.mean, curves)))


def _both(workload: Workload, num_steps: int) -> tuple[list[float], list[float]]:
    return _our_losses(workload, num_steps), _naive_losses(workload, num_steps)


def _our_losses(workload: Workload, num_steps: int) -> list[float]:
    task, losses = workload.skip_gram(), list[StepLosses]()
    for done in islice(task.steps(), num_steps):
        task.state.step += 1
        task.state.cursor = done.next_cursor
        losses.append(done.losses)
    return [step.total.item() for step in losses if step.reconstruction is not None]


def _naive_losses(workload: Workload, num_steps: int) -> list[float]:
    naive = naive_like(workload)
    steps = (naive.step(pairs_of(batch)) for batch in islice(batches_of(workload), num_steps))
    return [losses.total.item() for losses in steps if losses.reconstruction is not None]
