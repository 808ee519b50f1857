from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from vasg.figures.projection import MAX_ROWS, neighbour_embedding, principal_components, project_file


def clusters(num: int = 3, size: int = 20, dim: int = 16) -> NDArray[np.float64]:
    rng = np.random.default_rng(7)
    center_KD = rng.normal(size=(num, dim)) * 10
    return np.repeat(center_KD, size, axis=0) + rng.normal(size=(num * size, dim))


def project(
    folder: Path, vectors: NDArray[np.float64], method: str, seed: int = 1
) -> dict[str, NDArray[np.float32]]:
    source, target = folder / "in.safetensors", folder / "out.safetensors"
    save_file({"vectors": vectors.astype(np.float32)}, source)
    project_file(str(source), str(target), method, 30.0, seed)
    return load_file(target)


def distances(point_N2: NDArray[np.float64]) -> NDArray[np.float64]:
    difference_NN2 = point_N2[:, None] - point_N2[None]
    squared_NN: NDArray[np.float64] = (difference_NN2**2).sum(axis=2)
    return np.sqrt(squared_NN)


def test_pca_finds_the_plane_that_the_points_lie_in() -> None:
    rng = np.random.default_rng(3)
    plane_2D, _ = np.linalg.qr(rng.normal(size=(8, 2)))
    drawn_N2 = rng.normal(size=(50, 2)) * [5, 1]
    point_N2, variance_2 = principal_components(drawn_N2 @ plane_2D.T)
    assert variance_2.sum() == pytest.approx(1)
    assert variance_2[0] > variance_2[1]
    np.testing.assert_allclose(distances(point_N2), distances(drawn_N2), atol=1e-9)


def test_tsne_keeps_clusters_apart() -> None:
    point_N2 = neighbour_embedding(clusters(), 30, seed=1).reshape(3, 20, 2)
    center_K2 = point_N2.mean(axis=1)
    spread = np.linalg.norm(point_N2 - center_K2[:, None], axis=2).max()
    gaps = [np.linalg.norm(center_K2[i] - center_K2[j]) for i, j in ((0, 1), (0, 2), (1, 2))]
    assert min(gaps) > 2 * spread


@pytest.mark.parametrize("method", ["pca", "t-sne"])
def test_same_seed_same_points(tmp_path: Path, method: str) -> None:
    first, second = (project(tmp_path, clusters(), method) for _ in range(2))
    assert first["points"].tobytes() == second["points"].tobytes()
    assert first["points"].shape == (60, 2)


@pytest.mark.parametrize("method", ["pca", "t-sne"])
@pytest.mark.parametrize(
    "vectors",
    [np.ones((1, 5)), np.ones((6, 5)), np.arange(4.0)[:, None], np.eye(2), np.eye(3), np.zeros((0, 4))],
    ids=["one row", "equal rows", "one dimension", "two rows", "three rows", "no row"],
)
def test_few_or_equal_rows_have_a_place_too(
    tmp_path: Path, method: str, vectors: NDArray[np.float64]
) -> None:
    points = project(tmp_path, vectors, method)["points"]
    assert points.shape == (len(vectors), 2)
    assert np.isfinite(points).all()


def test_refuses_what_it_cannot_project(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="NaN"):
        project(tmp_path, np.full((3, 2), np.nan), "pca")
    with pytest.raises(ValueError, match='no projection "umap"'):
        project(tmp_path, np.eye(3), "umap")
    with pytest.raises(ValueError, match="too many"):
        project(tmp_path, np.zeros((MAX_ROWS + 1, 2)), "pca")
