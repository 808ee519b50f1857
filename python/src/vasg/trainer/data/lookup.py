"""Which distinct nodes a batch touches, and where each occurrence finds its row.

Each distinct product is encoded and decoded once a step, however often it occurs: with the networks,
that is where the time goes.

Shapes: B centers, C contexts, N negatives (both types), R distinct nodes, Q distinct products among
them.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from vasg.trainer.data.corpus import Batch


@dataclass(frozen=True)
class Lookup:
    """Row numbers into the table [users; products; products without their free row] of a batch.

    The third part exists only where free rows are dropped: each occurrence of a product draws whether
    it is looked up in the second part or in the third.
    """

    node_R: Tensor
    num_users: int
    product_Q: Tensor
    center_row_B: Tensor
    context_row_BC: Tensor
    negative_row_N: Tensor


def look_up(
    batch: Batch,
    negative_N: Tensor,
    *,
    num_users: int,
    id_dropout: float | None,
    generator: torch.Generator,
) -> Lookup:
    """Finds the distinct nodes of centers, contexts and negatives; on the host.

    Args:
        batch: Centers and contexts, node ids.
        negative_N: Node ids of shared negatives; empty without them.
        num_users: |U|; product p is node |U| + p.
        id_dropout: Chance that an occurrence of a product loses its free row; None if it has no other.
        generator: Draws which occurrences do.
    """
    occurrences = torch.cat([batch.center_B, batch.context_BC.flatten(), negative_N])
    node_R, row = torch.unique(occurrences, return_inverse=True)
    users = int(torch.searchsorted(node_R, num_users))
    product_Q = node_R[users:] - num_users
    if id_dropout is not None:
        dropped = torch.rand(len(row), generator=generator) < id_dropout
        row = row + len(product_Q) * (dropped & (row >= users))
    size_B, size_C = batch.context_BC.shape
    center_row_B, context_row, negative_row_N = torch.split(row, [size_B, size_B * size_C, len(negative_N)])
    return Lookup(
        node_R=node_R,
        num_users=users,
        product_Q=product_Q,
        center_row_B=center_row_B,
        context_row_BC=context_row.view(size_B, size_C),
        negative_row_N=negative_row_N,
    )
