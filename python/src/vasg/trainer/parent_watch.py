"""Notices that whoever started this process is gone, however it went."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable

_POLL_SECONDS = 0.5
_PARENT_GONE = "the parent process is gone"


def watch_parent(expected: int, on_gone: Callable[[str], None]) -> None:
    """Calls `on_gone` with the reason when stdin closes or the parent is not process `expected`.

    A parent that is gone already is told before this returns. Its number alone tells nothing: an orphan
    goes to process 1 or to a session's manager, but in a container process 1 may well be the true parent.
    """
    if os.getppid() != expected:
        on_gone(_PARENT_GONE)
        return
    threading.Thread(target=_watch_stdin, args=(on_gone,), name="stdin", daemon=True).start()
    threading.Thread(target=_watch_process, args=(expected, on_gone), name="parent", daemon=True).start()


def _watch_stdin(on_gone: Callable[[str], None]) -> None:
    # The descriptor, not `sys.stdin`: its lock would be held when the interpreter ends.
    try:
        while os.read(0, 4096):
            pass
    except OSError:
        pass
    on_gone("stdin is closed")


def _watch_process(expected: int, on_gone: Callable[[str], None]) -> None:
    idle = threading.Event()
    while os.getppid() == expected:
        idle.wait(_POLL_SECONDS)
    on_gone(_PARENT_GONE)
