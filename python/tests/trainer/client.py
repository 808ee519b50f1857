"""A server as a child process, and a client that speaks the contract to it."""

from __future__ import annotations

import atexit
import contextlib
import dataclasses
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import Any

import grpc
import numpy as np
from numpy.typing import NDArray

from tests.trainer.worlds import World
from vasg.trainer.config import AnyConfig, TensorRole, TensorSpec
from vasg.trainer.data.corpus import WalkChunk
from vasg.trainer.data.samples import SampleChunk
from vasg.trainer.hyperparameters import Hyperparameters
from vasg.trainer.serving.messages import KNOBS_OF_KIND, enum_number
from vasg.v1 import (
    tensor_pb2,
    trainer_service_pb2,
    trainer_service_pb2_grpc,
    training_pb2,
)

# Far beyond what any test takes.
SERVER_LIFE_SECONDS = 180


def short_folder() -> Path:
    """A private folder for a socket, whose path must be short; it goes when the tests end."""
    folder = Path(tempfile.mkdtemp(prefix="vasg-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


class ServerProcess:
    """`python -m vasg.trainer` on a Unix socket in a short private folder.

    It is killed after `SERVER_LIFE_SECONDS`, so that a server that hangs fails its test rather than hangs it.
    """

    def __init__(self, folder: Path, *flags: str, listen: str | None = None, token: str = "") -> None:
        address = listen or f"unix:{short_folder()}/t.sock"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "vasg.trainer", "--listen", address, "--threads", "1"]
            + ["--state-dir", str(folder / "state"), "--cache-dir", str(folder / "cache"), *flags],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "VASG_TRAINER_TOKEN": token},
        )
        limit = threading.Timer(SERVER_LIFE_SECONDS, self.process.kill)
        limit.daemon = True
        limit.start()
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        self.ready: dict[str, Any] = json.loads(line)["vasg_trainer"] if line else {}

    def finish(self, timeout: float = 20) -> tuple[int, str]:
        """Exit code and stderr of a process that is about to end."""
        _, stderr = self.process.communicate(timeout=timeout)
        return self.process.returncode, stderr

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


@contextlib.contextmanager
def serving(folder: Path, *flags: str, **options: Any) -> Iterator[ServerProcess]:
    server = ServerProcess(folder, *flags, **options)
    try:
        assert server.ready, server.finish()
        yield server
    finally:
        server.kill()


class Client:
    """The calls, with Python values."""

    def __init__(self, address: str, token: str = "") -> None:
        self.channel = grpc.insecure_channel(address)
        self.stub = trainer_service_pb2_grpc.TrainerServiceStub(self.channel)  # type: ignore[no-untyped-call]
        self.metadata = (("vasg-token", token),) if token else ()

    def create(self, request: trainer_service_pb2.CreateSessionRequest) -> Any:
        return self.stub.CreateSession(request, metadata=self.metadata)

    def upload(self, session_id: str, role: TensorRole, array: NDArray[Any]) -> int:
        header = trainer_service_pb2.UploadTensorHeader(session_id=session_id, role=enum_number(role))
        parts = [trainer_service_pb2.UploadTensorRequest(header=header)]
        content = array.tobytes()
        for start in range(0, len(content), 1 << 20):
            parts.append(trainer_service_pb2.UploadTensorRequest(chunk=content[start : start + (1 << 20)]))
        return int(self.stub.UploadTensor(iter(parts), metadata=self.metadata).size_bytes)

    def prepare(self, world: World, request: trainer_service_pb2.CreateSessionRequest) -> Any:
        """Creates the session and uploads what the server lacks."""
        created = self.create(request)
        self.upload_missing(request.session_id, created, world.arrays())
        return created

    def upload_missing(
        self, session_id: str, created: Any, arrays: Mapping[TensorRole, NDArray[Any]]
    ) -> None:
        for role, array in arrays.items():
            if enum_number(role) in created.missing_inputs:
                self.upload(session_id, role, array)

    def train(self, requests: Iterable[Any]) -> Any:
        return self.stub.Train(iter(requests), metadata=self.metadata)

    def download(self, session_id: str, artifact: int) -> dict[str, NDArray[np.float32]]:
        request = trainer_service_pb2.DownloadTensorsRequest(session_id=session_id, artifact=artifact)  # type: ignore[arg-type]
        tensors: dict[str, NDArray[np.float32]] = {}
        header, content = tensor_pb2.DownloadedTensorHeader(), b""
        for part in self.stub.DownloadTensors(request, metadata=self.metadata):
            if part.WhichOneof("part") == "header":
                header, content = part.header, b""
            elif part.WhichOneof("part") == "chunk":
                content += part.chunk
            else:
                tensors[header.name] = np.frombuffer(content, dtype="<f4").reshape(header.shape)
        return tensors


