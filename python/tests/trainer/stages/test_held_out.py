"""What was held out for validation leaves no trace in what is learned."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from tests.trainer.knobs import RANKING
from tests.trainer.stage_runs import skip_gram_run
from tests.trainer.worlds import World, communities
from vasg.trainer.data.corpus import ChunkBatches
from vasg.trainer.data.user_pairs import user_pairs
from vasg.trainer.hyperparameters import Hyperparameters, UserVector
from vasg.trainer.model.vectors import Vectors, model_vectors
from vasg.trainer.stages.skip_gram import SkipGramTask, batching

WORLD = communities()
# Windows of direct neighbours: the pairs of a user are purchases.
NEIGHBOURS = replace(RANKING, window_size=3)


def trained(knobs: Hyperparameters, pairs: NDArray[np.uint32], folder: Path) -> Vectors:
    world = replace(WORLD, pairs=pairs)
    folder.mkdir()
    run = skip_gram_run(world, world.config(knobs), folder)
    list(run.events())
    assert isinstance(run.task, SkipGramTask)
    return model_vectors(run.task.model, run.task.data.features, run.task.data.edges, knobs)


@pytest.mark.parametrize("user_vector", list(UserVector))
def test_a_held_out_purchase_changes_no_vector(user_vector: UserVector, tmp_path: Path) -> None:
    # A look would choose when to stop, which is what it is for.
    knobs = replace(NEIGHBOURS, user_vector=user_vector, validate_every=0)
    one = trained(knobs, WORLD.pairs, tmp_path / "all")
    other = trained(knobs, WORLD.pairs[:1], tmp_path / "one")
    assert torch.equal(one.user_UW, other.user_UW)
    assert torch.equal(one.product_PW, other.product_PW)


def test_a_held_out_purchase_is_no_training_pair() -> None:
    held_out = {(user, product) for user, product in WORLD.pairs.tolist()}
    bought = purchases(WORLD)
    trained_on = set()
    for chunk in WORLD.chunks(NEIGHBOURS):
        batches = ChunkBatches(chunk, batching(WORLD.config(NEIGHBOURS)), seed=1)
        for number in range(len(batches)):
            pairs = user_pairs(batches[number], WORLD.num_users)
            trained_on |= set(zip(pairs.user_M.tolist(), pairs.product_M.tolist(), strict=True))
    assert trained_on == bought
    assert not trained_on & held_out


def purchases(world: World) -> set[tuple[int, int]]:
    user_E = np.repeat(np.arange(world.num_users), np.diff(world.offset))
    return set(zip(user_E.tolist(), world.product_E.tolist(), strict=True))
