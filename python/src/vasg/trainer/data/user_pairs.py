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


def user_pairs(batch: Batch, num_users: int, num_other_type: int) -> UserPairs:
    """Centers with the contexts of the other type, which are the first `num_other_type` columns."""
    other_BC = batch.context_BC[:, :num_other_type]
    valid_BC = batch.valid_BC[:, :num_other_type]
    center_M = batch.center_B[:, None].expand_as(other_BC)[valid_BC]
    other_M = other_BC[valid_BC]
    if batch.centers_are_products:
        return UserPairs(other_M, center_M - num_users)
    return UserPairs(center_M, other_M - num_users)
