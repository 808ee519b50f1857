"""Each switch of the authors' code by itself, on training runs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from torch.nn import functional

from tests.trainer.knobs import AUTHORS, DEEPWALK, PAPER
from tests.trainer.stage_runs import encoder_run, skip_gram_run, vasg_run
from tests.trainer.worlds import communities
from vasg.trainer.config import VasgConfig
from vasg.trainer.events import Progress, StageCompleted, Validation
from vasg.trainer.hyperparameters import (
    FeatureScaling,
    Hyperparameters,
    Objective,
    TableInit,
    TaskWeighting,
    UserBatches,
    WalkTransition,
)
from vasg.trainer.loop.checkpoint import CheckpointFolder
from vasg.trainer.model.vectors import model_vectors
from vasg.trainer.stages.skip_gram import SkipGramTask
from vasg.trainer.stages.vasg_plan import VasgPlan

WORLD = communities()

SWITCHES: dict[str, dict[str, Any]] = {
    "context-table": {"context_table": True},
    "negative-sampling": {
        "objective": Objective.NEGATIVE_SAMPLING,
        "num_negatives": 8,
        "negative_weight": 5.0,
    },
    "min-max": {"feature_scaling": FeatureScaling.PRODUCT_MIN_MAX},
    "unhalved": {"task_weighting": TaskWeighting.LEARNED_UNHALVED},
    "glorot": {"table_init": TableInit.GLOROT},
    "glorot-contexts-at-zero": {"table_init": TableInit.GLOROT, "context_table": True},
    "autoencoder": {"table_init": TableInit.AUTOENCODER, "pretrain_epochs": 2},
    "stride": {"center_stride": 3},
    "cross-walks": {"cross_walks": True},
    "rating": {"walk_transition": WalkTransition.RATING},
    "by-ratio": {"user_batches": UserBatches.BY_RATIO, "batch_size": 8},
    "two-adams": {"separate_optimizers": True},
    "embedding-noise": {"embedding_noise_std": 1.0},
    "encoder-relu": {"encoder_output_relu": True},
    "frozen-dropout": {"frozen_decoder_dropout": True},
    "encoder-rate": {"encoder_learning_rate": 1e-4},
}
# What the trainer only records, or what is only of the encoder stage.
NOT_OF_STAGE_1 = {"rating", "encoder-relu", "frozen-dropout", "encoder-rate"}


def final_bytes(config: VasgConfig, folder: Path) -> dict[str, bytes]:
    """Parameters that each stage ends with, all of them finite."""
    folder.mkdir(exist_ok=True)
    parts = {}
    for stage in VasgPlan(config).stages:
        events = list(vasg_run(stage, WORLD, config, folder).events())
        assert isinstance(events[-1], StageCompleted) and events[-1].step > 0
        finished = CheckpointFolder(folder / stage.name.lower()).load()
        assert finished is not None
        assert all(bool(torch.isfinite(value).all()) for value in finished.tensors.values())
        parts[stage.name] = b"".join(value.numpy().tobytes() for _, value in sorted(finished.tensors.items()))
    return parts


@pytest.mark.parametrize("name", SWITCHES)
def test_each_switch_trains_and_changes_its_stages(name: str, tmp_path: Path) -> None:
    plain = final_bytes(WORLD.config(PAPER), tmp_path / "plain")
    switched = final_bytes(WORLD.config(replace(PAPER, **SWITCHES[name])), tmp_path / "switched")
    assert (switched["SKIP_GRAM"] == plain["SKIP_GRAM"]) is (name in NOT_OF_STAGE_1)
    assert (switched["ENCODER"] == plain["ENCODER"]) is (name == "rating")


def test_all_of_them_together_train(tmp_path: Path) -> None:
    final_bytes(WORLD.config(AUTHORS), tmp_path)


def separation(knobs: Hyperparameters, folder: Path) -> float:
    """Mean cosine of users with warm products of their own community, less that with the other's."""
    run = skip_gram_run(WORLD, WORLD.config(knobs), folder)
    list(run.events())
    assert isinstance(run.task, SkipGramTask)
    vectors = model_vectors(run.task.model, run.task.data.features, run.task.data.edges, knobs)
    user_UD = functional.normalize(vectors.user_UW.detach(), dim=1)
    product_PD = functional.normalize(vectors.product_PW[:-4].detach(), dim=1)
    score_UP = user_UD @ product_PD.T
    same_UP = (torch.arange(len(user_UD))[:, None] + torch.arange(len(product_PD))) % 2 == 0
    return float(score_UP[same_UP].mean() - score_UP[~same_UP].mean())


