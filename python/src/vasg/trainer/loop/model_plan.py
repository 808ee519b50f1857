"""What a session must know of its model: the one place where the model families differ for the server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from vasg.trainer.data.inputs import TrainingData
from vasg.trainer.events import Stage
from vasg.trainer.loop.checkpoint import Checkpoint
from vasg.trainer.loop.stage_run import StageTask
from vasg.trainer.loop.stage_state import Tensors
from vasg.trainer.model.artifacts import Artifact, NamedTensors


@dataclass(frozen=True)
class CompletedStages:
    """The inputs of a session and what its completed stages ended with.

    `tensors_of` raises MissingArtifactError for a stage that is not complete.
    """

    data: TrainingData
    tensors_of: Callable[[Stage], Tensors]


class ModelPlan(Protocol):
    """One model of one configuration.

    A plan is made when its session is created, so its constructor refuses what the model cannot do with
    that configuration.
    """

    @property
    def stages(self) -> tuple[Stage, ...]:
        """In order: each needs all before it."""

    @property
    def training_bytes(self) -> int:
        """What the largest stage needs on the device; known before anything is allocated."""

    def task(
        self, stage: Stage, before: CompletedStages, chunks: Iterator[Any], checkpoint: Checkpoint | None
    ) -> StageTask:
        """Sets a stage up, to go on from `checkpoint`.

        `chunks` are of the kind that the stage takes; none where it takes none.
        """

    def tensors(self, artifact: Artifact, trained: CompletedStages) -> NamedTensors:
        """Learned tensors by name.

        Raises:
            MissingArtifactError: the stage that makes them is not complete, or there are none.
        """
