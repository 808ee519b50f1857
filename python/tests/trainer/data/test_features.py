from __future__ import annotations

import numpy as np
import pytest
import torch

from tests.trainer.worlds import CPU
from vasg.trainer.data.features import FeatureStore, check_range, fit_scaling
from vasg.trainer.errors import InputDataError
from vasg.trainer.hyperparameters import FeatureScaling

RAW = np.random.default_rng(0).normal(3, 2, (50, 6)).astype(np.float32)
WARM = np.arange(50) < 40


def scaled(how: FeatureScaling) -> torch.Tensor:
    store = FeatureStore(RAW, fit_scaling(RAW, WARM, how), CPU)
    return store.rows(torch.arange(40))


def test_none_leaves_features_alone() -> None:
    assert np.array_equal(scaled(FeatureScaling.NONE).numpy(), RAW[:40])


def test_global_rms_is_one_over_warm_products() -> None:
    x = scaled(FeatureScaling.GLOBAL_RMS)
    assert float(x.square().mean()) == pytest.approx(1, abs=1e-5)
    assert np.allclose(x.numpy() / RAW[:40], x[0, 0].item() / RAW[0, 0], rtol=1e-5)


def test_standardize_gives_mean_zero_and_deviation_just_below_one() -> None:
    x = scaled(FeatureScaling.STANDARDIZE)
    assert torch.allclose(x.mean(0), torch.zeros(6), atol=1e-5)
    assert torch.allclose(x.std(0, correction=0), torch.ones(6), atol=0.02)


def test_constant_dimensions_stay_finite() -> None:
    raw = RAW.copy()
    raw[:, 2] = 7
    scaling = fit_scaling(raw, WARM, FeatureScaling.STANDARDIZE)
    assert bool(torch.isfinite(scaling.apply(torch.from_numpy(raw))).all())


def test_product_min_max_takes_each_product_by_itself() -> None:
    raw = np.array([[1, 3, 2], [-4, 4, 0], [7, 7, 7]], dtype=np.float32)
    scaling = fit_scaling(raw, np.ones(3, bool), FeatureScaling.PRODUCT_MIN_MAX)
    x = FeatureStore(raw, scaling, CPU).rows(torch.tensor([2, 1, 0]))
    assert x.tolist() == [[0, 0, 0], [0, 1, 0.5], [0, 1, 0.5]]


def test_product_min_max_needs_no_scale_of_its_own() -> None:
    fit_scaling(np.zeros((5, 3), np.float32), np.ones(5, bool), FeatureScaling.PRODUCT_MIN_MAX)
    largest = torch.tensor([[-1e15, 1e15, 0.0]])
    scaling = fit_scaling(RAW[:, :3], WARM, FeatureScaling.PRODUCT_MIN_MAX)
    assert scaling.apply(largest).tolist() == [[0, 1, 0.5]]


def test_blocks_are_all_rows_in_order() -> None:
    store = FeatureStore(RAW, fit_scaling(RAW, WARM, FeatureScaling.GLOBAL_RMS), CPU)
    order = torch.tensor([3, 1, 49])
    assert torch.equal(torch.cat(list(store.blocks(order))), store.rows(order))


@pytest.mark.parametrize("how", [FeatureScaling.GLOBAL_RMS, FeatureScaling.STANDARDIZE])
@pytest.mark.parametrize("value", [0, 1e-40])
def test_features_next_to_zero_have_no_scale(value: float, how: FeatureScaling) -> None:
    with pytest.raises(InputDataError, match="zero") as caught:
        fit_scaling(np.full((5, 3), value, np.float32), np.ones(5, bool), how)
    assert caught.value.code == "FEATURES_ZERO"


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_names_the_row_that_is_not_finite(value: float) -> None:
    raw = RAW.copy()
    raw[17, 2] = value
    with pytest.raises(InputDataError, match="row 17"):
        check_range(raw)
    check_range(RAW)


@pytest.mark.parametrize("value", [3e38, -2e15])
def test_names_the_row_that_is_too_large(value: float) -> None:
    raw = RAW.copy()
    raw[17, 2] = value
    with pytest.raises(InputDataError, match="row 17") as caught:
        check_range(raw)
    assert caught.value.code == "FEATURES_TOO_LARGE"
    raw[17, 2] = 1e15
    check_range(raw)
