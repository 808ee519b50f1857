from __future__ import annotations

import socket
from pathlib import Path

import pytest

from vasg.trainer.errors import UsageError
from vasg.trainer.serving.listen import (
    TcpAddress,
    UnixAddress,
    check_exposure,
    parse_address,
    prepare_socket_path,
)


def test_reads_addresses() -> None:
    assert parse_address("unix:/run/t.sock") == UnixAddress(Path("/run/t.sock"))
    assert parse_address("tcp:127.0.0.1:0") == TcpAddress("127.0.0.1", 0)
    assert parse_address("tcp:localhost:50051") == TcpAddress("127.0.0.1", 50051)
    assert parse_address("tcp:[::1]:7") == TcpAddress("::1", 7)


@pytest.mark.parametrize(
    "text",
    ["", "unix:", "tcp:", "tcp:127.0.0.1", "tcp:host:1", "tcp:127.0.0.1:70000", "udp:1.2.3.4:5"]
    + ["unix:/" + "x" * 104],
)
def test_refuses_what_is_no_address(text: str) -> None:
    with pytest.raises(UsageError, match="--listen"):
        parse_address(text)


@pytest.mark.parametrize(
    ("host", "has_token", "has_tls", "code"),
    [
        ("127.0.0.1", False, True, "TOKEN_MISSING"),
        ("0.0.0.0", False, False, "TOKEN_MISSING"),
        ("0.0.0.0", True, False, "TLS_MISSING"),
        ("10.1.2.3", True, False, "TLS_MISSING"),
        ("::", True, False, "TLS_MISSING"),
    ],
)
def test_refuses_to_be_reached_by_strangers(host: str, has_token: bool, has_tls: bool, code: str) -> None:
    with pytest.raises(UsageError) as caught:
        check_exposure(TcpAddress(host, 0), has_token=has_token, has_tls=has_tls)
    assert caught.value.code == code


def test_allows_what_is_safe() -> None:
    check_exposure(UnixAddress(Path("/x")), has_token=False, has_tls=False)
    check_exposure(TcpAddress("127.0.0.1", 0), has_token=True, has_tls=False)
    check_exposure(TcpAddress("0.0.0.0", 0), has_token=True, has_tls=True)


def test_makes_a_private_folder(tmp_path: Path) -> None:
    prepare_socket_path(tmp_path / "new" / "t.sock")
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700


def test_refuses_a_folder_where_others_may_write(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    with pytest.raises(UsageError) as caught:
        prepare_socket_path(tmp_path / "t.sock")
    assert caught.value.code == "SOCKET_FOLDER_NOT_PRIVATE"


def test_removes_a_stale_socket_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # The full path may be too long for a socket.
    path = tmp_path / "t.sock"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("t.sock")
        listener.listen()
        monkeypatch.setattr("vasg.trainer.serving.listen._answers", lambda _: True)
        with pytest.raises(UsageError, match="in use"):
            prepare_socket_path(path)
    monkeypatch.setattr("vasg.trainer.serving.listen._answers", lambda _: False)
    prepare_socket_path(path)
    assert not path.exists()
    path.write_text("a file of somebody's")
    with pytest.raises(UsageError, match="in use"):
        prepare_socket_path(path)
