"""The vectors that a trained model gives, in evaluation mode, on the device.

Shapes: U users, P products, D embedding_dim, W columns of a row (D, or D + 1 with a popularity term),
F feature_dim.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from vasg.trainer.data.edges import TrainingEdges
from vasg.trainer.data.features import FeatureStore
from vasg.trainer.hyperparameters import Hyperparameters, UserVector
from vasg.trainer.model.networks import DenseNetwork
from vasg.trainer.model.vasg_model import VasgModel


@dataclass(frozen=True)
class Vectors:
    """Rows of users, of products (of no meaning where p is cold) and, with an encoder, M(f_p) of all.

    The first `dim` columns are directions. A popularity term lies behind those of products, the
    temperature behind those of users.
    """

    user_UW: Tensor
    product_PW: Tensor
    encoded_PW: Tensor | None
    dim: int


@torch.no_grad()
def model_vectors(
    model: VasgModel, features: FeatureStore, edges: TrainingEdges, knobs: Hyperparameters
) -> Vectors:
    """All vectors of stage 1's model."""
    free_PW = model.free_rows()
    encoded_PW = encode_all(model.encoder, features) if model.encoder is not None else None
    product_PW = free_PW if encoded_PW is None else encoded_PW + free_PW
    user_UD = _user_vectors(model, product_PW, edges, knobs.user_vector)
    if knobs.popularity_bias:
        user_UD = torch.cat([user_UD, model.temperature().expand(len(user_UD), 1)], dim=1)
    return Vectors(user_UD, product_PW, encoded_PW, model.dim)


def unit_rows(row_NW: Tensor, dim: int) -> Tensor:
    """Rows whose first `dim` columns have length 1, the last as it is: their dot products are the scores."""
    unit_ND = functional.normalize(row_NW[:, :dim], dim=1)
    return torch.cat([unit_ND, row_NW[:, dim:]], dim=1)


def _user_vectors(
    model: VasgModel, product_PW: Tensor, edges: TrainingEdges, user_vector: UserVector
) -> Tensor:
    """X_u, [U, D]: the free row, the mean of X_p / |X_p| over the training products of u, or their sum."""
    row_UD = model.table.weight[: model.num_user_rows]
    if user_vector is UserVector.ROW:
        return row_UD
    profile_UD = functional.embedding_bag(
        torch.from_numpy(edges.product_E).to(product_PW.device),
        functional.normalize(product_PW[:, : model.dim], dim=1),
        torch.from_numpy(edges.offset).to(product_PW.device),
        mode="mean",
        include_last_offset=True,
    )
    return profile_UD if user_vector is UserVector.PROFILE else row_UD + profile_UD


@torch.no_grad()
def encode_all(encoder: DenseNetwork, features: FeatureStore) -> Tensor:
    """M(f_p) of every product, without noise and dropout."""
    products = torch.arange(features.num_products)
    return torch.cat([encoder(feature_BF) for feature_BF in features.blocks(products)])
