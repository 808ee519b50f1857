"""Chunks as a stage takes them: in order, with the time spent waiting for them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar

from vasg.trainer.errors import InputDataError
from vasg.trainer.loop.stage_state import Cursor


class Chunk(Protocol):
    """A part of one epoch's walks or samples."""

    @property
    def epoch(self) -> int:
        """From 0."""

    @property
    def chunk_index(self) -> int:
        """Position within the epoch, from 0."""

    @property
    def last_of_epoch(self) -> bool:
        """Whether the next chunk is of the next epoch."""


C = TypeVar("C", bound=Chunk)


class ChunkFeed(Generic[C]):
    """Hands out chunks, each of which must be the one that the cursor asks for."""

    def __init__(self, chunks: Iterator[C], *, name: str, num_epochs: int) -> None:
        """`name` is what they are in messages: walks or samples."""
        self.idle_seconds = 0.0
        self._chunks = chunks
        self._name = name
        self._num_epochs = num_epochs

    def take(self, cursor: Cursor) -> C | None:
        """The next chunk; None at the end.

        Raises:
            InputDataError: it is not the one that is due.
        """
        asked_at = time.perf_counter()
        chunk = next(self._chunks, None)
        self.idle_seconds += time.perf_counter() - asked_at
        if chunk is not None:
            self._check(chunk, cursor)
        return chunk

    def _check(self, chunk: C, cursor: Cursor) -> None:
        code = f"{self._name.upper()}_OUT_OF_ORDER"
        if (chunk.epoch, chunk.chunk_index) != (cursor.epoch, cursor.chunk_index):
            raise InputDataError(
                f"{self._name}: chunk {chunk.chunk_index} of epoch {chunk.epoch} came where chunk "
                f"{cursor.chunk_index} of epoch {cursor.epoch} was due.",
                code=code,
            )
        if chunk.epoch >= self._num_epochs:
            raise InputDataError(
                f"{self._name}: epoch {chunk.epoch} is not below num_epochs {self._num_epochs}.", code=code
            )


def cursor_after(chunk: Chunk, batch_index: int, is_last: bool) -> Cursor:
    """Where the batch after batch `batch_index` of `chunk`, which may be its last, starts."""
    if not is_last:
        return Cursor(chunk.epoch, chunk.chunk_index, batch_index + 1)
    if chunk.last_of_epoch:
        return Cursor(chunk.epoch + 1, 0)
    return Cursor(chunk.epoch, chunk.chunk_index + 1)
