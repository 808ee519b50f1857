"""Every failure that a user can cause or mend, mirroring the classes of the client's `errors.ts`.

Names avoid those of Python and torch. `interceptors.py` is the only place that maps them to gRPC.
"""

from __future__ import annotations

import errno

import torch


class VasgError(Exception):
    """Base of all expected failures; `code` is a stable upper snake case name."""

    default_code = "VASG"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.code = code if code is not None else self.default_code


class UsageError(VasgError):
    """A field or flag has a value that cannot work, alone or together with another."""

    default_code = "USAGE"


class InputDataError(VasgError):
    """A tensor or a chunk of walks is malformed or inconsistent with another."""

    default_code = "INPUT_DATA"


class DamagedDataError(InputDataError):
    """Bytes are not those that were written or promised: a digest differs, a checkpoint is torn."""

    default_code = "DATA_DAMAGED"


class MissingArtifactError(VasgError):
    """A session lacks something that an earlier call makes, or is in another state."""

    default_code = "MISSING_ARTIFACT"


class UnknownSessionError(MissingArtifactError):
    """No session of that name exists on this server."""

    default_code = "SESSION_UNKNOWN"


class SetupError(VasgError):
    """The machine lacks what was asked for, e.g. CUDA."""

    default_code = "SETUP"


class UnauthenticatedError(SetupError):
    """The call carries no token, or a wrong one."""

    default_code = "TOKEN_REFUSED"


class TrainerUnavailableError(VasgError):
    """The server is shutting down."""

    default_code = "TRAINER_UNAVAILABLE"


class DeviceMemoryError(VasgError):
    """The training device, or the host, ran out of memory."""

    default_code = "DEVICE_MEMORY"


class TrainingDivergedError(VasgError):
    """The loss or the parameters became NaN or infinite."""

    default_code = "TRAINING_DIVERGED"


class StorageError(VasgError):
    """The state or cache directory cannot be written."""

    default_code = "STORAGE"


class RunCancelledError(VasgError):
    """The caller went away."""

    default_code = "CANCELLED"


_STORAGE_REASONS = {
    errno.ENOSPC: "no space is left on the device",
    errno.EDQUOT: "the disk quota is used up",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "permission denied",
    errno.EPERM: "operation not permitted",
    errno.EIO: "input/output error",
}


def as_vasg_error(error: BaseException) -> VasgError | None:
    """The expected failure that `error` is or stands for; None for a bug of ours."""
    if isinstance(error, VasgError):
        return error
    if isinstance(error, (MemoryError, torch.OutOfMemoryError)) or _is_host_allocation(error):
        return DeviceMemoryError(f"Out of memory: {error}. Use a smaller batch_size or embedding_dim.")
    if isinstance(error, OSError) and error.errno in _STORAGE_REASONS:
        place = error.filename or "the state or cache folder"
        return StorageError(f"Cannot write to {place}: {_STORAGE_REASONS[error.errno]}.")
    return None


def _is_host_allocation(error: BaseException) -> bool:
    # torch reports a failed host allocation as a plain RuntimeError.
    return isinstance(error, RuntimeError) and "allocate memory" in str(error)
