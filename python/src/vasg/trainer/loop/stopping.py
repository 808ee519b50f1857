"""Early stopping: when a stage has not improved for long enough."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class EarlyStopping:
    """Keeps the best score and counts the looks since."""

    patience: int
    best_score: float | None = None
    best_step: int = 0
    looks_since_best: int = 0

    def update(self, score: float, step: int) -> bool:
        """Takes note of a look; says whether it is the best so far (ties go to the earlier)."""
        is_best = self.best_score is None or score > self.best_score
        if is_best:
            self.best_score, self.best_step, self.looks_since_best = score, step, 0
        else:
            self.looks_since_best += 1
        return is_best

    @property
    def is_exhausted(self) -> bool:
        """Whether `patience` looks in a row brought nothing."""
        return self.looks_since_best >= self.patience
