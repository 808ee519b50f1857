"""Two servers never share a state folder."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from vasg.trainer.config import is_session_id
from vasg.trainer.errors import MissingArtifactError
from vasg.trainer.serving.folder_lock import exclusive


def test_a_second_server_is_refused(tmp_path: Path) -> None:
    with (
        exclusive(tmp_path / "state"),
        pytest.raises(MissingArtifactError, match="Another trainer") as refusal,
        exclusive(tmp_path / "state", wait_seconds=0.2),
    ):
        pass
    assert refusal.value.code == "STATE_IN_USE"


def test_a_second_server_waits_for_one_that_is_ending(tmp_path: Path) -> None:
    held, release = threading.Event(), threading.Event()

    def first() -> None:
        with exclusive(tmp_path):
            held.set()
            release.wait(10)

    thread = threading.Thread(target=first)
    thread.start()
    held.wait(10)
    threading.Timer(0.3, release.set).start()
    with exclusive(tmp_path, wait_seconds=10):
        assert release.is_set()
    thread.join()


def test_the_lock_takes_no_sessions_name(tmp_path: Path) -> None:
    with exclusive(tmp_path):
        assert not any(is_session_id(path.name) for path in tmp_path.iterdir())
