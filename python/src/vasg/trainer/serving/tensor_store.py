"""Input tensors on disk, named by the digest of their bytes, so that a client sends each only once."""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from vasg.trainer.config import TensorSpec
from vasg.trainer.durable import EarlyFlush, publish
from vasg.trainer.errors import DamagedDataError, InputDataError, StorageError

_READ_BYTES = 1 << 20
# Received chunks that may wait for the disk.
_CHUNKS_AHEAD = 8

_log = logging.getLogger(__name__)


class TensorStore:
    """A folder of `<sha256>.bin` files, kept under a size limit by forgetting the least recently used."""

    def __init__(self, folder: Path, limit_bytes: int) -> None:
        self.folder = folder
        self.limit_bytes = limit_bytes
        self._used_by: dict[str, set[str]] = {}
        self._lock = threading.Lock()
        # (mtime_ns, size) of each file when its digest was last known to be right.
        self._verified: dict[Path, tuple[int, int]] = {}
        self._verifying = threading.Lock()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._remove_abandoned()

    def path(self, spec: TensorSpec) -> Path:
        """Where the tensor is, or would be."""
        return self.folder / f"{spec.sha256}.bin"

    def holds(self, spec: TensorSpec) -> bool:
        """Whether the tensor is here, whole; being asked for counts as a use. A damaged file is dropped."""
        path = self.path(spec)
        # One at a time: gigabytes must not be digested twice because two sessions ask at once.
        with self._verifying:
            try:
                if path.stat().st_size != spec.size_bytes or not self._is_intact(path, spec):
                    return False
                os.utime(path)
                self._verified[path] = _stamp(path)
            except FileNotFoundError:
                return False
        return True

    def retain(self, session_id: str, specs: Iterable[TensorSpec]) -> None:
        """Keeps the tensors as long as the session lives, whatever the limit."""
        with self._lock:
            for spec in specs:
                self._used_by.setdefault(spec.sha256, set()).add(session_id)

    def release(self, session_id: str) -> None:
        """The session is gone; its tensors may go when room is needed."""
        with self._lock:
            for users in self._used_by.values():
                users.discard(session_id)

    def receive(
        self, spec: TensorSpec, chunks: Iterable[bytes], check: Callable[[Path], None] = lambda file: None
    ) -> int:
        """Stores the tensor that `chunks` spell, unless `check` raises; returns its size in bytes.

        Raises:
            InputDataError: there are too many or too few bytes, or `check` refuses them.
            DamagedDataError: the digest differs.
            StorageError: the disk is full.
        """
        self._make_room(spec.size_bytes)
        with self._temporary(spec) as file:
            sha256 = _write(file, _counted(chunks, spec))
            if sha256 != spec.sha256:
                raise DamagedDataError(
                    f"The uploaded tensor has digest {sha256}, not {spec.sha256}.",
                    code="TENSOR_DIGEST_WRONG",
                )
            file.close()
            # Before it has its name: what is refused must not be found in the cache later.
            check(Path(file.name))
            with self._verifying:
                publish(Path(file.name), self.path(spec))
                self._verified[self.path(spec)] = _stamp(self.path(spec))
        return spec.size_bytes

    def _is_intact(self, path: Path, spec: TensorSpec) -> bool:
        """Digests a file that is new to this server or was touched; drops it if it is not the tensor."""
        if self._verified.get(path) == _stamp(path):
            return True
        if _sha256(path) == spec.sha256:
            return True
        _log.warning("dropping damaged cached tensor %s", path)
        path.unlink(missing_ok=True)
        return False

    @contextmanager
    def _temporary(self, spec: TensorSpec) -> Iterator[IO[bytes]]:
        with NamedTemporaryFile(
            dir=self.folder, prefix=f".{spec.sha256[:16]}-", suffix=".tmp", delete=False
        ) as file:
            try:
                yield file
            finally:
                Path(file.name).unlink(missing_ok=True)

    def _remove_abandoned(self) -> None:
        """Removes what killed uploads left behind; a day old, so that no other server still writes it."""
        for path in self.folder.glob(".*.tmp"):
            if path.stat().st_mtime < time.time() - 86_400:
                path.unlink(missing_ok=True)

    def _make_room(self, wanted_bytes: int) -> None:
        """Forgets the least recently used tensors that no session needs.

        Raises:
            StorageError: the disk could not hold so much even then.
        """
        with self._lock:
            files = [(path, path.stat()) for path in self.folder.glob("*.bin")]
            cached_bytes = sum(stat.st_size for _, stat in files)
            possible_bytes = shutil.disk_usage(self.folder).free + cached_bytes
            if wanted_bytes > possible_bytes:
                raise StorageError(
                    f"A tensor of {wanted_bytes} bytes does not fit in {self.folder}: "
                    f"{possible_bytes} bytes could be free."
                )
            excess = cached_bytes + wanted_bytes - self.limit_bytes
            for path, stat in sorted(files, key=lambda item: item[1].st_mtime):
                if excess <= 0:
                    return
                if self._used_by.get(path.stem):
                    continue
                _log.info("forgetting cached tensor %s (%d bytes)", path.stem, stat.st_size)
                path.unlink(missing_ok=True)
                excess -= stat.st_size


def _stamp(path: Path) -> tuple[int, int]:
    """What changes when anybody writes to the file."""
    stat = path.stat()
    return stat.st_mtime_ns, stat.st_size


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(_READ_BYTES):
            digest.update(block)
    return digest.hexdigest()


def _counted(chunks: Iterable[bytes], spec: TensorSpec) -> Iterator[bytes]:
    """The same chunks; raises InputDataError once they are too many, or at the end if they are too few."""
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > spec.size_bytes:
            raise _wrong_size(f"more than {spec.size_bytes}", spec)
        yield chunk
    if size != spec.size_bytes:
        raise _wrong_size(str(size), spec)


def _write(file: IO[bytes], chunks: Iterable[bytes]) -> str:
    """Writes and digests `chunks` in a thread of its own, so that the next ones are received meanwhile."""
    digest = hashlib.sha256()
    pending: deque[Future[None]] = deque()
    with (
        EarlyFlush(file.fileno()) as flush,
        ThreadPoolExecutor(max_workers=1, thread_name_prefix="tensor-store") as writer,
    ):

        def store(chunk: bytes) -> None:
            digest.update(chunk)
            file.write(chunk)
            flush.wrote(len(chunk))

        for chunk in chunks:
            pending.append(writer.submit(store, chunk))
            if len(pending) > _CHUNKS_AHEAD:
                pending.popleft().result()
        for written in pending:
            written.result()
    return digest.hexdigest()


def _wrong_size(received: str, spec: TensorSpec) -> InputDataError:
    return InputDataError(
        f"The uploaded tensor has {received} bytes; its shape {list(spec.shape)} needs {spec.size_bytes}.",
        code="TENSOR_SIZE_WRONG",
    )
