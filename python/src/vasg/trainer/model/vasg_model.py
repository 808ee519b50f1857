"""The model: embeddings of users and products, the decoder M^-1 and the encoder M.

Shapes: V = U + P nodes (users first), D embedding_dim, W columns of a product's row (D, or D + 1 with a
popularity term), F feature_dim, R distinct nodes of a batch, Q distinct products of a batch, T rows of a
batch's own table.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

from vasg.trainer.config import VasgConfig
from vasg.trainer.events import Readings
from vasg.trainer.hyperparameters import (
    SOFTMAXES,
    TEMPERATURE_RANGE,
    TableInit,
    TaskWeighting,
    UserVector,
)
from vasg.trainer.model.networks import DenseNetwork
from vasg.trainer.model.noise import add_noise
from vasg.trainer.seeding import Stream, seeded

# A row that catches up when it is read costs as much as 25 that are visited in turn. A batch reads two or
# three distinct nodes for each center; where users are what they bought, six times as many.
DEFERRED_ROWS_PER_CENTER = 64
_PROFILE_FACTOR = 6


class VasgModel(nn.Module):
    """What stage 1 learns.

    With `PRODUCT_VECTOR_TABLE` (the paper) a product's vector is its row of the table. With content
    plus id it is M(f_p) + its row, and the rows of products start at zero. Its popularity term is made alike.
    A node that is a context or a negative is looked up in the same table, or in one of its own (word2vec).
    Users without free rows have none in the table.
    """

    def __init__(self, config: VasgConfig) -> None:
        super().__init__()
        knobs = config.hyperparameters
        self.num_user_rows = user_rows(config)
        self.dim = knobs.embedding_dim
        self.noise_std = knobs.noise_std
        self.table = _embedding(initial_table(config), config)
        self.popularity = initial_popularity(config)
        self.context_table = (
            _embedding(initial_context_table(config), config) if knobs.context_table else None
        )
        self.encoder = new_encoder(config) if knobs.is_joint else None
        self.decoder = new_decoder(config) if knobs.use_decoder else None
        # eta of eq. 3's learned task weights: skip-gram, reconstruction.
        learns_weights = knobs.use_decoder and knobs.task_weighting is not TaskWeighting.FIXED
        self.log_variance = nn.Parameter(torch.zeros(2)) if learns_weights else None
        contrasts = knobs.objective in SOFTMAXES
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
        row_RD: Tensor = self.table(node_R)
        if self.encoder is None or feature_QF is None:
            return row_RD
        encoded_QD = self.encoder(add_noise(feature_QF, self.noise_std, generator), generator)
        user_D, free_QD = torch.split(row_RD, [num_users, len(node_R) - num_users])
        return torch.cat([user_D, encoded_QD + free_QD, encoded_QD])

    def product_rows(
        self, product_Q: Tensor, feature_QF: Tensor | None, keeps_row_Q: Tensor, generator: torch.Generator
    ) -> Tensor:
        """Rows [Q, W] of distinct products: vectors, and popularity if that is learned.

        Args:
            product_Q: Product indices.
            feature_QF: Scaled features; None for the paper's model, whose products are their free rows.
            keeps_row_Q: Which products keep their free row, with content plus id.
            generator: Draws noise and dropout.
        """
        free_QW: Tensor = self.table(self.num_user_rows + product_Q)
        if self.popularity is not None:
            free_QW = torch.cat([free_QW, functional.embedding(product_Q, self.popularity)], dim=1)
        if self.encoder is None or feature_QF is None:
            return free_QW
        encoded_QW: Tensor = self.encoder(add_noise(feature_QF, self.noise_std, generator), generator)
        return encoded_QW + free_QW * keeps_row_Q[:, None]

    def free_rows(self) -> Tensor:
        """Free rows [P, W] of all products."""
        free_PD = self.table.weight[self.num_user_rows :]
        return free_PD if self.popularity is None else torch.cat([free_PD, self.popularity], dim=1)

    def context_rows(self, node_R: Tensor, row_TD: Tensor) -> Tensor:
        """Where the contexts and negatives of a batch find their vectors, which `row_TD` holds as centers."""
        return row_TD if self.context_table is None else self.context_table(node_R)

    def tables(self) -> list[nn.Embedding]:
        """The table, and that of contexts if there is one."""
        return [self.table] if self.context_table is None else [self.table, self.context_table]

    @torch.no_grad()
    def start_from(self, code_PD: Tensor, decoder: DenseNetwork) -> None:
        """Makes the rows of products codes of an autoencoder, and the decoder a copy of its own."""
        for table in self.tables():
            table.weight[self.num_user_rows :] = code_PD
        if self.decoder is not None:
            self.decoder.load_state_dict(decoder.state_dict())

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


def user_rows(config: VasgConfig) -> int:
    """Rows of users in the table, before those of products: |U|, or none."""
    return config.num_users if config.hyperparameters.has_user_rows else 0


def defers_rows(config: VasgConfig) -> bool:
    """Whether tables are so much longer than what a batch reads that most rows are better left for later."""
    knobs = config.hyperparameters
    reads_profiles = knobs.is_user_softmax and knobs.user_vector is not UserVector.ROW
    rows_per_center = DEFERRED_ROWS_PER_CENTER * (_PROFILE_FACTOR if reads_profiles else 1)
    return user_rows(config) + config.num_products >= rows_per_center * knobs.batch_size


def _embedding(row_VD: Tensor, config: VasgConfig) -> nn.Embedding:
    table: nn.Embedding = nn.Embedding.from_pretrained(  # type: ignore[no-untyped-call]
        row_VD, freeze=False, sparse=defers_rows(config)
    )
    return table


def initial_table(config: VasgConfig) -> Tensor:
    """Uniform rows; zeros for products whose vector starts from their content."""
    table_VD = _uniform_table(config, Stream.TABLE)
    if config.hyperparameters.is_joint:
        table_VD[user_rows(config) :] = 0
    return table_VD


def initial_popularity(config: VasgConfig) -> nn.Parameter | None:
    """Zeros [P, 1], if it is learned: a product starts as popular as its photo looks."""
    if not config.hyperparameters.popularity_bias:
        return None
    return nn.Parameter(torch.zeros(config.num_products, 1))


def initial_context_table(config: VasgConfig) -> Tensor:
    """Uniform rows like those of centers, or zeros."""
    if config.hyperparameters.table_init is TableInit.UNIFORM:
        return _uniform_table(config, Stream.CONTEXT_TABLE)
    return torch.zeros(config.num_nodes, config.hyperparameters.embedding_dim)


def _uniform_table(config: VasgConfig, stream: Stream) -> Tensor:
    """Rows uniform in +-init_range / D, or in +-sqrt(2 / (V + D))."""
    knobs = config.hyperparameters
    dim = knobs.embedding_dim
    is_uniform = knobs.table_init is TableInit.UNIFORM
    bound = knobs.init_range / dim if is_uniform else math.sqrt(2 / (config.num_nodes + dim))
    table_VD = torch.empty(user_rows(config) + config.num_products, dim)
    return table_VD.uniform_(-bound, bound, generator=seeded(config.seed, stream))


def new_encoder(config: VasgConfig) -> DenseNetwork:
    """M: scaled features to W; a ReLU at its end, if asked for, keeps it from all negative entries."""
    knobs = config.hyperparameters
    return DenseNetwork(
        [config.feature_dim, *knobs.encoder_hidden, knobs.width],
        dropout=knobs.encoder_dropout,
        final_relu=knobs.encoder_output_relu,
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
