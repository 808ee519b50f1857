"""A linear map from features to a product's row: the encoder of every baseline.

Shapes: F feature_dim, D columns of a row, N products.
"""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor

from vasg.trainer.data.features import Scaling
from vasg.trainer.model.artifacts import NamedTensors
from vasg.trainer.model.networks import folded


@dataclass(frozen=True)
class LinearMap:
    """weight_DF x scaled feature + bias_D."""

    weight_DF: Tensor
    bias_D: Tensor

    def apply(self, feature_NF: Tensor) -> Tensor:
        """Rows [N, D] of scaled features."""
        return feature_NF @ self.weight_DF.T + self.bias_D

    def layers(self, scaling: Scaling) -> NamedTensors:
        """The one layer of an encoder that takes raw features."""
        weight, bias = folded(self.weight_DF.detach().cpu(), self.bias_D.detach().cpu(), scaling)
        yield "encoder.0.weight", weight
        yield "encoder.0.bias", bias
