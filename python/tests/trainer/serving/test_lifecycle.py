"""How the server starts, refuses to start, and ends."""

from __future__ import annotations

import os
import queue
import shutil
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

from tests.trainer.client import (
    Client,
    ServerProcess,
    create_request,
    serving,
    short_folder,
    start_message,
    walk_messages,
)
from tests.trainer.knobs import JOINT
from tests.trainer.worlds import communities
from vasg.trainer.__main__ import main
from vasg.v1 import (
    tensor_pb2,
    trainer_service_pb2,
    trainer_service_pb2_grpc,
    training_pb2,
)

WORLD = communities()
# Long enough to be interrupted, however fast the machine.
LONG = replace(JOINT, num_epochs=40, validate_every=50)
INFO = trainer_service_pb2.GetServerInfoRequest()


CHUNKS = WORLD.chunks(LONG)


def walk_on(client: Client) -> Iterator[Any]:
    """Trains from wherever the server says that it stopped."""
    reply: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def requests() -> Iterator[trainer_service_pb2.TrainRequest]:
        yield start_message(1)
        started = reply.get()
        at = (started.next_epoch, started.next_chunk_index)
        yield from walk_messages([c for c in CHUNKS if (c.epoch, c.chunk_index) >= at])

    for event in client.train(requests()):
        if event.WhichOneof("event") == "started":
            reply.put(event.started)
        yield event


def finish(folder: Path) -> dict[str, bytes]:
    with serving(folder) as server:
        client = Client(server.ready["address"])
        client.prepare(WORLD, create_request(WORLD, LONG))
        *_, last = walk_on(client)
        assert last.completed.reason == training_pb2.STOP_REASON_END_OF_DATA
        embeddings = client.download("s-1", tensor_pb2.ARTIFACT_EMBEDDINGS)
    return {name: value.tobytes() for name, value in embeddings.items()}


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return finish(tmp_path_factory.mktemp("whole"))


@pytest.mark.slow
@pytest.mark.parametrize("how", ["SIGTERM", "SIGINT", "stdin", "SIGKILL"])
def test_an_interrupted_server_goes_on_after_a_restart(
    how: str, uninterrupted: dict[str, bytes], tmp_path: Path
) -> None:
    server = ServerProcess(tmp_path, "--exit-with-parent", "--checkpoint-seconds", "0.1")
    client = Client(server.ready["address"])
    client.prepare(WORLD, create_request(WORLD, LONG))
    events = walk_on(client)
    next(event for event in events if event.WhichOneof("event") == "checkpoint_written")
    interrupt(server, how)
    if how != "SIGKILL":
        *_, last = events
        assert last.completed.reason == training_pb2.STOP_REASON_CANCELLED
    exit_code, stderr = server.finish()
    assert exit_code == (-signal.SIGKILL if how == "SIGKILL" else 0), stderr
    assert "Traceback" not in stderr
    assert finish(tmp_path) == uninterrupted


def interrupt(server: ServerProcess, how: str) -> None:
    if how != "stdin":
        server.process.send_signal(signal.Signals[how])
        return
    assert server.process.stdin is not None
    server.process.stdin.close()
    server.process.stdin = None


# Starts the server as its child and tells its own number; then waits to be killed, or goes at once.
PARENT = """
import os, subprocess, sys, time
*command, life = sys.argv[1:]
command = [str(os.getpid()) if word == "PARENT" else word for word in command]
subprocess.Popen(command, stdin=sys.stdin)
print("started", flush=True)
time.sleep(float(life))
"""


@pytest.mark.parametrize("when", ["when ready", "at once"])
def test_ends_when_its_parent_dies(when: str, tmp_path: Path) -> None:
    """The server is a grandchild here; its stdin stays open, held by this process."""
    socket_folder = short_folder()
    flags = ["--listen", f"unix:{socket_folder}/t.sock", "--exit-with-parent"]
    flags += ["--state-dir", str(tmp_path / "s"), "--cache-dir", str(tmp_path / "c")]
    life = "600"
    if when == "at once":
        # It is gone before the server can ask who its parent is.
        flags += ["--parent-pid", "PARENT"]
        life = "0"
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, sys.executable, "-m", "vasg.trainer", *flags, life],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    # The group outlives the parent as long as the server is there.
    limit = threading.Timer(60, os.killpg, (parent.pid, signal.SIGKILL))
    limit.start()
    assert parent.stdout is not None
    try:
        assert parent.stdout.readline() == "started\n"
        if when == "when ready":
            assert "vasg_trainer" in parent.stdout.readline()
            parent.kill()
        # The pipe reaches its end only when the server, which shares it, is gone too.
        assert parent.stdout.read() == ""
        assert limit.is_alive(), "the server went on without its parent"
    finally:
        limit.cancel()
        parent.kill()
        parent.communicate()
    assert not socket_folder.exists()


