from __future__ import annotations

import threading
import time

import pytest
import torch

from vasg.trainer.data.corpus import WalkChunk
from vasg.trainer.errors import InputDataError
from vasg.trainer.serving.walk_queue import WalkQueue

CHUNK = WalkChunk(0, 0, torch.zeros(1, 2, dtype=torch.int64), False)


def test_gives_what_came_before_the_end() -> None:
    walks = WalkQueue(threading.Event())
    walks.put(CHUNK)
    walks.end()
    assert list(walks) == [CHUNK]


def test_a_failure_comes_after_the_walks_before_it() -> None:
    walks = WalkQueue(threading.Event())
    walks.put(CHUNK)
    walks.end(InputDataError("bad"))
    assert next(walks) is CHUNK
    with pytest.raises(InputDataError):
        next(walks)


def test_what_follows_the_end_is_no_failure() -> None:
    walks = WalkQueue(threading.Event())
    walks.end()
    walks.end(InputDataError("the stream is over"))
    assert list(walks) == []


def test_being_full_holds_the_sender_back() -> None:
    walks = WalkQueue(threading.Event(), capacity=1)
    walks.put(CHUNK)
    sender = threading.Thread(target=walks.put, args=(CHUNK,))
    sender.start()
    time.sleep(0.15)
    assert sender.is_alive()
    next(walks)
    sender.join(timeout=2)
    assert not sender.is_alive()


def test_stopping_frees_both_sides() -> None:
    stop = threading.Event()
    full, empty = WalkQueue(stop, capacity=1), WalkQueue(stop)
    full.put(CHUNK)
    stop.set()
    assert full.put(CHUNK) is False
    assert list(empty) == []
