from __future__ import annotations

import os
from pathlib import Path

import pytest

from vasg.trainer.durable import EarlyFlush

MUCH = 1 << 30


def test_flushes_early_one_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[int] = []
    original = os.fsync

    def counted(descriptor: int) -> None:
        flushed.append(descriptor)
        original(descriptor)

    monkeypatch.setattr(os, "fsync", counted)
    with open(tmp_path / "file", "wb") as file, EarlyFlush(file.fileno()) as flush:
        flush.wrote(1)
        assert flushed == []
        for _ in range(3):
            file.write(b"more")
            flush.wrote(MUCH)
    assert 1 <= len(flushed) <= 3


def test_says_what_a_flush_met(tmp_path: Path) -> None:
    descriptor = os.open(tmp_path / "file", os.O_WRONLY | os.O_CREAT)
    os.close(descriptor)
    with pytest.raises(OSError, match="descriptor"), EarlyFlush(descriptor) as flush:
        flush.wrote(MUCH)
