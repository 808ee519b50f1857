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


def test_a_center_in_its_own_window_is_kept_or_dropped_as_asked() -> None:
    walks = torch.tensor([[0, 4, 0, 5]])
    kept = [pair for batch in make_batches(walks) for pair in pairs_of(batch)]
    dropped = [pair for batch in make_batches(walks, keep_self=False) for pair in pairs_of(batch)]
    assert kept.count((0, 0)) == 2
    assert sorted(dropped) == sorted(pair for pair in kept if pair[0] != pair[1])


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
