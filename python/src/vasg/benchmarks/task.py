"""A training on random data, set up as the server would, and its loop, a stretch of steps at a time."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from vasg.benchmarks.shop import Graph, Scale, random_graph, training_arrays, walk_chunks
from vasg.trainer.config import DataType, ModelKind, TensorRole, TensorSpec, VasgConfig
from vasg.trainer.data.corpus import WalkChunk
from vasg.trainer.data.inputs import TrainingData, checked_inputs
from vasg.trainer.events import Progress
from vasg.trainer.hyperparameters import Hyperparameters
from vasg.trainer.loop.checkpoint import CheckpointFolder
from vasg.trainer.loop.stage_run import Pacing, StageRun, StageTask
from vasg.trainer.model.vasg_model import VasgModel
from vasg.trainer.stages.encoder import EncoderTask
from vasg.trainer.stages.skip_gram import SkipGramTask

_CHUNKS_AHEAD = 4
_FOREVER = 1e9


@dataclass(frozen=True)
class Workload:
    """What a client would have uploaded, and the walks that it would send."""

    graph: Graph
    arrays: dict[TensorRole, NDArray[Any]]
    config: VasgConfig
    data: TrainingData

    @property
    def knobs(self) -> Hyperparameters:
        """Those of the preset, but for looks: the loop never looks by itself."""
        return self.config.hyperparameters

    def chunks(self) -> Iterator[WalkChunk]:
        """All walks of all epochs."""
        return walk_chunks(self.graph, self.knobs, self.config.seed)

    def skip_gram(self) -> SkipGramTask:
        """Stage 1 from its start."""
        return SkipGramTask(self.config, self.data, ahead(self.chunks()), None)

    def encoder(self) -> EncoderTask:
        """Stage 2 from its start, on an untrained model: its steps cost the same."""
        return EncoderTask(self.config, self.data, VasgModel(self.config).to(self.data.features.device), None)


@dataclass(frozen=True)
class Stretch:
    """Some steps of a loop, begun and ended with a device that has nothing left to do."""

    num_steps: int
    num_pairs: int
    seconds: float
    idle_seconds: float


class Loop:
    """The loop of the server around a task. It never ends by itself while it is asked for more."""

    def __init__(self, task: StageTask, folder: Path, progress_seconds: float = 0.5) -> None:
        """`folder` stays empty: nothing runs long enough for a checkpoint."""
        self.task = task
        pacing = Pacing(progress_seconds=progress_seconds, checkpoint_seconds=_FOREVER)
        self._events = StageRun(task, CheckpointFolder(folder), threading.Event(), pacing).events()

    def run(self, num_steps: int) -> Stretch:
        """At least `num_steps`: it ends with the report that comes next.

        Raises:
            ValueError: there are no such many left.
        """
        state = self.task.state
        step, pairs, idle = state.step, state.num_pairs, self.task.idle_seconds
        begin = time.perf_counter()
        # A report waits for the device.
        for event in self._events:
            if isinstance(event, Progress) and event.step >= step + num_steps:
                seconds = time.perf_counter() - begin
                return Stretch(
                    event.step - step, state.num_pairs - pairs, seconds, self.task.idle_seconds - idle
                )
        raise ValueError(f"the training ended after step {state.step}")


def new_workload(
    scale: Scale, knobs: Hyperparameters, feature_dim: int, device: torch.device, seed: int = 1
) -> Workload:
    """Random purchases and features."""
    graph = random_graph(scale, seed)
    arrays = training_arrays(graph, feature_dim, seed)
    config = VasgConfig(
        session_id="benchmark",
        model_kind=ModelKind.VASG,
        hyperparameters=replace(knobs, validate_every=0),
        num_users=graph.num_users,
        num_products=graph.num_products,
        feature_dim=feature_dim,
        seed=seed,
        inputs={role: _spec(array) for role, array in arrays.items()},
    )
    return Workload(graph, arrays, config, checked_inputs(arrays, knobs.feature_scaling, device))


def endless(knobs: Hyperparameters) -> Hyperparameters:
    """As many steps as anybody asks for."""
    return replace(
        knobs, max_steps=0, num_epochs=10_000, encoder_epochs=min(1, knobs.encoder_epochs) * 10_000
    )


def ahead(chunks: Iterator[WalkChunk]) -> Iterator[WalkChunk]:
    """The same, made in a thread of its own before they are asked for, as they come from a client."""
    made: queue.Queue[WalkChunk | None] = queue.Queue(_CHUNKS_AHEAD)

    def make() -> None:
        for chunk in chunks:
            made.put(chunk)
        made.put(None)

    threading.Thread(target=make, daemon=True).start()
    while (chunk := made.get()) is not None:
        yield chunk


def _spec(array: NDArray[Any]) -> TensorSpec:
    """Of no upload, so the digest is nobody's."""
    data_type = DataType.FLOAT32 if array.dtype == np.float32 else DataType.UINT32
    return TensorSpec(data_type=data_type, shape=array.shape, sha256="0" * 64)
