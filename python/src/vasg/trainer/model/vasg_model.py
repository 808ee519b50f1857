"""The model: one embedding table over users and products, the decoder M^-1 and the encoder M.

Shapes: V = U + P nodes (users first), D embedding_dim, F feature_dim, R distinct nodes of a batch,
Q distinct products of a batch, T rows of a batch's own table.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

from vasg.trainer.config import VasgConfig
from vasg.trainer.events import Readings
from vasg.trainer.hyperparameters import TEMPERATURE_RANGE, Objective, TaskWeighting
from vasg.trainer.model.networks import DenseNetwork
from vasg.trainer.seeding import Stream, seeded


class VasgModel(nn.Module):
    """What stage 1 learns.

    With `PRODUCT_VECTOR_TABLE` (the paper) a product's vector is its row of the table. With content
    plus id it is M(f_p) + its row, and the rows of products start at zero.
    """

    def __init__(self, config: VasgConfig) -> None:
        super().__init__()
        knobs = config.hyperparameters
        self.num_users = config.num_users
        self.noise_std = knobs.noise_std
        self.table = nn.Parameter(initial_table(config))
        self.encoder = new_encoder(config) if knobs.is_joint else None
        self.decoder = new_decoder(config) if knobs.use_decoder else None
        # eta of eq. 3's learned task weights: skip-gram, reconstruction.
        learns_weights = knobs.use_decoder and knobs.task_weighting is TaskWeighting.LEARNED
        self.log_variance = nn.Parameter(torch.zeros(2)) if learns_weights else None
        contrasts = knobs.objective is Objective.SAMPLED_SOFTMAX
        self.log_temperature = nn.Parameter(torch.tensor(math.log(knobs.temperature))) if contrasts else None

    def batch_rows(
        self, node_R: Tensor, num_users: int, feature_QF: Tensor | None, generator: torch.Generator
    ) -> Tensor:
        """Vectors [T, D] of a batch's distinct nodes: users, products, products without free row.

        Args:
            node_R: Distinct nodes, users first.
            num_users: How many of them are users.
            feature_QF: Scaled features of the others; None for the paper's model, which has no third part.
            generator: Draws noise and dropout.
        """
        row_RD = functional.embedding(node_R, self.table)
        if self.encoder is None or feature_QF is None:
            return row_RD
        encoded_QD = self.encoder(add_noise(feature_QF, self.noise_std, generator), generator)
        user_D, free_QD = torch.split(row_RD, [num_users, len(node_R) - num_users])
        return torch.cat([user_D, encoded_QD + free_QD, encoded_QD])

    def temperature(self) -> Tensor:
        """The learned temperature of the cosine softmax."""
        assert self.log_temperature is not None
        return self.log_temperature.exp()

    @torch.no_grad()
    def clamp_temperature(self) -> None:
        """Keeps the temperature in its range; done after a step, so that its gradient never dies."""
        if self.log_temperature is not None:
            low, high = TEMPERATURE_RANGE
            self.log_temperature.clamp_(math.log(low), math.log(high))

    def readings(self) -> Readings:
        """The learned scalars; waits for the device."""
        variances = self.log_variance.tolist() if self.log_variance is not None else (None, None)
        return Readings(
            log_variance_skip_gram=variances[0],
            log_variance_reconstruction=variances[1],
            temperature=self.temperature().item() if self.log_temperature is not None else None,
        )


def initial_table(config: VasgConfig) -> Tensor:
    """Rows uniform in +-init_range / D; zeros for products whose vector starts from their content."""
    knobs = config.hyperparameters
    bound = knobs.init_range / knobs.embedding_dim
    draws = seeded(config.seed, Stream.TABLE)
    table_VD = torch.empty(config.num_nodes, knobs.embedding_dim)
    table_VD.uniform_(-bound, bound, generator=draws)
    if knobs.is_joint:
        table_VD[config.num_users :] = 0
    return table_VD


def new_encoder(config: VasgConfig) -> DenseNetwork:
    """M: scaled features to D, linear at the end (with a ReLU there it cannot reach half the space)."""
    knobs = config.hyperparameters
    return DenseNetwork(
        [config.feature_dim, *knobs.encoder_hidden, knobs.embedding_dim],
        dropout=knobs.encoder_dropout,
        final_relu=False,
        generator=seeded(config.seed, Stream.ENCODER),
    )


def new_decoder(config: VasgConfig) -> DenseNetwork:
    """M^-1: D to scaled features, with a ReLU at the end as in the paper."""
    knobs = config.hyperparameters
    return DenseNetwork(
        [knobs.embedding_dim, *knobs.decoder_hidden, config.feature_dim],
        dropout=knobs.decoder_dropout,
        final_relu=True,
        generator=seeded(config.seed, Stream.DECODER),
    )


def add_noise(feature_QF: Tensor, std: float, generator: torch.Generator) -> Tensor:
    """Features plus Gaussian noise."""
    if std == 0:
        return feature_QF
    noise_QF = torch.randn(feature_QF.shape, generator=generator, device=feature_QF.device)
    return feature_QF + std * noise_QF
