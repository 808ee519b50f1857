"""Adam over the tables and the networks, each with its own learning rate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn

from vasg.trainer.hyperparameters import Hyperparameters
from vasg.trainer.model.autoencoder import Autoencoder
from vasg.trainer.model.deferred_adam import DeferredAdam
from vasg.trainer.model.networks import DenseNetwork
from vasg.trainer.model.vasg_model import VasgModel


class PartedAdam:
    """Adam that is deferred over long tables and fused over the rest, either of which there may be none."""

    def __init__(self, fused: torch.optim.Optimizer | None, deferred: DeferredAdam | None) -> None:
        self.parts: list[torch.optim.Optimizer] = [part for part in (fused, deferred) if part is not None]
        self._deferred = deferred

    def zero_grad(self) -> None:
        """Forgets the gradients of the step before."""
        for part in self.parts:
            # To None, not to zero: on user batches Adam must leave the decoder and its moments alone.
            part.zero_grad(set_to_none=True)

    def step(self) -> None:
        """Takes one step along the gradients."""
        for part in self.parts:
            part.step()

    def catch_up(self) -> None:
        """Brings every row of the tables up to date, for whoever reads them all."""
        if self._deferred is not None:
            self._deferred.catch_up()


class SkipGramOptimizer(PartedAdam):
    """Over all parameters of stage 1."""

    def __init__(self, model: VasgModel, knobs: Hyperparameters) -> None:
        """Groups: tables, popularity, encoder weights (decayed), all other network parameters."""
        tables = model.tables()
        deferred = DeferredAdam(tables, knobs.table_learning_rate) if tables[0].sparse else None
        decayed = model.encoder.weights() if model.encoder is not None else []
        others: list[nn.Parameter] = [
            *(model.encoder.biases() if model.encoder is not None else []),
            *(model.decoder.parameters() if model.decoder is not None else []),
            *(p for p in (model.log_temperature, model.log_variance) if p is not None),
        ]
        popularity = [model.popularity] if model.popularity is not None else []
        rate = knobs.network_learning_rate
        groups = [
            _group([] if deferred else [table.weight for table in tables], knobs.table_learning_rate),
            _group(popularity, knobs.popularity_learning_rate),
            _group(decayed, rate, knobs.weight_decay),
            _group(others, rate),
        ]
        super().__init__(_adam(groups) if any(group["params"] for group in groups) else None, deferred)

    def minimize(self, loss: Tensor) -> None:
        """One step along the gradient of a scalar; parameters that it does not depend on stay as they are."""
        self.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        self.step()


def skip_gram_optimizers(model: VasgModel, knobs: Hyperparameters) -> list[SkipGramOptimizer]:
    """One optimiser, or one for batches of users and one for batches of products.

    Two of them share all parameters and have moments of their own.
    """
    return [SkipGramOptimizer(model, knobs) for _ in range(2 if knobs.separate_optimizers else 1)]


def encoder_optimizer(encoder: DenseNetwork, knobs: Hyperparameters) -> torch.optim.AdamW:
    """Groups: weights (decayed), biases."""
    rate = knobs.encoder_learning_rate
    return _adam([_group(encoder.weights(), rate, knobs.weight_decay), _group(encoder.biases(), rate)])


def autoencoder_optimizer(autoencoder: Autoencoder, knobs: Hyperparameters) -> torch.optim.AdamW:
    """Groups: weights of the encoder (decayed), its biases and the decoder."""
    encoder, rate = autoencoder.encoder, knobs.encoder_learning_rate
    others = [*encoder.biases(), *autoencoder.decoder.parameters()]
    return _adam([_group(encoder.weights(), rate, knobs.weight_decay), _group(others, rate)])


def _group(parameters: Sequence[Tensor], rate: float, weight_decay: float = 0.0) -> dict[str, Any]:
    return {"params": parameters, "lr": rate, "weight_decay": weight_decay}


def _adam(groups: list[dict[str, Any]]) -> torch.optim.AdamW:
    # Without weight decay AdamW is Adam. Fused: one pass over parameters that are updated whole each step.
    return torch.optim.AdamW([group for group in groups if group["params"]], fused=True)
