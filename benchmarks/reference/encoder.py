"""The encoder's forward pass in PyTorch on the CPU.

    python encoder.py ROWS DIM...

One thread; prints GFLOP per CPU second.
"""

import itertools
import sys
import time

import torch

torch.set_num_threads(1)
rows, *dims = map(int, sys.argv[1:])
layers: list[torch.nn.Module] = []
for in_dim, out_dim in itertools.pairwise(dims):
    layers += [torch.nn.Linear(in_dim, out_dim), torch.nn.ReLU()]
encoder = torch.nn.Sequential(*layers[:-1])
features = torch.randn(rows, dims[0])
with torch.inference_mode():
    encoder(features[:128])
    begin = time.process_time()
    for block in features.split(1024):
        encoder(block)
    elapsed = time.process_time() - begin
print(2e-9 * rows * sum(a * b for a, b in itertools.pairwise(dims)) / elapsed)
