"""A stage of a baseline that was interrupted anywhere ends with the very bytes of one that was not."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from tests.baselines.worlds import stage_run
from tests.trainer.stage_runs import completed_tensors
from tests.trainer.worlds import communities
from vasg.baselines import factorization
from vasg.trainer.config import ModelKind
from vasg.trainer.events import CheckpointWritten, Stage, StageCompleted, StageStarted, StopReason
from vasg.trainer.loop.stage_run import Pacing

WORLD = communities()
STAGES = [(ModelKind.BPR, Stage.RANKING), (ModelKind.VBPR, Stage.RANKING), (ModelKind.IBR, Stage.METRIC)]
EVERY_STEP = Pacing(progress_seconds=0.0, checkpoint_seconds=0.0)


def final_bytes(folder: Path, stage: Stage) -> dict[str, bytes]:
    return {name: value.numpy().tobytes() for name, value in completed_tensors(folder, stage).items()}


@pytest.mark.parametrize(("kind", "stage"), STAGES)
@pytest.mark.parametrize("step", [1, 4, 9])
def test_a_cancelled_run_goes_on_as_if_nothing_had_happened(
    kind: ModelKind, stage: Stage, step: int, tmp_path: Path
) -> None:
    check_parted_run(kind, stage, step, tmp_path)


@pytest.mark.parametrize("kind", [ModelKind.BPR, ModelKind.VBPR])
@pytest.mark.parametrize("step", [4, 9])
def test_rows_that_were_left_for_later_are_no_exception(
    kind: ModelKind, step: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(factorization, "DEFERRED_ROWS_PER_TRIPLE", 0)
    check_parted_run(kind, Stage.RANKING, step, tmp_path)


def check_parted_run(kind: ModelKind, stage: Stage, step: int, tmp_path: Path) -> None:
    whole, parted = tmp_path / "whole", tmp_path / "parted"
    list(stage_run(WORLD, kind, stage, whole).events())
    stop = threading.Event()
    events: list[Any] = []
    for event in stage_run(WORLD, kind, stage, parted, stop=stop).events():
        events.append(event)
        if getattr(event, "step", 0) == step:
            stop.set()
    assert isinstance(events[-1], StageCompleted) and events[-1].reason is StopReason.CANCELLED
    assert events[-1].step == step
    list(stage_run(WORLD, kind, stage, parted).events())
    assert final_bytes(parted, stage) == final_bytes(whole, stage)


@pytest.mark.parametrize(("kind", "stage"), STAGES)
def test_a_killed_run_goes_on_from_its_last_checkpoint(kind: ModelKind, stage: Stage, tmp_path: Path) -> None:
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    list(stage_run(WORLD, kind, stage, whole).events())
    events = stage_run(WORLD, kind, stage, killed, pacing=EVERY_STEP).events()
    for event in events:
        if isinstance(event, CheckpointWritten) and event.step == 7:
            break
    next(events)  # One step more, whose result is lost.
    del events
    resumed = list(stage_run(WORLD, kind, stage, killed).events())
    assert isinstance(resumed[0], StageStarted) and resumed[0].step == 7
    assert final_bytes(killed, stage) == final_bytes(whole, stage)


def test_the_mapping_is_found_once(tmp_path: Path) -> None:
    list(stage_run(WORLD, ModelKind.BPR, Stage.RANKING, tmp_path).events())
    first = list(stage_run(WORLD, ModelKind.BPR, Stage.MAPPING, tmp_path).events())
    again = list(stage_run(WORLD, ModelKind.BPR, Stage.MAPPING, tmp_path).events())
    assert len(again) == 2 and again[-1] == first[-1]


def test_a_mapping_cancelled_before_it_began_is_found_later(tmp_path: Path) -> None:
    list(stage_run(WORLD, ModelKind.BPR, Stage.RANKING, tmp_path).events())
    stop = threading.Event()
    stop.set()
    cancelled = list(stage_run(WORLD, ModelKind.BPR, Stage.MAPPING, tmp_path, stop=stop).events())[-1]
    assert isinstance(cancelled, StageCompleted) and cancelled.reason is StopReason.CANCELLED
    completed = list(stage_run(WORLD, ModelKind.BPR, Stage.MAPPING, tmp_path).events())[-1]
    assert isinstance(completed, StageCompleted)
    assert (completed.reason, completed.step) == (StopReason.END_OF_DATA, 1)


@pytest.mark.parametrize(("kind", "stage"), STAGES)
def test_the_same_seed_gives_the_same_bytes_and_another_does_not(
    kind: ModelKind, stage: Stage, tmp_path: Path
) -> None:
    made = []
    for number, seed in enumerate((1, 1, 2)):
        folder = tmp_path / str(number)
        list(stage_run(WORLD, kind, stage, folder, seed=seed).events())
        made.append(final_bytes(folder, stage))
    assert made[0] == made[1]
    assert made[0] != made[2]
