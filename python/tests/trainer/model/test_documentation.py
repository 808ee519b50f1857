"""The Python of docs/files.md, which users copy, does what the trainer does."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from vasg.trainer.data.features import Scaling
from vasg.trainer.model.networks import DenseNetwork, folded_layers

PAGE = Path(__file__).parents[4] / "docs" / "files.md"


def documented(name: str) -> Callable[..., Any]:
    """A function of the example, which ends with what is done with a run's files."""
    found = re.search(r"```python\n(.*?)\nrows, told = ", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    names: dict[str, Any] = {}
    exec(found[1], names)
    function: Callable[..., Any] = names[name]
    return function


@pytest.mark.parametrize(("min_max", "final_relu"), [(False, False), (True, True)])
def test_new_features_are_encoded_as_in_training(min_max: bool, final_relu: bool) -> None:
    generator = torch.Generator().manual_seed(1)
    encoder = DenseNetwork([5, 8, 4], dropout=0.5, final_relu=final_relu, generator=generator)
    scaling = Scaling(torch.rand(5, generator=generator) + 1, torch.rand(5, generator=generator), min_max)
    raw_BF = torch.randn(6, 5, generator=generator)
    raw_BF[0] = 3.0
    layers: dict[str, Any] = {}
    for k, (weight, bias) in enumerate(folded_layers(encoder, scaling)):
        layers |= {f"encoder.{k}.weight": weight.numpy(), f"encoder.{k}.bias": bias.numpy()}
    told = {
        "encoderRowScaling": "product-min-max" if min_max else "none",
        "encoderOutputRelu": "true" if final_relu else "false",
    }
    encoded = documented("encode")(raw_BF.numpy(), layers, told)
    expected = encoder(scaling.apply(raw_BF)).detach().numpy()
    assert np.allclose(encoded, expected, atol=1e-5)


def test_only_the_direction_is_brought_to_length_one() -> None:
    rows = documented("unit")(np.array([[3.0, 4.0, 7.0], [0.0, 0.0, 2.0]]), {"directionLength": "2"})
    assert np.allclose(rows, [[0.6, 0.8, 7.0], [0.0, 0.0, 2.0]])
