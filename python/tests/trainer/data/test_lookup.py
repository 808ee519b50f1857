from __future__ import annotations

import torch

from vasg.trainer.data.corpus import Batch
from vasg.trainer.data.lookup import Lookup, look_up

# Users 0 .. 3, products 4 .. 8.
BATCH = Batch(
    centers_are_products=True,
    center_B=torch.tensor([5, 7, 5]),
    context_BC=torch.tensor([[0, 7], [3, 5], [0, 4]]),
    valid_BC=torch.ones(3, 2, dtype=torch.bool),
    num_pairs=6,
)
NEGATIVES = torch.tensor([1, 8])


def find(id_dropout: float | None) -> Lookup:
    return look_up(
        BATCH, NEGATIVES, num_users=4, id_dropout=id_dropout, generator=torch.Generator().manual_seed(0)
    )


def test_each_occurrence_finds_its_node() -> None:
    lookup = find(None)
    assert lookup.node_R.tolist() == [0, 1, 3, 4, 5, 7, 8]
    assert lookup.num_users == 3
    assert lookup.product_Q.tolist() == [0, 1, 3, 4]
    assert torch.equal(lookup.node_R[lookup.center_row_B], BATCH.center_B)
    assert torch.equal(lookup.node_R[lookup.context_row_BC], BATCH.context_BC)
    assert torch.equal(lookup.node_R[lookup.negative_row_N], NEGATIVES)


def test_dropping_moves_products_and_only_products_to_the_third_part() -> None:
    kept, dropped = find(0.0), find(1.0)
    num_products = len(kept.product_Q)
    moved = dropped.context_row_BC - kept.context_row_BC
    assert torch.equal(moved, num_products * (BATCH.context_BC >= 4).long())
    assert torch.equal(dropped.center_row_B, kept.center_row_B + num_products)
