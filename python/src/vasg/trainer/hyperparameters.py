"""Every knob of a training run, declared once with its range; defaults are the client's."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from vasg.trainer.errors import UsageError
from vasg.trainer.ranges import check_ranges, within

MAX_HIDDEN_LAYERS = 8
MAX_WIDTH = 65_536
MAX_STEPS = 2**53
TEMPERATURE_RANGE = (0.01, 1.0)

# Whether it holds, and what is wrong then.
Conflict = tuple[bool, str]


class Objective(Enum):
    """What a pair of center and context is trained on."""

    POSITIVE_SIGMOID = "POSITIVE_SIGMOID"
    SAMPLED_SOFTMAX = "SAMPLED_SOFTMAX"
    NEGATIVE_SAMPLING = "NEGATIVE_SAMPLING"
    USER_SOFTMAX = "USER_SOFTMAX"


class UserVector(Enum):
    """How the vector of a user is made."""

    ROW = "ROW"
    PROFILE = "PROFILE"
    ROW_PLUS_PROFILE = "ROW_PLUS_PROFILE"


SOFTMAXES = (Objective.SAMPLED_SOFTMAX, Objective.USER_SOFTMAX)


class ProductVector(Enum):
    """How the vector of a warm product is made."""

    TABLE = "TABLE"
    CONTENT_PLUS_ID = "CONTENT_PLUS_ID"


class TaskWeighting(Enum):
    """How skip-gram and reconstruction loss of a product batch are combined."""

    LEARNED = "LEARNED"
    FIXED = "FIXED"
    LEARNED_UNHALVED = "LEARNED_UNHALVED"


class FeatureScaling(Enum):
    """What is done to the features before the networks see them."""

    NONE = "NONE"
    GLOBAL_RMS = "GLOBAL_RMS"
    STANDARDIZE = "STANDARDIZE"
    PRODUCT_MIN_MAX = "PRODUCT_MIN_MAX"


class TableInit(Enum):
    """What the embedding tables start from."""

    UNIFORM = "UNIFORM"
    GLOROT = "GLOROT"
    AUTOENCODER = "AUTOENCODER"


class WalkTransition(Enum):
    """How the walks choose the next node; the client walks, so this is only recorded."""

    UNIFORM = "UNIFORM"
    RATING = "RATING"


class UserBatches(Enum):
    """In what proportion batches of users and of products are trained on."""

    PROPORTIONAL = "PROPORTIONAL"
    BY_RATIO = "BY_RATIO"


@dataclass(frozen=True, kw_only=True)
class Hyperparameters:
    """Same names as in the flags, the configuration file and `hyperparameters.proto`."""

    embedding_dim: int = within(1, 4096)
    window_size: int = within(3, 63)
    walks_per_node: int = within(1, 1000)
    walk_length: int = within(2, 10_000)
    walk_transition: WalkTransition
    center_stride: int = within(1, 1000)
    cross_walks: bool
    num_epochs: int = within(1, 10_000)
    batch_size: int = within(1, 1_048_576)
    user_batches: UserBatches
    separate_optimizers: bool
    max_steps: int = within(0, MAX_STEPS)
    table_init: TableInit
    pretrain_epochs: int = within(0, 10_000)
    init_range: float = within(0, low_is_open=True)
    objective: Objective
    context_table: bool
    num_negatives: int = within(0, 65_536)
    negative_weight: float = within(0)
    negative_power: float = within(0, 1)
    temperature: float = within(0, 10)
    table_learning_rate: float = within(0, low_is_open=True)
    popularity_learning_rate: float = within(0, low_is_open=True)
    network_learning_rate: float = within(0, low_is_open=True)
    encoder_learning_rate: float = within(0, low_is_open=True)
    weight_decay: float = within(0)
    user_vector: UserVector
    product_vector: ProductVector
    popularity_bias: bool
    id_dropout: float = within(0, 1)
    use_decoder: bool
    decoder_hidden: tuple[int, ...]
    task_weighting: TaskWeighting
    decoder_weight: float = within(0)
    decoder_dropout: float = within(0, 1, high_is_open=True)
    embedding_noise_std: float = within(0)
    encoder_hidden: tuple[int, ...]
    encoder_dropout: float = within(0, 1, high_is_open=True)
    encoder_output_relu: bool
    frozen_decoder_dropout: bool
    noise_std: float = within(0)
    feature_scaling: FeatureScaling
    encoder_epochs: int = within(0, 10_000)
    encoder_batch_size: int = within(0, 1_048_576)
    encoder_cosine_weight: float = within(0)
    validate_every: int = within(0, 2**31 - 1)
    patience: int = within(1, 1000)

    def __post_init__(self) -> None:
        """Raises UsageError naming the first field that cannot work."""
        check_ranges(self, "hyperparameters.")
        if self.window_size % 2 == 0:
            raise UsageError(
                f"hyperparameters.window_size is {self.window_size}; with the center it must be odd.",
                code="WINDOW_SIZE_EVEN",
            )
        self._check_widths("decoder_hidden", self.decoder_hidden)
        self._check_widths("encoder_hidden", self.encoder_hidden)
        self._check_combinations()

    @property
    def radius(self) -> int:
        """Context nodes on each side of a center."""
        return (self.window_size - 1) // 2

    @property
    def is_joint(self) -> bool:
        """Whether stage 1 trains the encoder, as part of each product's vector."""
        return self.product_vector is ProductVector.CONTENT_PLUS_ID

    @property
    def is_user_softmax(self) -> bool:
        """Whether users rank products, rather than centers their contexts."""
        return self.objective is Objective.USER_SOFTMAX

    @property
    def has_user_rows(self) -> bool:
        """Whether users have free rows in the table."""
        return self.user_vector is not UserVector.PROFILE

    @property
    def width(self) -> int:
        """W, columns of a product's row: its vector, and its popularity if that is learned."""
        return self.embedding_dim + (1 if self.popularity_bias else 0)

    @property
    def pretrains(self) -> bool:
        """Whether an autoencoder is trained before stage 1."""
        return self.table_init is TableInit.AUTOENCODER

    def _check_widths(self, name: str, widths: tuple[int, ...]) -> None:
        if len(widths) > MAX_HIDDEN_LAYERS:
            raise UsageError(
                f"hyperparameters.{name} has {len(widths)} layers; at most {MAX_HIDDEN_LAYERS}.",
                code="FIELD_OUT_OF_RANGE",
            )
        for k, width in enumerate(widths):
            if not 1 <= width <= MAX_WIDTH:
                raise UsageError(
                    f"hyperparameters.{name}[{k}] is {width}; it must be 1 to {MAX_WIDTH}.",
                    code="FIELD_OUT_OF_RANGE",
                )

    def _check_combinations(self) -> None:
        conflicts = (
            *self._objective_conflicts(),
            *self._user_softmax_conflicts(),
            *self._encoder_conflicts(),
            *self._table_conflicts(),
        )
        for holds, message in conflicts:
            if holds:
                raise UsageError(f"hyperparameters.{message}.", code="FIELDS_CONFLICT")

    def _objective_conflicts(self) -> tuple[Conflict, ...]:
        contrasts = self.objective is not Objective.POSITIVE_SIGMOID
        return (
            (
                contrasts and self.num_negatives < 1,
                f"num_negatives is 0; objective {self.objective.value} needs at least 1",
            ),
            (
                self.objective in SOFTMAXES
                and not TEMPERATURE_RANGE[0] <= self.temperature <= TEMPERATURE_RANGE[1],
                f"temperature is {self.temperature}; a softmax needs 0.01 to 1",
            ),
            (
                self.objective is Objective.NEGATIVE_SAMPLING and self.is_joint,
                "objective NEGATIVE_SAMPLING does not go with content plus id; use a softmax",
            ),
            (
                contrasts and self.cross_walks,
                "cross_walks needs objective POSITIVE_SIGMOID: negatives go by the type of a context, which "
                "is not known across the ends of walks",
            ),
        )

    def _user_softmax_conflicts(self) -> tuple[Conflict, ...]:
        return (
            (
                self.user_vector is not UserVector.ROW and not self.is_user_softmax,
                f"user_vector is {self.user_vector.value}; objective {self.objective.value} needs ROW",
            ),
            (
                self.popularity_bias and not (self.is_user_softmax and self.is_joint),
                "popularity_bias needs objective USER_SOFTMAX and content plus id",
            ),
        )

    def _encoder_conflicts(self) -> tuple[Conflict, ...]:
        return (
            (
                (self.encoder_epochs > 0 or self.pretrains) and self.encoder_batch_size < 1,
                "encoder_batch_size is 0; it must be at least 1 when encoder_epochs is above 0 or table_init "
                "is AUTOENCODER",
            ),
            (
                self.is_joint and self.encoder_epochs > 0,
                "encoder_epochs must be 0 with content plus id: stage 1 trains that encoder",
            ),
            (
                self.encoder_epochs > 0 and not self.use_decoder and self.encoder_cosine_weight == 0,
                "encoder_cosine_weight must be above 0 without a decoder: the encoder would have no loss",
            ),
        )

    def _table_conflicts(self) -> tuple[Conflict, ...]:
        return (
            (
                self.context_table and self.is_joint,
                "context_table does not go with content plus id: there a product has one vector",
            ),
            (
                self.context_table and self.objective in SOFTMAXES,
                f"context_table does not go with objective {self.objective.value}; use NEGATIVE_SAMPLING",
            ),
            (
                self.pretrains and self.is_joint,
                "table_init AUTOENCODER does not go with content plus id: there product rows start at 0",
            ),
            (
                self.pretrains and self.pretrain_epochs < 1,
                "pretrain_epochs is 0; it must be at least 1 when table_init is AUTOENCODER",
            ),
        )
