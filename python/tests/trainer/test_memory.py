from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from tests.trainer.knobs import AUTHORS, PAPER, RANKING
from tests.trainer.worlds import communities
from vasg.trainer.device import describe_device
from vasg.trainer.errors import DeviceMemoryError
from vasg.trainer.hyperparameters import Hyperparameters
from vasg.trainer.memory import bytes_to_train, check_memory
from vasg.trainer.model.vasg_model import VasgModel, new_encoder
from vasg.trainer.stages.vasg_plan import VasgPlan

WORLD = communities()
CPU = torch.device("cpu")


def count(module: torch.nn.Module) -> int:
    return sum(parameter.numel() for parameter in module.parameters())


def training_bytes(knobs: Hyperparameters) -> int:
    return VasgPlan(WORLD.config(knobs)).training_bytes


def test_counts_values_gradient_and_moments() -> None:
    config = WORLD.config(PAPER)
    num_log_variances = 2
    parameters = count(VasgModel(config)) - num_log_variances + count(new_encoder(config))
    assert training_bytes(PAPER) == bytes_to_train(parameters) == 16 * parameters


def test_counts_popularity_and_no_rows_of_users_who_have_none() -> None:
    num_temperatures = 1
    parameters = count(VasgModel(WORLD.config(RANKING))) - num_temperatures
    assert training_bytes(RANKING) == bytes_to_train(parameters)


def test_counts_a_context_table_and_the_second_moments_of_tables() -> None:
    table = (WORLD.num_users + WORLD.num_products) * PAPER.embedding_dim
    two_tables = replace(PAPER, context_table=True)
    assert training_bytes(two_tables) - training_bytes(PAPER) == 16 * table
    both = replace(two_tables, separate_optimizers=True)
    assert training_bytes(both) - training_bytes(two_tables) == 2 * 8 * table


def test_an_autoencoder_has_a_decoder_whatever_the_model_has() -> None:
    assert training_bytes(AUTHORS) == training_bytes(replace(AUTHORS, use_decoder=False, encoder_epochs=0))


def test_more_than_the_device_has_is_refused() -> None:
    available = describe_device(CPU).memory_bytes
    check_memory(available, CPU)
    with pytest.raises(DeviceMemoryError, match="GiB"):
        check_memory(available + 1, CPU)
