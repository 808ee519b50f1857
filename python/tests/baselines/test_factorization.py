from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from torch import Tensor

from tests.baselines.worlds import BPR, VBPR, data_of
from tests.trainer.worlds import communities
from vasg.baselines import factorization
from vasg.baselines.factorization import Factorization, Triples
from vasg.baselines.hyperparameters import FactorizationHyperparameters

WORLD = communities()
DATA = data_of(WORLD.arrays())
TRIPLES = Triples(torch.tensor([0, 0, 3, 5]), torch.tensor([2, 4, 2, 7]), torch.tensor([1, 1, 6, 2]))
MODELS = {"bpr": BPR, "vbpr": VBPR, "visual only": replace(VBPR, embedding_dim=0)}


def model_of(knobs: FactorizationHyperparameters) -> Factorization:
    """A model in the middle of its training: no bias is zero."""
    model = Factorization(knobs, WORLD.num_users, DATA.features, seed=1)
    draws = torch.Generator().manual_seed(4)
    for parameter in model.parameters():
        parameter.data += 0.3 * torch.randn(parameter.shape, generator=draws)
    return model


def scores_by_formula(model: Factorization) -> Tensor:
    """beta_i + gamma_u . gamma_i + theta_u . (E f_i) + beta' . f_i, term by term, [U, P]."""
    num_latent = model.knobs.embedding_dim
    gamma, theta = model.user.weight.tensor_split([num_latent], dim=1)
    latent, bias = model.product.weight.tensor_split([num_latent], dim=1)
    score = bias.T + gamma @ latent.T
    if model.kernel is not None:
        feature = DATA.features.rows(torch.arange(WORLD.num_products)) / DATA.features.feature_dim**0.5
        score = score + theta @ (feature @ model.kernel[:-1].T).T + (feature @ model.kernel[-1])[None, :]
    return score


@pytest.mark.parametrize("knobs", MODELS.values(), ids=MODELS.keys())
def test_dot_products_of_rows_are_the_scores_of_the_formula(knobs: FactorizationHyperparameters) -> None:
    model = model_of(knobs)
    warm, cold = model.all_product_rows()
    torch.testing.assert_close(model.user_rows() @ warm.T, scores_by_formula(model))
    products = torch.tensor([3, 9, 1])
    torch.testing.assert_close(model.product_rows(products), warm[products])
    if cold is None:
        assert knobs.visual_dim == 0
        return
    model.product.weight.data.zero_()
    torch.testing.assert_close(model.user_rows() @ cold.T, scores_by_formula(model))


def test_the_map_of_cold_products_gives_their_rows() -> None:
    model = model_of(VBPR)
    _, cold = model.all_product_rows()
    assert cold is not None
    torch.testing.assert_close(
        model.visual_map().apply(DATA.features.rows(torch.arange(WORLD.num_products))), cold
    )


@pytest.mark.parametrize("rows_per_triple", [0, 64], ids=["deferred", "dense"])
@pytest.mark.parametrize("knobs", MODELS.values(), ids=MODELS.keys())
def test_loss_and_penalties_have_the_gradient_of_their_formula(
    knobs: FactorizationHyperparameters, rows_per_triple: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(factorization, "DEFERRED_ROWS_PER_TRIPLE", rows_per_triple)
    knobs = replace(
        knobs,
        latent_regularization=0.3,
        bias_regularization=0.5,
        visual_regularization=0.7,
        kernel_regularization=0.9,
    )
    model = model_of(knobs)
    loss = model.ranking_loss(TRIPLES)
    loss.backward()  # type: ignore[no-untyped-call]
    model.add_penalty_gradients(TRIPLES)
    assert {table.sparse for table in (model.user, model.product)} == {rows_per_triple == 0}
    given = [parameter.grad for parameter in model.parameters()]

    score = scores_by_formula(model)
    user, bought, other = TRIPLES.user_B, TRIPLES.bought_B, TRIPLES.other_B
    expected = -torch.log(torch.sigmoid(score[user, bought] - score[user, other])).mean()
    torch.testing.assert_close(loss, expected)
    gamma, theta = model.user.weight.tensor_split([knobs.embedding_dim], dim=1)
    latent, bias = model.product.weight.tensor_split([knobs.embedding_dim], dim=1)
    penalty = 0.3 * (squares(gamma, user) + squares(latent, bought) + squares(latent, other))
    penalty = penalty + 0.5 * (squares(bias, bought) + squares(bias, other))
    penalty = penalty + 0.7 * squares(theta, user)
    if model.kernel is not None:
        penalty = penalty + 0.9 * model.kernel.square().sum()
    expected = expected + penalty / 2
    for mine, theirs in zip(given, torch.autograd.grad(expected, list(model.parameters())), strict=True):
        assert mine is not None
        torch.testing.assert_close(*(gradient.to_dense() for gradient in (mine, theirs)))


def squares(rows: Tensor, index: Tensor) -> Tensor:
    """Mean squared length of the rows of a batch."""
    return rows[index].square().sum(dim=1).mean()


def test_the_seed_decides_the_start() -> None:
    def start(seed: int) -> Tensor:
        return Factorization(VBPR, WORLD.num_users, DATA.features, seed).user.weight

    assert torch.equal(start(1), start(1))
    assert not torch.equal(start(1), start(2))
