from __future__ import annotations

import threading
import time

import pytest
import torch

from vasg.trainer.data.corpus import WalkChunk
from vasg.trainer.errors import InputDataError
from vasg.trainer.serving.chunk_queue import ChunkQueue

CHUNK = WalkChunk(0, 0, torch.zeros(1, 2, dtype=torch.int64), False)


def test_gives_what_came_before_the_end() -> None:
    chunks = ChunkQueue(threading.Event())
    chunks.put(CHUNK)
    chunks.end()
    assert list(chunks) == [CHUNK]


def test_a_failure_comes_after_the_chunks_before_it() -> None:
    chunks = ChunkQueue(threading.Event())
    chunks.put(CHUNK)
    chunks.end(InputDataError("bad"))
    assert next(chunks) is CHUNK
    with pytest.raises(InputDataError):
        next(chunks)


def test_what_follows_the_end_is_no_failure() -> None:
    chunks = ChunkQueue(threading.Event())
    chunks.end()
    chunks.end(InputDataError("the stream is over"))
    assert list(chunks) == []


def test_being_full_holds_the_sender_back() -> None:
    chunks = ChunkQueue(threading.Event(), capacity=1)
    chunks.put(CHUNK)
    sender = threading.Thread(target=chunks.put, args=(CHUNK,))
    sender.start()
    time.sleep(0.15)
    assert sender.is_alive()
    next(chunks)
    sender.join(timeout=2)
    assert not sender.is_alive()


def test_stopping_frees_both_sides() -> None:
    stop = threading.Event()
    full, empty = ChunkQueue(stop, capacity=1), ChunkQueue(stop)
    full.put(CHUNK)
    stop.set()
    assert full.put(CHUNK) is False
    assert list(empty) == []
