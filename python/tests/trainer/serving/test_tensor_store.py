from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from vasg.trainer.config import DataType, TensorSpec
from vasg.trainer.errors import DamagedDataError, InputDataError, StorageError
from vasg.trainer.serving import tensor_store
from vasg.trainer.serving.tensor_store import TensorStore


def spec_for(content: bytes) -> TensorSpec:
    return TensorSpec(
        data_type=DataType.UINT32,
        shape=(len(content) // 4,),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def stored(store: TensorStore, content: bytes, *, age: int = 0) -> TensorSpec:
    spec = spec_for(content)
    store.receive(spec, [content])
    os.utime(store.path(spec), (1_000_000 - age, 1_000_000 - age))
    return spec


def test_stores_what_arrives_in_parts(tmp_path: Path) -> None:
    store, spec = TensorStore(tmp_path, 1000), spec_for(b"abcdefgh")
    assert not store.holds(spec)
    assert store.receive(spec, [b"abc", b"defgh"]) == 8
    assert store.holds(spec)
    assert store.path(spec).read_bytes() == b"abcdefgh"
    assert [path.name for path in tmp_path.iterdir()] == [f"{spec.sha256}.bin"]


@pytest.mark.parametrize("content", [b"abcd", b"abcdefghijkl", b""])
def test_refuses_too_much_and_too_little(content: bytes, tmp_path: Path) -> None:
    store = TensorStore(tmp_path, 1000)
    with pytest.raises(InputDataError) as caught:
        store.receive(spec_for(b"abcdefgh"), [content])
    assert caught.value.code == "TENSOR_SIZE_WRONG"
    assert list(tmp_path.iterdir()) == []


def test_refuses_other_bytes(tmp_path: Path) -> None:
    with pytest.raises(DamagedDataError):
        TensorStore(tmp_path, 1000).receive(spec_for(b"abcdefgh"), [b"abcdefgX"])
    assert list(tmp_path.iterdir()) == []


def test_a_truncated_file_is_not_held(tmp_path: Path) -> None:
    store = TensorStore(tmp_path, 1000)
    spec = stored(store, b"abcdefgh")
    store.path(spec).write_bytes(b"abcd")
    assert not store.holds(spec)


def test_a_damaged_file_is_dropped_even_by_a_later_server(tmp_path: Path) -> None:
    first = TensorStore(tmp_path, 1000)
    spec = stored(first, b"abcdefgh")
    assert first.holds(spec)
    for store in (first, TensorStore(tmp_path, 1000)):
        store.path(spec).write_bytes(b"abcdefgX")
        assert not store.holds(spec)
        assert list(tmp_path.iterdir()) == []


def test_digests_a_file_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = spec_for(b"abcdefgh")
    TensorStore(tmp_path, 1000).receive(spec, [b"abcdefgh"])
    digested: list[Path] = []
    original = tensor_store._sha256

    def counted(path: Path) -> str:
        digested.append(path)
        return original(path)

    monkeypatch.setattr(tensor_store, "_sha256", counted)
    store = TensorStore(tmp_path, 1000)
    assert [store.holds(spec) for _ in range(3)] == [True] * 3
    assert digested == [store.path(spec)]
    store.receive(spec, [b"abcdefgh"])
    assert store.holds(spec) and len(digested) == 1


def test_what_its_check_refuses_is_not_kept(tmp_path: Path) -> None:
    def refuse(file: Path) -> None:
        assert file.read_bytes() == b"abcdefgh"
        raise InputDataError("no")

    store, spec = TensorStore(tmp_path, 1000), spec_for(b"abcdefgh")
    with pytest.raises(InputDataError):
        store.receive(spec, [b"abcdefgh"], refuse)
    assert list(tmp_path.iterdir()) == []


def test_forgets_the_least_recently_used_that_no_session_needs(tmp_path: Path) -> None:
    store = TensorStore(tmp_path, 20)
    oldest = stored(store, b"aaaaaaaa", age=3)
    middle = stored(store, b"bbbbbbbb", age=2)
    store.retain("s", [oldest])
    newest = stored(store, b"cccccccc", age=1)
    assert [store.holds(spec) for spec in (oldest, middle, newest)] == [True, False, True]
    store.release("s")
    os.utime(store.path(oldest), (1, 1))
    stored(store, b"dddddddd")
    assert not store.holds(oldest)


def test_what_sessions_need_may_exceed_the_limit(tmp_path: Path) -> None:
    store = TensorStore(tmp_path, 4)
    spec = spec_for(b"aaaaaaaa")
    store.retain("s", [spec])
    stored(store, b"aaaaaaaa")
    stored(store, b"bbbbbbbb")
    assert store.holds(spec)


def test_what_no_disk_can_hold_is_refused_before_anything_is_forgotten(tmp_path: Path) -> None:
    store = TensorStore(tmp_path, 20)
    small = stored(store, b"aaaaaaaa")
    huge = TensorSpec(data_type=DataType.FLOAT32, shape=(2**31 - 1, 65_536), sha256="0" * 64)
    with pytest.raises(StorageError):
        store.receive(huge, [])
    assert store.holds(small)


def test_removes_what_killed_uploads_left_behind(tmp_path: Path) -> None:
    old, new = tmp_path / ".a.tmp", tmp_path / ".b.tmp"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (1, 1))
    TensorStore(tmp_path, 1000)
    assert list(tmp_path.iterdir()) == [new]
