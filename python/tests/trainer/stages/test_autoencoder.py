"""The autoencoder that tables may start from, and what the later stages make of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from tests.trainer.knobs import AUTHORS
from tests.trainer.stage_runs import autoencoder_run, encoder_run, skip_gram_run
from tests.trainer.worlds import communities
from vasg.trainer.events import EpochCompleted, Progress, StageCompleted, StopReason, Validation
from vasg.trainer.loop.checkpoint import CheckpointFolder
from vasg.trainer.loop.stage_state import model_tensors
from vasg.trainer.model.autoencoder import Autoencoder
from vasg.trainer.model.vectors import encode_all
from vasg.trainer.stages.autoencoder import AutoencoderTask
from vasg.trainer.stages.skip_gram import SkipGramTask

WORLD = communities()
NUM_WARM = WORLD.num_products - 4


def test_takes_every_warm_product_once_a_pass(tmp_path: Path) -> None:
    run = autoencoder_run(WORLD, WORLD.config(AUTHORS), tmp_path)
    events = list(run.events())
    progress = [event for event in events if isinstance(event, Progress)]
    assert progress[-1].num_pairs == AUTHORS.pretrain_epochs * NUM_WARM
    assert all(event.reconstruction_loss is not None for event in progress)
    assert all(event.skip_gram_loss is None for event in progress)
    assert [event.epoch for event in events if isinstance(event, EpochCompleted)] == [0, 1, 2]
    assert not any(isinstance(event, Validation) for event in events)
    completed = events[-1]
    assert isinstance(completed, StageCompleted) and completed.reason is StopReason.END_OF_DATA
    assert isinstance(run.task, AutoencoderTask)
    assert run.task.passes.products.tolist() == list(range(NUM_WARM))


def test_learns_to_reconstruct(tmp_path: Path) -> None:
    knobs = replace(
        AUTHORS, pretrain_epochs=60, encoder_dropout=0.0, decoder_dropout=0.0, encoder_learning_rate=0.01
    )
    run = autoencoder_run(WORLD, WORLD.config(knobs), tmp_path)
    assert isinstance(run.task, AutoencoderTask)
    variance = float(run.task.features.rows(torch.arange(NUM_WARM)).var(dim=0, correction=0).mean())
    events = list(run.events())
    loss = [event.reconstruction_loss for event in events if isinstance(event, Progress)]
    assert loss[0] is not None and loss[-1] is not None
    assert loss[0] > variance > 2 * loss[-1]


@pytest.mark.parametrize("context_table", [True, False])
def test_products_start_where_its_encoder_puts_them(context_table: bool, tmp_path: Path) -> None:
    config = WORLD.config(replace(AUTHORS, context_table=context_table))
    list(autoencoder_run(WORLD, config, tmp_path).events())
    finished = CheckpointFolder(tmp_path / "autoencoder").load()
    assert finished is not None
    autoencoder = Autoencoder(config)
    autoencoder.load_state_dict(model_tensors(finished))

    task = skip_gram_run(WORLD, config, tmp_path).task
    assert isinstance(task, SkipGramTask)
    expected = encode_all(autoencoder.encoder, task.data.features)
    assert float(expected.std()) > 0
    for table in task.model.tables():
        assert torch.equal(table.weight[WORLD.num_users :], expected)
    assert task.model.decoder is not None
    start = autoencoder.decoder.state_dict()
    assert all(torch.equal(value, start[name]) for name, value in task.model.decoder.state_dict().items())


def test_a_completed_stage_1_no_longer_needs_it(tmp_path: Path) -> None:
    config = WORLD.config(AUTHORS)
    for run in (autoencoder_run, skip_gram_run, encoder_run):
        completed = list(run(WORLD, config, tmp_path).events())[-1]
        assert isinstance(completed, StageCompleted)
    (tmp_path / "autoencoder").rename(tmp_path / "away")
    again = list(skip_gram_run(WORLD, config, tmp_path, chunks=[]).events())[-1]
    assert isinstance(again, StageCompleted) and again.reason is StopReason.END_OF_DATA
