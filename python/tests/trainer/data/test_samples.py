from __future__ import annotations

import numpy as np
import pytest
import torch

from vasg.trainer.data.samples import Columns, decode_samples, relation_columns, triple_columns
from vasg.trainer.errors import InputDataError

TRIPLES = triple_columns(num_users=3, num_products=5)
RELATIONS = relation_columns(num_products=5)


def spelled(*samples: tuple[int, int, int]) -> bytes:
    return np.array(samples, dtype="<u4").tobytes()


def test_reads_what_was_spelled() -> None:
    decoded = decode_samples(spelled((2, 4, 0), (0, 1, 2)), num_samples=2, columns=TRIPLES)
    assert torch.equal(decoded, torch.tensor([(2, 4, 0), (0, 1, 2)]))


@pytest.mark.parametrize("num_samples", [0, 1, 3, 2**32 - 1])
def test_the_size_must_fit_the_count(num_samples: int) -> None:
    with pytest.raises(InputDataError, match="samples.samples has 24 bytes") as caught:
        decode_samples(spelled((0, 0, 0), (0, 0, 0)), num_samples=num_samples, columns=TRIPLES)
    assert caught.value.code == "SAMPLES_SIZE_WRONG"


@pytest.mark.parametrize(
    ("columns", "sample", "message"),
    [
        (TRIPLES, (3, 0, 1), "in sample 1, user 3 is not below 3"),
        (TRIPLES, (0, 5, 1), "in sample 1, bought product 5 is not below 5"),
        (TRIPLES, (0, 0, 2**32 - 1), "in sample 1, other product 4294967295 is not below 5"),
        (RELATIONS, (5, 0, 1), "in sample 1, first product 5 is not below 5"),
        (RELATIONS, (0, 6, 1), "in sample 1, second product 6 is not below 5"),
        (RELATIONS, (0, 1, 2), "in sample 1, label 2 is not below 2"),
    ],
)
def test_numbers_out_of_range_are_named(columns: Columns, sample: tuple[int, int, int], message: str) -> None:
    with pytest.raises(InputDataError, match=message) as caught:
        decode_samples(spelled((0, 1, 1), sample), num_samples=2, columns=columns)
    assert caught.value.code == "SAMPLE_WRONG"
