"""`python -m vasg.benchmarks.train --device cpu|cuda [--scale women] [--part PART] [--json]`.

Parts, of the preset `paper` unless they say otherwise, on random data:

- `steps` runs the trainer's own loop on data of a scale, says where time goes and how long all would take;
- `naive` holds it against the naive implementation, pair by pair and batch by batch, on the CPU;
- `curves` shows whether both learn the same with dropout, on the CPU;
- `tables` holds steps that leave most rows of a long table for later against steps that visit all;
- `memory` holds steps of `default` that keep what they free against steps that give it back, on the CPU;
- `growth` shows how an epoch grows with the graph.

Exit codes: 0; 2 for a wrong argument; 5 without the device that was asked for.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import torch

from vasg.benchmarks.against_naive import curves_row, loss_curves, speed_rows
from vasg.benchmarks.growth import growth_row, measure_growth
from vasg.benchmarks.kept_memory import Load, kept_memory_row
from vasg.benchmarks.knobs import preset
from vasg.benchmarks.row import Row
from vasg.benchmarks.shop import FEATURE_DIM, SCALES
from vasg.benchmarks.tables import table_rows
from vasg.benchmarks.task import Workload, endless, new_workload
from vasg.benchmarks.whole_training import Measured, StageTimes, measure_training
from vasg.trainer.allocator import keep_freed_memory
from vasg.trainer.device import choose_device, describe_device, use_reproducible_kernels
from vasg.trainer.errors import SetupError

SETUP_EXIT = 5
# A GPU takes more steps in a second than a CPU in a minute.
_STEPS = {"cpu": 4, "cuda": 200}
# Of `vasg train` for the paper's largest data set on a GPU; the paper took 30 minutes.
_WHOLE_TRAINING_SECONDS = 60.0
_SEEDS = range(1, 4)
_CURVE_STEPS = 200
# Fewer than the shop has, so that they fit; a step reads as many, since users have bought as many.
_MEMORY_PRODUCTS = 20_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures one part and prints its rows."""
    options = _parse(arguments)
    try:
        device = choose_device(options.device)
    except SetupError as error:
        sys.stderr.write(f"error: {error} [{error.code}]\n")
        return SETUP_EXIT
    # The server does so before it loads PyTorch; large buffers come later in both.
    keep_freed_memory()
    use_reproducible_kernels(device)
    if options.threads > 0:
        torch.set_num_threads(options.threads)
    with tempfile.TemporaryDirectory(prefix="vasg-bench-") as folder:
        rows = _PARTS[options.part](options, device, Path(folder))
    for row in rows if not options.json else []:
        print(row)
    if options.json:
        print(json.dumps({"rows": [row.record() for row in rows]}))
    return 0


def _steps(options: argparse.Namespace, device: torch.device, folder: Path) -> list[Row]:
    measured = measure_training(
        _workload(options, device), preset("paper"), options.steps or _STEPS[device.type], folder
    )
    if not options.json:
        print(_described(measured, device))
    limits, place = measured.limits, f"{options.scale}, {device.type}"
    dtype = "bfloat16" if device.type == "cuda" else "float32"
    rows = [
        _row(
            what=f"matrix products of the decoder, {place}",
            reference=f"a large square {dtype} product",
            target=0.5,
            unit="GFLOP/s",
            ours=1e-9 * measured.matrix_rate,
            reference_speed=1e-9 * limits.operations_per_second,
        ),
        _row(
            what=f"time not spent waiting for walks, {place}",
            reference="all of it",
            target=0.99,
            unit="of the time",
            ours=1 - measured.walks_share,
            reference_speed=1,
        ),
    ]
    if device.type == "cuda":
        rows.append(
            _row(
                what=f"whole training, projected without early stopping, {place}",
                reference=f"{_WHOLE_TRAINING_SECONDS:g} s",
                target=1,
                unit="trainings/s",
                ours=1 / measured.whole_seconds,
                reference_speed=1 / _WHOLE_TRAINING_SECONDS,
            )
        )
    return rows


def _naive(options: argparse.Namespace, device: torch.device, folder: Path) -> list[Row]:
    workload = _workload(options, device)
    return speed_rows(workload, options.scale, options.rounds, options.steps or _STEPS["cpu"], folder)


