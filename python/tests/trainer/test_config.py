from __future__ import annotations

from dataclasses import fields, replace
from enum import Enum
from typing import Any

import pytest

from tests.trainer.knobs import AUTHORS, DEEPWALK, JOINT, PAPER
from tests.trainer.worlds import communities
from vasg.trainer.errors import UsageError
from vasg.trainer.hyperparameters import Hyperparameters, Objective, TableInit
from vasg.v1 import hyperparameters_pb2

WORLD = communities()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"embedding_dim": 0}, "embedding_dim is 0; it must be at least 1 and at most 4096"),
        ({"embedding_dim": 4097}, "embedding_dim"),
        ({"window_size": 4}, "window_size is 4"),
        ({"window_size": 65}, "window_size"),
        ({"walk_length": 1}, "walk_length"),
        ({"batch_size": 0}, "batch_size"),
        ({"init_range": 0.0}, "init_range is 0.0; it must be above 0"),
        ({"init_range": float("nan")}, "init_range is nan"),
        ({"table_learning_rate": float("inf")}, "table_learning_rate is inf"),
        ({"id_dropout": 1.1}, "id_dropout"),
        ({"decoder_dropout": 1.0}, "decoder_dropout is 1.0; it must be at least 0 and below 1"),
        ({"noise_std": -0.1}, "noise_std"),
        ({"decoder_hidden": (4, 0)}, r"decoder_hidden\[1\] is 0"),
        ({"encoder_hidden": (1,) * 9}, "encoder_hidden has 9 layers"),
        ({"encoder_batch_size": 0}, "encoder_batch_size"),
        ({"use_decoder": False, "encoder_cosine_weight": 0.0}, "encoder_cosine_weight"),
        ({"patience": 0}, "patience"),
        ({"center_stride": 0}, "center_stride is 0; it must be at least 1 and at most 1000"),
        ({"negative_weight": -1.0}, "negative_weight"),
        ({"embedding_noise_std": -0.5}, "embedding_noise_std"),
        ({"encoder_learning_rate": 0.0}, "encoder_learning_rate is 0.0; it must be above 0"),
        ({"pretrain_epochs": 10_001}, "pretrain_epochs"),
    ],
)
def test_names_the_hyperparameter_that_cannot_work(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        replace(PAPER, **changes)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"num_negatives": 0}, "num_negatives"),
        ({"temperature": 0.001}, "temperature"),
        ({"encoder_epochs": 3}, "encoder_epochs must be 0"),
    ],
)
def test_names_what_the_joint_model_cannot_take(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        replace(JOINT, **changes)


@pytest.mark.parametrize(
    ("base", "changes", "message"),
    [
        (DEEPWALK, {"num_negatives": 0}, "num_negatives is 0; objective NEGATIVE_SAMPLING"),
        (DEEPWALK, {"cross_walks": True}, "cross_walks needs objective POSITIVE_SIGMOID"),
        (JOINT, {"cross_walks": True}, "cross_walks needs objective POSITIVE_SIGMOID"),
        (JOINT, {"objective": Objective.NEGATIVE_SAMPLING}, "NEGATIVE_SAMPLING does not go with content"),
        (JOINT, {"context_table": True}, "context_table does not go with content plus id"),
        (
            DEEPWALK,
            {"objective": Objective.SAMPLED_SOFTMAX, "temperature": 0.1},
            "context_table does not go with objective SAMPLED_SOFTMAX",
        ),
        (JOINT, {"table_init": TableInit.AUTOENCODER}, "AUTOENCODER does not go with content plus id"),
        (AUTHORS, {"pretrain_epochs": 0}, "pretrain_epochs is 0"),
        (AUTHORS, {"encoder_epochs": 0, "encoder_batch_size": 0}, "encoder_batch_size is 0"),
    ],
)
def test_names_the_switches_that_do_not_go_together(
    base: Hyperparameters, changes: dict[str, Any], message: str
) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        replace(base, **changes)
    assert caught.value.code == "FIELDS_CONFLICT"


def test_every_field_of_the_contract_is_a_knob() -> None:
    in_contract = {field.name for field in hyperparameters_pb2.Hyperparameters.DESCRIPTOR.fields}
    assert in_contract == {field.name for field in fields(Hyperparameters)}


@pytest.mark.parametrize("kind", [type(v) for v in vars(PAPER).values() if isinstance(v, Enum)])
def test_every_choice_of_the_contract_is_known(kind: type[Enum]) -> None:
    values = getattr(hyperparameters_pb2, kind.__name__).keys()
    prefix = values[0].removesuffix("UNSPECIFIED")
    assert [value.removeprefix(prefix) for value in values[1:]] == [member.name for member in kind]


@pytest.mark.parametrize("session_id", ["", "A", "a" * 65, "../etc", "a/b", "a\n"])
def test_session_ids_are_harmless_file_names(session_id: str) -> None:
    with pytest.raises(UsageError, match="session_id"):
        WORLD.config(PAPER, session_id=session_id)


def test_equal_configurations_have_equal_texts() -> None:
    assert WORLD.config(PAPER).to_json() == WORLD.config(PAPER).to_json()
    assert WORLD.config(PAPER).to_json() != WORLD.config(PAPER, seed=2).to_json()
    assert WORLD.config(PAPER).to_json() != WORLD.config(JOINT).to_json()
