"""The tensors that a client downloads, by the names they have in its safetensors files."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

import torch
from torch import Tensor, nn

from vasg.trainer.data.inputs import TrainingData
from vasg.trainer.model.networks import DenseNetwork, folded_layers
from vasg.trainer.model.vasg_model import VasgModel
from vasg.trainer.model.vectors import model_vectors

NamedTensors = Iterator[tuple[str, Tensor]]


class Artifact(Enum):
    """Which learned tensors."""

    EMBEDDINGS = "EMBEDDINGS"
    ENCODER = "ENCODER"
    DECODER = "DECODER"


def embeddings(model: VasgModel, data: TrainingData) -> NamedTensors:
    """`users` and `products`; rows of cold products are zero: their vectors come from the encoder."""
    vectors = model_vectors(model, data.features)
    is_warm_P1 = (data.edges.product_degree() > 0)[:, None].to(vectors.product_PD.device)
    yield "users", vectors.user_UD
    yield "products", torch.where(is_warm_P1, vectors.product_PD, 0.0)


def encoder_layers(encoder: DenseNetwork, data: TrainingData) -> NamedTensors:
    """Layers of M for raw features: the scaling is folded into the first."""
    for k, (weight, bias) in enumerate(folded_layers(encoder, data.features.scaling)):
        yield f"encoder.{k}.weight", weight
        yield f"encoder.{k}.bias", bias


def decoder_layers(decoder: DenseNetwork) -> NamedTensors:
    """Layers of M^-1, to scaled features."""
    for k, layer in enumerate(decoder.layers):
        assert isinstance(layer, nn.Linear)
        yield f"decoder.{k}.weight", layer.weight
        yield f"decoder.{k}.bias", layer.bias
