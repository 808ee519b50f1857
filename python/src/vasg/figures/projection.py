"""Embeddings on a plane, for Figure 2 (section 5): PCA and t-SNE.

Same input, method and seed give the same points, however many processors there are. Shapes: N rows, D
dimensions.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE
from threadpoolctl import threadpool_limits

Matrix = NDArray[np.float64]

# Exact t-SNE takes seconds at a few hundred rows and grows with their square.
MAX_ROWS = 1000


def project_file(source: str, target: str, method: str, perplexity: float, seed: int) -> None:
    """Projects tensor `vectors` [N, D] of `source`; writes `points` [N, 2] and `explained_variance` [2].

    Args:
        source: a safetensors file with float32 `vectors`.
        target: the safetensors file to write.
        method: `pca` or `t-sne`.
        perplexity: of t-SNE; lowered where there are too few rows for it.
        seed: of t-SNE.

    Raises:
        ValueError: if the method is unknown, there are too many rows, or a value is not finite.
    """
    vector_ND = load_file(Path(source))["vectors"].astype(np.float64)
    if len(vector_ND) > MAX_ROWS:
        raise ValueError(f"{len(vector_ND)} rows are too many to project; at most {MAX_ROWS}.")
    if not np.isfinite(vector_ND).all():
        raise ValueError("The vectors to project hold NaN or infinite values.")
    variance_2 = np.zeros(2)
    with threadpool_limits(limits=1):
        if method == "pca":
            point_N2, variance_2 = principal_components(vector_ND)
        elif method == "t-sne":
            point_N2 = neighbour_embedding(vector_ND, perplexity, seed)
        else:
            raise ValueError(f'There is no projection "{method}"; use pca or t-sne.')
    tensors = {"points": point_N2, "explained_variance": variance_2}
    save_file({name: tensor.astype(np.float32) for name, tensor in tensors.items()}, Path(target))


def principal_components(vector_ND: Matrix) -> tuple[Matrix, Matrix]:
    """The first two principal components of each row, and the share of the variance along each."""
    point_N2, variance_2 = np.zeros((len(vector_ND), 2)), np.zeros(2)
    if _is_one_point(vector_ND):
        return point_N2, variance_2
    count = min(2, *vector_ND.shape)
    pca = PCA(n_components=count, svd_solver="full")
    point_N2[:, :count] = pca.fit_transform(vector_ND)
    variance_2[:count] = pca.explained_variance_ratio_
    return point_N2, variance_2


def neighbour_embedding(vector_ND: Matrix, perplexity: float, seed: int) -> Matrix:
    """T-SNE started from the principal components, so that its large-scale order is theirs."""
    if _is_one_point(vector_ND):
        return np.zeros((len(vector_ND), 2))
    # A third of the rows is the usual bound; scikit-learn only asks for fewer than rows.
    attainable = max(1.0, (len(vector_ND) - 1) / 3)
    tsne = TSNE(
        perplexity=min(perplexity, attainable),
        init=_start(vector_ND),
        method="exact",
        random_state=seed,
    )
    point_N2: Matrix = tsne.fit_transform(vector_ND)
    return point_N2


def _start(vector_ND: Matrix) -> NDArray[np.float32]:
    """Principal components at the scale that scikit-learn starts from; it has no answer for one dimension."""
    point_N2, _ = principal_components(vector_ND)
    start_N2: NDArray[np.float32] = (point_N2 / point_N2[:, 0].std() * 1e-4).astype(np.float32)
    return start_N2


def _is_one_point(vector_ND: Matrix) -> bool:
    return bool((vector_ND == vector_ND[:1]).all())
