"""What the model starts from."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
import torch

from tests.trainer.knobs import AUTHORS, JOINT, PAPER, RANKING
from tests.trainer.worlds import communities
from vasg.trainer.hyperparameters import Hyperparameters, TableInit
from vasg.trainer.model.autoencoder import Autoencoder
from vasg.trainer.model.vasg_model import VasgModel, new_encoder

WORLD = communities()


def new_model(knobs: Hyperparameters) -> VasgModel:
    return VasgModel(WORLD.config(knobs))


def test_both_tables_start_uniform_and_differ() -> None:
    model = new_model(replace(PAPER, context_table=True, init_range=4.0))
    assert model.context_table is not None
    for table in model.tables():
        assert 0.4 < float(table.weight.detach().abs().max()) <= 4.0 / PAPER.embedding_dim
    assert not torch.equal(model.table.weight, model.context_table.weight)


def test_a_context_table_leaves_the_other_as_it_was() -> None:
    assert torch.equal(
        new_model(PAPER).table.weight, new_model(replace(PAPER, context_table=True)).table.weight
    )


def test_glorot_is_uniform_by_the_size_of_the_table_with_contexts_at_zero() -> None:
    model = new_model(replace(PAPER, table_init=TableInit.GLOROT, context_table=True))
    bound = math.sqrt(2 / (WORLD.num_users + WORLD.num_products + PAPER.embedding_dim))
    assert float(model.table.weight.detach().abs().max()) == pytest.approx(bound, rel=0.05)
    assert model.context_table is not None and not model.context_table.weight.any()


def test_joint_products_start_as_their_content_alone() -> None:
    model = new_model(replace(JOINT, table_init=TableInit.GLOROT))
    assert not model.table.weight[WORLD.num_users :].any() and model.table.weight[: WORLD.num_users].any()


def test_users_without_free_rows_have_none_in_the_table() -> None:
    model = new_model(RANKING)
    assert (
        model.table.weight.shape == (WORLD.num_products, RANKING.embedding_dim)
        and not model.table.weight.any()
    )


def test_an_autoencoder_gives_the_rows_of_products_and_the_decoder() -> None:
    model, before = new_model(AUTHORS), new_model(AUTHORS)
    autoencoder = Autoencoder(WORLD.config(replace(AUTHORS), seed=9))
    code_PD = torch.rand(WORLD.num_products, AUTHORS.embedding_dim)
    model.start_from(code_PD, autoencoder.decoder)
    for table, untouched in zip(model.tables(), before.tables(), strict=True):
        assert torch.equal(table.weight[WORLD.num_users :], code_PD)
        assert torch.equal(table.weight[: WORLD.num_users], untouched.weight[: WORLD.num_users])
    assert model.decoder is not None
    for own, given in zip(model.decoder.parameters(), autoencoder.decoder.parameters(), strict=True):
        assert torch.equal(own, given) and own is not given


def test_the_encoder_ends_in_a_relu_if_asked() -> None:
    x = torch.randn(50, WORLD.feature_PF.shape[1], generator=torch.Generator().manual_seed(0))
    assert bool((new_encoder(WORLD.config(AUTHORS))(x) >= 0).all())
    assert not bool((new_encoder(WORLD.config(PAPER))(x) >= 0).all())
