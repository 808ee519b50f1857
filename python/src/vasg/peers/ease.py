"""EASE (Steck 2019): a linear autoencoder of purchases in closed form, as cornac has it."""

from __future__ import annotations

from collections import OrderedDict

import numpy as np
from cornac.data import Dataset
from cornac.models.ease import EASE
from threadpoolctl import threadpool_limits

from vasg.peers.fitted import ProductWeights
from vasg.peers.peer import Machine, Peer, Settings
from vasg.peers.purchases import Purchases


def fit(purchases: Purchases, settings: Settings, machine: Machine) -> ProductWeights:
    """`lambda` is the L2 penalty of the weights; negative ones are kept, as published, or dropped."""
    model = EASE(lamb=settings["lambda"], posB=settings["negativeWeights"] == "dropped", verbose=False)
    with threadpool_limits(limits=machine.threads):
        model.fit(_data_set(purchases))
    return ProductWeights(purchases, model.B.astype(np.float32))


def _data_set(purchases: Purchases) -> Dataset:
    # float32 counts exactly, and numpy inverts in float64 whatever it gets: more would only take memory.
    train = purchases.train_UW.tocoo()
    num_users, num_columns = train.shape
    names = [OrderedDict((index, index) for index in range(count)) for count in (num_users, num_columns)]
    return Dataset(num_users, num_columns, *names, (train.row, train.col, train.data))


PEER = Peer(
    fit=fit,
    default={"lambda": 1000, "negativeWeights": "kept"},
    tried=[
        {"lambda": penalty, "negativeWeights": negative}
        for penalty in (1, 10, 100, 1000, 10000)
        for negative in ("kept", "dropped")
    ],
)
