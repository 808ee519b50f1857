"""Windows and batches against a naive loop."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from vasg.trainer.data.corpus import Batch, Batching, ChunkBatches, WalkChunk, decode_walks, offsets, windows
from vasg.trainer.errors import InputDataError

NUM_USERS = 4


def random_walks(num_walks: int, walk_length: int, seed: int) -> torch.Tensor:
    """Alternating types: users 0 .. 3, products 4 .. 8."""
    draws = np.random.default_rng(seed)
    walks = np.empty((num_walks, walk_length), dtype=np.int64)
    for row in walks:
        for position in range(walk_length):
            is_user = (position + row[0] * 0 + num_walks) % 2 == 0
            row[position] = draws.integers(NUM_USERS) if is_user else NUM_USERS + draws.integers(5)
    return torch.from_numpy(walks)


def naive_pairs(walks: torch.Tensor, radius: int) -> list[tuple[int, int]]:
    pairs = []
    for walk in walks.tolist():
        for i, center in enumerate(walk):
            for j in range(max(0, i - radius), min(len(walk), i + radius + 1)):
                if j != i:
                    pairs.append((center, walk[j]))
    return sorted(pairs)


def pairs_of(batch: Batch) -> list[tuple[int, int]]:
    return [
        (center, context)
        for center, row, valid in zip(
            batch.center_B.tolist(), batch.context_BC.tolist(), batch.valid_BC.tolist(), strict=True
        )
        for context, is_valid in zip(row, valid, strict=True)
        if is_valid
    ]


def make_batches(
    walks: torch.Tensor, *, seed: int = 3, epoch: int = 0, chunk_index: int = 0, **changes: Any
) -> list[Batch]:
    how = {"radius": 2, "batch_size": 5, "num_users": NUM_USERS, "keep_self": True, **changes}
    batches = ChunkBatches(WalkChunk(epoch, chunk_index, walks, False), Batching(**how), seed)
    return [batches[i] for i in range(len(batches))]


@settings(max_examples=60, deadline=None)
@given(
    num_walks=st.integers(1, 8),
    walk_length=st.integers(2, 9),
    radius=st.integers(1, 5),
    batch_size=st.integers(1, 30),
    seed=st.integers(0, 9),
)
def test_batches_hold_each_pair_of_the_naive_loop_once(
    num_walks: int, walk_length: int, radius: int, batch_size: int, seed: int
) -> None:
    walks = random_walks(num_walks, walk_length, seed)
    batches = make_batches(walks, radius=radius, batch_size=batch_size, seed=seed)
    assert sorted(pair for batch in batches for pair in pairs_of(batch)) == naive_pairs(walks, radius)
    for batch in batches:
        assert bool(((batch.center_B >= NUM_USERS) == batch.centers_are_products).all())
        assert batch.num_pairs == len(pairs_of(batch))
        assert 1 <= len(batch.center_B) <= batch_size


def test_columns_of_the_other_type_come_first() -> None:
    assert offsets(3) == [-3, -1, 1, 3, -2, 2]
    center_N, context_NC, valid_NC = windows(torch.tensor([[0, 4, 1, 5]]), 3)
    assert center_N.tolist() == [0, 4, 1, 5]
    assert context_NC[1].tolist() == [4, 0, 1, 4, 4, 5]
    assert valid_NC[1].tolist() == [False, True, True, False, False, True]


def test_batches_are_nearly_equal_and_alternate() -> None:
    batches = make_batches(random_walks(6, 7, 0), batch_size=8)
    assert [batch.centers_are_products for batch in batches] == [False, True] * (len(batches) // 2)
    sizes = [len(batch.center_B) for batch in batches]
    assert max(sizes) - min(sizes) <= 2


def test_centers_a_stride_apart_keep_their_windows() -> None:
    walks = torch.tensor([[0, 4, 1, 5, 2], [6, 3, 7, 0, 8]])
    center_N, context_NC, valid_NC = windows(walks, 1, stride=3)
    assert center_N.tolist() == [0, 5, 6, 0]
    assert context_NC.tolist() == [[0, 4], [1, 2], [6, 3], [7, 8]]
    assert valid_NC.tolist() == [[False, True], [True, True], [False, True], [True, True]]


@settings(max_examples=30, deadline=None)
@given(radius=st.integers(1, 5), stride=st.integers(1, 12), walk_length=st.integers(2, 9))
def test_a_stride_leaves_out_centers_and_nothing_else(radius: int, stride: int, walk_length: int) -> None:
    walks = random_walks(4, walk_length, 1)
    every = [part.view(4, walk_length, -1) for part in windows(walks, radius)]
    for kept, all_WLC in zip(windows(walks, radius, stride), every, strict=True):
        assert torch.equal(kept.view(-1), all_WLC[:, ::stride].reshape(-1))


def test_windows_cross_the_ends_of_walks_as_if_they_were_one() -> None:
    walks = torch.tensor([[0, 4, 1], [5, 2, 6]])
    pairs = [p for batch in make_batches(walks, radius=1, cross_walks=True) for p in pairs_of(batch)]
    assert sorted(pairs) == naive_pairs(walks.view(1, 6), 1)
    assert (1, 5) in pairs and (5, 1) in pairs


def test_windows_that_cross_move_by_the_stride() -> None:
    """The authors' windows: 5 wide, moved by 3 over one stream of all walks."""
    walks = torch.tensor([[0, 4, 1, 5], [2, 6, 3, 7]])
    pairs = [p for b in make_batches(walks, radius=2, center_stride=3, cross_walks=True) for p in pairs_of(b)]
    assert sorted(pairs) == [(0, 1), (0, 4), (3, 2), (3, 6), (3, 7), (5, 1), (5, 2), (5, 4), (5, 6)]


