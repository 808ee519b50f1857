"""The tensors that a client downloads, by the names they have in its safetensors files."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

import torch
from torch import Tensor, nn

from vasg.trainer.data.edges import TrainingEdges
from vasg.trainer.data.inputs import TrainingData
from vasg.trainer.hyperparameters import Hyperparameters
from vasg.trainer.model.networks import DenseNetwork, folded_layers
from vasg.trainer.model.vasg_model import VasgModel
from vasg.trainer.model.vectors import model_vectors

NamedTensors = Iterator[tuple[str, Tensor]]


class Artifact(Enum):
    """Which learned tensors."""

    EMBEDDINGS = "EMBEDDINGS"
    ENCODER = "ENCODER"
    DECODER = "DECODER"


def embeddings(model: VasgModel, data: TrainingData, knobs: Hyperparameters) -> NamedTensors:
    """Vectors of stage 1's model."""
    vectors = model_vectors(model, data.features, data.edges, knobs)
    return embedding_rows(vectors.user_UW, vectors.product_PW, data.edges)


def embedding_rows(user_UD: Tensor, product_PD: Tensor, edges: TrainingEdges) -> NamedTensors:
    """`users` and `products`; rows of cold products are zero: their vectors come from the encoder."""
    is_warm_P1 = (edges.product_degree() > 0)[:, None].to(product_PD.device)
    yield "users", user_UD
    yield "products", torch.where(is_warm_P1, product_PD, 0.0)


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
