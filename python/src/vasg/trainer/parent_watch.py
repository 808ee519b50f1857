"""Notices that whoever started the server is gone, however it went."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable

_POLL_SECONDS = 0.5


def watch_parent(on_gone: Callable[[str], None]) -> None:
    """Calls `on_gone` with the reason when stdin closes or the parent process changes."""
    parent = os.getppid()
    threading.Thread(target=_watch_stdin, args=(on_gone,), name="stdin", daemon=True).start()
    threading.Thread(target=_watch_process, args=(parent, on_gone), name="parent", daemon=True).start()


def _watch_stdin(on_gone: Callable[[str], None]) -> None:
    # The descriptor, not `sys.stdin`: its lock would be held when the interpreter ends.
    try:
        while os.read(0, 4096):
            pass
    except OSError:
        pass
    on_gone("stdin is closed")


def _watch_process(parent: int, on_gone: Callable[[str], None]) -> None:
    idle = threading.Event()
    while os.getppid() == parent:
        idle.wait(_POLL_SECONDS)
    on_gone("the parent process is gone")
