"""Eq. 3: the reconstruction of image features beside whatever the embeddings are trained on.

Shapes: K distinct products of a batch's centers, D embedding_dim, F feature_dim.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from vasg.trainer.data.corpus import Batch
from vasg.trainer.data.features import FeatureStore
from vasg.trainer.device import to_device
from vasg.trainer.hyperparameters import Hyperparameters, TaskWeighting
from vasg.trainer.loop.step_losses import StepLosses
from vasg.trainer.model import losses
from vasg.trainer.model.noise import add_noise
from vasg.trainer.model.vasg_model import VasgModel


@dataclass(frozen=True)
class Decoded:
    """Distinct products among the centers of a batch, and how often each is one; none in a batch of users."""

    product_K: Tensor
    count_K: Tensor


def decoded_centers(batch: Batch, num_users: int) -> Decoded:
    """The products to decode."""
    if not batch.centers_are_products:
        nothing = torch.empty(0, dtype=torch.int64)
        return Decoded(nothing, nothing)
    return Decoded(*torch.unique(batch.center_B - num_users, return_counts=True))


class Decoding:
    """Users have the loss of the embeddings alone, products the sum of both tasks."""

    def __init__(self, knobs: Hyperparameters, features: FeatureStore) -> None:
        self.knobs = knobs
        self.features = features

    def combined(
        self,
        model: VasgModel,
        loss: Tensor,
        product_KD: Tensor,
        decoded: Decoded,
        value_draws: torch.Generator,
    ) -> StepLosses:
        """`loss` with the reconstruction of `decoded` from their vectors, where there is a decoder."""
        if model.decoder is None or len(decoded.product_K) == 0:
            return StepLosses(loss, loss)
        noisy_KD = add_noise(product_KD, self.knobs.embedding_noise_std, value_draws)
        reconstruction = losses.reconstruction_loss(
            model.decoder(noisy_KD, value_draws),
            self.features.rows(decoded.product_K),
            to_device(decoded.count_K, self.features.device),
        )
        if model.log_variance is not None:
            factor = 1.0 if self.knobs.task_weighting is TaskWeighting.LEARNED_UNHALVED else 0.5
            total = losses.learned_weighting(loss, reconstruction, model.log_variance, factor)
        else:
            total = loss + self.knobs.decoder_weight * reconstruction
        return StepLosses(total, loss, reconstruction)
