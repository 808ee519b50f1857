"""IBR on styles that plain distances between features do not show."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch.nn import functional

from tests.baselines.worlds import IBR, data_of, finish, relation_chunks, relations
from tests.trainer.worlds import Arrays
from vasg.baselines.metric import LabelledPairs, Metric, relations_auc
from vasg.baselines.relating import MetricTask
from vasg.trainer.config import TensorRole
from vasg.trainer.data.samples import SampleChunk
from vasg.trainer.errors import InputDataError
from vasg.trainer.events import Progress, TrainingWarning, Validation
from vasg.trainer.hyperparameters import FeatureScaling

NUM_PRODUCTS, NUM_STYLES = 120, 4
STYLE = np.arange(NUM_PRODUCTS) % NUM_STYLES


def styles() -> Arrays:
    """Four faint dimensions tell the style, sixteen loud ones tell nothing; the last 40 are cold."""
    draws = np.random.default_rng(3)
    feature = draws.normal(scale=3.0, size=(NUM_PRODUCTS, 20))
    feature[:, :NUM_STYLES] = np.eye(NUM_STYLES)[STYLE] + draws.normal(
        scale=0.1, size=(NUM_PRODUCTS, NUM_STYLES)
    )
    return {
        TensorRole.FEATURES: feature.astype(np.float32),
        TensorRole.TRAIN_OFFSETS: np.array([0, 80], dtype=np.uint32),
        TensorRole.TRAIN_PRODUCTS: np.arange(80, dtype=np.uint32),
        TensorRole.VALIDATION_RELATIONS: cold_relations().astype(np.uint32),
    }


def cold_relations() -> NDArray[np.int64]:
    """Pairs of products that no training pair has."""
    drawn = relations(STYLE[80:], 5, seed=9)
    drawn[:, :2] += 80
    return drawn


DATA = data_of(styles(), FeatureScaling.NONE)
CHUNKS = relation_chunks(STYLE[:80], 30, 2, 100)
KNOBS = replace(IBR, num_epochs=30, feature_scaling=FeatureScaling.NONE, learning_rate=0.05)


def test_ibr_tells_related_products_where_nearest_images_do_not(tmp_path: Path) -> None:
    task = MetricTask(KNOBS, DATA, 1, iter(CHUNKS))
    finish(task, tmp_path)
    feature_PF = functional.normalize(DATA.features.rows(torch.arange(NUM_PRODUCTS)), dim=1)
    relation = torch.from_numpy(cold_relations())
    nearest_image = relations_auc(feature_PF, relation)
    learned = relations_auc(task.model.embed_all(), relation)
    assert nearest_image < 0.65
    assert learned > 0.95


def test_the_loss_is_the_cross_entropy_of_the_formula() -> None:
    model = Metric(KNOBS, DATA.features, seed=1)
    sample = torch.from_numpy(relations(STYLE, 1))
    given = model.relation_loss(LabelledPairs(*sample.unbind(dim=1)))
    feature = DATA.features.rows(torch.arange(NUM_PRODUCTS)) / 20**0.5
    gap = (feature[sample[:, 0]] - feature[sample[:, 1]]) @ model.transform.T
    margin = model.offset - gap.square().sum(dim=1)
    expected = -functional.logsigmoid(torch.where(sample[:, 2] == 1, margin, -margin)).mean()
    torch.testing.assert_close(given, expected)


@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e6])
def test_distances_start_where_the_offset_is(scale: float) -> None:
    arrays = styles()
    arrays[TensorRole.FEATURES] *= np.float32(scale)
    task = MetricTask(KNOBS, data_of(arrays, FeatureScaling.NONE), 1, iter([]))
    embedded = task.model.embed_all()[:80]
    distance = torch.cdist(embedded, embedded).square()
    assert float(distance.sum() / (80 * 79)) == pytest.approx(4.0, rel=0.2)


def test_features_that_are_all_alike_have_no_distance_and_do_no_harm(tmp_path: Path) -> None:
    arrays = styles()
    arrays[TensorRole.FEATURES][:] = 1
    events = finish(MetricTask(KNOBS, data_of(arrays, FeatureScaling.NONE), 1, iter(CHUNKS)), tmp_path)
    looks = [event for event in events if isinstance(event, Validation)]
    assert looks[-1].auc_relations == 0.5


def test_the_map_places_products_where_they_are() -> None:
    model = Metric(KNOBS, DATA.features, seed=1)
    feature = DATA.features.rows(torch.arange(NUM_PRODUCTS))
    torch.testing.assert_close(model.linear_map().apply(feature), model.embed_all())


def test_looks_report_the_auc_of_relations_and_progress_the_loss(tmp_path: Path) -> None:
    events = finish(MetricTask(KNOBS, DATA, 1, iter(CHUNKS)), tmp_path)
    looks = [event for event in events if isinstance(event, Validation)]
    assert all(look.score == look.auc_relations and look.auc_warm is None for look in looks)
    losses = [event.relation_loss for event in events if isinstance(event, Progress)]
    assert losses[0] is not None and losses[-1] is not None and losses[-1] < losses[0] / 2


def test_relations_of_one_kind_are_not_looked_at(tmp_path: Path) -> None:
    arrays = styles()
    arrays[TensorRole.VALIDATION_RELATIONS][:, 2] = 1
    task = MetricTask(KNOBS, data_of(arrays), 1, iter(CHUNKS))
    codes = [event.code for event in finish(task, tmp_path) if isinstance(event, TrainingWarning)]
    assert codes == ["VALIDATION_SKIPPED"]


def test_a_product_paired_with_itself_is_refused(tmp_path: Path) -> None:
    chunk = SampleChunk(0, 0, torch.tensor([(1, 2, 0), (5, 5, 1)]), True)
    with pytest.raises(InputDataError, match="in sample 1, product 5 is paired with itself"):
        finish(MetricTask(KNOBS, DATA, 1, iter([chunk])), tmp_path)


def test_auc_counts_ties_half() -> None:
    embedded = torch.tensor([[0.0], [1.0], [3.0], [4.0]])
    pairs = [(0, 1, 1), (2, 3, 0), (0, 2, 0), (1, 2, 1)]
    # Distances 1 and 2 of related pairs, 1 and 3 of unrelated ones.
    assert relations_auc(embedded, torch.tensor(pairs)) == pytest.approx((0.5 + 1 + 0 + 1) / 4)
