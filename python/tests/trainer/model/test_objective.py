"""One batch through model, lookup and losses, against the same written per occurrence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch.nn import functional

from tests.trainer.knobs import DEEPWALK, JOINT, PAPER
from tests.trainer.worlds import communities
from vasg.trainer.data.corpus import Batch, ChunkBatches
from vasg.trainer.data.inputs import TrainingData
from vasg.trainer.hyperparameters import Hyperparameters, TaskWeighting
from vasg.trainer.loop.step_losses import StepLosses
from vasg.trainer.model.objective import SkipGramObjective
from vasg.trainer.model.vasg_model import VasgModel
from vasg.trainer.stages.skip_gram import batching

WORLD = communities()


def first_batches(knobs: Hyperparameters) -> tuple[Batch, Batch]:
    parts = ChunkBatches(WORLD.chunks(knobs)[0], batching(WORLD.config(knobs)), seed=1)
    return parts[0], parts[1]


def compute(knobs: Hyperparameters, batch: Batch, folder: Path) -> tuple[StepLosses, VasgModel, TrainingData]:
    config = WORLD.config(knobs)
    model, data = VasgModel(config), WORLD.data(config, folder)
    objective = SkipGramObjective(knobs, data.features, data.edges.degree())
    draws = (torch.Generator().manual_seed(seed) for seed in (1, 2))
    return objective.losses(model, batch, *draws), model, data


def test_product_batches_decode_every_center(tmp_path: Path) -> None:
    knobs = replace(PAPER, decoder_dropout=0.0, task_weighting=TaskWeighting.FIXED, decoder_weight=0.25)
    batch = first_batches(knobs)[1]
    losses, model, data = compute(knobs, batch, tmp_path)
    assert model.decoder is not None and losses.reconstruction is not None
    decoded = model.decoder(model.table.weight[batch.center_B])
    expected = functional.mse_loss(decoded, data.features.rows(batch.center_B - WORLD.num_users))
    assert losses.reconstruction.item() == pytest.approx(expected.item(), rel=1e-5)
    score = (model.table.weight[batch.context_BC] * model.table.weight[batch.center_B][:, None]).sum(2)
    skip_gram = functional.softplus(-score)[batch.valid_BC].mean()
    assert losses.skip_gram is not None
    assert losses.skip_gram.item() == pytest.approx(skip_gram.item(), rel=1e-5)
    assert losses.total.item() == pytest.approx((skip_gram + 0.25 * expected).item(), rel=1e-5)


def test_user_batches_have_the_skip_gram_loss_alone(tmp_path: Path) -> None:
    losses, model, _ = compute(PAPER, first_batches(PAPER)[0], tmp_path)
    assert losses.reconstruction is None and losses.total is losses.skip_gram
    losses.total.backward()  # type: ignore[no-untyped-call]
    assert model.log_variance is not None and model.log_variance.grad is None


def test_the_contrast_is_with_negatives_of_the_contexts_own_type(tmp_path: Path) -> None:
    knobs = replace(JOINT, id_dropout=0.0, noise_std=0.0, encoder_dropout=0.0)
    batch = first_batches(knobs)[1]
    losses, model, data = compute(knobs, batch, tmp_path)
    assert model.encoder is not None and losses.skip_gram is not None
    content = model.encoder(data.features.rows(torch.arange(WORLD.num_products)))
    vectors = torch.cat(
        [model.table.weight[: WORLD.num_users], model.table.weight[WORLD.num_users :] + content]
    )
    unit = functional.normalize(vectors, dim=1)
    objective = SkipGramObjective(knobs, data.features, data.edges.degree())
    assert objective.sampler is not None
    negatives = objective.sampler.draw(torch.Generator().manual_seed(1))
    log_count = objective.sampler.log_count_V
    expected = []
    for b, center in enumerate(batch.center_B.tolist()):
        window = set(batch.context_BC[b].tolist()) | {center}
        for c, context in enumerate(batch.context_BC[b].tolist()):
            if not batch.valid_BC[b, c]:
                continue
            is_user = context < WORLD.num_users
            rivals = [n for n in negatives.tolist() if (n < WORLD.num_users) == is_user and n not in window]
            candidates = torch.tensor([context, *rivals])
            logit = unit[candidates] @ unit[center] / knobs.temperature - log_count[candidates]
            expected.append(-functional.log_softmax(logit, dim=0)[0])
    assert losses.skip_gram.item() == pytest.approx(torch.stack(expected).mean().item(), rel=1e-4)


def test_dropping_every_free_row_leaves_content_alone(tmp_path: Path) -> None:
    knobs = replace(JOINT, id_dropout=1.0)
    losses, model, _ = compute(knobs, first_batches(knobs)[1], tmp_path)
    losses.total.backward()  # type: ignore[no-untyped-call]
    assert model.table.weight.grad is not None
    assert not model.table.weight.grad[WORLD.num_users :].any()
    assert model.table.weight.grad[: WORLD.num_users].any()


def test_contexts_and_negatives_are_looked_up_in_their_own_table(tmp_path: Path) -> None:
    batch = first_batches(DEEPWALK)[1]
    losses, model, data = compute(DEEPWALK, batch, tmp_path)
    assert model.context_table is not None and losses.skip_gram is not None
    objective = SkipGramObjective(DEEPWALK, data.features, data.edges.degree())
    assert objective.sampler is not None
    negatives = objective.sampler.draw(torch.Generator().manual_seed(1)).tolist()
    expected = []
    for b, center in enumerate(batch.center_B.tolist()):
        for c, context in enumerate(batch.context_BC[b].tolist()):
            if not batch.valid_BC[b, c]:
                continue
            rivals = [n for n in negatives if (n < WORLD.num_users) == (context < WORLD.num_users)]
            assert len(rivals) == DEEPWALK.num_negatives
            score = model.context_table.weight @ model.table.weight[center]
            others = functional.softplus(score[rivals]).mean()
            expected.append(functional.softplus(-score[context]) + 5 * others)
    assert losses.skip_gram.item() == pytest.approx(torch.stack(expected).mean().item(), rel=1e-4)


def test_positives_alone_take_two_tables_as_well(tmp_path: Path) -> None:
    knobs = replace(PAPER, context_table=True, use_decoder=False)
    batch = first_batches(knobs)[0]
    losses, model, _ = compute(knobs, batch, tmp_path)
    assert model.context_table is not None
    score = (model.context_table.weight[batch.context_BC] * model.table.weight[batch.center_B][:, None]).sum(
        2
    )
    expected = functional.softplus(-score)[batch.valid_BC].mean()
    assert losses.total.item() == pytest.approx(expected.item(), rel=1e-5)


def test_unhalved_weights_start_as_the_plain_sum(tmp_path: Path) -> None:
    knobs = replace(PAPER, task_weighting=TaskWeighting.LEARNED_UNHALVED)
    losses, model, _ = compute(knobs, first_batches(knobs)[1], tmp_path)
    assert losses.skip_gram is not None and losses.reconstruction is not None
    assert losses.total.item() == pytest.approx(losses.skip_gram.item() + losses.reconstruction.item())
    losses.total.backward()  # type: ignore[no-untyped-call]
    assert model.log_variance is not None and model.log_variance.grad is not None
    expected = [1 - losses.skip_gram.item(), 1 - losses.reconstruction.item()]
    assert model.log_variance.grad.tolist() == pytest.approx(expected)


def test_noise_reaches_the_decoder_and_not_the_skip_gram(tmp_path: Path) -> None:
    plain = replace(PAPER, decoder_dropout=0.0)
    batch = first_batches(plain)[1]
    quiet, _, _ = compute(plain, batch, tmp_path)
    noisy, _, _ = compute(replace(plain, embedding_noise_std=3.0), batch, tmp_path)
    assert quiet.skip_gram is not None and quiet.reconstruction is not None
    assert noisy.skip_gram is not None and noisy.reconstruction is not None
    assert noisy.skip_gram.item() == quiet.skip_gram.item()
    assert noisy.reconstruction.item() > 1.01 * quiet.reconstruction.item()
