"""Item-based nearest neighbours (Sarwar et al. 2001) by implicit purchases, as implicit has them."""

from __future__ import annotations

import warnings

import numpy as np
from implicit.nearest_neighbours import BM25Recommender, CosineRecommender, TFIDFRecommender
from threadpoolctl import threadpool_limits

from vasg.peers.fitted import ProductWeights
from vasg.peers.peer import Machine, Peer, Settings
from vasg.peers.purchases import Purchases

_RECOMMENDERS = {"cosine": CosineRecommender, "tf-idf": TFIDFRecommender, "bm25": BM25Recommender}


def fit(purchases: Purchases, settings: Settings, machine: Machine) -> ProductWeights:
    """Each product keeps its `neighbours` most similar ones by weighted purchases, itself among them."""
    neighbours = min(int(settings["neighbours"]), len(purchases.warm_W))
    recommender = _RECOMMENDERS[str(settings["weighting"])](K=neighbours, num_threads=machine.threads)
    with threadpool_limits(limits=1), warnings.catch_warnings():
        # It hands itself a matrix that it then has to convert.
        warnings.filterwarnings("ignore", "Method expects CSR input")
        warnings.filterwarnings("ignore", "invalid value encountered in divide")
        recommender.fit(purchases.train_UW.astype(np.float64), show_progress=False)
    similarity = recommender.similarity.astype(np.float32)
    # 0 / 0: a product whose buyers all weigh nothing.
    similarity.data = np.nan_to_num(similarity.data)
    return ProductWeights(purchases, similarity)


PEER = Peer(
    fit=fit,
    default={"neighbours": 100, "weighting": "cosine"},
    tried=[
        {"neighbours": neighbours, "weighting": weighting}
        for neighbours in (20, 100, 500, 2000)
        for weighting in _RECOMMENDERS
    ],
)
