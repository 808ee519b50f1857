from __future__ import annotations

import numpy as np
import pytest

from vasg.trainer.data.edges import TrainingEdges, checked_edges
from vasg.trainer.errors import InputDataError


def edges(offset: list[int], products: list[int]) -> TrainingEdges:
    return checked_edges(np.array(offset, np.uint32), np.array(products, np.uint32), 5)


def test_degrees_and_rows() -> None:
    made = edges([0, 2, 2, 5], [1, 3, 0, 1, 4])
    assert made.user_degree().tolist() == [2, 0, 3]
    assert made.product_degree().tolist() == [1, 2, 0, 1, 1]
    assert made.products_of(2).tolist() == [0, 1, 4]


@pytest.mark.parametrize(
    ("offset", "products", "message"),
    [
        ([1, 2], [0, 1], r"TRAIN_OFFSETS\[0\] is 1; it must be 0"),
        ([0, 2, 1, 3], [0, 1, 2], r"TRAIN_OFFSETS\[2\] is below the one before"),
        ([0, 1], [0, 1], r"TRAIN_OFFSETS\[1\] is 1; it must be the number of edges, 2"),
        ([0, 2], [0, 5], r"TRAIN_PRODUCTS\[1\] is 5; it must be below 5"),
        ([0, 1, 3], [2, 1, 1], r"TRAIN_PRODUCTS\[2\] is not above"),
        ([0, 3], [0, 2, 1], r"TRAIN_PRODUCTS\[2\] is not above"),
    ],
)
def test_names_the_first_wrong_position(offset: list[int], products: list[int], message: str) -> None:
    with pytest.raises(InputDataError, match=message):
        edges(offset, products)
