"""Shops whose right answer is known, samples from them, and stages over them."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.trainer.stage_runs import EAGER, plan_run
from tests.trainer.worlds import CPU, Arrays, World, chunked, session_config
from vasg.baselines.hyperparameters import FactorizationHyperparameters, MetricHyperparameters
from vasg.trainer.config import Knobs, ModelKind, TensorRole
from vasg.trainer.data.inputs import TrainingData, checked_inputs
from vasg.trainer.data.samples import SampleChunk
from vasg.trainer.events import Stage
from vasg.trainer.hyperparameters import FeatureScaling
from vasg.trainer.loop.checkpoint import CheckpointFolder
from vasg.trainer.loop.stage_run import Pacing, StageRun
from vasg.trainer.serving.plans import plan_of

BPR = FactorizationHyperparameters(
    embedding_dim=8,
    visual_dim=0,
    num_epochs=4,
    batch_size=32,
    learning_rate=0.02,
    init_std=0.1,
    latent_regularization=0.01,
    bias_regularization=0.01,
    visual_regularization=0.01,
    kernel_regularization=0.001,
    feature_scaling=FeatureScaling.STANDARDIZE,
    validate_every=5,
    patience=100,
)
VBPR = replace(BPR, embedding_dim=4, visual_dim=6)
IBR = MetricHyperparameters(
    embedding_dim=4,
    num_epochs=4,
    batch_size=32,
    learning_rate=0.1,
    regularization=0.0,
    feature_scaling=FeatureScaling.STANDARDIZE,
    validate_every=5,
    patience=100,
)
KNOBS: dict[ModelKind, Knobs] = {ModelKind.BPR: BPR, ModelKind.VBPR: VBPR, ModelKind.IBR: IBR}


def arrays_of(world: World, kind: ModelKind) -> Arrays:
    """The inputs of a session of that kind: for IBR, products of one community are related."""
    arrays = dict(world.arrays())
    if kind is ModelKind.IBR:
        del arrays[TensorRole.VALIDATION_PAIRS]
        drawn = relations(np.arange(world.num_products) % 2, 1, seed=3)[:60]
        arrays[TensorRole.VALIDATION_RELATIONS] = drawn.astype(np.uint32)
    return arrays


def data_of(arrays: Arrays, how: FeatureScaling = FeatureScaling.STANDARDIZE) -> TrainingData:
    return checked_inputs(arrays, how, CPU)


def triples(data: TrainingData, num_epochs: int, chunk_size: int = 80, seed: int = 0) -> list[SampleChunk]:
    """Every training edge once an epoch, with a warm product that its user does not own."""
    edges, draws = data.edges, np.random.default_rng(seed)
    owner_E = np.repeat(np.arange(edges.num_users), np.diff(edges.offset))
    warm = edges.product_degree().nonzero().squeeze(1).numpy()
    others = [np.setdiff1d(warm, edges.products_of(user)) for user in range(edges.num_users)]
    chunks: list[SampleChunk] = []
    for epoch in range(num_epochs):
        order = draws.permutation(len(owner_E))
        other = np.array([draws.choice(others[user]) for user in owner_E[order]])
        samples = np.stack([owner_E[order], edges.product_E[order], other], axis=1)
        chunks += chunked(SampleChunk, samples, epoch, chunk_size)
    return chunks


def relations(style_P: NDArray[np.int64], num_rounds: int, seed: int = 0) -> NDArray[np.int64]:
    """(product, another, 1) of one style and (product, another, 0) of two, for each product and round."""
    draws = np.random.default_rng(seed)
    rows = []
    for product in np.tile(np.arange(len(style_P)), num_rounds).tolist():
        same = style_P == style_P[product]
        alike = np.setdiff1d(np.flatnonzero(same), [product])
        rows += [(product, draws.choice(alike), 1), (product, draws.choice(np.flatnonzero(~same)), 0)]
    return draws.permutation(np.array(rows))


def relation_chunks(
    style_P: NDArray[np.int64], num_epochs: int, num_rounds: int, chunk_size: int
) -> list[SampleChunk]:
    chunks: list[SampleChunk] = []
    for epoch in range(num_epochs):
        chunks += chunked(SampleChunk, relations(style_P, num_rounds, epoch), epoch, chunk_size)
    return chunks


def samples_of(world: World, kind: ModelKind, knobs: Any) -> list[SampleChunk]:
    if kind is ModelKind.IBR:
        return relation_chunks(np.arange(world.num_products) % 2, knobs.num_epochs, 1, 40)
    return triples(data_of(world.arrays()), knobs.num_epochs)


def stage_run(
    world: World,
    kind: ModelKind,
    stage: Stage,
    folder: Path,
    *,
    stop: threading.Event | None = None,
    pacing: Pacing = EAGER,
    knobs: Knobs | None = None,
    seed: int = 1,
) -> StageRun:
    """A stage of a baseline, on samples from `world`."""
    knobs = knobs or KNOBS[kind]
    arrays = arrays_of(world, kind)
    plan = plan_of(session_config(kind, knobs, arrays, seed))
    chunks = samples_of(world, kind, knobs)
    return plan_run(plan, stage, data_of(arrays), chunks, folder, stop=stop, pacing=pacing)


def finish(task: Any, folder: Path) -> list[Any]:
    """All events of a task that is run to its end."""
    return list(StageRun(task, CheckpointFolder(folder), threading.Event(), EAGER).events())
