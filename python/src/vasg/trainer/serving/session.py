"""One model to train: its configuration, its inputs, its checkpoints, its running stage."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from vasg.trainer.config import AnyConfig, TensorRole
from vasg.trainer.data.arriving import ArrivingInput
from vasg.trainer.data.inputs import TrainingData, load_inputs
from vasg.trainer.durable import write_durably
from vasg.trainer.errors import MissingArtifactError, UsageError
from vasg.trainer.events import Stage, TrainingEvent
from vasg.trainer.loop.checkpoint import CheckpointFolder
from vasg.trainer.loop.model_plan import CompletedStages
from vasg.trainer.loop.stage_run import Pacing, StageRun
from vasg.trainer.loop.stage_state import Tensors, is_completed, model_tensors
from vasg.trainer.memory import check_memory
from vasg.trainer.model.artifacts import Artifact, NamedTensors
from vasg.trainer.serving.plans import plan_of
from vasg.trainer.serving.tensor_store import TensorStore
from vasg.trainer.serving.training_run import TrainingRun


@dataclass(frozen=True)
class Surroundings:
    """What all sessions of a server share."""

    state_folder: Path
    store: TensorStore
    device: torch.device
    pacing: Pacing


class Session:
    """Lives in `<state folder>/<session id>`; a restarted server finds it there again."""

    def __init__(self, config: AnyConfig, surroundings: Surroundings) -> None:
        self.config = config
        self.device = surroundings.device
        self.store = surroundings.store
        self.pacing = surroundings.pacing
        self.folder = surroundings.state_folder / config.session_id
        self.plan = plan_of(config)
        self.checkpoints = {
            stage: CheckpointFolder(self.folder / stage.name.lower()) for stage in self.plan.stages
        }
        self._lock = threading.Lock()
        self._run: TrainingRun | None = None
        self._data: TrainingData | None = None

    def open(self) -> bool:
        """Makes the session's folder, or finds it; says whether there is a checkpoint to go on from.

        Raises:
            MissingArtifactError: a session of this name exists with another configuration.
        """
        file = self.folder / "session.json"
        text = self.config.to_json()
        if file.exists():
            if file.read_text() != text:
                raise MissingArtifactError(
                    f"Session {self.config.session_id} exists with another configuration. "
                    "Choose another session_id, or delete it first.",
                    code="SESSION_DIFFERS",
                )
        else:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_durably(file, text.encode())
        self.store.retain(self.config.session_id, self.config.inputs.values())
        return any(folder.exists() for folder in self.checkpoints.values())

    def missing_inputs(self) -> list[TensorRole]:
        """Inputs that must be uploaded before training."""
        return [role for role, spec in self.config.inputs.items() if not self.store.holds(spec)]

    def completed_stages(self) -> list[Stage]:
        """Stages whose result is on disk."""
        loaded = {stage: folder.load() for stage, folder in self.checkpoints.items()}
        return [stage for stage, at in loaded.items() if at is not None and is_completed(at)]

    def receive(self, role: TensorRole, chunks: Iterable[bytes]) -> int:
        """Stores and checks one input; returns its size in bytes."""
        spec = self.config.inputs.get(role)
        if spec is None:
            raise UsageError(
                f"header.role {role.value} is not among the inputs of session {self.config.session_id}.",
                code="INPUT_UNKNOWN",
            )
        arriving = ArrivingInput(self.config, role)
        return self.store.receive(spec, arriving.watched(chunks), arriving.check)

    def train(self, stage: Stage, chunks: Iterator[Any], stop: threading.Event) -> TrainingRun:
        """Starts a stage in its own thread.

        Raises:
            UsageError: the model has no such stage.
            MissingArtifactError: a stage is running, an input or the stage before is missing.
        """
        with self._lock:
            if self._run is not None and self._run.is_running:
                raise MissingArtifactError(
                    f"Session {self.config.session_id} is already training.",
                    code="TRAINING_IN_PROGRESS",
                )
            self._check_ready(stage)
            self._run = TrainingRun(lambda flag: self._events(stage, chunks, flag), stop)
            self._run.start()
            return self._run

    def ask_to_stop(self) -> bool:
        """Lets the running stage end after its step; says whether there was one."""
        run = self._run
        if run is None or not run.is_running:
            return False
        run.stop.set()
        return True

    def stop_and_wait(self) -> None:
        """Ends the running stage, its state saved."""
        if self._run is not None:
            self._run.stop_and_wait()

    def delete(self) -> None:
        """Forgets everything but the inputs, which the store keeps while there is room."""
        self.stop_and_wait()
        self.store.release(self.config.session_id)
        shutil.rmtree(self.folder, ignore_errors=True)

    def tensors(self, artifact: Artifact) -> NamedTensors:
        """Learned tensors by name.

        Raises:
            MissingArtifactError: the stage that makes them is not complete, or there are none.
        """
        return self.plan.tensors(artifact, self._completed())

    def _events(self, stage: Stage, chunks: Iterator[Any], stop: threading.Event) -> Iterator[TrainingEvent]:
        check_memory(self.plan.training_bytes, self.device)
        checkpoints = self.checkpoints[stage]
        task = self.plan.task(stage, self._completed(), chunks, checkpoints.load())
        yield from StageRun(task, checkpoints, stop, self.pacing).events()

    def _check_ready(self, stage: Stage) -> None:
        stages = self.plan.stages
        if stage not in stages:
            raise UsageError(
                f"start.stage {stage.name} is none of model_kind {self.config.model_kind.value}, which has "
                f"{', '.join(own.name for own in stages)}.",
                code="STAGE_UNEXPECTED",
            )
        missing = self.missing_inputs()
        if missing:
            raise MissingArtifactError(
                f"Inputs {', '.join(role.value for role in missing)} of session "
                f"{self.config.session_id} were not uploaded.",
                code="INPUTS_MISSING",
            )
        for before in stages[: stages.index(stage)]:
            self._completed_tensors(before)

    def _completed(self) -> CompletedStages:
        if self._data is None:
            files = {role: self.store.path(spec) for role, spec in self.config.inputs.items()}
            self._data = load_inputs(self.config, files, self.device)
        return CompletedStages(self._data, self._completed_tensors)

    def _completed_tensors(self, stage: Stage) -> Tensors:
        """Parameters that a completed stage ended with."""
        checkpoint = self.checkpoints[stage].load()
        if checkpoint is None or not is_completed(checkpoint):
            raise MissingArtifactError(
                f"Stage {stage.name} of session {self.config.session_id} is not complete.",
                code="STAGE_INCOMPLETE",
            )
        return model_tensors(checkpoint)