@pytest.mark.parametrize("context_table", [True, False], ids=["two-tables", "one-table"])
def test_negative_sampling_separates_the_communities(context_table: bool, tmp_path: Path) -> None:
    knobs = replace(
        DEEPWALK, context_table=context_table, num_epochs=30, validate_every=0, table_learning_rate=0.03
    )
    assert separation(knobs, tmp_path) > 0.5


def test_the_dropout_of_the_frozen_decoder_is_what_the_switch_switches(tmp_path: Path) -> None:
    """Without dropout in the decoder there is nothing to keep on."""
    quiet = replace(PAPER, decoder_dropout=0.0, max_steps=5)
    kept = replace(quiet, frozen_decoder_dropout=True)
    a, b = (final_bytes(WORLD.config(knobs), tmp_path / n) for n, knobs in (("a", quiet), ("b", kept)))
    assert a == b


def test_looks_at_the_encoder_draw_no_dropout(tmp_path: Path) -> None:
    """The held-out loss is an evaluation, whatever the training of the encoder keeps on."""
    world = communities()
    world.pairs = world.pairs[world.pairs[:, 1] < world.num_products - 4]
    knobs = replace(PAPER, frozen_decoder_dropout=True, decoder_dropout=0.9)
    config = world.config(knobs)
    list(skip_gram_run(world, config, tmp_path).events())
    run = encoder_run(world, config, tmp_path)
    looks = [event for event in run.events() if isinstance(event, Validation)]
    assert run.task.look().score == run.task.look().score == max(look.score for look in looks)


def test_two_adams_have_the_moments_of_their_own_batches(tmp_path: Path) -> None:
    run = skip_gram_run(WORLD, WORLD.config(replace(PAPER, separate_optimizers=True)), tmp_path)
    events = run.events()
    while not isinstance(event := next(events), Progress) or event.step < 4:
        pass
    assert isinstance(run.task, SkipGramTask) and run.task.model.decoder is not None
    of_users, of_products = run.task.state.optimizers
    table, decoder = run.task.model.table.weight, next(run.task.model.decoder.parameters())
    assert int(of_users.state[table]["step"]) == int(of_products.state[table]["step"]) == 2
    assert decoder not in of_users.state and int(of_products.state[decoder]["step"]) == 2
    assert not torch.equal(of_users.state[table]["exp_avg"], of_products.state[table]["exp_avg"])


def test_by_ratio_takes_a_third_of_the_users_where_products_are_many(tmp_path: Path) -> None:
    """30 products to 10 users: every third batch is one of users."""
    world = communities(num_users=10)
    knobs = replace(PAPER, user_batches=UserBatches.BY_RATIO, batch_size=8, use_decoder=True)
    task = skip_gram_run(world, world.config(knobs), tmp_path).task
    assert isinstance(task, SkipGramTask) and task.batching.user_batch_every == 3
    losses = [done.losses.reconstruction is None for done in task.steps() if advance(task, done)]
    assert sum(losses) / len(losses) == pytest.approx(1 / 3, abs=0.05)


def advance(task: SkipGramTask, done: Any) -> bool:
    """What the loop does after a step."""
    task.state.step += 1
    task.state.cursor = done.next_cursor
    return True
