"""Checkpoints on disk: a safetensors file and, written after it, a JSON file with its digest.

The JSON file is what makes a checkpoint exist, so a crash at any moment leaves the one before. The last
two are kept: should the newest turn out damaged, the run goes on from the older.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

from vasg.trainer.durable import publish, write_durably
from vasg.trainer.errors import DamagedDataError, StorageError, TrainingDivergedError
from vasg.trainer.events import TrainingWarning

_FORMAT = 2
_KEPT = 2
_NAME = re.compile(r"checkpoint-(\d{6,})\.json")
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Checkpoint:
    """One saved state; `damaged` names newer ones that could not be read."""

    tensors: dict[str, Tensor]
    record: dict[str, Any]
    damaged: tuple[str, ...] = ()


class CheckpointFolder:
    """The checkpoints of one stage."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def save(self, tensors: dict[str, Tensor], record: dict[str, Any]) -> None:
        """Writes a checkpoint, then forgets all but the last two.

        Raises:
            TrainingDivergedError: a tensor holds a NaN or an infinity; nothing is written.
            StorageError: the disk does not take it.
        """
        on_host = {name: value.detach().cpu().contiguous() for name, value in tensors.items()}
        for name, value in on_host.items():
            if not bool(torch.isfinite(value).all()):
                raise TrainingDivergedError(f"{name} holds a NaN or an infinity.")
        self.path.mkdir(parents=True, exist_ok=True)
        number = max(self._numbers(), default=0) + 1
        tensor_file = self.path / f"checkpoint-{number:06d}.safetensors"
        temporary = self.path / f".{tensor_file.name}.{os.getpid()}.tmp"
        try:
            save_file(on_host, temporary)
        except SafetensorError as error:
            temporary.unlink(missing_ok=True)
            raise StorageError(f"Cannot write a checkpoint to {self.path}: {error}") from error
        digest = _digest(temporary)
        publish(temporary, tensor_file)
        text = json.dumps({"format": _FORMAT, "sha256": digest, "record": record}, indent=1)
        write_durably(tensor_file.with_suffix(".json"), text.encode())
        self._prune()

    def exists(self) -> bool:
        """Whether anything was ever saved here."""
        return len(self._numbers()) > 0

    def load(self) -> Checkpoint | None:
        """The newest readable checkpoint; None if there was never one.

        Raises:
            DamagedDataError: there are checkpoints and none can be read.
        """
        damaged: list[str] = []
        for number in reversed(self._numbers()):
            name = f"checkpoint-{number:06d}"
            try:
                tensors, record = self._read(name)
            except (OSError, ValueError, KeyError, SafetensorError) as error:
                _log.warning("cannot read %s in %s: %s", name, self.path, error)
                damaged.append(name)
            else:
                return Checkpoint(tensors, record, tuple(damaged))
        if damaged:
            raise DamagedDataError(
                f"No checkpoint of this stage can be read ({', '.join(damaged)}). "
                "Delete the session and train again.",
                code="CHECKPOINTS_DAMAGED",
            )
        return None

    def _read(self, name: str) -> tuple[dict[str, Tensor], dict[str, Any]]:
        header = json.loads((self.path / f"{name}.json").read_text())
        if header["format"] != _FORMAT:
            raise ValueError(f"format {header['format']} is not {_FORMAT}")
        tensor_file = self.path / f"{name}.safetensors"
        if _digest(tensor_file) != header["sha256"]:
            raise ValueError("the digest differs")
        return load_file(tensor_file), header["record"]

    def _numbers(self) -> list[int]:
        """Numbers of the checkpoints that exist, ascending."""
        if not self.path.is_dir():
            return []
        matches = (_NAME.fullmatch(name) for name in os.listdir(self.path))
        return sorted(int(match[1]) for match in matches if match is not None)

    def _prune(self) -> None:
        kept = {f"checkpoint-{number:06d}" for number in self._numbers()[-_KEPT:]}
        # A JSON file goes before its tensors, so that none ever points at nothing.
        for file in sorted(self.path.iterdir(), key=lambda file: file.suffix != ".json"):
            if file.stem not in kept:
                file.unlink()


def damage_warnings(checkpoint: Checkpoint | None) -> list[TrainingWarning]:
    """What a person should know about the state that a stage starts from."""
    if checkpoint is None or not checkpoint.damaged:
        return []
    names = ", ".join(checkpoint.damaged)
    return [
        TrainingWarning(
            code="CHECKPOINT_DAMAGED",
            message=f"{names} could not be read; training goes on from an older checkpoint.",
        )
    ]


def _digest(file: Path) -> str:
    digest = hashlib.sha256()
    with open(file, "rb") as content:
        while block := content.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
