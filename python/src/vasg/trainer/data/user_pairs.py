"""The pairs of a user and a product in the windows of a batch, whichever of them is the center.

Shapes: B centers, C contexts of a center, M pairs.
"""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor

from vasg.trainer.data.corpus import Batch


@dataclass(frozen=True)
class UserPairs:
    """User and product indices of each pair."""

    user_M: Tensor
    product_M: Tensor


def user_pairs(batch: Batch, num_users: int) -> UserPairs:
    """Centers with their contexts, which are all of the other type."""
    center_M = batch.center_B[:, None].expand_as(batch.context_BC)[batch.valid_BC]
    other_M = batch.context_BC[batch.valid_BC]
    if batch.centers_are_products:
        return UserPairs(other_M, center_M - num_users)
    return UserPairs(center_M, other_M - num_users)
