"""Reads the requests of a Train call in a thread of its own and queues their walks for the training."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import grpc

from vasg.trainer.config import SessionConfig
from vasg.trainer.data.corpus import WalkChunk, decode_walks
from vasg.trainer.errors import InputDataError, UsageError, VasgError
from vasg.trainer.events import Stage
from vasg.trainer.serving.walk_queue import WalkQueue
from vasg.v1 import trainer_service_pb2, training_pb2

MAX_CHUNK_BYTES = 4 << 20


class WalkReader:
    """Ends with the stream; whatever is wrong with a request reaches the training through the queue."""

    def __init__(
        self,
        requests: Iterator[trainer_service_pb2.TrainRequest],
        walks: WalkQueue,
        stop: threading.Event,
        config: SessionConfig,
        stage: Stage,
    ) -> None:
        self.requests = requests
        self.walks = walks
        self.stop = stop
        self.config = config
        self.stage = stage

    def start(self) -> None:
        """Begins to read."""
        threading.Thread(target=self._run, name="walk-reader", daemon=True).start()

    def _run(self) -> None:
        try:
            self._read()
        except VasgError as error:
            self.walks.end(error)
        except grpc.RpcError:
            # The caller hung up.
            self.stop.set()
        except Exception as error:  # A bug of ours; the training reports it.
            self.walks.end(error)

    def _read(self) -> None:
        for request in self.requests:
            kind = request.WhichOneof("message")
            if kind == "walks" and self.stage is Stage.SKIP_GRAM:
                if not self.walks.put(self._decode(request.walks)):
                    return
            elif kind == "end_of_walks":
                self.walks.end()
            elif kind == "cancel":
                self.stop.set()
                return
            else:
                raise UsageError(
                    f"message {kind or 'nothing'} has no place in stage {self.stage.name} once it started.",
                    code="MESSAGE_UNEXPECTED",
                )
        self.walks.end(
            InputDataError("The stream of walks broke off before end_of_walks.", code="WALKS_UNFINISHED")
        )

    def _decode(self, chunk: training_pb2.WalkChunk) -> WalkChunk:
        if len(chunk.nodes) > MAX_CHUNK_BYTES:
            raise InputDataError(
                f"walks.nodes has {len(chunk.nodes)} bytes; a chunk holds at most {MAX_CHUNK_BYTES}.",
                code="WALKS_SIZE_WRONG",
            )
        node_WL = decode_walks(
            chunk.nodes,
            num_walks=chunk.num_walks,
            walk_length=self.config.hyperparameters.walk_length,
            num_users=self.config.num_users,
            num_nodes=self.config.num_nodes,
        )
        return WalkChunk(chunk.epoch, chunk.chunk_index, node_WL, chunk.last_of_epoch)
