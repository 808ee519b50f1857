"""Random shops: what holds for every one."""

from __future__ import annotations

import numpy as np
import torch

from vasg.benchmarks.knobs import preset
from vasg.benchmarks.shop import SCALES, random_graph, walk_chunks, walks_per_chunk
from vasg.benchmarks.task import endless, new_workload
from vasg.trainer.data.corpus import decode_walks

GRAPH = random_graph(SCALES["tiny"], seed=1)


def test_every_node_has_an_edge_and_every_edge_its_way_back() -> None:
    degree = np.diff(GRAPH.start_V)
    assert degree.min() >= 1 and GRAPH.num_edges > 900
    source = np.repeat(np.arange(GRAPH.num_nodes), degree)
    there = set(zip(source.tolist(), GRAPH.neighbour.tolist(), strict=True))
    assert there == {(target, node) for node, target in there}


def test_walks_are_such_as_the_server_takes() -> None:
    knobs = preset("paper")
    chunks = list(walk_chunks(GRAPH, knobs, seed=1))
    assert len(chunks[0].node_WL) == min(walks_per_chunk(knobs), 10 * GRAPH.num_nodes)
    starts = torch.cat([chunk.node_WL[:, 0] for chunk in chunks if chunk.epoch == 0])
    assert torch.equal(torch.bincount(starts), torch.full((GRAPH.num_nodes,), knobs.walks_per_node))
    edges = set(zip(np.repeat(np.arange(420), np.diff(GRAPH.start_V)), GRAPH.neighbour, strict=True))
    for chunk in chunks[:2]:
        walks = chunk.node_WL.numpy()
        decode_walks(
            walks.astype("<u4").tobytes(),
            num_walks=len(walks),
            walk_length=knobs.walk_length,
            num_users=GRAPH.num_users,
            num_nodes=GRAPH.num_nodes,
        )
        assert set(zip(walks[:, :-1].ravel(), walks[:, 1:].ravel(), strict=True)) <= edges
    assert [chunk.last_of_epoch for chunk in chunks].count(True) == knobs.num_epochs


def test_all_products_are_warm() -> None:
    workload = new_workload(SCALES["tiny"], endless(preset("paper")), 16, torch.device("cpu"))
    assert int(workload.data.edges.product_degree().min()) >= 1
    assert workload.knobs.max_steps == 0 and workload.knobs.validate_every == 0
