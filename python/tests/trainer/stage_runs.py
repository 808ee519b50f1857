"""Stages of a plan, run on a world."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

from tests.trainer.worlds import World
from vasg.trainer.config import VasgConfig
from vasg.trainer.data.corpus import WalkChunk
from vasg.trainer.data.inputs import TrainingData
from vasg.trainer.events import Stage
from vasg.trainer.loop.checkpoint import CheckpointFolder
from vasg.trainer.loop.chunk_feed import Chunk
from vasg.trainer.loop.model_plan import CompletedStages, ModelPlan
from vasg.trainer.loop.stage_run import Pacing, StageRun
from vasg.trainer.loop.stage_state import Tensors, model_tensors
from vasg.trainer.stages.vasg_plan import VasgPlan

C = TypeVar("C", bound=Chunk)

EAGER = Pacing(progress_seconds=0.0, checkpoint_seconds=1e9)


def from_cursor(chunks: Iterable[C], folder: CheckpointFolder) -> Iterator[C]:
    """What a client sends to a stage that goes on from its newest checkpoint."""
    checkpoint = folder.load()
    cursor = checkpoint.record["cursor"] if checkpoint is not None else {"epoch": 0, "chunk_index": 0}
    at = (cursor["epoch"], cursor["chunk_index"])
    return iter([chunk for chunk in chunks if (chunk.epoch, chunk.chunk_index) >= at])


def completed_tensors(folder: Path, stage: Stage) -> Tensors:
    checkpoint = CheckpointFolder(folder / stage.name.lower()).load()
    assert checkpoint is not None and checkpoint.record["completed"] is not None
    return model_tensors(checkpoint)


def plan_run(
    plan: ModelPlan,
    stage: Stage,
    data: TrainingData,
    chunks: Iterable[Chunk],
    folder: Path,
    *,
    stop: threading.Event | None = None,
    pacing: Pacing = EAGER,
) -> StageRun:
    """A stage from its newest checkpoint in `folder`, or from the start, on top of the stages before it."""
    checkpoints = CheckpointFolder(folder / stage.name.lower())
    before = CompletedStages(data, partial(completed_tensors, folder))
    task = plan.task(stage, before, from_cursor(chunks, checkpoints), checkpoints.load())
    return StageRun(task, checkpoints, stop or threading.Event(), pacing)


def vasg_run(
    stage: Stage,
    world: World,
    config: VasgConfig,
    folder: Path,
    *,
    stop: threading.Event | None = None,
    pacing: Pacing = EAGER,
    chunks: list[WalkChunk] | None = None,
) -> StageRun:
    """The same of a skip-gram model, on walks over `world`."""
    data = world.data(config, folder / "inputs")
    walks = chunks or world.chunks(config.hyperparameters)
    return plan_run(VasgPlan(config), stage, data, walks, folder, stop=stop, pacing=pacing)


autoencoder_run = partial(vasg_run, Stage.AUTOENCODER)
skip_gram_run = partial(vasg_run, Stage.SKIP_GRAM)
encoder_run = partial(vasg_run, Stage.ENCODER)
