"""What chunks a stage takes, and their way from message to tensor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from vasg.trainer.config import AnyConfig
from vasg.trainer.data.corpus import WalkChunk, decode_walks
from vasg.trainer.data.samples import (
    Columns,
    SampleChunk,
    decode_samples,
    relation_columns,
    triple_columns,
)
from vasg.trainer.errors import InputDataError
from vasg.trainer.events import Stage
from vasg.trainer.hyperparameters import Hyperparameters
from vasg.v1 import training_pb2

MAX_CHUNK_BYTES = 4 << 20


@dataclass(frozen=True)
class ChunkDecoder:
    """`message` is the field of TrainRequest that a chunk comes in; `decode` checks it, too."""

    message: str
    decode: Callable[[Any], Any]


def decoder_of(stage: Stage, config: AnyConfig) -> ChunkDecoder | None:
    """How the chunks of a stage are read; None for a stage that takes none."""
    if stage is Stage.SKIP_GRAM:
        return ChunkDecoder("walks", lambda chunk: _walks(chunk, config))
    if stage is Stage.RANKING:
        return _samples(triple_columns(config.num_users, config.num_products))
    if stage is Stage.METRIC:
        return _samples(relation_columns(config.num_products))
    return None


def _walks(chunk: training_pb2.WalkChunk, config: AnyConfig) -> WalkChunk:
    knobs = config.hyperparameters
    assert isinstance(knobs, Hyperparameters)
    _check_size("walks.nodes", chunk.nodes)
    node_WL = decode_walks(
        chunk.nodes,
        num_walks=chunk.num_walks,
        walk_length=knobs.walk_length,
        num_users=config.num_users,
        num_nodes=config.num_nodes,
    )
    return WalkChunk(chunk.epoch, chunk.chunk_index, node_WL, chunk.last_of_epoch)


def _samples(columns: Columns) -> ChunkDecoder:
    def decode(chunk: training_pb2.SampleChunk) -> SampleChunk:
        _check_size("samples.samples", chunk.samples)
        sample_N3 = decode_samples(chunk.samples, num_samples=chunk.num_samples, columns=columns)
        return SampleChunk(chunk.epoch, chunk.chunk_index, sample_N3, chunk.last_of_epoch)

    return ChunkDecoder("samples", decode)


def _check_size(field: str, content: bytes) -> None:
    if len(content) > MAX_CHUNK_BYTES:
        raise InputDataError(
            f"{field} has {len(content)} bytes; a chunk holds at most {MAX_CHUNK_BYTES}.",
            code=f"{field.partition('.')[0].upper()}_SIZE_WRONG",
        )
