from __future__ import annotations

import pytest
import torch

from vasg.trainer.data.features import Scaling
from vasg.trainer.model import networks
from vasg.trainer.model.networks import DenseNetwork, drop, folded_layers


def network(*, final_relu: bool = False, dropout: float = 0.5, seed: int = 0) -> DenseNetwork:
    generator = torch.Generator().manual_seed(seed)
    return DenseNetwork([5, 8, 4], dropout=dropout, final_relu=final_relu, generator=generator)


def draws(*shape: int) -> torch.Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(9))


def test_a_folded_encoder_of_raw_features_equals_the_unfolded_one_of_scaled_features() -> None:
    encoder, raw_BF = network(), draws(6, 5)
    scaling = Scaling(torch.tensor([0.5, 2.0, 1.0, 3.0, 0.1]), torch.tensor([1.0, 0, -2, 0.5, 3]))
    (first, first_bias), (second, second_bias) = folded_layers(encoder, scaling)
    folded = torch.relu(raw_BF @ first.T + first_bias) @ second.T + second_bias
    assert torch.allclose(folded, encoder(scaling.apply(raw_BF)), atol=1e-5)


def test_what_is_not_affine_is_not_folded() -> None:
    """A downloaded encoder takes features that the client has brought to [0, 1] in the same way."""
    encoder = network()
    layers = folded_layers(encoder, Scaling(torch.ones(5), torch.zeros(5), min_max=True))
    for (weight, _), layer in zip(layers, encoder.weights(), strict=True):
        assert torch.equal(weight, layer)


def test_evaluation_draws_nothing_and_training_draws_from_its_generator() -> None:
    encoder, x = network(), draws(6, 5)
    assert torch.equal(encoder(x), encoder(x))
    first, second, third = (encoder(x, torch.Generator().manual_seed(seed)) for seed in (1, 1, 2))
    assert torch.equal(first, second) and not torch.equal(first, third)


def test_the_last_layer_has_a_relu_if_asked_and_never_dropout() -> None:
    x = draws(200, 5)
    assert bool((network(final_relu=True)(x) >= 0).all())
    wide = DenseNetwork([5, 300], dropout=0.9, final_relu=False, generator=torch.Generator())
    assert torch.equal(wide(x), wide(x, torch.Generator()))


@pytest.mark.parametrize("probability", [0.25, 0.5, 0.9])
def test_dropout_keeps_the_mean(probability: float) -> None:
    x = torch.ones(401, 503)
    dropped = drop(x, probability, torch.Generator().manual_seed(0))
    assert float((dropped == 0).float().mean()) == pytest.approx(probability, abs=0.01)
    assert float(dropped.mean()) == pytest.approx(1, abs=0.02)


def test_dropout_below_one_never_drops_all() -> None:
    dropped = drop(torch.ones(401, 503), 0.999, torch.Generator().manual_seed(0))
    assert float((dropped != 0).float().mean()) == pytest.approx(1 / 256, rel=0.2)
    assert float(dropped.mean()) == pytest.approx(1, rel=0.2)


def test_starts_like_torchs_own_layers() -> None:
    weight = network().weights()[0]
    assert float(weight.detach().abs().max()) <= 5**-0.5
    assert not torch.equal(weight, network(seed=1).weights()[0])


def test_on_cpu_nothing_is_multiplied_in_bfloat16() -> None:
    assert not networks.multiplies_in_bfloat16(draws(2, 5))


def test_mixed_precision_trains_float32_parameters_by_rounded_products(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As on a CUDA device: the same up to the rounding of bfloat16, dropout and its draws included."""
    gradients = []
    for mixed in (False, True):
        monkeypatch.setattr(networks, "multiplies_in_bfloat16", lambda _, mixed=mixed: mixed)
        decoder = network(final_relu=True)
        out = decoder(draws(6, 5), torch.Generator().manual_seed(1))
        assert out.dtype == torch.float32
        out.square().sum().backward()
        gradients.append([parameter.grad for parameter in decoder.parameters()])
    for exact, rounded in zip(*gradients, strict=True):
        assert rounded.dtype == torch.float32 and not torch.equal(exact, rounded)
        torch.testing.assert_close(rounded, exact, rtol=0.05, atol=0.05)
