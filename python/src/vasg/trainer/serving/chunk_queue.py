"""Chunks on their way from the network to the training: a bounded queue between two threads."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from typing import Any

_CAPACITY = 4
# How often a waiting thread looks at the stop flag, which belongs to others and wakes nobody.
_POLL_SECONDS = 0.1


class ChunkQueue(Iterator[Any]):
    """Of walks or of samples. Ends when told so, or when `stop` is set.

    Being full is what holds the sender back.
    """

    def __init__(self, stop: threading.Event, capacity: int = _CAPACITY) -> None:
        self._stop = stop
        self._capacity = capacity
        self._chunks: deque[Any] = deque()
        self._changed = threading.Condition()
        self._ended = False
        self._failure: Exception | None = None

    def put(self, chunk: Any) -> bool:
        """Waits for room; False if nobody wants chunks any more."""
        with self._changed:
            while len(self._chunks) >= self._capacity:
                if self._is_over():
                    return False
                self._changed.wait(_POLL_SECONDS)
            self._chunks.append(chunk)
            self._changed.notify_all()
        return True

    def end(self, failure: Exception | None = None) -> None:
        """No more chunks will come; the reader gets those before, then `failure` if there is one."""
        with self._changed:
            if self._ended:
                return
            self._ended = True
            self._failure = failure
            self._changed.notify_all()

    def __next__(self) -> Any:
        with self._changed:
            while not self._chunks:
                if self._failure is not None:
                    raise self._failure
                if self._is_over():
                    raise StopIteration
                self._changed.wait(_POLL_SECONDS)
            self._changed.notify_all()
            return self._chunks.popleft()

    def _is_over(self) -> bool:
        return self._ended or self._stop.is_set()
