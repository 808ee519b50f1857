"""python pecanpy_walks.py GRAPH WALKS_PER_NODE WALK_LENGTH: million steps per second of PecanPy's first order walks.

GRAPH holds two counts, N and M, the offsets [N + 1] and the neighbours [M] of a graph in compressed rows, all uint32.
What is timed is what its users call, lists of names at the end included; not the first call, in which numba compiles.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

os.environ["NUMBA_NUM_THREADS"] = "1"

import numpy as np
from pecanpy.pecanpy import FirstOrderUnweighted


def main(file: str, walks_per_node: int, walk_length: int) -> None:
    """Prints the speed."""
    numbers = np.fromfile(file, dtype="<u4")
    num_nodes, num_edges = (int(count) for count in numbers[:2])
    offsets, neighbours = np.split(numbers[2:], [num_nodes + 1])
    graph = FirstOrderUnweighted(random_state=1)
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "graph.npz")
        ids = np.arange(num_nodes).astype(str)
        np.savez(path, IDs=ids, data=np.ones(num_edges, np.float32), indptr=offsets, indices=neighbours)
        graph.read_npz(path, weighted=False)
    graph.simulate_walks(num_walks=1, walk_length=2)
    begin = time.perf_counter()
    graph.simulate_walks(walks_per_node, walk_length)
    seconds = time.perf_counter() - begin
    print(1e-6 * num_nodes * walks_per_node * walk_length / seconds)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
