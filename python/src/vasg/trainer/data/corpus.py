"""From walks to batches: windows by shifting, centers shuffled and divided by type.

All of it happens on the host, so that a run on CPU and one on CUDA see the same batches, and nothing
here waits for the device.

Shapes: W walks, L nodes of a walk, N centers of a chunk (W x L with stride 1), B centers of a batch, C
contexts of a center (2 x radius).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from vasg.trainer.errors import InputDataError
from vasg.trainer.seeding import Stream, seeded

# Rows of a chunk's centers, and whether they are products.
Part = tuple[Tensor, bool]


@dataclass(frozen=True)
class WalkChunk:
    """A part of one epoch's walks; `node_WL` is int64."""

    epoch: int
    chunk_index: int
    node_WL: Tensor
    last_of_epoch: bool


@dataclass(frozen=True)
class Batch:
    """Centers of one type, each with its whole window.

    Every entry of `context_BC` is a node that exists; where `valid_BC` is False it is no context. Outside of
    the walk it is the center itself.
    """

    centers_are_products: bool
    center_B: Tensor
    context_BC: Tensor
    valid_BC: Tensor
    num_pairs: int


def decode_walks(nodes: bytes, *, num_walks: int, walk_length: int, num_users: int, num_nodes: int) -> Tensor:
    """The walks [W, L] that `nodes` (little-endian uint32) spells.

    Raises:
        InputDataError: the size is wrong, or a node cannot occur at its place in a walk.
    """
    expected = 4 * num_walks * walk_length
    if num_walks < 1 or len(nodes) != expected:
        raise InputDataError(
            f"walks.nodes has {len(nodes)} bytes; num_walks {num_walks} x walk_length {walk_length} "
            f"x 4 bytes is {expected}.",
            code="WALKS_SIZE_WRONG",
        )
    node_WL = torch.from_numpy(
        np.frombuffer(nodes, dtype="<u4").astype(np.int64).reshape(num_walks, walk_length)
    )
    reject_nodes(node_WL >= num_nodes, node_WL, f"is not below {num_nodes}")
    is_user_WL = node_WL < num_users
    stays = torch.zeros_like(is_user_WL)
    stays[:, 1:] = is_user_WL[:, 1:] == is_user_WL[:, :-1]
    reject_nodes(stays, node_WL, "has the type of the node before it")
    return node_WL


def reject_nodes(bad_WL: Tensor, node_WL: Tensor, why: str) -> None:
    """Raises InputDataError naming the first bad node and its place."""
    if not bool(bad_WL.any()):
        return
    walk, position = (int(i) for i in bad_WL.nonzero()[0])
    node = int(node_WL[walk, position])
    raise InputDataError(
        f"walks.nodes: node {node} at position {position} of walk {walk} {why}.",
        code="WALKS_NODE_WRONG",
    )


def offsets(radius: int) -> list[int]:
    """Distance of each context column from the center: those of the other type first, then its own.

    Walks alternate between types, so odd distances lead to the other type.
    """
    distances = [d for d in range(-radius, radius + 1) if d != 0]
    return sorted(distances, key=lambda d: d % 2 == 0)


def num_other_type(radius: int) -> int:
    """How many of the columns are of the other type than the center."""
    return sum(d % 2 != 0 for d in offsets(radius))


def windows(node_WL: Tensor, radius: int, stride: int = 1) -> tuple[Tensor, Tensor, Tensor]:
    """Every `stride`-th node of each walk as a center with its window: center_N, context_NC, valid_NC."""
    walk_length = node_WL.shape[1]
    outside = torch.nn.functional.pad(node_WL, (radius, radius), value=-1)
    context_WLC = torch.stack(
        [outside[:, radius + d : radius + d + walk_length : stride] for d in offsets(radius)], dim=-1
    )
    center_N = node_WL[:, ::stride].reshape(-1)
    context_NC = context_WLC.reshape(len(center_N), -1)
    valid_NC = context_NC >= 0
    return center_N, torch.where(valid_NC, context_NC, center_N[:, None]), valid_NC


