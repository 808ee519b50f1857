"""Small data sets whose right answer is known, and walks over them."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray

from vasg.trainer.config import DataType, Knobs, ModelKind, SessionConfig, TensorRole, TensorSpec, VasgConfig
from vasg.trainer.data.corpus import WalkChunk
from vasg.trainer.data.inputs import TrainingData, load_inputs
from vasg.trainer.events import Stage
from vasg.trainer.hyperparameters import (
    FeatureScaling,
    Hyperparameters,
    Objective,
    ProductVector,
    TableInit,
    TaskWeighting,
    UserBatches,
    UserVector,
    WalkTransition,
)
from vasg.trainer.loop.checkpoint import CheckpointFolder
from vasg.trainer.loop.chunk_feed import Chunk
from vasg.trainer.loop.model_plan import CompletedStages, ModelPlan
from vasg.trainer.loop.stage_run import Pacing, StageRun
from vasg.trainer.loop.stage_state import Tensors, model_tensors
from vasg.trainer.stages.vasg_plan import VasgPlan

CPU = torch.device("cpu")

Arrays = dict[TensorRole, NDArray[Any]]
K = TypeVar("K", bound=Knobs)
C = TypeVar("C", bound=Chunk)

PAPER = Hyperparameters(
    embedding_dim=8,
    window_size=7,
    walks_per_node=2,
    walk_length=6,
    walk_transition=WalkTransition.UNIFORM,
    center_stride=1,
    cross_walks=False,
    num_epochs=2,
    batch_size=64,
    user_batches=UserBatches.PROPORTIONAL,
    separate_optimizers=False,
    max_steps=0,
    table_init=TableInit.UNIFORM,
    pretrain_epochs=0,
    init_range=0.5,
    objective=Objective.POSITIVE_SIGMOID,
    context_table=False,
    num_negatives=0,
    negative_weight=0.0,
    negative_power=1.0,
    temperature=0.0,
    table_learning_rate=0.01,
    popularity_learning_rate=0.01,
    network_learning_rate=0.001,
    encoder_learning_rate=0.001,
    weight_decay=0.0,
    user_vector=UserVector.ROW,
    product_vector=ProductVector.TABLE,
    popularity_bias=False,
    id_dropout=0.0,
    use_decoder=True,
    decoder_hidden=(16,),
    task_weighting=TaskWeighting.LEARNED,
    decoder_weight=0.0,
    decoder_dropout=0.5,
    embedding_noise_std=0.0,
    encoder_hidden=(16,),
    encoder_dropout=0.5,
    encoder_output_relu=False,
    frozen_decoder_dropout=False,
    noise_std=0.1,
    feature_scaling=FeatureScaling.GLOBAL_RMS,
    encoder_epochs=4,
    encoder_batch_size=8,
    encoder_cosine_weight=1.0,
    validate_every=5,
    patience=100,
)

JOINT = replace(
    PAPER,
    objective=Objective.SAMPLED_SOFTMAX,
    num_negatives=16,
    temperature=0.1,
    product_vector=ProductVector.CONTENT_PLUS_ID,
    id_dropout=0.5,
    use_decoder=False,
    task_weighting=TaskWeighting.FIXED,
    weight_decay=0.3,
    encoder_epochs=0,
    init_range=0.5,
)

# Ours.
RANKING = replace(
    JOINT,
    objective=Objective.USER_SOFTMAX,
    negative_power=0.0,
    user_vector=UserVector.PROFILE,
    popularity_bias=True,
)

# The settings of the authors' public code, but for their sizes.
AUTHORS = replace(
    PAPER,
    window_size=5,
    walk_length=5,
    walk_transition=WalkTransition.RATING,
    center_stride=3,
    cross_walks=True,
    user_batches=UserBatches.BY_RATIO,
    separate_optimizers=True,
    table_init=TableInit.AUTOENCODER,
    pretrain_epochs=3,
    context_table=True,
    network_learning_rate=0.01,
    task_weighting=TaskWeighting.LEARNED_UNHALVED,
    embedding_noise_std=1.0,
    encoder_output_relu=True,
    frozen_decoder_dropout=True,
    noise_std=0.0,
    feature_scaling=FeatureScaling.PRODUCT_MIN_MAX,
    encoder_cosine_weight=0.0,
    batch_size=16,
)

DEEPWALK = replace(
    PAPER,
    objective=Objective.NEGATIVE_SAMPLING,
    num_negatives=16,
    negative_weight=5.0,
    negative_power=0.75,
    context_table=True,
    use_decoder=False,
)


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


EAGER = Pacing(progress_seconds=0.0, checkpoint_seconds=1e9)


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


def from_cursor(chunks: Iterable[C], folder: CheckpointFolder) -> Iterator[C]:
    """What a client sends to a stage that goes on from its newest checkpoint."""
    checkpoint = folder.load()
    cursor = checkpoint.record["cursor"] if checkpoint is not None else {"epoch": 0, "chunk_index": 0}
    at = (cursor["epoch"], cursor["chunk_index"])
    return iter([chunk for chunk in chunks if (chunk.epoch, chunk.chunk_index) >= at])


def completed_tensors(folder: Path, stage: Stage) -> Tensors:
    checkpoint = CheckpointFolder(folder / stage.name.lower()).load()
    assert checkpoint is not None and checkpoint.record["completed"] is not None
    return model_tensors(checkpoint)


def plan_run(
    plan: ModelPlan,
    stage: Stage,
    data: TrainingData,
    chunks: Iterable[Chunk],
    folder: Path,
    *,
    stop: threading.Event | None = None,
    pacing: Pacing = EAGER,
) -> StageRun:
    """A stage from its newest checkpoint in `folder`, or from the start, on top of the stages before it."""
    checkpoints = CheckpointFolder(folder / stage.name.lower())
    before = CompletedStages(data, partial(completed_tensors, folder))
    task = plan.task(stage, before, from_cursor(chunks, checkpoints), checkpoints.load())
    return StageRun(task, checkpoints, stop or threading.Event(), pacing)


def vasg_run(
    stage: Stage,
    world: World,
    config: VasgConfig,
    folder: Path,
    *,
    stop: threading.Event | None = None,
    pacing: Pacing = EAGER,
    chunks: list[WalkChunk] | None = None,
) -> StageRun:
    """The same of a skip-gram model, on walks over `world`."""
    data = world.data(config, folder / "inputs")
    walks = chunks or world.chunks(config.hyperparameters)
    return plan_run(VasgPlan(config), stage, data, walks, folder, stop=stop, pacing=pacing)


autoencoder_run = partial(vasg_run, Stage.AUTOENCODER)
skip_gram_run = partial(vasg_run, Stage.SKIP_GRAM)
encoder_run = partial(vasg_run, Stage.ENCODER)
