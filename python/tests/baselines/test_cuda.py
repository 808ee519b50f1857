"""The same code on a CUDA device, where results repeat only up to rounding."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from tests.baselines.worlds import BPR, IBR, KNOBS, VBPR, arrays_of, finish, samples_of
from tests.trainer.worlds import communities
from vasg.baselines import factorization
from vasg.baselines.mapping import MappingTask
from vasg.baselines.ranking import RankingTask
from vasg.baselines.relating import MetricTask
from vasg.trainer.config import ModelKind
from vasg.trainer.data.inputs import TrainingData, checked_inputs
from vasg.trainer.events import Validation
from vasg.trainer.hyperparameters import FeatureScaling

pytestmark = [
    pytest.mark.gpu,
    pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device"),
]

WORLD = communities()


def data_on(device: str, kind: ModelKind) -> TrainingData:
    return checked_inputs(arrays_of(WORLD, kind), FeatureScaling.STANDARDIZE, torch.device(device))


def scores(kind: ModelKind, device: str, folder: Path) -> list[float]:
    data, chunks = data_on(device, kind), iter(samples_of(WORLD, kind, KNOBS[kind]))
    if kind is ModelKind.IBR:
        events = finish(MetricTask(IBR, data, 1, chunks), folder)
    else:
        task = RankingTask(VBPR if kind is ModelKind.VBPR else BPR, data, 1, chunks)
        events = finish(task, folder / "ranking")
        if kind is ModelKind.BPR:
            events += finish(MappingTask(data, 1, task.model), folder / "mapping")
    return [event.score for event in events if isinstance(event, Validation)]


@pytest.mark.parametrize("kind", KNOBS)
def test_trains_as_on_cpu(kind: ModelKind, tmp_path: Path) -> None:
    on_cpu, on_cuda = (scores(kind, device, tmp_path / device) for device in ("cpu", "cuda"))
    assert on_cuda == pytest.approx(on_cpu, abs=0.05)


@pytest.mark.parametrize("kind", [ModelKind.BPR, ModelKind.VBPR])
def test_rows_that_wait_learn_as_on_cpu(
    kind: ModelKind, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(factorization, "DEFERRED_ROWS_PER_TRIPLE", 0)
    on_cpu, on_cuda = (scores(kind, device, tmp_path / device) for device in ("cpu", "cuda"))
    assert on_cuda == pytest.approx(on_cpu, abs=0.05)
