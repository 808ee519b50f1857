"""What a stage sees when it looks at how well it does."""

from __future__ import annotations

from dataclasses import dataclass

from vasg.trainer.loop.spread import Spread


@dataclass(frozen=True)
class Ranking:
    """AUC of warm products among warm ones and of cold among cold; None without such pairs."""

    auc_warm: float | None
    auc_cold: float | None

    @property
    def score(self) -> float:
        """What early stopping looks at: the mean of those there are."""
        parts = [auc for auc in (self.auc_warm, self.auc_cold) if auc is not None]
        return sum(parts) / len(parts)


@dataclass(frozen=True)
class Look:
    """What a look at the validation part (or at held-out products) shows."""

    score: float
    ranking: Ranking | None
    spread: Spread
    auc_relations: float | None = None
