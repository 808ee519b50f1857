"""What it saves to keep the memory that a step frees for the next one.

`python -m vasg.benchmarks.kept_memory [keep] --scale women ...` is the process that is measured: what it is
told of memory holds until it ends.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from vasg.benchmarks.row import Row, in_turn
from vasg.trainer.allocator import keep_freed_memory

_STEPS = 12


@dataclass(frozen=True)
class Load:
    """Whose steps: those of preset `default` on a shop of this scale, with fewer products so that it fits.

    0 threads are as many as PyTorch takes by itself.
    """

    scale: str
    max_products: int
    feature_dim: int
    threads: int


def kept_memory_row(load: Load, rounds: int) -> Row:
    """Steps in a process that keeps what it frees, and in one that does as the C library is used to."""
    ratio, ours, reference = in_turn(lambda: _speed(load, "keep"), lambda: _speed(load), rounds)
    return Row(
        stage="train",
        what=f"steps of preset default, {load.scale}, {load.feature_dim:,} features, freed memory kept",
        reference="freed memory given back",
        target=1,
        unit="steps/s",
        ratio=ratio,
        ours=ours,
        reference_speed=reference,
    )


def _speed(load: Load, *how: str) -> float:
    options = [f"--{name.replace('_', '-')}={value}" for name, value in vars(load).items()]
    command = [sys.executable, "-m", "vasg.benchmarks.kept_memory", *how, *options]
    return float(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)


def measured_speed(load: Load) -> float:
    """Steps per second, in a thread of their own as in the server."""
    # They load PyTorch, before which the memory has to be spoken of.
    import torch

    from vasg.benchmarks.knobs import preset
    from vasg.benchmarks.shop import SCALES
    from vasg.benchmarks.task import Loop, endless, new_workload

    if load.threads > 0:
        torch.set_num_threads(load.threads)
    scale = SCALES[load.scale]
    smaller = replace(scale, num_products=min(scale.num_products, load.max_products))

    def run() -> float:
        workload = new_workload(smaller, endless(preset("default")), load.feature_dim, torch.device("cpu"))
        with tempfile.TemporaryDirectory(prefix="vasg-bench-") as folder:
            loop = Loop(workload.skip_gram(), Path(folder), progress_seconds=0)
            # The first steps fill the memory.
            loop.run(_STEPS // 2)
            stretch = loop.run(_STEPS)
        return stretch.num_steps / stretch.seconds

    with ThreadPoolExecutor(1) as server:
        return server.submit(run).result()


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the speed of this process."""
    parser = argparse.ArgumentParser(prog="python -m vasg.benchmarks.kept_memory")
    parser.add_argument("how", nargs="?", choices=("keep",))
    parser.add_argument("--scale", required=True)
    for name in ("--max-products", "--feature-dim", "--threads"):
        parser.add_argument(name, type=int, required=True)
    options = vars(parser.parse_args(arguments))
    if options.pop("how") == "keep":
        keep_freed_memory()
    print(measured_speed(Load(**options)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
