"""Rows that a client downloads, and the scores that they give."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch.nn import functional

from tests.trainer.knobs import JOINT, RANKING
from tests.trainer.worlds import communities
from vasg.trainer.hyperparameters import UserVector
from vasg.trainer.model.vasg_model import VasgModel
from vasg.trainer.model.vectors import model_vectors, unit_rows

WORLD = communities()


@pytest.mark.parametrize("user_vector", [UserVector.PROFILE, UserVector.ROW_PLUS_PROFILE])
def test_a_user_is_the_mean_direction_of_what_was_bought(user_vector: UserVector, tmp_path: Path) -> None:
    knobs = replace(RANKING, user_vector=user_vector)
    model, data = VasgModel(WORLD.config(knobs)), WORLD.data(WORLD.config(knobs), tmp_path)
    vectors = model_vectors(model, data.features, data.edges, knobs)
    for user in (0, 7):
        bought = vectors.product_PW[data.edges.products_of(user), : model.dim]
        expected = functional.normalize(bought, dim=1).mean(0)
        if user_vector is UserVector.ROW_PLUS_PROFILE:
            expected = expected + model.table.weight[user]
        assert torch.allclose(vectors.user_UW[user, : model.dim], expected, atol=1e-6)


def test_dot_products_of_unit_rows_are_cosine_plus_tempered_popularity(tmp_path: Path) -> None:
    model, data = VasgModel(WORLD.config(RANKING)), WORLD.data(WORLD.config(RANKING), tmp_path)
    vectors = model_vectors(model, data.features, data.edges, RANKING)
    score = unit_rows(vectors.user_UW, model.dim) @ unit_rows(vectors.product_PW, model.dim).T
    cosine = functional.cosine_similarity(
        vectors.user_UW[3, : model.dim], vectors.product_PW[5, : model.dim], dim=0
    )
    expected = cosine + RANKING.temperature * vectors.product_PW[5, model.dim]
    assert score[3, 5].item() == pytest.approx(expected.item(), abs=1e-6)


def test_without_popularity_rows_have_directions_alone(tmp_path: Path) -> None:
    model, data = VasgModel(WORLD.config(JOINT)), WORLD.data(WORLD.config(JOINT), tmp_path)
    vectors = model_vectors(model, data.features, data.edges, JOINT)
    assert vectors.user_UW.shape[1] == vectors.product_PW.shape[1] == vectors.dim == JOINT.embedding_dim
