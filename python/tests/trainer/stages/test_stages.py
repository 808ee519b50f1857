"""Training on worlds whose right answer is known."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch.nn import functional

from tests.trainer.knobs import JOINT, PAPER, RANKING
from tests.trainer.stage_runs import encoder_run, skip_gram_run
from tests.trainer.worlds import communities
from vasg.trainer.errors import TrainingDivergedError
from vasg.trainer.events import (
    EpochCompleted,
    Progress,
    StageCompleted,
    StopReason,
    TrainingWarning,
    Validation,
)
from vasg.trainer.hyperparameters import Hyperparameters
from vasg.trainer.model.vectors import model_vectors
from vasg.trainer.stages.skip_gram import SkipGramTask

WORLD = communities()
LONGER = {"num_epochs": 12, "validate_every": 0}


@pytest.mark.parametrize(
    "knobs",
    [
        replace(PAPER, **LONGER, use_decoder=False, table_learning_rate=0.02),  # type: ignore[arg-type]
        replace(JOINT, **LONGER),  # type: ignore[arg-type]
        replace(RANKING, **LONGER),  # type: ignore[arg-type]
    ],
    ids=["paper", "joint", "ranking"],
)
def test_two_communities_separate(knobs: Hyperparameters, tmp_path: Path) -> None:
    run = skip_gram_run(WORLD, WORLD.config(knobs), tmp_path)
    list(run.events())
    assert isinstance(run.task, SkipGramTask)
    vectors = model_vectors(run.task.model, run.task.data.features, run.task.data.edges, knobs)
    dim = vectors.dim
    user = functional.normalize(vectors.user_UW[:, :dim], dim=1)
    product = functional.normalize(vectors.product_PW[:, :dim], dim=1)
    if knobs.is_joint:
        # Cold products, the last four, must join their community by their features alone.
        assert vectors.encoded_PW is not None
        product[-4:] = functional.normalize(vectors.encoded_PW[-4:, :dim], dim=1)
    else:
        product = product[:-4]
    score_UP = user @ product.T
    same_UP = (torch.arange(len(user))[:, None] + torch.arange(len(product))) % 2 == 0
    inside, between = (score_UP * same_UP).sum(1) / same_UP.sum(1), (score_UP * ~same_UP).sum(1)
    between = between / (~same_UP).sum(1)
    assert float((inside > between + 0.2).float().mean()) > 0.95


def test_the_encoder_learns_to_find_the_embeddings(tmp_path: Path) -> None:
    knobs = replace(
        PAPER,
        num_epochs=8,
        table_learning_rate=0.03,
        encoder_epochs=60,
        encoder_dropout=0.0,
        encoder_learning_rate=0.01,
    )
    list(skip_gram_run(WORLD, WORLD.config(knobs), tmp_path).events())
    events = list(encoder_run(WORLD, WORLD.config(knobs), tmp_path).events())
    cosine = [e.cosine_loss for e in events if isinstance(e, Progress) and e.cosine_loss is not None]
    assert cosine[-1] < 0.5 * cosine[0]
    looks = [event for event in events if isinstance(event, Validation)]
    assert len(looks) == 60
    assert all(look.score == look.auc_cold for look in looks)


def test_without_cold_pairs_the_encoder_stops_by_held_out_loss(tmp_path: Path) -> None:
    world = communities()
    world.pairs = world.pairs[world.pairs[:, 1] < world.num_products - 4]
    list(skip_gram_run(world, world.config(PAPER), tmp_path).events())
    events = list(encoder_run(world, world.config(PAPER), tmp_path).events())
    warnings = [event.code for event in events if isinstance(event, TrainingWarning)]
    assert warnings == ["VALIDATION_WITHOUT_COLD_PAIRS"]
    looks = [event for event in events if isinstance(event, Validation)]
    assert all(look.score < 0 and look.auc_cold is None for look in looks)


def test_a_skipped_encoder_stage_completes_at_once(tmp_path: Path) -> None:
    config = WORLD.config(JOINT)
    list(skip_gram_run(WORLD, config, tmp_path).events())
    completed = list(encoder_run(WORLD, config, tmp_path).events())[-1]
    assert isinstance(completed, StageCompleted)
    assert (completed.reason, completed.step) == (StopReason.END_OF_DATA, 0)


def test_the_stage_ends_with_the_best_parameters(tmp_path: Path) -> None:
    knobs = replace(JOINT, num_epochs=30, validate_every=3, patience=4, table_learning_rate=0.05)
    run = skip_gram_run(WORLD, WORLD.config(knobs), tmp_path)
    events = list(run.events())
    completed = events[-1]
    assert isinstance(completed, StageCompleted)
    assert completed.reason is StopReason.EARLY_STOPPING
    best = [event for event in events if isinstance(event, Validation) and event.is_best][-1]
    assert (completed.best_step, completed.best_score) == (best.step, best.score)
    assert completed.step == completed.best_step + 4 * 3
    assert isinstance(run.task, SkipGramTask)
    assert run.task.look().score == best.score


def test_a_huge_learning_rate_diverges_with_a_clear_error(tmp_path: Path) -> None:
    knobs = replace(JOINT, network_learning_rate=1e30, table_learning_rate=1e30)
    with pytest.raises(TrainingDivergedError, match=r"at step \d+.*No checkpoint"):
        list(skip_gram_run(WORLD, WORLD.config(knobs), tmp_path).events())


def test_progress_adds_up(tmp_path: Path) -> None:
    events = list(skip_gram_run(WORLD, WORLD.config(PAPER), tmp_path).events())
    progress = [event for event in events if isinstance(event, Progress)]
    assert [event.step for event in progress] == list(range(1, len(progress) + 1))
    chunks = WORLD.chunks(PAPER)
    pairs_per_walk = sum(min(i, 3) + min(5 - i, 3) for i in range(6))
    assert progress[-1].num_pairs == pairs_per_walk * sum(len(chunk.node_WL) for chunk in chunks)
    assert [e.epoch for e in events if isinstance(e, EpochCompleted)] == [0, 1]
    assert progress[-1].epoch == 1
    assert progress[-1].readings.log_variance_skip_gram is not None
    assert progress[-1].readings.temperature is None


def test_collapse_is_reported_once(tmp_path: Path) -> None:
    world = communities(60, 40)
    knobs = replace(PAPER, embedding_dim=2, num_epochs=15, use_decoder=False, table_learning_rate=0.1)
    events = list(skip_gram_run(world, world.config(knobs), tmp_path).events())
    codes = [event.code for event in events if isinstance(event, TrainingWarning)]
    assert codes == ["EMBEDDINGS_COLLAPSING"]


def test_validation_that_is_impossible_is_reported(tmp_path: Path) -> None:
    world = communities()
    world.pairs = world.pairs[world.pairs[:, 1] >= world.num_products - 4]
    events = list(skip_gram_run(world, world.config(PAPER), tmp_path).events())
    assert [e.code for e in events if isinstance(e, TrainingWarning)] == ["VALIDATION_SKIPPED"]
    assert not any(isinstance(event, Validation) for event in events)
