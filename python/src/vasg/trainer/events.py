"""What a running stage says. Each class is the message of the same name in `training.proto`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import TypeAlias


class Stage(IntEnum):
    """The steps of all models."""

    SKIP_GRAM = 1
    ENCODER = 2
    RANKING = 3
    MAPPING = 4
    METRIC = 5
    AUTOENCODER = 6


class StopReason(Enum):
    """Why a stage ended."""

    END_OF_DATA = "END_OF_DATA"
    MAX_STEPS = "MAX_STEPS"
    EARLY_STOPPING = "EARLY_STOPPING"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, kw_only=True)
class Readings:
    """Learned scalars of the model that a person wants to watch; None where there is none."""

    log_variance_skip_gram: float | None = None
    log_variance_reconstruction: float | None = None
    temperature: float | None = None


@dataclass(frozen=True, kw_only=True)
class Progress:
    """A look at the running training; losses are means since the last one."""

    step: int
    epoch: int
    num_pairs: int
    pairs_per_second: float
    skip_gram_loss: float | None
    reconstruction_loss: float | None
    cosine_loss: float | None
    readings: Readings
    device_memory_bytes: int
    idle_share: float
    ranking_loss: float | None = None
    relation_loss: float | None = None


@dataclass(frozen=True, kw_only=True)
class Validation:
    """A look at the validation part."""

    step: int
    auc_warm: float | None
    auc_cold: float | None
    score: float
    is_best: bool
    mean_cosine: float
    effective_rank: float
    auc_relations: float | None = None


@dataclass(frozen=True, kw_only=True)
class StageStarted:
    """The stage is set up; `next_*` is the first chunk it wants, the rest what it said up to `step`."""

    next_epoch: int
    next_chunk_index: int
    step: int
    max_steps: int
    looks: tuple[Validation, ...] = ()
    last_progress: Progress | None = None


@dataclass(frozen=True, kw_only=True)
class EpochCompleted:
    """All batches of an epoch have been trained on."""

    epoch: int
    step: int


@dataclass(frozen=True, kw_only=True)
class CheckpointWritten:
    """State is safe on disk; a killed run goes on from here."""

    next_epoch: int
    next_chunk_index: int
    step: int


@dataclass(frozen=True, kw_only=True)
class TrainingWarning:
    """Something a person should know that does not stop the training."""

    code: str
    message: str


@dataclass(frozen=True, kw_only=True)
class StageCompleted:
    """Last event of a stage."""

    reason: StopReason
    step: int
    best_step: int
    best_score: float | None
    wall_seconds: float


TrainingEvent: TypeAlias = (
    StageStarted
    | Progress
    | Validation
    | EpochCompleted
    | CheckpointWritten
    | TrainingWarning
    | StageCompleted
)
