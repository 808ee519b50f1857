"""Callers without a token."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import pytest

from tests.trainer.client import Client, create_request, serving
from tests.trainer.knobs import PAPER
from tests.trainer.worlds import communities

WORLD = communities()


def silence(done: threading.Event) -> Iterator[Any]:
    done.wait(30)
    yield from ()


@pytest.mark.parametrize("method", ["UploadTensor", "Train"])
def test_strangers_who_say_nothing_hold_no_thread(method: str, tmp_path: Path) -> None:
    done = threading.Event()
    with serving(tmp_path, token="right") as server:
        stranger = Client(server.ready["address"])
        path = f"/vasg.v1.TrainerService/{method}"
        open_call = stranger.channel.stream_stream(path, bytes, bytes)
        calls = [open_call(silence(done)) for _ in range(40)]
        known = Client(server.ready["address"], token="right")
        assert known.create(create_request(WORLD, PAPER)).missing_inputs
        for call in calls:
            with pytest.raises(grpc.RpcError):
                list(call)
        # A moment later than 32 refusals at once, some may have met the limit of calls.
        assert grpc.StatusCode.UNAUTHENTICATED in {call.code() for call in calls}
        done.set()
