"""The vectors that a trained model gives, in evaluation mode, on the device.

Shapes: U users, P products, D embedding_dim, F feature_dim.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from vasg.trainer.data.features import FeatureStore
from vasg.trainer.model.networks import DenseNetwork
from vasg.trainer.model.vasg_model import VasgModel


@dataclass(frozen=True)
class Vectors:
    """X_u, X_p (of no meaning where p is cold) and, with an encoder, M(f_p) of every product."""

    user_UD: Tensor
    product_PD: Tensor
    encoded_PD: Tensor | None


@torch.no_grad()
def model_vectors(model: VasgModel, features: FeatureStore) -> Vectors:
    """All vectors of stage 1's model."""
    user_UD, free_PD = model.table[: model.num_users], model.table[model.num_users :]
    if model.encoder is None:
        return Vectors(user_UD, free_PD, None)
    encoded_PD = encode_all(model.encoder, features)
    return Vectors(user_UD, encoded_PD + free_PD, encoded_PD)


@torch.no_grad()
def encode_all(encoder: DenseNetwork, features: FeatureStore) -> Tensor:
    """M(f_p) of every product, without noise and dropout."""
    products = torch.arange(features.num_products)
    return torch.cat([encoder(feature_BF) for feature_BF in features.blocks(products)])
