"""Who counts as the parent, and when it is gone."""

from __future__ import annotations

import os
import queue

import pytest

from vasg.trainer.arguments import parse_arguments
from vasg.trainer.parent_watch import watch_parent

GONE = "the parent process is gone"
NEEDED = ["--listen", "unix:/x", "--state-dir", "s", "--cache-dir", "c"]


@pytest.fixture
def open_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody writes to stdin, and nobody closes it."""
    silence: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    monkeypatch.setattr("vasg.trainer.parent_watch.os.read", lambda *_: silence.get())


def test_a_parent_that_was_gone_before_is_told_at_once() -> None:
    reasons: list[str] = []
    watch_parent(os.getppid() + 1, reasons.append)
    assert reasons == [GONE]


@pytest.mark.usefixtures("open_stdin")
def test_a_parent_may_be_process_1_and_is_gone_when_another_takes_its_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parent = 1
    monkeypatch.setattr("vasg.trainer.parent_watch.os.getppid", lambda: parent)
    monkeypatch.setattr("vasg.trainer.parent_watch._POLL_SECONDS", 0.01)
    reasons: queue.SimpleQueue[str] = queue.SimpleQueue()
    watch_parent(1, reasons.put)
    with pytest.raises(queue.Empty):
        reasons.get(timeout=0.1)
    parent = 7
    assert reasons.get(timeout=20) == GONE


def test_the_parent_is_known_before_anything_slow() -> None:
    assert parse_arguments(NEEDED).parent_pid == os.getppid()
    assert parse_arguments([*NEEDED, "--parent-pid", "1"]).parent_pid == 1
