"""One batch of the user softmax, against the same written pair by pair."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import Tensor
from torch.nn import functional

from tests.trainer.knobs import PAPER, RANKING
from tests.trainer.worlds import communities
from vasg.trainer.data.corpus import Batch, ChunkBatches
from vasg.trainer.data.inputs import TrainingData
from vasg.trainer.data.user_pairs import user_pairs
from vasg.trainer.hyperparameters import Hyperparameters, ProductVector, UserVector
from vasg.trainer.loop.step_losses import StepLosses
from vasg.trainer.model.user_softmax import UserSoftmaxObjective
from vasg.trainer.model.vasg_model import VasgModel
from vasg.trainer.stages.skip_gram import batching

WORLD = communities()
# User 0 keeps one product.
_kept = int(WORLD.offset[1]) - 1
WORLD.product_E = WORLD.product_E[_kept:]
WORLD.offset[1:] -= _kept
QUIET = replace(RANKING, id_dropout=0.0, noise_std=0.0, encoder_dropout=0.0)
VARIANTS = {
    "default": QUIET,
    "free-rows-of-users": replace(QUIET, user_vector=UserVector.ROW),
    "both": replace(QUIET, user_vector=UserVector.ROW_PLUS_PROFILE),
    "negatives-by-degree": replace(QUIET, negative_power=1.0),
    "no-popularity": replace(QUIET, popularity_bias=False),
    "no-content": replace(QUIET, popularity_bias=False, product_vector=ProductVector.TABLE, encoder_epochs=1),
}


def batches(knobs: Hyperparameters) -> tuple[Batch, Batch]:
    parts = ChunkBatches(WORLD.chunks(knobs)[0], batching(WORLD.config(knobs)), seed=1)
    return parts[0], parts[1]


def trained_a_little(knobs: Hyperparameters) -> VasgModel:
    """A model whose rows are not zero."""
    model = VasgModel(WORLD.config(knobs))
    with torch.no_grad():
        draws = torch.Generator().manual_seed(5)
        for rows in (model.table.weight, *([model.popularity] if model.popularity is not None else [])):
            rows.add_(0.3 * torch.randn(rows.shape, generator=draws))
    return model


def compute(
    knobs: Hyperparameters, model: VasgModel, batch: Batch, folder: Path
) -> tuple[StepLosses, TrainingData, UserSoftmaxObjective]:
    data = WORLD.data(WORLD.config(knobs), folder)
    objective = UserSoftmaxObjective(knobs, data.features, data.edges)
    draws = (torch.Generator().manual_seed(seed) for seed in (1, 2))
    return objective.losses(model, batch, *draws), data, objective


def expected_loss(
    knobs: Hyperparameters, model: VasgModel, batch: Batch, data: TrainingData, negatives: Tensor
) -> Tensor:
    row = model.free_rows()
    if model.encoder is not None:
        row = row + model.encoder(data.features.rows(torch.arange(WORLD.num_products)))
    unit = functional.normalize(row[:, : model.dim], dim=1)
    popularity = row[:, model.dim] if knobs.popularity_bias else torch.zeros(len(row))
    weight = data.edges.product_degree().double() ** knobs.negative_power
    weight[data.edges.product_degree() == 0] = 0
    log_count = (knobs.num_negatives * weight / weight.sum()).log().float()
    pairs = user_pairs(batch, WORLD.num_users)
    terms = []
    for user, product in zip(pairs.user_M.tolist(), pairs.product_M.tolist(), strict=True):
        others = [p for p in data.edges.products_of(user).tolist() if p != product]
        vector = torch.zeros(model.dim)
        if knobs.user_vector is not UserVector.ROW and others:
            vector = unit[others].mean(0)
        if knobs.user_vector is not UserVector.PROFILE:
            vector = vector + model.table.weight[user]
        candidates = torch.tensor([product, *(n for n in negatives.tolist() if n != product)])
        cosine = unit[candidates] @ functional.normalize(vector, dim=0)
        logit = cosine / knobs.temperature + popularity[candidates] - log_count[candidates]
        terms.append(-functional.log_softmax(logit, dim=0)[0])
    return torch.stack(terms).mean()


@pytest.mark.parametrize("centers", [0, 1], ids=["users", "products"])
@pytest.mark.parametrize("name", VARIANTS)
def test_each_pair_ranks_its_product_among_negatives(name: str, centers: int, tmp_path: Path) -> None:
    knobs = VARIANTS[name]
    model, batch = trained_a_little(knobs), batches(knobs)[centers]
    losses, data, objective = compute(knobs, model, batch, tmp_path)
    negatives = objective.sampler.draw_products(torch.Generator().manual_seed(1))
    expected = expected_loss(knobs, model, batch, data, negatives)
    assert losses.total.item() == pytest.approx(expected.item(), rel=1e-4)


def test_users_of_one_product_have_popularity_alone_to_go_by(tmp_path: Path) -> None:
    """Without it nothing is left of them: no direction, and no gradient of one."""
    model, batch = trained_a_little(QUIET), batches(QUIET)[0]
    losses, data, objective = compute(QUIET, model, batch, tmp_path)
    negatives = objective.sampler.draw_products(torch.Generator().manual_seed(1))
    expected = expected_loss(QUIET, model, batch, data, negatives)
    assert losses.total.item() == pytest.approx(expected.item(), rel=1e-4)
    (own,) = torch.autograd.grad(losses.total, model.table.weight)
    (naive,) = torch.autograd.grad(expected, model.table.weight)
    assert torch.allclose(own, naive, atol=1e-5)


def test_dropping_every_free_row_leaves_content_alone(tmp_path: Path) -> None:
    knobs = replace(RANKING, id_dropout=1.0)
    model = trained_a_little(knobs)
    losses, _, _ = compute(knobs, model, batches(knobs)[0], tmp_path)
    losses.total.backward()  # type: ignore[no-untyped-call]
    assert model.popularity is not None
    for rows in (model.table.weight, model.popularity):
        assert rows.grad is not None and not rows.grad.any()
    assert model.encoder is not None
    assert all(p.grad is not None and bool(p.grad.any()) for p in model.encoder.parameters())


def test_the_decoder_reconstructs_from_directions_alone(tmp_path: Path) -> None:
    """The popularity of a product is nothing to see in its photo."""
    knobs = replace(QUIET, use_decoder=True, decoder_dropout=0.0, decoder_weight=0.25)
    model, batch = trained_a_little(knobs), batches(knobs)[1]
    losses, data, _ = compute(knobs, model, batch, tmp_path)
    assert model.encoder is not None and model.decoder is not None
    assert losses.reconstruction is not None and losses.skip_gram is not None
    product_B = batch.center_B - WORLD.num_users
    feature_BF = data.features.rows(product_B)
    vector_BW = model.encoder(feature_BF) + model.free_rows()[product_B]
    expected = functional.mse_loss(model.decoder(vector_BW[:, : model.dim]), feature_BF)
    assert losses.reconstruction.item() == pytest.approx(expected.item(), rel=1e-5)
    total = losses.skip_gram.item() + 0.25 * expected.item()
    assert losses.total.item() == pytest.approx(total, rel=1e-5)


def test_users_are_ranked_without_decoding(tmp_path: Path) -> None:
    knobs = replace(QUIET, use_decoder=True, task_weighting=PAPER.task_weighting)
    losses, _, _ = compute(knobs, trained_a_little(knobs), batches(knobs)[0], tmp_path)
    assert losses.reconstruction is None
