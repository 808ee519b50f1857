"""The contract's service: translates calls into sessions and events into messages, and no more."""

from __future__ import annotations

import hashlib
import platform
import threading
from collections.abc import Iterator

import grpc
import torch

import vasg
from vasg.trainer.config import TensorRole
from vasg.trainer.device import describe_device
from vasg.trainer.errors import UsageError
from vasg.trainer.events import Stage
from vasg.trainer.model.artifacts import Artifact
from vasg.trainer.serving.chunk_decoding import decoder_of
from vasg.trainer.serving.chunk_queue import ChunkQueue
from vasg.trainer.serving.chunk_reader import ChunkReader
from vasg.trainer.serving.messages import enum_member, enum_number, session_config, train_response
from vasg.trainer.serving.registry import SessionRegistry
from vasg.v1 import tensor_pb2, trainer_service_pb2, trainer_service_pb2_grpc

CONTRACT_REVISION = 3
MAX_CHUNK_BYTES = 1 << 20


class TrainerService(trainer_service_pb2_grpc.TrainerServiceServicer):
    """Every method is the RPC of the same name in `trainer_service.proto`."""

    def __init__(self, registry: SessionRegistry) -> None:
        self.registry = registry
        self.device = registry.surroundings.device

    def GetServerInfo(
        self,
        request: trainer_service_pb2.GetServerInfoRequest,
        context: grpc.ServicerContext,
    ) -> trainer_service_pb2.GetServerInfoResponse:
        """Versions and device."""
        device = describe_device(self.device)
        return trainer_service_pb2.GetServerInfoResponse(
            contract_revision=CONTRACT_REVISION,
            package_version=vasg.__version__,
            python_version=platform.python_version(),
            torch_version=torch.__version__,
            cuda_version=torch.version.cuda or "",
            device=device.kind,
            device_name=device.name,
            device_memory_bytes=device.memory_bytes,
            num_threads=torch.get_num_threads(),
        )

    def CreateSession(
        self,
        request: trainer_service_pb2.CreateSessionRequest,
        context: grpc.ServicerContext,
    ) -> trainer_service_pb2.CreateSessionResponse:
        """Validates the whole configuration before anything is made."""
        session, resumed = self.registry.open(session_config(request))
        return trainer_service_pb2.CreateSessionResponse(
            missing_inputs=[enum_number(role) for role in session.missing_inputs()],
            resumed=resumed,
            completed_stages=[enum_number(stage) for stage in session.completed_stages()],
        )

    def UploadTensor(
        self,
        request_iterator: Iterator[trainer_service_pb2.UploadTensorRequest],
        context: grpc.ServicerContext,
    ) -> trainer_service_pb2.UploadTensorResponse:
        """Header, then chunks."""
        first = next(request_iterator, None)
        if first is None or first.WhichOneof("part") != "header":
            raise UsageError("The first message of an upload must be its header.", code="HEADER_MISSING")
        session = self.registry.get(first.header.session_id)
        role = enum_member(TensorRole, first.header.role, "header.role")
        size_bytes = session.receive(role, _chunks(request_iterator))
        return trainer_service_pb2.UploadTensorResponse(size_bytes=size_bytes)

    def Train(
        self,
        request_iterator: Iterator[trainer_service_pb2.TrainRequest],
        context: grpc.ServicerContext,
    ) -> Iterator[trainer_service_pb2.TrainResponse]:
        """Start, then walks or samples one way and events the other."""
        first = next(request_iterator, None)
        if first is None or first.WhichOneof("message") != "start":
            raise UsageError("The first message of a training must be its start.", code="START_MISSING")
        session = self.registry.get(first.start.session_id)
        stage = enum_member(Stage, first.start.stage, "start.stage")
        stop = threading.Event()
        chunks = ChunkQueue(stop)
        run = session.train(stage, chunks, stop)
        # A caller that hangs up stops the training as well; its state is saved all the same.
        context.add_callback(stop.set)
        decoder = decoder_of(stage, session.config)
        ChunkReader(request_iterator, chunks, stop, stage, decoder).start()
        for event in run.events():
            yield train_response(event)

    def StopTraining(
        self,
        request: trainer_service_pb2.StopTrainingRequest,
        context: grpc.ServicerContext,
    ) -> trainer_service_pb2.StopTrainingResponse:
        """Raises the flag that the running stage looks at after each step."""
        was_training = self.registry.get(request.session_id).ask_to_stop()
        return trainer_service_pb2.StopTrainingResponse(was_training=was_training)

    def DownloadTensors(
        self,
        request: trainer_service_pb2.DownloadTensorsRequest,
        context: grpc.ServicerContext,
    ) -> Iterator[trainer_service_pb2.DownloadTensorsResponse]:
        """Header, chunks and trailer of each tensor."""
        artifact = enum_member(Artifact, request.artifact, "artifact")
        session = self.registry.get(request.session_id)
        for name, tensor in session.tensors(artifact):
            header = tensor_pb2.DownloadedTensorHeader(
                name=name, data_type=tensor_pb2.DATA_TYPE_FLOAT32, shape=list(tensor.shape)
            )
            yield trainer_service_pb2.DownloadTensorsResponse(header=header)
            digest = hashlib.sha256()
            for chunk in _bytes_of(tensor):
                digest.update(chunk)
                yield trainer_service_pb2.DownloadTensorsResponse(chunk=chunk)
            trailer = tensor_pb2.DownloadedTensorTrailer(sha256=digest.digest())
            yield trainer_service_pb2.DownloadTensorsResponse(trailer=trailer)

    def DeleteSession(
        self,
        request: trainer_service_pb2.DeleteSessionRequest,
        context: grpc.ServicerContext,
    ) -> trainer_service_pb2.DeleteSessionResponse:
        """Stops what is running, then forgets."""
        self.registry.delete(request.session_id)
        return trainer_service_pb2.DeleteSessionResponse()


def _bytes_of(tensor: torch.Tensor) -> Iterator[bytes]:
    """The tensor as little-endian float32, in row order, a chunk at a time."""
    values = tensor.detach().cpu().contiguous().view(-1).numpy().astype("<f4", copy=False)
    size = MAX_CHUNK_BYTES // values.itemsize
    for start in range(0, len(values), size):
        yield values[start : start + size].tobytes()


def _chunks(requests: Iterator[trainer_service_pb2.UploadTensorRequest]) -> Iterator[bytes]:
    for k, request in enumerate(requests):
        # Asked for once: each time is a copy.
        chunk = request.chunk
        if request.WhichOneof("part") != "chunk" or not 1 <= len(chunk) <= MAX_CHUNK_BYTES:
            raise UsageError(
                f"Message {k + 1} of the upload must be a chunk of 1 to {MAX_CHUNK_BYTES} bytes.",
                code="CHUNK_MALFORMED",
            )
        yield chunk
