from __future__ import annotations

import torch

from vasg.trainer.data.corpus import Batch
from vasg.trainer.data.user_pairs import user_pairs

# Users 0 .. 3, products 4 .. 8; the first context column is of the other type.
CONTEXTS = torch.tensor([[0, 7], [3, 5], [0, 4]])
VALID = torch.tensor([[True, True], [True, False], [False, True]])


def test_products_as_centers_are_the_products_of_their_pairs() -> None:
    batch = Batch(True, torch.tensor([5, 7, 5]), CONTEXTS, VALID, 4)
    pairs = user_pairs(batch, num_users=4, num_other_type=1)
    assert (pairs.user_M.tolist(), pairs.product_M.tolist()) == ([0, 3], [1, 3])


def test_users_as_centers_are_the_users() -> None:
    batch = Batch(False, torch.tensor([1, 2, 1]), CONTEXTS.flip(1), VALID, 4)
    pairs = user_pairs(batch, num_users=4, num_other_type=1)
    assert (pairs.user_M.tolist(), pairs.product_M.tolist()) == ([1, 2], [3, 1])
