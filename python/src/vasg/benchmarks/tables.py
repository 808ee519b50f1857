"""What it saves to leave the rows of long tables until they are read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import torch

from vasg.benchmarks.knobs import preset
from vasg.benchmarks.row import Row, in_turn
from vasg.benchmarks.shop import Scale
from vasg.benchmarks.task import Loop, endless, new_workload
from vasg.trainer.hyperparameters import Hyperparameters
from vasg.trainer.model import vasg_model

SHOP = Scale(200_000, 20_000, 800_000)
_BATCH_SIZES = (1024, 128)
_FEATURE_DIM = 16
_STEPS = 20


def table_rows(device: torch.device, folder: Path, rounds: int, scale: Scale = SHOP) -> list[Row]:
    """Steps of the skip-gram alone, with batches of the preset's size and with small ones."""
    return [_row(device, folder, rounds, scale, batch_size) for batch_size in _BATCH_SIZES]


def skip_gram_alone(batch_size: int) -> Hyperparameters:
    """The preset without its decoder, so that tables weigh most."""
    alone = replace(preset("paper"), use_decoder=False, encoder_cosine_weight=1.0, batch_size=batch_size)
    return endless(alone)


def _row(device: torch.device, folder: Path, rounds: int, scale: Scale, batch_size: int) -> Row:
    workload = new_workload(scale, skip_gram_alone(batch_size), _FEATURE_DIM, device)
    loops = []
    for rows_per_center in (0, scale.num_users + scale.num_products):
        with _deferring_from(rows_per_center):
            loops.append(Loop(workload.skip_gram(), folder, progress_seconds=0.1))

    def speed_of(loop: Loop) -> float:
        stretch = loop.run(_STEPS)
        return stretch.num_steps / stretch.seconds

    for loop in loops:
        speed_of(loop)
    deferred, whole = loops
    ratio, ours, reference = in_turn(lambda: speed_of(deferred), lambda: speed_of(whole), rounds)
    num_rows = scale.num_users + scale.num_products
    return Row(
        stage="train",
        what=f"steps of the skip-gram, {batch_size:,} centers, a table of {num_rows:,} rows, {device.type}",
        reference="Adam over all rows, fused",
        target=1,
        unit="steps/s",
        ratio=ratio,
        ours=ours,
        reference_speed=reference,
    )


@contextmanager
def _deferring_from(rows_per_center: int) -> Iterator[None]:
    """Has new models leave rows for later from another length of table on."""
    usual = vasg_model.DEFERRED_ROWS_PER_CENTER
    vasg_model.DEFERRED_ROWS_PER_CENTER = rows_per_center
    try:
        yield
    finally:
        vasg_model.DEFERRED_ROWS_PER_CENTER = usual
