from __future__ import annotations

import pytest
import torch

from vasg.baselines.ridge import Fit, Moments, mean_squared_error
from vasg.baselines.ridge import solve_ridge as solve_or_fail

CPU = torch.device("cpu")
DRAWS = torch.Generator().manual_seed(2)
INPUT = torch.randn(60, 7, generator=DRAWS, dtype=torch.float64) * torch.arange(1, 8) + 5
WEIGHT, BIAS = torch.randn(3, 7, generator=DRAWS).double(), torch.tensor([1.0, -2.0, 30.0]).double()
TARGET = INPUT @ WEIGHT.T + BIAS


def solve_ridge(moments: Moments, penalty: float) -> Fit:
    fit = solve_or_fail(moments, penalty)
    assert fit is not None
    return fit


def moments_of(inputs: torch.Tensor, targets: torch.Tensor, block: int = 17) -> Moments:
    moments = Moments.none(inputs.shape[1], targets.shape[1], CPU)
    for part in torch.split(torch.arange(len(inputs)), block):
        moments.add(inputs[part], targets[part])
    return moments


def test_a_planted_map_is_found_as_the_penalty_vanishes() -> None:
    moments = moments_of(INPUT, TARGET)
    for penalty, tolerance in ((1e-6, 1e-5), (1e-12, 1e-9)):
        fit = solve_ridge(moments, penalty)
        torch.testing.assert_close(fit.weight_TF, WEIGHT, rtol=tolerance, atol=tolerance)
        torch.testing.assert_close(fit.bias_T, BIAS, rtol=10 * tolerance, atol=30 * tolerance)


def test_a_huge_penalty_leaves_the_mean() -> None:
    fit = solve_ridge(moments_of(INPUT, TARGET), 1e12)
    torch.testing.assert_close(fit.weight_TF, torch.zeros(3, 7).double(), rtol=0, atol=1e-9)
    torch.testing.assert_close(fit.bias_T, TARGET.mean(dim=0), rtol=1e-9, atol=1e-9)


def test_it_minimises_the_penalised_error() -> None:
    noisy = TARGET + torch.randn(TARGET.shape, generator=DRAWS).double()
    penalty = 0.3
    fit = solve_ridge(moments_of(INPUT, noisy), penalty)
    weight, bias = fit.weight_TF.clone().requires_grad_(), fit.bias_T.clone().requires_grad_()
    scale = (INPUT - INPUT.mean(dim=0)).square().sum(dim=0).mean()
    loss = (noisy - INPUT @ weight.T - bias).square().sum() + penalty * scale * weight.square().sum()
    for gradient in torch.autograd.grad(loss, [weight, bias]):
        assert float(gradient.abs().max()) < 1e-7 * float(loss.detach())


def test_moments_of_parts_add_up() -> None:
    whole, parts = (
        moments_of(INPUT, TARGET),
        moments_of(INPUT[:20], TARGET[:20]) + moments_of(INPUT[20:], TARGET[20:]),
    )
    assert parts.count == whole.count == 60
    for name in ("input_F", "target_T", "gram_FF", "cross_FT", "square_T"):
        torch.testing.assert_close(getattr(parts, name), getattr(whole, name))


def test_the_error_from_moments_is_the_error() -> None:
    fit = Fit(WEIGHT + 0.1, BIAS - 0.5)
    expected = float((TARGET - INPUT @ fit.weight_TF.T - fit.bias_T).square().sum(dim=1).mean())
    assert mean_squared_error(fit, moments_of(INPUT, TARGET)) == pytest.approx(expected, rel=1e-9)


def test_more_inputs_than_rows_and_constant_inputs_can_be_solved() -> None:
    wide = moments_of(torch.randn(5, 40, generator=DRAWS), torch.randn(5, 2, generator=DRAWS))
    assert bool(torch.isfinite(solve_ridge(wide, 1e-9).weight_TF).all())
    constant = moments_of(torch.ones(6, 4), torch.arange(6.0)[:, None])
    fit = solve_ridge(constant, 1e-3)
    torch.testing.assert_close(fit.weight_TF, torch.zeros(1, 4).double())
    torch.testing.assert_close(fit.bias_T, torch.tensor([2.5]).double())


def test_a_penalty_below_the_digits_of_the_moments_solves_nothing() -> None:
    inputs = 1e6 + torch.randn(20, 40, generator=DRAWS).double()
    moments = moments_of(inputs, torch.randn(20, 1, generator=DRAWS))
    assert solve_or_fail(moments, 1e-12) is None
    assert solve_or_fail(moments, 10.0) is not None
