"""Adam for large tables: a step visits the rows that a batch reads; others catch up when they are read next.

Adam (Kingma and Ba 2015) moves a row that has no gradient as well, along what is left of its momentum, so a
step costs as much as the table is long and an epoch grows with the square of the graph. But k steps without
gradient after step s have a closed form. With m and v as they were after step s,

    m_(s+i) = beta1^i m,   v_(s+i) = beta2^i v
    x_(s+b) - x_(s+a) = -rate  m / (sqrt(v) + epsilon')  sum over i in a+1..b of r^i c_(s+i)
    r = beta1 / sqrt(beta2),   c_j = sqrt(1 - beta2^j) / (1 - beta1^j)

so what is computed is Adam's, up to rounding. Only epsilon' is not: within these k steps it follows sqrt(v)
instead of staying where it is, which shows where gradients are as small as epsilon itself, 1e-8.

Shapes: V rows of a table, R rows that are read, D columns.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn

_BETA1, _BETA2, _EPSILON = 0.9, 0.999, 1e-8
_DECAY = _BETA1 / math.sqrt(_BETA2)
# From here on c_j is 1 in float64.
_LAST_CORRECTED_STEP = 40_000
# Rows that catch up at once: temporaries of some MiB.
_BLOCK_ROWS = 1 << 14


class DeferredAdam(torch.optim.Optimizer):
    """Adam over the rows of sparse embeddings (`nn.Embedding(..., sparse=True)`), without weight decay.

    Rows are brought up to date before a forward pass reads them, by a list of indices [R]. Whoever reads
    `weight` itself calls `catch_up` first, and takes no gradient of it. Several of these may share a table:
    each adds its own movement.
    """

    def __init__(self, tables: Sequence[nn.Embedding], lr: float) -> None:
        """Watches the forward passes of `tables`; none of their rows has momentum yet."""
        super().__init__([table.weight for table in tables], {"lr": lr})
        for table in tables:
            self.state[table.weight] = _at_rest(table.weight)
            table.register_forward_pre_hook(self._before_reading)

    @torch.no_grad()
    def step(self, closure: Any = None) -> None:  # type: ignore[override]
        """Moves the rows that have a gradient; for all others, counts a step without one."""
        assert closure is None
        for group, weight in self._weights():
            if weight.grad is not None:
                self._step(weight, weight.grad.coalesce(), group["lr"])

    @torch.no_grad()
    def catch_up(self) -> None:
        """Brings every row up to date."""
        for group, weight in self._weights():
            for row_R in torch.split(torch.arange(len(weight), device=weight.device), _BLOCK_ROWS):
                self._catch_up(weight, row_R, group["lr"])

    def _weights(self) -> list[tuple[dict[str, Any], Tensor]]:
        return [(group, weight) for group in self.param_groups for weight in group["params"]]

    @torch.no_grad()
    def _before_reading(self, table: nn.Module, arguments: tuple[Any, ...]) -> None:
        (row_R,) = arguments
        for group, weight in self._weights():
            if weight is table.weight:
                self._catch_up(weight, row_R, group["lr"])

    def _catch_up(self, weight: Tensor, row_R: Tensor, rate: float) -> None:
        """Moves rows as far as the steps since they were last moved would have."""
        state = self.state[weight]
        step = int(state["step"])
        stepped_R, moved_R = (state[name][row_R].double() for name in ("stepped_V", "moved_V"))
        moves_R = _moves(stepped_R, moved_R) - _moves(stepped_R, torch.full_like(moved_R, step))
        # One step later than the moments, whose correction is 0 before the first.
        epsilon_R = _EPSILON * (1 - _BETA2 ** (stepped_R + 1)).sqrt()
        size_RD = state["exp_avg_sq"][row_R].sqrt_().add_(_column(epsilon_R, weight))
        move_RD = state["exp_avg"][row_R].div_(size_RD).mul_(_column(rate * moves_R, weight))
        weight.index_copy_(0, row_R, weight[row_R].sub_(move_RD))
        state["moved_V"][row_R] = float(step)

    def _step(self, weight: Tensor, gradient: Tensor, rate: float) -> None:
        state = self.state[weight]
        state["step"] += 1
        step = int(state["step"])
        row_R, gradient_RD = gradient.indices()[0], gradient.values()
        age_R = step - state["stepped_V"][row_R].double()
        mean_RD = state["exp_avg"][row_R].mul_(_column(_BETA1**age_R, weight))
        mean_RD.add_(gradient_RD, alpha=1 - _BETA1)
        square_RD = state["exp_avg_sq"][row_R].mul_(_column(_BETA2**age_R, weight))
        square_RD.addcmul_(gradient_RD, gradient_RD, value=1 - _BETA2)
        state["exp_avg"].index_copy_(0, row_R, mean_RD)
        state["exp_avg_sq"].index_copy_(0, row_R, square_RD)
        size_RD = square_RD.sqrt_().div_(math.sqrt(1 - _BETA2**step)).add_(_EPSILON)
        move_RD = mean_RD.div_(size_RD)
        weight.index_add_(0, row_R, move_RD, alpha=-rate / (1 - _BETA1**step))
        state["stepped_V"][row_R] = state["moved_V"][row_R] = float(step)


def _at_rest(weight: Tensor) -> dict[str, Tensor]:
    """Moments [V, D], after which step they were so (`stepped_V`), and after which the weight (`moved_V`).

    Steps are float32, as in `torch.optim`, which restores all but `step` in the type of the weight: exact up
    to 2^24.
    """
    never_V = torch.zeros(len(weight), device=weight.device)
    return {
        "step": torch.zeros(()),
        "exp_avg": torch.zeros_like(weight),
        "exp_avg_sq": torch.zeros_like(weight),
        "stepped_V": never_V,
        "moved_V": never_V.clone(),
    }


def _moves(stepped_R: Tensor, from_R: Tensor) -> Tensor:
    """Sum of r^i c_(s+i) over all steps after `from_R`, for moments that are as of step s."""
    remaining = _remaining(stepped_R.device)
    index_R = from_R.clamp(max=_LAST_CORRECTED_STEP).long()
    return _DECAY ** (from_R - stepped_R) * remaining[index_R]


@functools.cache
def _remaining(device: torch.device) -> Tensor:
    """Sum over i >= 1 of r^i c_(j+i), for every step j up to the last that is corrected; float64."""
    corrections = [math.sqrt(1 - _BETA2**j) / (1 - _BETA1**j) for j in range(_LAST_CORRECTED_STEP, 0, -1)]
    limit = _DECAY / (1 - _DECAY)
    sums = itertools.accumulate(corrections, lambda rest, c: _DECAY * (c + rest), initial=limit)
    return torch.tensor(list(sums)[::-1], dtype=torch.float64, device=device)


def _column(value_R: Tensor, like: Tensor) -> Tensor:
    return value_R.to(like.dtype)[:, None]
