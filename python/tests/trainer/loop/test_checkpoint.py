from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from vasg.trainer.errors import DamagedDataError, TrainingDivergedError
from vasg.trainer.loop.checkpoint import CheckpointFolder, damage_warnings


def filled(folder: Path, count: int = 3) -> CheckpointFolder:
    checkpoints = CheckpointFolder(folder / "stage")
    for step in range(1, count + 1):
        checkpoints.save({"w": torch.full((4,), float(step))}, {"step": step})
    return checkpoints


def flip_a_byte(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)


def truncate(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-5])


def test_keeps_the_last_two(tmp_path: Path) -> None:
    checkpoints = filled(tmp_path)
    assert sorted(path.name for path in checkpoints.path.iterdir()) == [
        "checkpoint-000002.json",
        "checkpoint-000002.safetensors",
        "checkpoint-000003.json",
        "checkpoint-000003.safetensors",
    ]
    loaded = checkpoints.load()
    assert loaded is not None and loaded.record == {"step": 3}
    assert loaded.tensors["w"].tolist() == [3.0] * 4
    assert damage_warnings(loaded) == []


@pytest.mark.parametrize("damage", [flip_a_byte, truncate, Path.unlink])
@pytest.mark.parametrize("suffix", ["json", "safetensors"])
def test_falls_back_to_the_older_one(damage: Callable[[Path], None], suffix: str, tmp_path: Path) -> None:
    checkpoints = filled(tmp_path)
    damage(checkpoints.path / f"checkpoint-000003.{suffix}")
    loaded = checkpoints.load()
    assert loaded is not None and loaded.record == {"step": 2}


def test_says_what_it_fell_back_from(tmp_path: Path) -> None:
    checkpoints = filled(tmp_path)
    truncate(checkpoints.path / "checkpoint-000003.safetensors")
    (warning,) = damage_warnings(checkpoints.load())
    assert warning.code == "CHECKPOINT_DAMAGED" and "checkpoint-000003" in warning.message


def test_fails_clearly_when_all_are_damaged(tmp_path: Path) -> None:
    checkpoints = filled(tmp_path)
    for file in checkpoints.path.glob("*.safetensors"):
        truncate(file)
    with pytest.raises(DamagedDataError, match="Delete the session"):
        checkpoints.load()


def test_a_crash_before_the_json_file_leaves_the_one_before(tmp_path: Path) -> None:
    checkpoints = filled(tmp_path)
    (checkpoints.path / "checkpoint-000004.safetensors").write_bytes(b"half")
    (checkpoints.path / ".checkpoint-000005.safetensors.1.tmp").write_bytes(b"half")
    loaded = checkpoints.load()
    assert loaded is not None and loaded.record == {"step": 3}
    checkpoints.save({"w": torch.zeros(1)}, {"step": 4})
    assert len(list(checkpoints.path.iterdir())) == 4


def test_never_saves_what_is_not_finite(tmp_path: Path) -> None:
    checkpoints = filled(tmp_path)
    with pytest.raises(TrainingDivergedError, match="w holds a NaN"):
        checkpoints.save({"w": torch.tensor([1.0, float("nan")])}, {"step": 4})
    loaded = checkpoints.load()
    assert loaded is not None and loaded.record == {"step": 3}


def test_without_any_there_is_none(tmp_path: Path) -> None:
    assert CheckpointFolder(tmp_path / "nothing").load() is None
