"""BPR-MF and VBPR on two communities that never mix."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from tests.baselines.worlds import BPR, VBPR, data_of, finish, triples
from tests.trainer.worlds import communities
from vasg.baselines import factorization
from vasg.baselines.hyperparameters import FactorizationHyperparameters
from vasg.baselines.ranking import RankingTask
from vasg.trainer.data.samples import SampleChunk
from vasg.trainer.errors import InputDataError
from vasg.trainer.events import Progress, StageCompleted, StopReason, TrainingWarning, Validation

WORLD = communities(40, 44)
DATA = data_of(WORLD.arrays())
NUM_WARM = WORLD.num_products - 4
LONGER = {"num_epochs": 25, "validate_every": 0}


def test_bpr_ranks_the_own_community_first(tmp_path: Path) -> None:
    knobs = replace(BPR, **LONGER)  # type: ignore[arg-type]
    task = RankingTask(knobs, DATA, 1, iter(triples(DATA, knobs.num_epochs)))
    finish(task, tmp_path)
    warm_PD, cold_PD = task.model.all_product_rows()
    assert cold_PD is None
    score_UP = task.model.user_rows() @ warm_PD[:NUM_WARM].T
    same_UP = (torch.arange(WORLD.num_users)[:, None] + torch.arange(NUM_WARM)) % 2 == 0
    shares = []
    for user in range(WORLD.num_users):
        fresh = same_UP[user].clone()
        fresh[torch.from_numpy(DATA.edges.products_of(user))] = False
        # What only others of the community have bought against what the other community has.
        above = score_UP[user][fresh][:, None] > score_UP[user][~same_UP[user]]
        shares.append(float(above.float().mean()))
    assert sum(shares) / len(shares) > 0.95


def test_vbpr_places_cold_products_by_their_features(tmp_path: Path) -> None:
    knobs = replace(VBPR, **LONGER)  # type: ignore[arg-type]
    task = RankingTask(knobs, DATA, 1, iter(triples(DATA, knobs.num_epochs)))
    finish(task, tmp_path)
    _, cold_PD = task.model.all_product_rows()
    assert cold_PD is not None
    score_UC = task.model.user_rows() @ cold_PD[NUM_WARM:].T
    for user in range(WORLD.num_users):
        own, other = score_UC[user, user % 2 :: 2], score_UC[user, 1 - user % 2 :: 2]
        assert float(own.min()) > float(other.max())


@pytest.mark.parametrize("knobs", [BPR, VBPR], ids=["bpr", "vbpr"])
def test_rows_that_wait_until_they_are_read_learn_the_same(
    knobs: FactorizationHyperparameters, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trained = {}
    for rows_per_triple in (0, 64):
        monkeypatch.setattr(factorization, "DEFERRED_ROWS_PER_TRIPLE", rows_per_triple)
        task = RankingTask(knobs, DATA, 1, iter(triples(DATA, knobs.num_epochs)))
        finish(task, tmp_path / str(rows_per_triple))
        trained[rows_per_triple] = task.model
    assert trained[0].user.sparse and not trained[64].user.sparse
    for deferred, dense in zip(trained[0].parameters(), trained[64].parameters(), strict=True):
        torch.testing.assert_close(deferred, dense, rtol=1e-3, atol=2e-4)


def test_looks_rank_warm_pairs_and_with_features_cold_ones(tmp_path: Path) -> None:
    for knobs in (BPR, VBPR):
        chunks = iter(triples(DATA, 20))
        events = finish(
            RankingTask(replace(knobs, num_epochs=20), DATA, 1, chunks), tmp_path / str(knobs.visual_dim)
        )
        looks = [event for event in events if isinstance(event, Validation)]
        last = looks[-1]
        assert last.auc_warm is not None and last.auc_warm > 0.7
        if knobs.visual_dim == 0:
            assert last.auc_cold is None and last.score == last.auc_warm
        else:
            assert last.auc_cold is not None and last.auc_cold > 0.8
            assert last.score == (last.auc_warm + last.auc_cold) / 2


def test_progress_reports_the_ranking_loss(tmp_path: Path) -> None:
    events = finish(RankingTask(BPR, DATA, 1, iter(triples(DATA, BPR.num_epochs))), tmp_path)
    progress = [event for event in events if isinstance(event, Progress)]
    assert progress[0].ranking_loss == pytest.approx(0.693, abs=0.02)
    assert progress[-1].ranking_loss is not None and progress[-1].ranking_loss < 0.6
    assert progress[-1].num_pairs == BPR.num_epochs * len(DATA.edges.product_E)
    assert progress[-1].skip_gram_loss is None and progress[-1].relation_loss is None


def test_stops_when_validation_gets_no_better(tmp_path: Path) -> None:
    knobs = replace(BPR, num_epochs=60, validate_every=2, patience=5, learning_rate=0.1)
    task = RankingTask(knobs, DATA, 1, iter(triples(DATA, 60)))
    events = finish(task, tmp_path)
    completed = events[-1]
    assert isinstance(completed, StageCompleted) and completed.reason is StopReason.EARLY_STOPPING
    assert completed.step == completed.best_step + 5 * 2
    assert task.look().score == completed.best_score


def test_without_a_pair_to_rank_it_says_so(tmp_path: Path) -> None:
    world = communities()
    world.pairs = world.pairs[world.pairs[:, 1] >= world.num_products - 4]
    data = data_of(world.arrays())
    task = RankingTask(BPR, data, 1, iter(triples(data, BPR.num_epochs)))
    codes = [event.code for event in finish(task, tmp_path) if isinstance(event, TrainingWarning)]
    assert codes == ["VALIDATION_SKIPPED"]
    assert RankingTask(VBPR, data, 1, iter([])).warnings == []


OWNED = DATA.edges.products_of(1).tolist()
FOREIGN = next(p for p in range(1, NUM_WARM, 2) if p not in OWNED)


@pytest.mark.parametrize(
    ("sample", "message"),
    [
        ((1, FOREIGN, 0), f"in sample 1, user 1 has no training edge to {FOREIGN}"),
        ((1, OWNED[0], OWNED[1]), f"in sample 1, user 1 has a training edge to {OWNED[1]}"),
        ((39, 43, 0), "user 39 has no training edge to 43"),
    ],
)
def test_triples_that_contradict_the_training_part_are_refused(
    sample: tuple[int, int, int], message: str, tmp_path: Path
) -> None:
    chunk = SampleChunk(0, 0, torch.tensor([(1, OWNED[0], 0), sample]), True)
    with pytest.raises(InputDataError, match=message):
        finish(RankingTask(BPR, DATA, 1, iter([chunk])), tmp_path)


def test_chunks_come_in_order_and_not_beyond_the_last_epoch(tmp_path: Path) -> None:
    chunks = triples(DATA, 5)
    with pytest.raises(
        InputDataError, match="samples: chunk 1 of epoch 0 came where chunk 0 of epoch 0 was due"
    ):
        finish(RankingTask(BPR, DATA, 1, iter(chunks[1:])), tmp_path / "late")
    with pytest.raises(InputDataError, match="samples: epoch 4 is not below num_epochs 4"):
        finish(RankingTask(BPR, DATA, 1, iter(chunks)), tmp_path / "long")
