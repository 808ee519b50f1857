"""Every knob of the baselines, declared once with its range; defaults are the client's."""

from __future__ import annotations

from dataclasses import dataclass

from vasg.trainer.errors import UsageError
from vasg.trainer.hyperparameters import FeatureScaling
from vasg.trainer.ranges import check_ranges, within


@dataclass(frozen=True, kw_only=True)
class FactorizationHyperparameters:
    """Of BPR-MF and VBPR; same names as in the flags and in `hyperparameters.proto`."""

    embedding_dim: int = within(0, 4096)
    visual_dim: int = within(0, 4096)
    num_epochs: int = within(1, 10_000)
    batch_size: int = within(1, 1_048_576)
    learning_rate: float = within(0, low_is_open=True)
    init_std: float = within(0, low_is_open=True)
    latent_regularization: float = within(0)
    bias_regularization: float = within(0)
    visual_regularization: float = within(0)
    kernel_regularization: float = within(0)
    feature_scaling: FeatureScaling
    validate_every: int = within(0, 2**31 - 1)
    patience: int = within(1, 1000)

    def __post_init__(self) -> None:
        """Raises UsageError naming the first field that cannot work."""
        check_ranges(self, "factorization.")
        if self.embedding_dim + self.visual_dim == 0:
            raise UsageError(
                "factorization.embedding_dim and factorization.visual_dim are 0; one must be above.",
                code="FIELDS_CONFLICT",
            )


@dataclass(frozen=True, kw_only=True)
class MetricHyperparameters:
    """Of IBR; same names as in the flags and in `hyperparameters.proto`."""

    embedding_dim: int = within(1, 4096)
    num_epochs: int = within(1, 10_000)
    batch_size: int = within(1, 1_048_576)
    learning_rate: float = within(0, low_is_open=True)
    regularization: float = within(0)
    feature_scaling: FeatureScaling
    validate_every: int = within(0, 2**31 - 1)
    patience: int = within(1, 1000)

    def __post_init__(self) -> None:
        """Raises UsageError naming the first field that cannot work."""
        check_ranges(self, "metric.")
