"""A stage that was interrupted anywhere ends with the very bytes of one that was not."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from tests.trainer.knobs import AUTHORS, DEEPWALK, JOINT, PAPER
from tests.trainer.stage_runs import EAGER, skip_gram_run, vasg_run
from tests.trainer.worlds import communities
from vasg.trainer.config import VasgConfig
from vasg.trainer.errors import DamagedDataError, InputDataError
from vasg.trainer.events import (
    CheckpointWritten,
    Progress,
    Stage,
    StageCompleted,
    StageStarted,
    StopReason,
    TrainingEvent,
    Validation,
)
from vasg.trainer.hyperparameters import Hyperparameters
from vasg.trainer.loop.checkpoint import CheckpointFolder
from vasg.trainer.loop.stage_run import Pacing, StageRun
from vasg.trainer.model import vasg_model
from vasg.trainer.stages.vasg_plan import VasgPlan

WORLD = communities()
KNOBS = {
    "paper": PAPER,
    "joint": JOINT,
    "unvalidated": replace(JOINT, validate_every=0),
    "joint-with-decoder": replace(JOINT, use_decoder=True, decoder_weight=0.1),
    "deepwalk": DEEPWALK,
    "two-adams": replace(JOINT, separate_optimizers=True),
    "authors": AUTHORS,
}
EVERY_STEP = Pacing(progress_seconds=0.0, checkpoint_seconds=0.0)


def stage_run(
    stage: str,
    config: VasgConfig,
    folder: Path,
    *,
    stop: threading.Event | None = None,
    pacing: Pacing = EAGER,
) -> StageRun:
    return vasg_run(Stage[stage.upper()], WORLD, config, folder, stop=stop, pacing=pacing)


def final_bytes(folder: Path, stage: str) -> dict[str, bytes]:
    checkpoint = CheckpointFolder(folder / stage).load()
    assert checkpoint is not None and checkpoint.record["completed"] is not None
    return {name: value.numpy().tobytes() for name, value in checkpoint.tensors.items()}


def results(events: list[TrainingEvent]) -> list[TrainingEvent]:
    """What must not depend on interruptions."""
    kept = [event for event in events if isinstance(event, (Validation, StageCompleted))]
    return [replace(e, wall_seconds=0.0) if isinstance(e, StageCompleted) else e for e in kept]


def looks(events: list[TrainingEvent]) -> list[Validation]:
    return [event for event in events if isinstance(event, Validation)]


def run_until(run: StageRun, stop: threading.Event, step: int) -> list[TrainingEvent]:
    seen = []
    for event in run.events():
        if isinstance(event, Progress) and event.step >= step:
            stop.set()
        seen.append(event)
    return seen


def finish_skip_gram(config: VasgConfig, folder: Path) -> None:
    list(skip_gram_run(WORLD, config, folder).events())


def finish_stages_before(stage: str, config: VasgConfig, folder: Path) -> None:
    stages = VasgPlan(config).stages
    for before in stages[: stages.index(Stage[stage.upper()])]:
        list(vasg_run(before, WORLD, config, folder).events())


@pytest.mark.parametrize(
    ("name", "stage"),
    [
        ("paper", "skip_gram"),
        ("paper", "encoder"),
        ("joint", "skip_gram"),
        ("unvalidated", "skip_gram"),
        ("joint-with-decoder", "skip_gram"),
        ("deepwalk", "skip_gram"),
        ("two-adams", "skip_gram"),
        ("authors", "autoencoder"),
        ("authors", "skip_gram"),
        ("authors", "encoder"),
    ],
)
@pytest.mark.parametrize("step", [1, 4, 5, 7, 11])
def test_cancelling_and_going_on_changes_nothing(name: str, stage: str, step: int, tmp_path: Path) -> None:
    check_parted_run(KNOBS[name], stage, step, tmp_path)


@pytest.mark.parametrize("name", ["paper", "deepwalk", "unvalidated", "authors"])
@pytest.mark.parametrize("step", [4, 7])
def test_rows_that_were_left_for_later_are_no_exception(
    name: str, step: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vasg_model, "DEFERRED_ROWS_PER_CENTER", 0)
    check_parted_run(KNOBS[name], "skip_gram", step, tmp_path)


def check_parted_run(knobs: Hyperparameters, stage: str, step: int, tmp_path: Path) -> None:
    config = WORLD.config(knobs)
    whole, parted = tmp_path / "whole", tmp_path / "parted"
    for folder in (whole, parted):
        folder.mkdir()
        finish_stages_before(stage, config, folder)
    expected = list(stage_run(stage, config, whole).events())

    stop = threading.Event()
    first = run_until(stage_run(stage, config, parted, stop=stop), stop, step)
    assert isinstance(first[-1], StageCompleted) and first[-1].reason is StopReason.CANCELLED
    assert first[-1].step == step
    second = list(stage_run(stage, config, parted).events())

    assert results(first)[:-1] + results(second) == results(expected)
    assert final_bytes(parted, stage) == final_bytes(whole, stage)


@pytest.mark.parametrize(
    ("name", "stage"),
    [("paper", "skip_gram"), ("paper", "encoder"), ("authors", "autoencoder"), ("authors", "skip_gram")],
)
@pytest.mark.parametrize("step", [2, 6, 9])
def test_a_killed_run_goes_on_from_its_last_checkpoint(
    name: str, stage: str, step: int, tmp_path: Path
) -> None:
    config = WORLD.config(KNOBS[name])
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    for folder in (whole, killed):
        folder.mkdir()
        finish_stages_before(stage, config, folder)
    calm = list(stage_run(stage, config, whole).events())
    events = stage_run(stage, config, killed, pacing=EVERY_STEP).events()
    for event in events:
        if isinstance(event, CheckpointWritten) and event.step == step:
            break
    next(events)  # One step more, whose result is lost.
    del events
    resumed = list(stage_run(stage, config, killed).events())
    started = resumed[0]
    assert isinstance(started, StageStarted) and started.step == step
    assert [*started.looks, *looks(resumed)] == looks(calm)
    assert started.last_progress is not None and started.last_progress.step == step
    assert final_bytes(killed, stage) == final_bytes(whole, stage)


def test_a_checkpoint_of_before_looks_were_kept_is_gone_on_from(tmp_path: Path) -> None:
    config = WORLD.config(PAPER)
    list(skip_gram_run(WORLD, config, tmp_path).events())
    folder = CheckpointFolder(tmp_path / "skip_gram")
    checkpoint = folder.load()
    assert checkpoint is not None
    del checkpoint.record["looks"], checkpoint.record["last_progress"]
    folder.save(checkpoint.tensors, checkpoint.record)
    started, completed = skip_gram_run(WORLD, config, tmp_path).events()
    assert isinstance(started, StageStarted) and started.looks == () and started.last_progress is None
    assert isinstance(completed, StageCompleted)


@pytest.mark.parametrize("part", ["looks", "last_progress", "cursor", "stopping", "completed"])
def test_a_checkpoint_of_another_version_is_refused(part: str, tmp_path: Path) -> None:
    config = WORLD.config(PAPER)
    finish_skip_gram(config, tmp_path)
    folder = CheckpointFolder(tmp_path / "skip_gram")
    checkpoint = folder.load()
    assert checkpoint is not None
    written = checkpoint.record[part]
    fields = written[0] if isinstance(written, list) else written
    name = list(fields)[-1]
    fields["old_" + name] = fields.pop(name)
    folder.save(checkpoint.tensors, checkpoint.record)
    with pytest.raises(DamagedDataError, match="another version of the trainer.*train again") as caught:
        skip_gram_run(WORLD, config, tmp_path)
    assert caught.value.code == "CHECKPOINT_UNKNOWN"


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(tmp_path: Path) -> None:
    made = []
    for number, seed in enumerate((1, 1, 2)):
        folder = tmp_path / str(number)
        folder.mkdir()
        finish_skip_gram(WORLD.config(JOINT, seed=seed), folder)
        made.append(final_bytes(folder, "skip_gram"))
    assert made[0] == made[1]
    assert made[0] != made[2]


def test_a_completed_stage_says_so_again_without_training(tmp_path: Path) -> None:
    config = WORLD.config(PAPER)
    first = list(skip_gram_run(WORLD, config, tmp_path).events())
    again = list(skip_gram_run(WORLD, config, tmp_path, chunks=[]).events())
    assert len(again) == 2 and again[-1] == first[-1]
    started = again[0]
    assert isinstance(started, StageStarted) and list(started.looks) == looks(first)
    assert started.last_progress == [event for event in first if isinstance(event, Progress)][-1]


def test_walks_that_do_not_follow_the_cursor_are_refused(tmp_path: Path) -> None:
    chunks = WORLD.chunks(PAPER)
    with pytest.raises(InputDataError, match="chunk 1 of epoch 0 came where chunk 0 of epoch 0 was due"):
        list(skip_gram_run(WORLD, WORLD.config(PAPER), tmp_path, chunks=chunks[1:]).events())


@pytest.mark.parametrize("name", ["paper", "joint", "deepwalk"])
def test_walks_that_break_off_lose_no_step(name: str, tmp_path: Path) -> None:
    config, chunks = WORLD.config(KNOBS[name]), WORLD.chunks(KNOBS[name])
    whole, parted = tmp_path / "whole", tmp_path / "parted"
    for folder in (whole, parted):
        folder.mkdir()
    expected = list(skip_gram_run(WORLD, config, whole).events())
    with pytest.raises(InputDataError, match="chunk . of epoch 1 came where"):
        list(skip_gram_run(WORLD, config, parted, chunks=chunks[:2] + chunks[4:]).events())
    second = list(skip_gram_run(WORLD, config, parted).events())
    started = second[0]
    assert isinstance(started, StageStarted) and started.step > 0
    assert (started.next_epoch, started.next_chunk_index) == (chunks[2].epoch, chunks[2].chunk_index)
    assert [*started.looks, *looks(second)] == looks(expected)
    assert final_bytes(parted, "skip_gram") == final_bytes(whole, "skip_gram")


def test_max_steps_ends_the_stage(tmp_path: Path) -> None:
    knobs = replace(PAPER, max_steps=7)
    events = list(skip_gram_run(WORLD, WORLD.config(knobs), tmp_path).events())
    completed = events[-1]
    assert isinstance(completed, StageCompleted)
    assert (completed.reason, completed.step) == (StopReason.MAX_STEPS, 7)
