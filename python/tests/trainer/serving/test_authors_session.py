"""A session with all switches of the authors' code, over the wire."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import grpc
import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from tests.trainer.client import Client, create_request, serving, start_message, walk_messages
from tests.trainer.knobs import AUTHORS
from tests.trainer.worlds import communities
from vasg.trainer.data.features import product_min_max
from vasg.v1 import tensor_pb2, training_pb2

WORLD = communities()
STAGES = (training_pb2.STAGE_AUTOENCODER, training_pb2.STAGE_SKIP_GRAM, training_pb2.STAGE_ENCODER)


def train(client: Client, stage: int) -> list[Any]:
    takes_walks = stage == training_pb2.STAGE_SKIP_GRAM
    walks = walk_messages(WORLD.chunks(AUTHORS) if takes_walks else [])
    return list(client.train([start_message(stage), *walks]))


def encode(layers: dict[str, NDArray[np.float32]], feature_PF: NDArray[np.float32]) -> NDArray[np.float32]:
    """What the client makes of a downloaded encoder that ends in a ReLU."""
    x = product_min_max(torch.from_numpy(feature_PF)).numpy()
    for k in range(len(layers) // 2):
        x = np.maximum(x @ layers[f"encoder.{k}.weight"].T + layers[f"encoder.{k}.bias"], 0)
    return x


def test_trains_three_stages_in_order(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        client = Client(server.ready["address"])
        client.prepare(WORLD, create_request(WORLD, AUTHORS))
        with pytest.raises(grpc.RpcError) as caught:
            train(client, training_pb2.STAGE_SKIP_GRAM)
        assert "Stage AUTOENCODER of session s-1 is not complete" in str(caught.value)
        for stage in STAGES:
            assert train(client, stage)[-1].completed.reason == training_pb2.STOP_REASON_END_OF_DATA
        embeddings = client.download("s-1", tensor_pb2.ARTIFACT_EMBEDDINGS)
        encoder = client.download("s-1", tensor_pb2.ARTIFACT_ENCODER)
        decoder = client.download("s-1", tensor_pb2.ARTIFACT_DECODER)
    assert {name: array.shape for name, array in embeddings.items()} == {
        "users": (WORLD.num_users, AUTHORS.embedding_dim),
        "products": (WORLD.num_products, AUTHORS.embedding_dim),
    }
    assert all(np.isfinite(array).all() for array in [*embeddings.values(), *decoder.values()])
    encoded = encode(encoder, WORLD.feature_PF)
    assert encoded.shape == (WORLD.num_products, AUTHORS.embedding_dim)
    assert (encoded >= 0).all() and (encoded > 0).any()
