"""A shop of two halves, whose users each buy from one."""

from __future__ import annotations

import numpy as np

from vasg.peers.purchases import Purchases

NUM_USERS, BLOCK, NUM_PRODUCTS = 120, 12, 30
"""Products 0 .. 11 and 14 .. 25 are bought; the others are cold."""
FIRST_OF_BLOCK = (0, 14)


def block_purchases(*, validation: bool = True) -> Purchases:
    """Five training purchases of each user, and one for validation."""
    rng = np.random.default_rng(5)
    train, held_out = [], []
    for user in range(NUM_USERS):
        products = FIRST_OF_BLOCK[user % 2] + rng.permutation(BLOCK)[:6]
        train += [(user, product) for product in products[:5]]
        held_out.append((user, products[5]))
    pairs = [np.array(each, dtype=np.uint32).T for each in (train, held_out)]
    none = np.zeros((2, 0), dtype=np.uint32)
    return Purchases.of_pairs(pairs[0], pairs[1] if validation else none, NUM_USERS, NUM_PRODUCTS)
