"""One model to train: its configuration, its inputs, its checkpoints, its running stage."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import torch

from vasg.trainer.config import SessionConfig, TensorRole
from vasg.trainer.data.corpus import WalkChunk
from vasg.trainer.data.inputs import TrainingData, check_one_input, load_inputs
from vasg.trainer.durable import write_durably
from vasg.trainer.errors import MissingArtifactError, UsageError
from vasg.trainer.events import Stage, TrainingEvent
from vasg.trainer.loop.checkpoint import CheckpointFolder
from vasg.trainer.loop.stage_run import Pacing, StageRun, StageTask
from vasg.trainer.loop.stage_state import is_completed, model_tensors
from vasg.trainer.memory import check_memory
from vasg.trainer.model.artifacts import (
    Artifact,
    NamedTensors,
    decoder_layers,
    embeddings,
    encoder_layers,
)
from vasg.trainer.model.networks import DenseNetwork
from vasg.trainer.model.vasg_model import VasgModel, new_encoder
from vasg.trainer.serving.tensor_store import TensorStore
from vasg.trainer.serving.training_run import TrainingRun
from vasg.trainer.stages.encoder import EncoderTask
from vasg.trainer.stages.skip_gram import SkipGramTask


@dataclass(frozen=True)
class Surroundings:
    """What all sessions of a server share."""

    state_folder: Path
    store: TensorStore
    device: torch.device
    pacing: Pacing


class Session:
    """Lives in `<state folder>/<session id>`; a restarted server finds it there again."""

    def __init__(self, config: SessionConfig, surroundings: Surroundings) -> None:
        self.config = config
        self.device = surroundings.device
        self.store = surroundings.store
        self.pacing = surroundings.pacing
        self.folder = surroundings.state_folder / config.session_id
        self.checkpoints = {
            Stage.SKIP_GRAM: CheckpointFolder(self.folder / "skip_gram"),
            Stage.ENCODER: CheckpointFolder(self.folder / "encoder"),
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
        return self.store.receive(spec, chunks, lambda file: check_one_input(self.config, role, file))

    def train(self, stage: Stage, walks: Iterator[WalkChunk], stop: threading.Event) -> TrainingRun:
        """Starts a stage in its own thread.

        Raises:
            MissingArtifactError: a stage is running, an input or the stage before is missing.
        """
        with self._lock:
            if self._run is not None and self._run.is_running:
                raise MissingArtifactError(
                    f"Session {self.config.session_id} is already training.",
                    code="TRAINING_IN_PROGRESS",
                )
            self._check_ready(stage)
            self._run = TrainingRun(lambda flag: self._events(stage, walks, flag), stop)
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
            MissingArtifactError: the stage that makes them is not complete, or makes none.
        """
        knobs = self.config.hyperparameters
        if artifact is Artifact.EMBEDDINGS:
            return embeddings(self._trained_model(), self._inputs())
        if artifact is Artifact.DECODER:
            decoder = self._trained_model().decoder
            if decoder is None:
                raise MissingArtifactError("use_decoder is off: there is none.", code="NO_DECODER")
            return decoder_layers(decoder)
        if knobs.is_joint:
            encoder = self._trained_model().encoder
            assert encoder is not None
            return encoder_layers(encoder, self._inputs())
        return encoder_layers(self._trained_encoder(), self._inputs())

    def _events(
        self, stage: Stage, walks: Iterator[WalkChunk], stop: threading.Event
    ) -> Iterator[TrainingEvent]:
        check_memory(self.config, self.device)
        checkpoints = self.checkpoints[stage]
        checkpoint = checkpoints.load()
        task: StageTask
        if stage is Stage.SKIP_GRAM:
            task = SkipGramTask(self.config, self._inputs(), walks, checkpoint)
        else:
            task = EncoderTask(self.config, self._inputs(), self._trained_model(), checkpoint)
        yield from StageRun(task, checkpoints, stop, self.pacing).events()

    def _check_ready(self, stage: Stage) -> None:
        missing = self.missing_inputs()
        if missing:
            raise MissingArtifactError(
                f"Inputs {', '.join(role.value for role in missing)} of session "
                f"{self.config.session_id} were not uploaded.",
                code="INPUTS_MISSING",
            )
        if stage is Stage.ENCODER:
            self._completed_tensors(Stage.SKIP_GRAM)

    def _inputs(self) -> TrainingData:
        if self._data is None:
            files = {role: self.store.path(spec) for role, spec in self.config.inputs.items()}
            self._data = load_inputs(self.config, files, self.device)
        return self._data

    def _trained_model(self) -> VasgModel:
        model = VasgModel(self.config)
        model.load_state_dict(self._completed_tensors(Stage.SKIP_GRAM))
        return model.to(self.device)

    def _trained_encoder(self) -> DenseNetwork:
        if self.config.hyperparameters.encoder_epochs == 0:
            raise MissingArtifactError("encoder_epochs is 0: there is no encoder.", code="NO_ENCODER")
        encoder = new_encoder(self.config)
        encoder.load_state_dict(self._completed_tensors(Stage.ENCODER))
        return encoder.to(self.device)

    def _completed_tensors(self, stage: Stage) -> dict[str, torch.Tensor]:
        """Parameters that a completed stage ended with."""
        checkpoint = self.checkpoints[stage].load()
        if checkpoint is None or not is_completed(checkpoint):
            raise MissingArtifactError(
                f"Stage {stage.name} of session {self.config.session_id} is not complete.",
                code="STAGE_INCOMPLETE",
            )
        return model_tensors(checkpoint)
