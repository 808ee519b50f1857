"""Where the server listens: a Unix socket in a private folder, or TCP with a token."""

from __future__ import annotations

import contextlib
import ipaddress
import os
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import grpc

from vasg.trainer.errors import UsageError

# `sockaddr_un.sun_path` has 104 bytes on macOS and 108 on Linux, with the final zero.
_MAX_SOCKET_PATH_BYTES = 103


@dataclass(frozen=True)
class UnixAddress:
    """A socket file."""

    path: Path


@dataclass(frozen=True)
class TcpAddress:
    """A numeric host and a port; port 0 lets the system choose."""

    host: str
    port: int

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can connect."""
        return ipaddress.ip_address(self.host).is_loopback


Address = UnixAddress | TcpAddress


def parse_address(text: str) -> Address:
    """Reads `unix:/path/to/socket` or `tcp:host:port`.

    Raises:
        UsageError: it is neither.
    """
    kind, _, rest = text.partition(":")
    if kind == "unix" and rest:
        return _unix_address(rest)
    host, _, port = rest.rpartition(":")
    if kind != "tcp" or not port.isdecimal() or int(port) > 65_535:
        raise _malformed(text)
    host = "127.0.0.1" if host == "localhost" else host.strip("[]")
    try:
        ipaddress.ip_address(host)
    except ValueError as error:
        raise _malformed(text) from error
    return TcpAddress(host, int(port))


def check_exposure(address: Address, *, has_token: bool, has_tls: bool) -> None:
    """Raises UsageError if strangers could call or listen in."""
    if isinstance(address, UnixAddress):
        return
    if not has_token:
        raise UsageError("--listen tcp needs a secret: set VASG_TRAINER_TOKEN.", code="TOKEN_MISSING")
    if not address.is_loopback and not has_tls:
        raise UsageError(
            f"--listen {address.host} is reachable from other machines: "
            "give --tls-cert and --tls-key, or listen on 127.0.0.1.",
            code="TLS_MISSING",
        )


def bind(server: grpc.Server, address: Address, credentials: grpc.ServerCredentials | None) -> str:
    """Binds `server`; returns the address to call.

    Raises:
        UsageError: the address is taken or may not be used.
    """
    if isinstance(address, UnixAddress):
        prepare_socket_path(address.path)
        with _private_files():
            _add_port(server, f"unix:{address.path}", None)
        return f"unix:{address.path}"
    host = f"[{address.host}]" if ":" in address.host else address.host
    port = _add_port(server, f"{host}:{address.port}", credentials)
    return f"{host}:{port}"


def prepare_socket_path(path: Path) -> None:
    """Makes the folder if need be, and removes the socket that a killed server left behind.

    Raises:
        UsageError: others may write in the folder, or the path is in use.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder = path.parent.stat()
    if folder.st_uid != os.getuid() or folder.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise UsageError(
            f"--listen unix:{path}: others may write in {path.parent}; use a folder with mode 0700.",
            code="SOCKET_FOLDER_NOT_PRIVATE",
        )
    if not path.exists():
        return
    if not stat.S_ISSOCK(path.stat().st_mode) or _answers(path):
        raise UsageError(f"--listen unix:{path}: the path is in use.", code="SOCKET_IN_USE")
    path.unlink()


def remove_socket(address: Address, *, with_folder: bool) -> None:
    """Cleans up after the server; `with_folder` also removes the socket's folder if nothing else is in it."""
    if not isinstance(address, UnixAddress):
        return
    address.path.unlink(missing_ok=True)
    if with_folder:
        with contextlib.suppress(OSError):
            address.path.parent.rmdir()


def _unix_address(rest: str) -> UnixAddress:
    path = Path(rest).absolute()
    if len(os.fsencode(path)) > _MAX_SOCKET_PATH_BYTES:
        raise UsageError(
            f"--listen unix:{path}: a socket's path has at most {_MAX_SOCKET_PATH_BYTES} bytes.",
            code="SOCKET_PATH_TOO_LONG",
        )
    return UnixAddress(path)


def _malformed(text: str) -> UsageError:
    return UsageError(
        f"--listen {text} is neither unix:/path nor tcp:ADDRESS:PORT with a numeric address.",
        code="ADDRESS_MALFORMED",
    )


def _add_port(server: grpc.Server, address: str, credentials: grpc.ServerCredentials | None) -> int:
    try:
        if credentials is not None:
            return server.add_secure_port(address, credentials)
        return server.add_insecure_port(address)
    except RuntimeError as error:
        raise UsageError(f"--listen: cannot bind {address}.", code="ADDRESS_IN_USE") from error


@contextmanager
def _private_files() -> Iterator[None]:
    """Files made inside get mode 0600 from their first moment on."""
    previous = os.umask(0o177)
    try:
        yield
    finally:
        os.umask(previous)


def _answers(path: Path) -> bool:
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as probe:
        try:
            probe.connect(str(path))
        except OSError:
            return False
    return True