def create_request(
    world: World, knobs: Hyperparameters, *, session_id: str = "s-1", seed: int = 1
) -> trainer_service_pb2.CreateSessionRequest:
    return session_request(world.config(knobs, seed, session_id))


def session_request(config: AnyConfig) -> trainer_service_pb2.CreateSessionRequest:
    """The request that spells `config`."""
    field, _ = KNOBS_OF_KIND[config.model_kind]
    request = trainer_service_pb2.CreateSessionRequest(
        session_id=config.session_id,
        model_kind=enum_number(config.model_kind),
        num_users=config.num_users,
        num_products=config.num_products,
        feature_dim=config.feature_dim,
        seed=config.seed,
        inputs=[wire_input(role, spec) for role, spec in config.inputs.items()],
    )
    getattr(request, field).CopyFrom(type(getattr(request, field))(**wire_knobs(config.hyperparameters)))
    return request


def wire_knobs(knobs: Any) -> dict[str, Any]:
    values = {field.name: getattr(knobs, field.name) for field in dataclasses.fields(knobs)}
    return {n: enum_number(value) if isinstance(value, Enum) else value for n, value in values.items()}


def wire_input(role: TensorRole, spec: TensorSpec) -> tensor_pb2.TensorInput:
    return tensor_pb2.TensorInput(
        role=enum_number(role),
        spec=tensor_pb2.TensorSpec(
            data_type=enum_number(spec.data_type),
            shape=list(spec.shape),
            sha256=bytes.fromhex(spec.sha256),
        ),
    )


def start_message(stage: int, session_id: str = "s-1") -> trainer_service_pb2.TrainRequest:
    return trainer_service_pb2.TrainRequest(
        start=training_pb2.StageStart(session_id=session_id, stage=stage)  # type: ignore[arg-type]
    )


def walk_messages(
    chunks: Iterable[WalkChunk], *, ended: bool = True
) -> Iterator[trainer_service_pb2.TrainRequest]:
    for chunk in chunks:
        nodes = chunk.node_WL.numpy().astype("<u4").tobytes()
        yield trainer_service_pb2.TrainRequest(
            walks=training_pb2.WalkChunk(
                epoch=chunk.epoch,
                chunk_index=chunk.chunk_index,
                num_walks=len(chunk.node_WL),
                nodes=nodes,
                last_of_epoch=chunk.last_of_epoch,
            )
        )
    if ended:
        yield trainer_service_pb2.TrainRequest(end_of_walks=training_pb2.EndOfWalks())


def sample_messages(chunks: Iterable[SampleChunk]) -> Iterator[trainer_service_pb2.TrainRequest]:
    for chunk in chunks:
        yield trainer_service_pb2.TrainRequest(
            samples=training_pb2.SampleChunk(
                epoch=chunk.epoch,
                chunk_index=chunk.chunk_index,
                num_samples=len(chunk.sample_N3),
                samples=chunk.sample_N3.numpy().astype("<u4").tobytes(),
                last_of_epoch=chunk.last_of_epoch,
            )
        )
    yield trainer_service_pb2.TrainRequest(end_of_walks=training_pb2.EndOfWalks())
