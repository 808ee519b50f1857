from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.trainer.worlds import JOINT, PAPER, communities
from vasg.trainer.errors import UsageError

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


@pytest.mark.parametrize("session_id", ["", "A", "a" * 65, "../etc", "a/b", "a\n"])
def test_session_ids_are_harmless_file_names(session_id: str) -> None:
    with pytest.raises(UsageError, match="session_id"):
        WORLD.config(PAPER, session_id=session_id)


def test_equal_configurations_have_equal_texts() -> None:
    assert WORLD.config(PAPER).to_json() == WORLD.config(PAPER).to_json()
    assert WORLD.config(PAPER).to_json() != WORLD.config(PAPER, seed=2).to_json()
    assert WORLD.config(PAPER).to_json() != WORLD.config(JOINT).to_json()
