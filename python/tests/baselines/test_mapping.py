"""From features to the factors of products that nobody has bought."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from tests.baselines.worlds import BPR, data_of, finish, triples
from tests.trainer.worlds import World, communities
from vasg.baselines.factorization import Factorization
from vasg.baselines.mapping import MappingTask
from vasg.baselines.ranking import RankingTask
from vasg.trainer.events import StageCompleted, Validation

WORLD = communities(40, 64)
DATA = data_of(WORLD.arrays())
FEATURES = DATA.features.rows(torch.arange(WORLD.num_products))


def planted(noise: float) -> tuple[Factorization, torch.Tensor]:
    """A factorisation whose products' rows are linear in their features, up to noise; and those rows."""
    model = Factorization(BPR, WORLD.num_users, DATA.features, seed=1)
    draws = torch.Generator().manual_seed(5)
    weight = torch.randn(BPR.embedding_dim + 1, FEATURES.shape[1], generator=draws)
    rows = FEATURES @ weight.T + torch.arange(BPR.embedding_dim + 1)
    noisy = rows + noise * torch.randn(rows.shape, generator=draws)
    model.product.weight.data = noisy
    return model, rows


def test_a_planted_map_is_recovered_cold_products_included(tmp_path: Path) -> None:
    model, rows = planted(0.0)
    task = MappingTask(DATA, 1, model)
    events = finish(task, tmp_path)
    torch.testing.assert_close(task.model.linear().apply(FEATURES), rows, rtol=1e-4, atol=1e-4)
    completed = events[-1]
    assert isinstance(completed, StageCompleted) and completed.step == 1


def test_held_out_products_choose_the_penalty(tmp_path: Path) -> None:
    exact, _ = planted(0.0)
    noisy, _ = planted(200.0)
    sizes = []
    for name, model in (("exact", exact), ("noisy", noisy)):
        task = MappingTask(DATA, 1, model)
        finish(task, tmp_path / name)
        # Relative to what is to be explained.
        sizes.append(float(task.model.weight.norm() / model.product.weight[:, :-1].detach().std()))
    assert sizes[1] < 0.2 * sizes[0]


def test_cold_products_are_ranked_in_the_only_look(tmp_path: Path) -> None:
    knobs = replace(BPR, num_epochs=20, validate_every=20)
    ranking = RankingTask(knobs, DATA, 1, iter(triples(DATA, knobs.num_epochs)))
    finish(ranking, tmp_path / "ranking")
    events = finish(MappingTask(DATA, 1, ranking.model), tmp_path / "mapping")
    (look,) = (event for event in events if isinstance(event, Validation))
    assert look.auc_cold is not None and look.auc_cold > 0.7
    assert look.score == look.auc_cold


def test_the_same_factors_give_the_same_map(tmp_path: Path) -> None:
    model, _ = planted(1.0)
    made = []
    for number in range(2):
        task = MappingTask(DATA, 1, model)
        finish(task, tmp_path / str(number))
        made.append(task.model.weight)
    assert torch.equal(*made)


def test_with_few_products_the_loss_is_still_an_error() -> None:
    features = np.random.default_rng(1).random((6, 4)).astype(np.float32)
    everything = np.tile(np.arange(5, dtype=np.uint32), 2)
    world = World(2, features, np.array([0, 5, 10], np.uint32), everything, np.array([[0, 5]], np.uint32))
    data = data_of(world.arrays())
    task = MappingTask(data, 1, Factorization(BPR, world.num_users, data.features, seed=1))
    assert len(task.held_out) == 0
    (step,) = task.steps()
    assert float(step.losses.total) >= 0
