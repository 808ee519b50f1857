"""Adam over the table and the networks, each with its own learning rate."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from vasg.trainer.hyperparameters import Hyperparameters
from vasg.trainer.model.autoencoder import Autoencoder
from vasg.trainer.model.networks import DenseNetwork
from vasg.trainer.model.vasg_model import VasgModel


def skip_gram_optimizers(model: VasgModel, knobs: Hyperparameters) -> list[torch.optim.AdamW]:
    """One Adam, or one for batches of users and one for batches of products.

    Two of them share all parameters and have moments of their own.
    """
    return [_skip_gram_optimizer(model, knobs) for _ in range(2 if knobs.separate_optimizers else 1)]


def _skip_gram_optimizer(model: VasgModel, knobs: Hyperparameters) -> torch.optim.AdamW:
    """Groups: tables, popularity, encoder weights (decayed), all other network parameters."""
    decayed = model.encoder.weights() if model.encoder is not None else []
    others: list[nn.Parameter] = [
        *(model.encoder.biases() if model.encoder is not None else []),
        *(model.decoder.parameters() if model.decoder is not None else []),
        *(p for p in (model.log_temperature, model.log_variance) if p is not None),
    ]
    rate = knobs.network_learning_rate
    return _adam(
        [
            _group(model.tables(), knobs.table_learning_rate),
            _group(
                [model.popularity] if model.popularity is not None else [], knobs.popularity_learning_rate
            ),
            _group(decayed, rate, knobs.weight_decay),
            _group(others, rate),
        ]
    )


def encoder_optimizer(encoder: DenseNetwork, knobs: Hyperparameters) -> torch.optim.AdamW:
    """Groups: weights (decayed), biases."""
    rate = knobs.encoder_learning_rate
    return _adam([_group(encoder.weights(), rate, knobs.weight_decay), _group(encoder.biases(), rate)])


def autoencoder_optimizer(autoencoder: Autoencoder, knobs: Hyperparameters) -> torch.optim.AdamW:
    """Groups: weights of the encoder (decayed), its biases and the decoder."""
    encoder, rate = autoencoder.encoder, knobs.encoder_learning_rate
    others = [*encoder.biases(), *autoencoder.decoder.parameters()]
    return _adam([_group(encoder.weights(), rate, knobs.weight_decay), _group(others, rate)])


def _group(parameters: list[nn.Parameter], rate: float, weight_decay: float = 0.0) -> dict[str, Any]:
    return {"params": parameters, "lr": rate, "weight_decay": weight_decay}


def _adam(groups: list[dict[str, Any]]) -> torch.optim.AdamW:
    # Without weight decay AdamW is Adam. Fused: one pass over a table that is updated whole each step.
    return torch.optim.AdamW([group for group in groups if group["params"]], fused=True)