@dataclass(frozen=True, kw_only=True)
class Batching:
    """How chunks become batches.

    `keep_self` says whether a center that occurs in its own window (u p u) is a context of itself,
    `keep_own_type` whether nodes of its type are contexts at all.
    `cross_walks` makes one walk of all walks of a chunk; then the types of neighbours need not alternate.
    `user_batch_every` is k if every k-th batch is one of users and the rest of them is left out; None takes
    all.
    """

    radius: int
    batch_size: int
    num_users: int
    keep_self: bool
    keep_own_type: bool = True
    center_stride: int = 1
    cross_walks: bool = False
    user_batch_every: int | None = None


class ChunkBatches:
    """The batches of one chunk, a pure function of (seed, epoch, chunk): a resumed run sees the same."""

    def __init__(self, chunk: WalkChunk, batching: Batching, seed: int) -> None:
        """Shuffles the chunk's centers, divides them by type and cuts them into batches."""
        node_WL = chunk.node_WL.reshape(1, -1) if batching.cross_walks else chunk.node_WL
        self._center_N, self._context_NC, self._valid_NC = windows(
            node_WL, batching.radius, batching.center_stride
        )
        if not batching.keep_self:
            self._valid_NC &= self._context_NC != self._center_N[:, None]
        if not batching.keep_own_type:
            self._valid_NC[:, num_other_type(batching.radius) :] = False
        draws = seeded(seed, Stream.CHUNK_ORDER, chunk.epoch, chunk.chunk_index)
        order_N = torch.randperm(len(self._center_N), generator=draws)
        is_user_N = self._center_N[order_N] < batching.num_users
        users = _cut(order_N[is_user_N], batching.batch_size, False)
        products = _cut(order_N[~is_user_N], batching.batch_size, True)
        if batching.user_batch_every is not None:
            users = _by_ratio(users, len(products), batching.user_batch_every, chunk)
        self._parts = _alternate(users, products)

    def __len__(self) -> int:
        return len(self._parts)

    def __getitem__(self, index: int) -> Batch:
        row_B, are_products = self._parts[index]
        valid_BC = self._valid_NC[row_B]
        return Batch(
            centers_are_products=are_products,
            center_B=self._center_N[row_B],
            context_BC=self._context_NC[row_B],
            valid_BC=valid_BC,
            num_pairs=int(valid_BC.sum()),
        )


def _cut(rows: Tensor, batch_size: int, are_products: bool) -> list[Part]:
    """Nearly equal parts of at most `batch_size`: a tiny last one would weigh as much as a full one."""
    if len(rows) == 0:
        return []
    num_parts = -(-len(rows) // batch_size)
    return [(part, are_products) for part in torch.tensor_split(rows, num_parts)]


def _by_ratio(users: list[Part], num_products: int, every: int, chunk: WalkChunk) -> list[Part]:
    """As many batches of users as make every `every`-th batch one of users.

    What does not divide evenly is carried from chunk to chunk and epoch to epoch, as if each had been as
    long as this one: a chunk knows only itself, so that a resumed run cuts it alike. A shorter chunk thus
    has at most one batch of users more or less than an exact count would give it. A chunk without any
    product keeps its users: there is nothing to measure them by.
    """
    if num_products == 0:
        return users
    before = num_products * (chunk.epoch + chunk.chunk_index)
    return users[: (before + num_products) // (every - 1) - before // (every - 1)]


def _alternate(users: list[Part], products: list[Part]) -> list[Part]:
    """Both lists in order, evenly interleaved: user, product, user, product, ..."""
    placed = [
        ((i + shift) / len(part), batch)
        for part, shift in ((users, 0.25), (products, 0.75))
        for i, batch in enumerate(part)
    ]
    return [batch for _, batch in sorted(placed, key=lambda item: item[0])]
