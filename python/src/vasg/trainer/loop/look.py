"""What a stage sees when it looks at how well it does."""

from __future__ import annotations

from dataclasses import dataclass

from vasg.trainer.loop.spread import Spread


@dataclass(frozen=True)
class Ranking:
    """AUC of warm products among warm ones and of cold among cold; None without such pairs.

    `score` is what early stopping looks at: the mean of those there are, of enough pairs.
    """

    auc_warm: float | None
    auc_cold: float | None
    score: float


@dataclass(frozen=True)
class Look:
    """What a look at the validation part (or at held-out products) shows."""

    score: float
    ranking: Ranking | None
    spread: Spread
    auc_relations: float | None = None
