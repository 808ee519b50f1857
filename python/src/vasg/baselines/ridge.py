"""Ridge regression in closed form, from moments that are summed block by block, all in float64.

Shapes: N rows of a block, F inputs, T targets.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

# Keeps the system solvable where all inputs are constant.
_SMALLEST = 1e-30


@dataclass
class Moments:
    """Sums over rows, of which only these matter: sum(x), sum(y), x^T x, x^T y and y^T y's diagonal."""

    count: int
    input_F: Tensor
    target_T: Tensor
    gram_FF: Tensor
    cross_FT: Tensor
    square_T: Tensor

    @classmethod
    def none(cls, num_inputs: int, num_targets: int, device: torch.device) -> Moments:
        """Of no rows."""

        def zeros(*shape: int) -> Tensor:
            return torch.zeros(shape, dtype=torch.float64, device=device)

        return cls(
            count=0,
            input_F=zeros(num_inputs),
            target_T=zeros(num_targets),
            gram_FF=zeros(num_inputs, num_inputs),
            cross_FT=zeros(num_inputs, num_targets),
            square_T=zeros(num_targets),
        )

    def add(self, input_NF: Tensor, target_NT: Tensor) -> None:
        """Takes the rows of a block into account."""
        input_NF, target_NT = input_NF.double(), target_NT.double()
        self.count += len(input_NF)
        self.input_F += input_NF.sum(dim=0)
        self.target_T += target_NT.sum(dim=0)
        self.gram_FF.addmm_(input_NF.T, input_NF)
        self.cross_FT.addmm_(input_NF.T, target_NT)
        self.square_T += target_NT.square().sum(dim=0)

    def __add__(self, other: Moments) -> Moments:
        """Of the rows of both."""
        return Moments(
            count=self.count + other.count,
            input_F=self.input_F + other.input_F,
            target_T=self.target_T + other.target_T,
            gram_FF=self.gram_FF + other.gram_FF,
            cross_FT=self.cross_FT + other.cross_FT,
            square_T=self.square_T + other.square_T,
        )


@dataclass(frozen=True)
class Fit:
    """y = weight_TF x + bias_T."""

    weight_TF: Tensor
    bias_T: Tensor


def solve_ridge(moments: Moments, penalty: float) -> Fit | None:
    """Least squares with `penalty` x (mean variance of an input) x |weight|^2; the bias is free.

    Relative to the variance a penalty means the same whatever the scale of the inputs. None where the
    penalty is too small for the digits of the moments, which happens with more inputs than rows.
    """
    mean_F, mean_T = moments.input_F / moments.count, moments.target_T / moments.count
    system_FF = moments.gram_FF - moments.count * torch.outer(mean_F, mean_F)
    cross_FT = moments.cross_FT - moments.count * torch.outer(mean_F, mean_T)
    diagonal_F = system_FF.diagonal()
    diagonal_F += max(penalty * float(diagonal_F.mean()), _SMALLEST)
    factor_FF, failed = torch.linalg.cholesky_ex(system_FF)
    if int(failed) != 0:
        return None
    weight_TF = torch.cholesky_solve(cross_FT, factor_FF).T
    return Fit(weight_TF, mean_T - weight_TF @ mean_F)


def mean_squared_error(fit: Fit, moments: Moments) -> float:
    """Of the fit on the rows of `moments`, summed over targets."""
    weight, bias = fit.weight_TF, fit.bias_T
    explained = (weight @ moments.gram_FF * weight).sum() + 2 * bias @ (weight @ moments.input_F)
    products = (weight * moments.cross_FT.T).sum() + bias @ moments.target_T
    total = moments.square_T.sum() - 2 * products + explained + moments.count * bias @ bias
    return float(total) / moments.count
