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
    edges = checked_edges(
        arrays[TensorRole.TRAIN_OFFSETS], arrays[TensorRole.TRAIN_PRODUCTS], config.num_products
    )
    raw_PF = arrays[TensorRole.FEATURES]
    check_range(raw_PF)
    is_warm_P = edges.product_degree().numpy() > 0
    scaling = fit_scaling(raw_PF, is_warm_P, config.hyperparameters.feature_scaling)
    return TrainingData(
        edges=edges,
        features=FeatureStore(raw_PF, scaling, device),
        validation_pairs=_checked_pairs(config, arrays.get(TensorRole.VALIDATION_PAIRS)),
        validation_relations=_checked_relations(config, arrays.get(TensorRole.VALIDATION_RELATIONS)),
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
        _checked_pairs(config, array)
    elif role is TensorRole.VALIDATION_RELATIONS:
        _checked_relations(config, array)


def map_tensor(file: Path, spec: TensorSpec) -> NDArray[Any]:
    """The tensor in `file`; pages are read when touched, and writes would stay private."""
    return np.memmap(file, dtype=_ELEMENT[spec.data_type], mode="c", shape=spec.shape)


def _checked_pairs(config: AnyConfig, pair_N2: NDArray[np.uint32] | None) -> Indices:
    if pair_N2 is None:
        return np.empty((0, 2), dtype=np.int64)
    pairs = pair_N2.astype(np.int64)
    for column, bound in enumerate((config.num_users, config.num_products)):
        check_below("VALIDATION_PAIRS", pairs[:, column], bound)
    return pairs


def _checked_relations(config: AnyConfig, relation_M3: NDArray[np.uint32] | None) -> Indices:
    if relation_M3 is None:
        return np.empty((0, 3), dtype=np.int64)
    relations = relation_M3.astype(np.int64)
    for column, bound in enumerate((config.num_products, config.num_products, 2)):
        check_below("VALIDATION_RELATIONS", relations[:, column], bound)
    return relations
