from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.trainer.knobs import JOINT
from tests.trainer.worlds import communities
from vasg.trainer.config import TensorRole
from vasg.trainer.data.arriving import ArrivingInput
from vasg.trainer.errors import InputDataError

WORLD = communities()
CONFIG = WORLD.config(JOINT)
LAST = WORLD.feature_PF.size - 1


def check(content: bytes, folder: Path, *, step: int, role: TensorRole = TensorRole.FEATURES) -> None:
    """The input arrives `step` bytes at a time."""
    arriving = ArrivingInput(CONFIG, role)
    chunks = [content[start : start + step] for start in range(0, len(content), step)]
    assert list(arriving.watched(chunks)) == chunks
    file = folder / "input"
    file.write_bytes(content)
    arriving.check(file)


@pytest.mark.parametrize("step", [3, 4, 10, 20, 1 << 20])
@pytest.mark.parametrize("place", [0, 11, LAST])
@pytest.mark.parametrize("value", [np.nan, -np.inf, 1.1e15, -2e15])
def test_names_the_row_however_it_arrives(step: int, place: int, value: float, tmp_path: Path) -> None:
    features = WORLD.feature_PF.copy()
    check(features.tobytes(), tmp_path, step=step)
    features.flat[place] = value
    with pytest.raises(InputDataError, match=f"row {place // features.shape[1]} "):
        check(features.tobytes(), tmp_path, step=step)


def test_does_not_read_again_what_is_right(tmp_path: Path) -> None:
    arriving = ArrivingInput(CONFIG, TensorRole.FEATURES)
    list(arriving.watched([WORLD.feature_PF.tobytes()]))
    arriving.check(tmp_path / "there is no such file")


def test_other_inputs_are_checked_as_a_whole(tmp_path: Path) -> None:
    products = WORLD.product_E.copy()
    check(products.tobytes(), tmp_path, step=8, role=TensorRole.TRAIN_PRODUCTS)
    products[5] = WORLD.num_products
    with pytest.raises(InputDataError, match="TRAIN_PRODUCTS"):
        check(products.tobytes(), tmp_path, step=8, role=TensorRole.TRAIN_PRODUCTS)