def test_by_ratio_every_kth_batch_is_one_of_users_and_the_rest_is_left_out() -> None:
    walks = random_walks(8, 8, 0)
    every, kept = (make_batches(walks, batch_size=4, user_batch_every=k) for k in (None, 3))
    assert [batch.centers_are_products for batch in every] == [False, True] * 8
    assert [batch.centers_are_products for batch in kept] == [False, True, True] * 4
    products, users = ([b for b in every if b.centers_are_products is kind] for kind in (True, False))
    kept_products, kept_users = (
        [b for b in kept if b.centers_are_products is kind] for kind in (True, False)
    )
    assert all(torch.equal(a.center_B, b.center_B) for a, b in zip(products, kept_products, strict=True))
    assert all(torch.equal(a.center_B, b.center_B) for a, b in zip(users[:4], kept_users, strict=True))


def test_by_ratio_small_chunks_take_turns() -> None:
    walks = random_walks(2, 4, 0)
    counts = [
        sum(
            not batch.centers_are_products for batch in make_batches(walks, chunk_index=k, user_batch_every=5)
        )
        for k in range(8)
    ]
    assert counts == [0, 0, 0, 1, 0, 0, 0, 1]
    later = make_batches(walks, epoch=3, user_batch_every=5)
    assert sum(not batch.centers_are_products for batch in later) == 1


def test_by_ratio_a_chunk_without_products_keeps_its_users() -> None:
    walks = torch.tensor([[0, 4, 1], [2, 5, 3]])
    batches = make_batches(walks, center_stride=3, user_batch_every=2)
    assert [batch.center_B.tolist() for batch in batches] in ([[0, 2]], [[2, 0]])


def test_a_center_in_its_own_window_is_kept_or_dropped_as_asked() -> None:
    walks = torch.tensor([[0, 4, 0, 5]])
    kept = [pair for batch in make_batches(walks) for pair in pairs_of(batch)]
    dropped = [pair for batch in make_batches(walks, keep_self=False) for pair in pairs_of(batch)]
    assert kept.count((0, 0)) == 2
    assert sorted(dropped) == sorted(pair for pair in kept if pair[0] != pair[1])


def test_contexts_of_the_own_type_are_left_out() -> None:
    walks = random_walks(4, 7, 0)
    batches = make_batches(walks, radius=3, keep_own_type=False)
    left = [pair for batch in batches for pair in pairs_of(batch)]
    assert sorted(left) == [
        (center, context)
        for center, context in naive_pairs(walks, 3)
        if (center < NUM_USERS) != (context < NUM_USERS)
    ]
    assert sum(batch.num_pairs for batch in batches) == len(left)


def test_batches_depend_on_seed_epoch_and_chunk_only() -> None:
    walks = random_walks(6, 7, 0)
    first, second, other = (make_batches(walks, seed=seed) for seed in (3, 3, 4))
    assert all(torch.equal(a.center_B, b.center_B) for a, b in zip(first, second, strict=True))
    assert not all(torch.equal(a.center_B, b.center_B) for a, b in zip(first, other, strict=True))


def decode(walks: list[list[int]], **changes: int) -> torch.Tensor:
    content = np.array(walks, dtype="<u4").tobytes()
    sizes = {"num_walks": len(walks), "walk_length": len(walks[0]), "num_users": 4, "num_nodes": 9}
    return decode_walks(content, **{**sizes, **changes})


def test_decodes_walks() -> None:
    assert decode([[0, 4], [8, 3]]).tolist() == [[0, 4], [8, 3]]


@pytest.mark.parametrize(
    ("walks", "changes", "message"),
    [
        ([[0, 4]], {"num_walks": 2}, "has 8 bytes"),
        ([[0, 4]], {"num_walks": 0}, "has 8 bytes"),
        ([[0, 4], [0, 9]], {}, "node 9 at position 1 of walk 1 is not below 9"),
        ([[0, 2**32 - 1]], {}, "node 4294967295"),
        ([[0, 1]], {}, "position 1 of walk 0 has the type of the node before it"),
    ],
)
def test_refuses_walks_that_cannot_be(walks: list[list[int]], changes: dict[str, int], message: str) -> None:
    with pytest.raises(InputDataError, match=message):
        decode(walks, **changes)
