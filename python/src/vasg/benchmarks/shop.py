"""Random purchases, features and walks of a given size: no taste in them, but the work of a real shop.

Shapes: U users, P products, E edges, F feature_dim, W walks, L nodes of a walk, V = U + P nodes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from vasg.trainer.config import TensorRole
from vasg.trainer.data.corpus import WalkChunk
from vasg.trainer.hyperparameters import Hyperparameters

Array = NDArray[np.int64]

FEATURE_DIM = 4096
# Products are bought in proportion to 1 / (rank + shift): few often, most once or twice.
_POPULARITY_SHIFT = 100.0
_DISTINCT_FEATURES = 4096
# As the client cuts them (about ten batches of each node type), and the most that it puts into a message.
_BATCHES_PER_CHUNK = 20
_MAX_CHUNK_NODES = 1_000_000


@dataclass(frozen=True)
class Scale:
    """Sizes of a shop; a few of `num_purchases` are drawn twice and count once."""

    num_users: int
    num_products: int
    num_purchases: int

    def times(self, factor: float) -> Scale:
        """The same shop with `factor` times as many of all."""
        return Scale(
            *(max(1, round(factor * n)) for n in (self.num_users, self.num_products, self.num_purchases))
        )


# Training purchases of Table 1's data sets (section 4.1).
SCALES = {
    "tiny": Scale(120, 300, 1_000),
    "small": Scale(1_500, 6_200, 15_000),
    "men": Scale(19_618, 62_376, 187_181),
    "women": Scale(14_110, 116_971, 307_863),
}


@dataclass(frozen=True)
class Graph:
    """CSR of the bipartite network, both directions: node |U| + p is product p; every node has an edge."""

    num_users: int
    num_products: int
    start_V: Array
    neighbour: Array

    @property
    def num_nodes(self) -> int:
        """|U| + |P|."""
        return self.num_users + self.num_products

    @property
    def num_edges(self) -> int:
        """Distinct purchases."""
        return len(self.neighbour) // 2


def random_graph(scale: Scale, seed: int) -> Graph:
    """Distinct purchases; each user and each product has at least one."""
    draws = np.random.default_rng([seed, 1])
    weight_P = 1 / (_POPULARITY_SHIFT + np.arange(scale.num_products))
    ends_P = np.cumsum(weight_P / weight_P.sum())
    rest = max(0, scale.num_purchases - scale.num_products - scale.num_users)
    by_popularity = np.searchsorted(ends_P, draws.random(scale.num_users + rest)).clip(
        max=scale.num_products - 1
    )
    product = np.concatenate([np.arange(scale.num_products), by_popularity])
    user = np.concatenate(
        [
            draws.integers(scale.num_users, size=scale.num_products),
            np.arange(scale.num_users),
            draws.integers(scale.num_users, size=rest),
        ]
    )
    code = np.unique(user * scale.num_products + product)
    user, node = code // scale.num_products, scale.num_users + code % scale.num_products
    source, target = np.concatenate([user, node]), np.concatenate([node, user])
    order = np.lexsort((target, source))
    degree_V = np.bincount(source, minlength=scale.num_users + scale.num_products)
    return Graph(
        scale.num_users, scale.num_products, np.concatenate([[0], np.cumsum(degree_V)]), target[order]
    )


def training_arrays(graph: Graph, feature_dim: int, seed: int) -> dict[TensorRole, NDArray[np.generic]]:
    """What a client would upload; features are not negative, as a network's are, and repeat after a while."""
    draws = np.random.default_rng([seed, 2])
    distinct = min(graph.num_products, _DISTINCT_FEATURES)
    tile = np.maximum(draws.standard_normal((distinct, feature_dim), dtype=np.float32), 0)
    user_ends = graph.start_V[: graph.num_users + 1]
    return {
        TensorRole.FEATURES: np.resize(tile, (graph.num_products, feature_dim)),
        TensorRole.TRAIN_OFFSETS: user_ends.astype(np.uint32),
        TensorRole.TRAIN_PRODUCTS: (graph.neighbour[: user_ends[-1]] - graph.num_users).astype(np.uint32),
        TensorRole.VALIDATION_PAIRS: np.stack(
            [np.arange(graph.num_users), draws.integers(graph.num_products, size=graph.num_users)], axis=1
        ).astype(np.uint32),
    }


def random_walks(graph: Graph, start_W: Array, walk_length: int, draws: np.random.Generator) -> Array:
    """Uniform random walks [W, L] from `start_W`."""
    walk_LW = np.empty((walk_length, len(start_W)), dtype=np.int64)
    walk_LW[0] = start_W
    for position in range(1, walk_length):
        first_W = graph.start_V[walk_LW[position - 1]]
        degree_W = graph.start_V[walk_LW[position - 1] + 1] - first_W
        walk_LW[position] = graph.neighbour[
            first_W + (draws.random(len(start_W)) * degree_W).astype(np.int64)
        ]
    return np.ascontiguousarray(walk_LW.T)


def walks_per_chunk(knobs: Hyperparameters) -> int:
    """As many as the client sends at once."""
    wanted = -(-_BATCHES_PER_CHUNK * knobs.batch_size * knobs.center_stride // knobs.walk_length)
    return max(1, min(wanted, _MAX_CHUNK_NODES // knobs.walk_length))


def walk_chunks(graph: Graph, knobs: Hyperparameters, seed: int) -> Iterator[WalkChunk]:
    """All epochs, in the order of the client: n passes over all nodes, each shuffled."""
    for epoch in range(knobs.num_epochs):
        draws = np.random.default_rng([seed, 3, epoch])
        starts = np.concatenate([draws.permutation(graph.num_nodes) for _ in range(knobs.walks_per_node)])
        parts = np.split(starts, range(walks_per_chunk(knobs), len(starts), walks_per_chunk(knobs)))
        for index, start_W in enumerate(parts):
            node_WL = torch.from_numpy(random_walks(graph, start_W, knobs.walk_length, draws))
            yield WalkChunk(epoch, index, node_WL, index == len(parts) - 1)
