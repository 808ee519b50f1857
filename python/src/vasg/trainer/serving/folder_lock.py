"""One server per state folder: two would write each other's checkpoints."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from vasg.trainer.errors import MissingArtifactError

if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _try_lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


_POLL_SECONDS = 0.1


@contextlib.contextmanager
def exclusive(folder: Path, wait_seconds: float = 10.0) -> Iterator[None]:
    """Holds `folder` for this process; the system lets go of it however the process ends.

    A server whose client was killed still saves its state for a moment, so the next one waits for it.

    Raises:
        MissingArtifactError: another server works there for longer than `wait_seconds`.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    # No session can have this name: theirs hold no dot.
    descriptor = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        deadline = time.monotonic() + wait_seconds
        while not _takes_lock(descriptor):
            if time.monotonic() >= deadline:
                raise MissingArtifactError(
                    f"Another trainer is at work in {folder}. Wait until it has finished.",
                    code="STATE_IN_USE",
                )
            time.sleep(_POLL_SECONDS)
        yield
    finally:
        os.close(descriptor)


def _takes_lock(descriptor: int) -> bool:
    try:
        _try_lock(descriptor)
    except OSError:
        return False
    return True
