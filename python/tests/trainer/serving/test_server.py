"""The whole server as its client sees it: a child process on a socket."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import numpy as np
import pytest

from tests.trainer.client import Client, create_request, serving, start_message, walk_messages
from tests.trainer.knobs import JOINT, PAPER
from tests.trainer.worlds import communities
from vasg.trainer.hyperparameters import Hyperparameters
from vasg.v1 import tensor_pb2, training_pb2


@pytest.mark.parametrize("knobs", [PAPER, JOINT], ids=["paper", "joint"])
def test_trains_a_model_from_upload_to_download(knobs: Hyperparameters, tmp_path: Path) -> None:
    world = communities()
    with serving(tmp_path) as server:
        client = Client(server.ready["address"])
        created = client.prepare(world, create_request(world, knobs))
        assert len(created.missing_inputs) == 4 and not created.resumed
        events = list(client.train(chain([start_message(1)], walk_messages(world.chunks(knobs)))))
        assert events[0].WhichOneof("event") == "started"
        assert events[-1].completed.reason == training_pb2.STOP_REASON_END_OF_DATA
        if knobs.encoder_epochs > 0:
            events = list(client.train([start_message(2)]))
            assert events[-1].WhichOneof("event") == "completed"
        embeddings = client.download("s-1", tensor_pb2.ARTIFACT_EMBEDDINGS)
        encoder = client.download("s-1", tensor_pb2.ARTIFACT_ENCODER)
    assert embeddings["users"].shape == (world.num_users, 8)
    assert not embeddings["products"][-4:].any()
    assert np.linalg.norm(embeddings["products"][:-4], axis=1).min() > 0
    assert [encoder[name].shape for name in encoder] == [(16, 12), (16,), (8, 16), (8,)]
