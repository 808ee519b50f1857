"""The numpy way to rank: a block of scores by sgemm, compared with each user's threshold and summed.

    python scores.py USERS PRODUCTS DIM

One thread; prints GFLOP per CPU second.
"""

import os
import sys
import time

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
os.environ["MKL_NUM_THREADS"] = "1"
import numpy as np  # noqa: E402  (after the number of threads)

BLOCK = 4096


def count_below(users: np.ndarray, products: np.ndarray, thresholds: np.ndarray) -> np.ndarray:
    """Products of each user whose score is below the user's threshold."""
    counts = np.zeros(len(users), dtype=np.int64)
    for first in range(0, len(products), BLOCK):
        scores = users @ products[first : first + BLOCK].T
        counts += (scores < thresholds[:, None]).sum(axis=1)
    return counts


num_users, num_products, dim = map(int, sys.argv[1:4])
random = np.random.default_rng(1)
users = random.standard_normal((num_users, dim), dtype=np.float32)
products = random.standard_normal((num_products, dim), dtype=np.float32)
thresholds = random.standard_normal(num_users, dtype=np.float32)
count_below(users[:64], products[:BLOCK], thresholds[:64])
begin = time.process_time()
count_below(users, products, thresholds)
elapsed = time.process_time() - begin
print(2e-9 * num_users * num_products * dim / elapsed)
