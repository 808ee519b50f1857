from __future__ import annotations

import torch

from vasg.trainer.data.corpus import Batch
from vasg.trainer.data.user_pairs import user_pairs

# Users 0 .. 3, products 4 .. 8.
VALID = torch.tensor([[True, True], [True, False], [False, False]])


def test_products_as_centers_are_the_products_of_their_pairs() -> None:
    contexts = torch.tensor([[0, 2], [3, 7], [5, 5]])
    pairs = user_pairs(Batch(True, torch.tensor([5, 7, 5]), contexts, VALID, 3), num_users=4)
    assert (pairs.user_M.tolist(), pairs.product_M.tolist()) == ([0, 2, 3], [1, 1, 3])


def test_users_as_centers_are_the_users() -> None:
    contexts = torch.tensor([[7, 4], [5, 2], [1, 1]])
    pairs = user_pairs(Batch(False, torch.tensor([1, 2, 1]), contexts, VALID, 3), num_users=4)
    assert (pairs.user_M.tolist(), pairs.product_M.tolist()) == ([1, 1, 2], [3, 0, 1])
