"""The mapping stage of BPR-MF: from features to the factors that products without purchases lack.

Gantner et al., Learning attribute-to-feature mappings for cold-start recommendations, ICDM 2010: least
squares from the features of warm products to what was learned of them.

Shapes: P products, F feature_dim, D = L + 1 columns of a product's row (factors, bias).
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import torch
from torch import Tensor, nn

from vasg.baselines.factorization import Factorization
from vasg.baselines.linear_map import LinearMap
from vasg.baselines.ridge import Moments, mean_squared_error, solve_ridge
from vasg.trainer.data.inputs import TrainingData
from vasg.trainer.errors import TrainingDivergedError
from vasg.trainer.events import Readings, Stage
from vasg.trainer.loop.checkpoint import Checkpoint, damage_warnings
from vasg.trainer.loop.look import Look
from vasg.trainer.loop.spread import measure_spread, sample_nodes
from vasg.trainer.loop.stage_run import StepDone
from vasg.trainer.loop.stage_state import Cursor, StageState
from vasg.trainer.loop.step_losses import StepLosses
from vasg.trainer.seeding import Stream, seeded
from vasg.trainer.stages.validation import Validator

# Relative to the mean variance of a feature, times the number of products: from none to nearly constant.
PENALTIES = tuple(10.0**exponent for exponent in range(-9, 5))
_HELD_OUT_SHARE = 0.1


class FeatureMap(nn.Module):
    """What the stage learns: a product's row from its scaled features."""

    def __init__(self, num_columns: int, feature_dim: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(num_columns, feature_dim), requires_grad=False)
        self.bias = nn.Parameter(torch.zeros(num_columns), requires_grad=False)

    def linear(self) -> LinearMap:
        """The map itself."""
        return LinearMap(self.weight, self.bias)


class MappingTask:
    """A `StageTask` of a single step, as the solution is in closed form."""

    max_steps = 0
    idle_seconds = 0.0

    def __init__(
        self,
        data: TrainingData,
        seed: int,
        trained: Factorization,
        checkpoint: Checkpoint | None = None,
    ) -> None:
        """Takes the completed factorisation; its parameters are read, never changed."""
        self.features = data.features
        self.device = data.features.device
        self.validate_every = trained.knobs.validate_every
        self.user_UD = trained.user_rows()
        self.target_PD, _ = trained.all_product_rows()
        warm = data.edges.product_degree().nonzero().squeeze(1)
        order = torch.randperm(len(warm), generator=seeded(seed, Stream.HELD_OUT, Stage.MAPPING))
        self.held_out, self.fitted = warm[order].tensor_split([int(len(warm) * _HELD_OUT_SHARE)])
        self.sampled = warm[sample_nodes(len(warm), seed)]
        self.validator = Validator(data.edges, data.validation_pairs, self.device)
        self.model = FeatureMap(self.target_PD.shape[1], self.features.feature_dim).to(self.device)
        self.state = StageState(self.model, [], trained.knobs.patience)
        self.warnings = damage_warnings(checkpoint)
        if checkpoint is not None:
            self.state.restore(checkpoint)

    def steps(self) -> Iterator[StepDone]:
        """The solution, unless it was found before."""
        if self.state.cursor == Cursor():
            losses = StepLosses(self._fit())
            num_products = len(self.fitted) + len(self.held_out)
            yield StepDone(losses, num_products, epoch=0, ends_epoch=True, next_cursor=Cursor(1))

    def looks_after(self, step: int, ends_epoch: bool) -> bool:
        """At the only step."""
        return self.can_look()

    def can_look(self) -> bool:
        """Whether looks are wanted and there are cold products to rank."""
        return self.validate_every > 0 and self.validator.cold.num_pairs > 0

    @torch.no_grad()
    def look(self) -> Look:
        """Ranks the validation pairs: warm ones by what was learned of them, cold ones by the map."""
        linear = self.model.linear()
        blocks = self.features.blocks(torch.arange(self.features.num_products))
        mapped_PD = torch.cat([linear.apply(feature_NF) for feature_NF in blocks])
        ranking = self.validator.rank_rows(self.user_UD, self.target_PD, mapped_PD)
        assert ranking.auc_cold is not None
        # Around their mean, as what all products have in common ranks none of them higher.
        sampled = mapped_PD[self.sampled.to(self.device), :-1]
        return Look(ranking.auc_cold, ranking, measure_spread(sampled - sampled.mean(dim=0)))

    def readings(self) -> Readings:
        """Nothing is learned here but the map."""
        return Readings()

    def _fit(self) -> Tensor:
        """Chooses the penalty on held-out products, then fits all; gives the error of that choice.

        With so few products that none are held out, the largest penalty and the error on all.
        """
        held_out, fitted = self._moments(self.held_out), self._moments(self.fitted)
        everything = fitted + held_out
        judged = held_out if held_out.count > 0 else everything
        errors = {penalty: _error(fitted, judged, penalty) for penalty in PENALTIES}
        best = min(errors, key=errors.__getitem__) if held_out.count > 0 else PENALTIES[-1]
        fit = solve_ridge(everything, best)
        if fit is None or not math.isfinite(errors[best]):
            raise TrainingDivergedError(
                "No penalty lets the map from features to factors be solved: the features vary too little "
                "beside their mean. Use feature_scaling STANDARDIZE.",
                code="MAPPING_SINGULAR",
            )
        self.model.weight.copy_(fit.weight_TF)
        self.model.bias.copy_(fit.bias_T)
        return torch.tensor(errors[best], device=self.device)

    def _moments(self, product_N: Tensor) -> Moments:
        moments = Moments.none(self.features.feature_dim, self.target_PD.shape[1], self.device)
        target_ND = self.target_PD.index_select(0, product_N.to(self.device))
        start = 0
        for feature_NF in self.features.blocks(product_N):
            moments.add(feature_NF, target_ND[start : start + len(feature_NF)])
            start += len(feature_NF)
        return moments


def _error(fitted: Moments, judged: Moments, penalty: float) -> float:
    """Mean squared error on `judged`; infinite where the penalty is too small to solve anything."""
    fit = solve_ridge(fitted, penalty)
    return math.inf if fit is None else mean_squared_error(fit, judged)
