"""Reads the requests of a Train call in a thread of its own and queues their chunks for the training."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import grpc

from vasg.trainer.errors import InputDataError, UsageError, VasgError
from vasg.trainer.events import Stage
from vasg.trainer.serving.chunk_decoding import ChunkDecoder
from vasg.trainer.serving.chunk_queue import ChunkQueue
from vasg.v1 import trainer_service_pb2


class ChunkReader:
    """Ends with the stream; whatever is wrong with a request reaches the training through the queue."""

    def __init__(
        self,
        requests: Iterator[trainer_service_pb2.TrainRequest],
        chunks: ChunkQueue,
        stop: threading.Event,
        stage: Stage,
        decoder: ChunkDecoder | None,
    ) -> None:
        self.requests = requests
        self.chunks = chunks
        self.stop = stop
        self.stage = stage
        self.decoder = decoder

    def start(self) -> None:
        """Begins to read."""
        threading.Thread(target=self._run, name="chunk-reader", daemon=True).start()

    def _run(self) -> None:
        try:
            self._read()
        except VasgError as error:
            self.chunks.end(error)
        except grpc.RpcError:
            # The caller hung up.
            self.stop.set()
        except Exception as error:  # A bug of ours; the training reports it.
            self.chunks.end(error)

    def _read(self) -> None:
        for request in self.requests:
            kind = request.WhichOneof("message")
            if self.decoder is not None and kind == self.decoder.message:
                if not self.chunks.put(self.decoder.decode(getattr(request, kind))):
                    return
            elif kind == "end_of_walks":
                self.chunks.end()
            elif kind == "cancel":
                self.stop.set()
                return
            else:
                raise UsageError(
                    f"message {kind or 'nothing'} has no place in stage {self.stage.name} once it started.",
                    code="MESSAGE_UNEXPECTED",
                )
        name = self.decoder.message if self.decoder is not None else "messages"
        self.chunks.end(
            InputDataError(
                f"The stream of {name} broke off before end_of_walks.", code=f"{name.upper()}_UNFINISHED"
            )
        )
