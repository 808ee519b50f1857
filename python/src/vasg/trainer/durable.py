"""Writing files so that a crash leaves the old content or the new, never half of it."""

from __future__ import annotations

import os
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

# Between two early flushes: enough for the disk to be busy, little enough to begin early.
_FLUSH_BYTES = 16 << 20


def write_durably(path: Path, content: bytes) -> None:
    """Writes `content` under a temporary name, then publishes it as `path`."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with open(temporary, "wb") as file:
        file.write(content)
    publish(temporary, path)


def publish(temporary: Path, path: Path) -> None:
    """Makes the bytes of `temporary` safe on disk and gives them their final name."""
    with open(temporary, "rb") as file:
        os.fsync(file.fileno())
    os.replace(temporary, path)
    sync_directory(path.parent)


class EarlyFlush:
    """Has the disk begin on what was written to a file while more of it arrives.

    Little is then left to `publish`. Leaving the context waits for the flush under way: the file must not
    be closed before.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._unflushed_bytes = 0
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="early-flush")
        self._under_way: Future[None] | None = None

    def wrote(self, num_bytes: int) -> None:
        """To be told of every write; raises OSError when an earlier flush met one, as the next would not."""
        self._unflushed_bytes += num_bytes
        if self._unflushed_bytes < _FLUSH_BYTES:
            return
        if self._under_way is not None:
            if not self._under_way.done():
                return
            self._under_way.result()
        self._unflushed_bytes = 0
        self._under_way = self._thread.submit(os.fsync, self._descriptor)

    def __enter__(self) -> EarlyFlush:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._thread.shutdown()
        if kind is None and self._under_way is not None:
            self._under_way.result()


def sync_directory(directory: Path) -> None:
    """Makes renames in `directory` survive a power cut; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
