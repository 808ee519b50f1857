"""The server's life: bind, say so, serve, and leave nothing behind."""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from types import FrameType
from typing import Any

import grpc
import torch
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from vasg.trainer.arguments import Options
from vasg.trainer.device import choose_device, use_reproducible_kernels
from vasg.trainer.loop.stage_run import Pacing
from vasg.trainer.parent_watch import watch_parent
from vasg.trainer.serving.folder_lock import exclusive
from vasg.trainer.serving.interceptors import ErrorInterceptor, TokenInterceptor
from vasg.trainer.serving.listen import Address, bind, check_exposure, parse_address, remove_socket
from vasg.trainer.serving.registry import SessionRegistry
from vasg.trainer.serving.service import CONTRACT_REVISION, TrainerService
from vasg.trainer.serving.session import Surroundings
from vasg.trainer.serving.tensor_store import TensorStore
from vasg.v1 import trainer_service_pb2, trainer_service_pb2_grpc

SERVICE_NAME = trainer_service_pb2.DESCRIPTOR.services_by_name["TrainerService"].full_name
TOKEN_VARIABLE = "VASG_TRAINER_TOKEN"
_MAX_MESSAGE_BYTES = 8 << 20
_MAX_CALLS = 32
# Training has ended by then; an idle client that is slow to hang up would use up all of it.
_GRACE_SECONDS = 1.0

_log = logging.getLogger(__name__)


def serve(options: Options) -> None:
    """Serves until a signal arrives or the parent is gone; then saves what is running and returns.

    Raises:
        UsageError: the address cannot or must not be used.
        SetupError: the device is not there.
        MissingArtifactError: another server uses the state folder.
    """
    address = parse_address(options.listen)
    token = os.environ.get(TOKEN_VARIABLE, "")
    check_exposure(address, has_token=token != "", has_tls=options.tls_cert is not None)
    with exclusive(options.state_dir):
        _serve(options, address, token)


def _serve(options: Options, address: Address, token: str) -> None:
    end = threading.Event()
    _end_on_signals(end)
    # Before the ready line: whoever has read it may die at once, and that must be noticed.
    if options.exit_with_parent:
        watch_parent(options.parent_pid, lambda reason: _leave(end, reason))
    registry = SessionRegistry(_surroundings(options))
    server = _make_server(registry, token, with_reflection=options.reflection)
    serving = _add_health(server)
    target = bind(server, address, _credentials(options))
    server.start()
    for name in ("", SERVICE_NAME):
        serving.set(name, health_pb2.HealthCheckResponse.SERVING)
    # Nobody is left to read it if the end came first; a broken pipe would leave the socket behind.
    if not end.is_set():
        _announce(target)
    end.wait()
    serving.enter_graceful_shutdown()
    registry.close()
    server.stop(_GRACE_SECONDS).wait()
    # A parent makes the folder for this server alone, and may be gone before it can remove it.
    remove_socket(address, with_folder=options.exit_with_parent)


def _surroundings(options: Options) -> Surroundings:
    if options.threads > 0:
        torch.set_num_threads(options.threads)
    device = choose_device(options.device)
    use_reproducible_kernels(device)
    return Surroundings(
        state_folder=options.state_dir,
        store=TensorStore(options.cache_dir, options.cache_limit_bytes),
        device=device,
        pacing=Pacing(checkpoint_seconds=options.checkpoint_seconds),
    )


def _make_server(registry: SessionRegistry, token: str, *, with_reflection: bool) -> grpc.Server:
    guards: list[Any] = [TokenInterceptor(token)] if token else []
    server = grpc.server(
        ThreadPoolExecutor(max_workers=_MAX_CALLS, thread_name_prefix="call"),
        interceptors=[*guards, ErrorInterceptor()],
        maximum_concurrent_rpcs=_MAX_CALLS,
        options=[
            ("grpc.max_receive_message_length", _MAX_MESSAGE_BYTES),
            ("grpc.so_reuseport", 0),
            # Clients ping every 30 s; by default the server would take that for an attack.
            ("grpc.http2.min_ping_interval_without_data_ms", 10_000),
            ("grpc.keepalive_permit_without_calls", 1),
        ],
    )
    trainer_service_pb2_grpc.add_TrainerServiceServicer_to_server(  # type: ignore[no-untyped-call]
        TrainerService(registry), server
    )
    if with_reflection:
        reflection.enable_server_reflection(
            (SERVICE_NAME, health.SERVICE_NAME, reflection.SERVICE_NAME), server
        )
    return server


def _add_health(server: grpc.Server) -> health.HealthServicer:
    servicer = health.HealthServicer()
    health_pb2_grpc.add_HealthServicer_to_server(servicer, server)
    return servicer


def _credentials(options: Options) -> grpc.ServerCredentials | None:
    if options.tls_cert is None or options.tls_key is None:
        return None
    pair = (options.tls_key.read_bytes(), options.tls_cert.read_bytes())
    return grpc.ssl_server_credentials([pair])


def _end_on_signals(end: threading.Event) -> None:
    def handle(number: int, frame: FrameType | None) -> None:
        _leave(end, signal.Signals(number).name)

    signal.signal(signal.SIGTERM, handle)
    signal.signal(signal.SIGINT, handle)


def _leave(end: threading.Event, reason: str) -> None:
    _log.info("shutting down: %s", reason)
    end.set()


def _announce(target: str) -> None:
    """The one line on stdout: where to call."""
    ready = {"address": target, "pid": os.getpid(), "contract_revision": CONTRACT_REVISION}
    sys.stdout.write(json.dumps({"vasg_trainer": ready}, separators=(",", ":")) + "\n")
    sys.stdout.flush()
