"""Small data sets whose right answer is known, and walks over them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray

from vasg.trainer.config import DataType, Knobs, ModelKind, SessionConfig, TensorRole, TensorSpec, VasgConfig
from vasg.trainer.data.corpus import WalkChunk
from vasg.trainer.data.inputs import TrainingData, load_inputs
from vasg.trainer.hyperparameters import Hyperparameters
from vasg.trainer.loop.chunk_feed import Chunk

CPU = torch.device("cpu")

Arrays = dict[TensorRole, NDArray[Any]]
K = TypeVar("K", bound=Knobs)
C = TypeVar("C", bound=Chunk)


@dataclass
class World:
    """Arrays of one data set; users and products of even index form one community, odd the other."""

    num_users: int
    feature_PF: NDArray[np.float32]
    offset: NDArray[np.uint32]
    product_E: NDArray[np.uint32]
    pairs: NDArray[np.uint32]

    @property
    def num_products(self) -> int:
        return len(self.feature_PF)

    def arrays(self) -> Arrays:
        return {
            TensorRole.FEATURES: self.feature_PF,
            TensorRole.TRAIN_OFFSETS: self.offset,
            TensorRole.TRAIN_PRODUCTS: self.product_E,
            TensorRole.VALIDATION_PAIRS: self.pairs,
        }

    def config(self, knobs: Hyperparameters, seed: int = 1, session_id: str = "s-1") -> VasgConfig:
        return session_config(ModelKind.VASG, knobs, self.arrays(), seed, session_id)

    def data(self, config: VasgConfig, folder: Path, device: torch.device = CPU) -> TrainingData:
        folder.mkdir(exist_ok=True)
        files = {role: folder / role.value for role in TensorRole}
        for role, array in self.arrays().items():
            array.tofile(files[role])
        return load_inputs(config, files, device)

    def walk_matrix(self, knobs: Hyperparameters, epoch: int) -> NDArray[np.int64]:
        """Plain random walks from every node that has an edge."""
        neighbours = self.neighbours()
        draws = np.random.default_rng([7, epoch])
        starts = [v for v, near in enumerate(neighbours) if near] * knobs.walks_per_node
        walks = np.empty((len(starts), knobs.walk_length), dtype=np.int64)
        for row, start in enumerate(draws.permutation(starts)):
            walks[row, 0] = start
            for step in range(1, knobs.walk_length):
                near = neighbours[walks[row, step - 1]]
                walks[row, step] = near[draws.integers(len(near))]
        return walks

    def neighbours(self) -> list[list[int]]:
        near: list[list[int]] = [[] for _ in range(self.num_users + self.num_products)]
        for user in range(self.num_users):
            for product in self.product_E[self.offset[user] : self.offset[user + 1]].tolist():
                near[user].append(self.num_users + product)
                near[self.num_users + product].append(user)
        return near

    def chunks(self, knobs: Hyperparameters, walks_per_chunk: int = 40) -> list[WalkChunk]:
        made: list[WalkChunk] = []
        for epoch in range(knobs.num_epochs):
            made += chunked(WalkChunk, self.walk_matrix(knobs, epoch), epoch, walks_per_chunk)
        return made


def communities(num_users: int = 24, num_products: int = 30, seed: int = 0) -> World:
    """Two groups that never mix; the last four products are cold; features tell the group."""
    draws = np.random.default_rng(seed)
    warm = num_products - 4
    bought = [
        np.sort(draws.choice(np.arange(user % 2, warm, 2), size=6, replace=False))
        for user in range(num_users)
    ]
    # Each warm product is bought at least once.
    for product in range(warm):
        user = product % num_users if product % 2 == product % num_users % 2 else product % 2
        bought[user] = np.union1d(bought[user], [product])
    offset = np.cumsum([0, *(len(products) for products in bought)])
    pairs = []
    for user in range(num_users):
        others = [p for p in range(user % 2, warm, 2) if p not in bought[user]]
        if others:
            pairs.append((user, others[user % len(others)]))
        pairs.append((user, warm + user % 2))
    feature = draws.random((num_products, 12)).astype(np.float32)
    feature[np.arange(num_products), np.arange(num_products) % 2] += 3
    return World(
        num_users,
        feature,
        offset.astype(np.uint32),
        np.concatenate(bought).astype(np.uint32),
        np.array(pairs, dtype=np.uint32),
    )


def chunked(
    chunk: Callable[[int, int, torch.Tensor, bool], C], rows: NDArray[np.int64], epoch: int, chunk_size: int
) -> list[C]:
    """The walks or samples of an epoch as they arrive."""
    parts = torch.split(torch.from_numpy(rows), chunk_size)
    return [chunk(epoch, i, part, i == len(parts) - 1) for i, part in enumerate(parts)]


def spec_of(array: NDArray[Any]) -> TensorSpec:
    data_type = DataType.FLOAT32 if array.dtype == np.float32 else DataType.UINT32
    return TensorSpec(
        data_type=data_type, shape=array.shape, sha256=hashlib.sha256(array.tobytes()).hexdigest()
    )


def session_config(
    kind: ModelKind, knobs: K, arrays: Arrays, seed: int = 1, session_id: str = "s-1"
) -> SessionConfig[K]:
    num_products, feature_dim = arrays[TensorRole.FEATURES].shape
    return SessionConfig(
        session_id=session_id,
        model_kind=kind,
        hyperparameters=knobs,
        num_users=len(arrays[TensorRole.TRAIN_OFFSETS]) - 1,
        num_products=num_products,
        feature_dim=feature_dim,
        seed=seed,
        inputs={role: spec_of(array) for role, array in arrays.items()},
    )
