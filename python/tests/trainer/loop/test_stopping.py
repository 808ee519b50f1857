from __future__ import annotations

from vasg.trainer.loop.stopping import EarlyStopping


def test_stops_after_patience_looks_without_improvement() -> None:
    stopping = EarlyStopping(patience=2)
    assert [stopping.update(score, step) for step, score in enumerate([0.5, 0.7, 0.7, 0.6])] == [
        True,
        True,
        False,
        False,
    ]
    assert stopping.is_exhausted
    assert (stopping.best_score, stopping.best_step) == (0.7, 1)


def test_an_improvement_starts_the_count_afresh() -> None:
    stopping = EarlyStopping(patience=2)
    for step, score in enumerate([0.5, 0.4, 0.6, 0.5]):
        stopping.update(score, step)
    assert not stopping.is_exhausted