def test_stdout_has_one_line_and_the_socket_is_private(tmp_path: Path) -> None:
    server = ServerProcess(tmp_path)
    path = Path(server.ready["address"].removeprefix("unix:"))
    assert server.ready == {
        "address": f"unix:{path}",
        "pid": server.process.pid,
        "contract_revision": 3,
    }
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    server.process.terminate()
    stdout, _ = server.process.communicate(timeout=20)
    assert (stdout, server.process.returncode) == ("", 0)
    assert not path.exists()
    assert path.parent.is_dir()


def test_health_and_reflection(tmp_path: Path) -> None:
    with serving(tmp_path, "--reflection") as server:
        channel = grpc.insecure_channel(server.ready["address"])
        health = health_pb2_grpc.HealthStub(channel)
        for name in ("", "vasg.v1.TrainerService"):
            answer = health.Check(health_pb2.HealthCheckRequest(service=name))
            assert answer.status == health_pb2.HealthCheckResponse.SERVING
        ask = reflection_pb2.ServerReflectionRequest(list_services="")
        stub = reflection_pb2_grpc.ServerReflectionStub(channel)
        (answer,) = stub.ServerReflectionInfo(iter([ask]))
        names = [service.name for service in answer.list_services_response.service]
        assert "vasg.v1.TrainerService" in names


def test_tcp_calls_need_the_token(tmp_path: Path) -> None:
    with serving(tmp_path, listen="tcp:127.0.0.1:0", token="secret") as server:
        address = server.ready["address"]
        assert Client(address, "secret").stub.GetServerInfo(INFO, metadata=(("vasg-token", "secret"),))
        for token in ("", "Secret", "secret2"):
            metadata = (("vasg-token", token),) if token else ()
            with pytest.raises(grpc.RpcError) as caught:
                Client(address).stub.GetServerInfo(INFO, metadata=metadata)
            assert caught.value.code() is grpc.StatusCode.UNAUTHENTICATED
        with pytest.raises(grpc.RpcError) as caught:
            list(Client(address, "wrong").train([start_message(1)]))
        assert caught.value.code() is grpc.StatusCode.UNAUTHENTICATED


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl to make a certificate")
def test_serves_tls(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost"]
        + ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(certificate)],
        check=True,
        capture_output=True,
        timeout=60,
    )
    flags = ("--tls-cert", str(certificate), "--tls-key", str(key))
    with serving(tmp_path, *flags, listen="tcp:0.0.0.0:0", token="secret") as server:
        port = server.ready["address"].rpartition(":")[2]
        credentials = grpc.ssl_channel_credentials(certificate.read_bytes())
        channel = grpc.secure_channel(f"localhost:{port}", credentials)
        stub = trainer_service_pb2_grpc.TrainerServiceStub(channel)  # type: ignore[no-untyped-call]
        assert stub.GetServerInfo(INFO, metadata=(("vasg-token", "secret"),)).contract_revision == 3


@pytest.mark.parametrize(
    ("flags", "token", "text"),
    [
        (["--listen", "tcp:127.0.0.1:0"], "", "TOKEN_MISSING"),
        (["--listen", "tcp:0.0.0.0:0"], "secret", "TLS_MISSING"),
        (["--listen", "nonsense"], "", "ADDRESS_MALFORMED"),
        (["--listen", "unix:/x", "--cache-limit-bytes", "0"], "", "--cache-limit-bytes"),
        (["--listen", "unix:/x", "--threads", "-1"], "", "--threads"),
        (["--listen", "unix:/x", "--tls-cert", "x"], "", "need each other"),
        ([], "", "--listen"),
    ],
)
def test_refuses_to_start(
    flags: list[str],
    token: str,
    text: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("VASG_TRAINER_TOKEN", token)
    folders = ["--state-dir", str(tmp_path / "state"), "--cache-dir", str(tmp_path / "cache")]
    with pytest.raises(SystemExit) as caught:
        sys.exit(main([*flags, *folders]))
    assert caught.value.code == 2
    assert text in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
