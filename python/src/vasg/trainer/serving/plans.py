"""Which plan trains which model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vasg.baselines.factorization_plan import FactorizationPlan
from vasg.baselines.metric_plan import MetricPlan
from vasg.trainer.config import AnyConfig, ModelKind
from vasg.trainer.loop.model_plan import ModelPlan
from vasg.trainer.stages.vasg_plan import VasgPlan

_PLANS: dict[ModelKind, Callable[[Any], ModelPlan]] = {
    ModelKind.VASG: VasgPlan,
    ModelKind.BPR: FactorizationPlan,
    ModelKind.VBPR: FactorizationPlan,
    ModelKind.IBR: MetricPlan,
}


def plan_of(config: AnyConfig) -> ModelPlan:
    """The plan of a configuration, whose hyperparameters are those of its model kind.

    Raises:
        UsageError: the model cannot do what the configuration asks for.
    """
    return _PLANS[config.model_kind](config)
