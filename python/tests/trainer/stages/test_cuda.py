"""The same code on a CUDA device, where results repeat only up to rounding."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from tests.trainer.knobs import AUTHORS, DEEPWALK, JOINT, PAPER, RANKING
from tests.trainer.stage_runs import EAGER
from tests.trainer.worlds import communities
from vasg.trainer.events import Validation
from vasg.trainer.hyperparameters import Hyperparameters, UserVector
from vasg.trainer.loop.checkpoint import CheckpointFolder
from vasg.trainer.loop.stage_run import StageRun
from vasg.trainer.model import vasg_model
from vasg.trainer.stages.skip_gram import SkipGramTask

pytestmark = [
    pytest.mark.gpu,
    pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device"),
]

WORLD = communities()
ROWS_TOO = replace(RANKING, user_vector=UserVector.ROW_PLUS_PROFILE)


def scores(knobs: Hyperparameters, device: str, folder: Path) -> list[float]:
    config = WORLD.config(knobs)
    data = WORLD.data(config, folder, torch.device(device))
    task = SkipGramTask(config, data, iter(WORLD.chunks(knobs)), None)
    run = StageRun(task, CheckpointFolder(folder / "stage"), threading.Event(), EAGER)
    return [event.score for event in run.events() if isinstance(event, Validation)]


@pytest.mark.parametrize(
    "knobs",
    [
        pytest.param(PAPER, id="paper"),
        pytest.param(JOINT, id="joint"),
        pytest.param(RANKING, id="ranking"),
        pytest.param(ROWS_TOO, id="rows-too"),
        pytest.param(AUTHORS, id="authors"),
        pytest.param(DEEPWALK, id="deepwalk"),
    ],
)
@pytest.mark.parametrize("rows_per_center", [64, 0], ids=["every-row", "rows-for-later"])
def test_trains_as_on_cpu_where_nothing_is_drawn_on_the_device(
    knobs: Hyperparameters, rows_per_center: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vasg_model, "DEFERRED_ROWS_PER_CENTER", rows_per_center)
    quiet = replace(knobs, decoder_dropout=0.0, encoder_dropout=0.0, noise_std=0.0, embedding_noise_std=0.0)
    on_cpu, on_cuda = (scores(quiet, device, tmp_path / device) for device in ("cpu", "cuda"))
    assert on_cuda == pytest.approx(on_cpu, abs=0.05)
