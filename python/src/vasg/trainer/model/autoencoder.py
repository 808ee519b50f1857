"""Encoder and decoder trained together on the features alone: a start for the tables.

Shapes: B products of a batch, F feature_dim.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from vasg.trainer.config import VasgConfig
from vasg.trainer.model.noise import add_noise
from vasg.trainer.model.vasg_model import new_decoder, new_encoder


class Autoencoder(nn.Module):
    """The networks of the model, of the same widths, dropout and start."""

    def __init__(self, config: VasgConfig) -> None:
        super().__init__()
        self.noise_std = config.hyperparameters.noise_std
        self.encoder = new_encoder(config)
        self.decoder = new_decoder(config)

    def forward(self, feature_BF: Tensor, generator: torch.Generator) -> Tensor:
        """Reconstructs scaled features, [B, F]; `generator` draws noise and dropout."""
        noisy_BF = add_noise(feature_BF, self.noise_std, generator)
        reconstructed_BF: Tensor = self.decoder(self.encoder(noisy_BF, generator), generator)
        return reconstructed_BF
