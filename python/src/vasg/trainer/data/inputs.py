"""The tensors that a session was created with, mapped from disk and checked.

Shapes: P products, F feature_dim, N validation pairs, M validation relations.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from vasg.trainer.config import AnyConfig, DataType, TensorRole, TensorSpec
from vasg.trainer.data.edges import Indices, TrainingEdges, check_below, checked_edges
from vasg.trainer.data.features import FeatureStore, check_range, fit_scaling
from vasg.trainer.hyperparameters import FeatureScaling

Arrays = Mapping[TensorRole, NDArray[Any]]

_ELEMENT = {DataType.FLOAT32: np.dtype("<f4"), DataType.UINT32: np.dtype("<u4")}


@dataclass(frozen=True)
class TrainingData:
    """What all stages read.

    `validation_pairs` is int64 [N, 2] of (user, product), `validation_relations` int64 [M, 3] of (product,
    product, 1 if they are related).
    """

    edges: TrainingEdges
    features: FeatureStore
    validation_pairs: Indices
    validation_relations: Indices


def load_inputs(config: AnyConfig, files: Mapping[TensorRole, Path], device: torch.device) -> TrainingData:
    """Maps and checks all inputs of a session.

    Raises:
        InputDataError: naming the tensor and the first row or position that is wrong.
    """
    arrays = {role: map_tensor(files[role], spec) for role, spec in config.inputs.items()}
    return checked_inputs(arrays, config.hyperparameters.feature_scaling, device)


def checked_inputs(arrays: Arrays, how: FeatureScaling, device: torch.device) -> TrainingData:
    """What stages read, from arrays of the types and shapes of their roles; the last two may be absent.

    Raises:
        InputDataError: naming the tensor and the first row or position that is wrong.
    """
    raw_PF = arrays[TensorRole.FEATURES]
    num_products = len(raw_PF)
    edges = checked_edges(arrays[TensorRole.TRAIN_OFFSETS], arrays[TensorRole.TRAIN_PRODUCTS], num_products)
    check_range(raw_PF)
    scaling = fit_scaling(raw_PF, edges.product_degree().numpy() > 0, how)
    return TrainingData(
        edges=edges,
        features=FeatureStore(raw_PF, scaling, device),
        validation_pairs=_checked_pairs(arrays, edges.num_users, num_products),
        validation_relations=_checked_relations(arrays, num_products),
    )


def check_one_input(config: AnyConfig, role: TensorRole, file: Path) -> None:
    """Checks what can be checked of one input before the others are there.

    Raises:
        InputDataError: naming the tensor and the first row or position that is wrong.
    """
    array = map_tensor(file, config.inputs[role])
    if role is TensorRole.FEATURES:
        check_range(array)
    elif role is TensorRole.TRAIN_PRODUCTS:
        check_below("TRAIN_PRODUCTS", array.astype(np.int64), config.num_products)
    elif role is TensorRole.VALIDATION_PAIRS:
        _checked_pairs({role: array}, config.num_users, config.num_products)
    elif role is TensorRole.VALIDATION_RELATIONS:
        _checked_relations({role: array}, config.num_products)


def map_tensor(file: Path, spec: TensorSpec) -> NDArray[Any]:
    """The tensor in `file`; pages are read when touched, and writes would stay private."""
    return np.memmap(file, dtype=_ELEMENT[spec.data_type], mode="c", shape=spec.shape)


def _checked_pairs(arrays: Arrays, num_users: int, num_products: int) -> Indices:
    return _checked_columns(arrays, TensorRole.VALIDATION_PAIRS, (num_users, num_products))


def _checked_relations(arrays: Arrays, num_products: int) -> Indices:
    return _checked_columns(arrays, TensorRole.VALIDATION_RELATIONS, (num_products, num_products, 2))


def _checked_columns(arrays: Arrays, role: TensorRole, bounds: tuple[int, ...]) -> Indices:
    """The rows of an optional tensor as int64, each column below its bound; none without it."""
    if role not in arrays:
        return np.empty((0, len(bounds)), dtype=np.int64)
    rows = arrays[role].astype(np.int64)
    for column, bound in enumerate(bounds):
        check_below(role.value, rows[:, column], bound)
    return rows
