"""Image features f_p: memory-mapped, scaled on the way out, resident on the device where they fit.

Shapes: P products, F feature_dim, N rows asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from vasg.trainer.device import free_bytes, to_device
from vasg.trainer.errors import InputDataError
from vasg.trainer.hyperparameters import FeatureScaling

Matrix = NDArray[np.float32]
BLOCK_BYTES = 32 << 20
# Squares, and sums of them over all dimensions, stay far below the largest float32 (3.4e38).
LARGEST = 1e15
# Its inverse is still a float32; whatever is smaller is the rubble of an underflow.
_SMALLEST_RMS = 1e-30


@dataclass(frozen=True)
class Scaling:
    """scaled = raw x factor_F + shift_F, each product's raw features brought to [0, 1] first if asked.

    The affine part can be folded into a network, the other cannot.
    """

    factor_F: Tensor
    shift_F: Tensor
    min_max: bool = False

    def apply(self, raw_NF: Tensor) -> Tensor:
        """The features as the networks see them."""
        source_NF = product_min_max(raw_NF) if self.min_max else raw_NF
        return torch.addcmul(self.shift_F, source_NF, self.factor_F)

    def to(self, device: torch.device) -> Scaling:
        """The same on `device`."""
        return Scaling(self.factor_F.to(device), self.shift_F.to(device), self.min_max)


def product_min_max(raw_NF: Tensor) -> Tensor:
    """Each row shifted and scaled to [0, 1]; a constant one becomes zeros."""
    low_N1, high_N1 = raw_NF.amin(dim=1, keepdim=True), raw_NF.amax(dim=1, keepdim=True)
    span_N1 = high_N1 - low_N1
    return (raw_NF - low_N1) / span_N1.masked_fill(span_N1 == 0, 1)


class FeatureStore:
    """Rows of scaled features by product index."""

    def __init__(self, raw_PF: Matrix, scaling: Scaling, device: torch.device) -> None:
        self.scaling = scaling
        self.device = device
        self.num_products, self.feature_dim = raw_PF.shape
        self._raw_PF = torch.from_numpy(raw_PF)
        self._scaling = scaling.to(device)
        fits = device.type == "cuda" and 2 * raw_PF.nbytes <= free_bytes(device)
        self._resident_PF = self._copy_to_device() if fits else None

    def rows(self, product_N: Tensor) -> Tensor:
        """Scaled features [N, F] on the device; `product_N` is on the host."""
        if self._resident_PF is not None:
            return self._resident_PF.index_select(0, to_device(product_N, self.device))
        raw_NF = self._raw_PF.index_select(0, product_N)
        return self._scaling.apply(to_device(raw_NF, self.device))

    def blocks(self, product_N: Tensor) -> Iterator[Tensor]:
        """Scaled features of `product_N` in order, some megabytes at a time."""
        for part in torch.split(product_N, max(1, BLOCK_BYTES // (4 * self.feature_dim))):
            yield self.rows(part)

    def _copy_to_device(self) -> Tensor:
        resident = torch.empty(self._raw_PF.shape, device=self.device)
        rows = max(1, BLOCK_BYTES // (4 * self.feature_dim))
        for start in range(0, self.num_products, rows):
            block = self._raw_PF[start : start + rows].to(self.device)
            resident[start : start + rows] = self._scaling.apply(block)
        return resident


def is_in_range(raw: Matrix) -> bool:
    """Whether no value is a NaN, an infinity or beyond `LARGEST`; there must be one."""
    # Both are NaN, and the comparisons false, if anything is.
    return bool(raw.min() >= -LARGEST and raw.max() <= LARGEST)


def check_range(raw_PF: Matrix) -> None:
    """Raises InputDataError naming the first row with a NaN, an infinity or a value beyond `LARGEST`."""
    for start, block in _blocks(raw_PF):
        if is_in_range(block):
            continue
        position = int(np.flatnonzero(~(np.abs(block) <= LARGEST).all(axis=1))[0])
        row = start + position
        if not np.isfinite(block[position]).all():
            raise InputDataError(
                f"FEATURES row {row} holds a NaN or an infinity.", code="FEATURES_NOT_FINITE"
            )
        largest = float(np.abs(block[position]).max())
        raise InputDataError(
            f"FEATURES row {row} holds a value of size {largest:.3g}; at most {LARGEST:.0e} can be "
            "trained on. Scale the features down, or mend that row.",
            code="FEATURES_TOO_LARGE",
        )


def fit_scaling(raw_PF: Matrix, is_warm_P: NDArray[np.bool_], how: FeatureScaling) -> Scaling:
    """The scaling that `how` asks for, measured over warm products.

    Raises:
        InputDataError: all warm features are zero, or next to it, so that there is no scale.
    """
    feature_dim = raw_PF.shape[1]
    factor_F, shift_F = np.ones(feature_dim), np.zeros(feature_dim)
    if how in (FeatureScaling.GLOBAL_RMS, FeatureScaling.STANDARDIZE):
        mean_F, square_F = _moments(raw_PF, is_warm_P)
        rms = float(np.sqrt(square_F.mean()))
        if rms < _SMALLEST_RMS:
            raise InputDataError(
                f"FEATURES of all warm products are zero, or next to it: their RMS is {rms:.3g}.",
                code="FEATURES_ZERO",
            )
        if how is FeatureScaling.GLOBAL_RMS:
            factor_F /= rms
        else:
            deviation_F = np.sqrt(np.maximum(square_F - mean_F**2, 0))
            # A floor of 1 % of the mean deviation keeps (nearly) constant dimensions from exploding.
            factor_F = 1 / np.maximum(deviation_F + 0.01 * deviation_F.mean(), 1e-12)
            shift_F = -mean_F * factor_F
    return Scaling(
        torch.from_numpy(factor_F).float(),
        torch.from_numpy(shift_F).float(),
        min_max=how is FeatureScaling.PRODUCT_MIN_MAX,
    )


def _moments(raw_PF: Matrix, is_warm_P: NDArray[np.bool_]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean and mean square of each dimension over warm products."""
    total_F = np.zeros(raw_PF.shape[1])
    square_F = np.zeros(raw_PF.shape[1])
    for start, block in _blocks(raw_PF):
        warm = block[is_warm_P[start : start + len(block)]].astype(np.float64)
        total_F += warm.sum(axis=0)
        square_F += np.square(warm).sum(axis=0)
    count = max(1, int(is_warm_P.sum()))
    return total_F / count, square_F / count


def _blocks(raw_PF: Matrix) -> Iterator[tuple[int, Matrix]]:
    rows = max(1, BLOCK_BYTES // (4 * raw_PF.shape[1]))
    for start in range(0, len(raw_PF), rows):
        yield start, raw_PF[start : start + rows]