def _curves(options: argparse.Namespace, device: torch.device, folder: Path) -> list[Row]:
    curves = loss_curves(preset("paper"), _SEEDS, options.steps or _CURVE_STEPS)
    if not options.json:
        print(curves.described())
    return [curves_row(curves)]


def _growth(options: argparse.Namespace, device: torch.device, folder: Path) -> list[Row]:
    return [growth_row(measure_growth(preset("paper"), device, folder))]


def _tables(options: argparse.Namespace, device: torch.device, folder: Path) -> list[Row]:
    return table_rows(device, folder, options.rounds)


def _memory(options: argparse.Namespace, device: torch.device, folder: Path) -> list[Row]:
    load = Load(options.scale, _MEMORY_PRODUCTS, options.feature_dim, options.threads)
    return [kept_memory_row(load, options.rounds)]


_PARTS: dict[str, Callable[[argparse.Namespace, torch.device, Path], list[Row]]] = {
    "steps": _steps,
    "naive": _naive,
    "curves": _curves,
    "tables": _tables,
    "memory": _memory,
    "growth": _growth,
}


def _workload(options: argparse.Namespace, device: torch.device) -> Workload:
    return new_workload(SCALES[options.scale], endless(preset("paper")), options.feature_dim, device)


def _row(*, ours: float, reference_speed: float, what: str, reference: str, target: float, unit: str) -> Row:
    return Row(
        stage="train",
        what=what,
        reference=reference,
        target=target,
        unit=unit,
        ratio=ours / reference_speed,
        ours=ours,
        reference_speed=reference_speed,
    )


def _described(measured: Measured, device: torch.device) -> str:
    counted, (skip_gram, encoder) = measured.counted, measured.stages
    lines = [
        f"{describe_device(device).name}, PyTorch {torch.__version__}, {torch.get_num_threads()} threads",
        f"best: {1e-12 * measured.limits.operations_per_second:.3g} TFLOP/s, "
        f"{1e-9 * measured.limits.bytes_per_second:.3g} GB/s",
        f"a step: {1e3 * measured.step_seconds:.3g} ms, "
        f"{measured.stretch.num_pairs / measured.stretch.seconds:,.0f} pairs/s; counted "
        f"{1e-9 * counted.step.operations:.3g} GFLOP and {1e-6 * counted.step.bytes:.4g} MB, "
        f"at least {1e3 * measured.floor_seconds:.3g} ms",
        f"busy {measured.busy_share:.1%} of the time, matrix products {measured.matrix_share:.1%} of that; "
        f"waiting for walks {measured.walks_share:.2%} of the time",
        f"projected: stage 1 {_stage(skip_gram)}; stage 2 {_stage(encoder)}; "
        f"together {measured.whole_seconds:,.1f} s",
    ]
    return "\n".join(lines)


def _stage(times: StageTimes) -> str:
    return (
        f"{times.seconds:,.1f} s ({times.num_steps:,} steps of {1e3 * times.step_seconds:.4g} ms, "
        f"{times.num_looks} looks of {1e3 * times.look_seconds:.4g} ms)"
    )


def _positive(text: str) -> int:
    return _at_least(1, text)


def _not_negative(text: str) -> int:
    return _at_least(0, text)


def _at_least(least: int, text: str) -> int:
    try:
        value = int(text)
    except ValueError:
        value = least - 1
    if value < least:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from {least} up")
    return value


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m vasg.benchmarks.train", description=__doc__)
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    parser.add_argument("--part", choices=tuple(_PARTS), default="steps")
    parser.add_argument("--scale", choices=tuple(SCALES), default="women")
    parser.add_argument("--feature-dim", type=_positive, default=FEATURE_DIM)
    parser.add_argument("--rounds", type=_positive, default=5, help="of `naive` and `tables`")
    parser.add_argument(
        "--steps", type=_not_negative, default=0, help="at a time; 0 as many as suit the device"
    )
    parser.add_argument("--threads", type=_not_negative, default=0, help="of the CPU; 0 as PyTorch chooses")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    if options.part in ("naive", "curves") and options.device != "cpu":
        parser.error(f"--part {options.part} runs on the CPU alone")
    return options


if __name__ == "__main__":
    sys.exit(main())
