"""All that a stage must remember to go on after a restart as if nothing had happened."""

from __future__ import annotations

import dataclasses
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from vasg.trainer.errors import DamagedDataError
from vasg.trainer.events import Progress, Readings, StageCompleted, StopReason, Validation
from vasg.trainer.loop.checkpoint import Checkpoint
from vasg.trainer.loop.stopping import EarlyStopping

Tensors = dict[str, Tensor]

# More than a client can have missed; a checkpoint and its message stay small.
_LOOKS_KEPT = 4096


@dataclass(frozen=True)
class Cursor:
    """The first batch that is still to be trained on."""

    epoch: int = 0
    chunk_index: int = 0
    batch_index: int = 0


class StageState:
    """Counters, parameters, optimisers and best parameters of one stage, and what it said last.

    `looks` and `last_progress` are for a client that was killed before it had kept them: the checkpoint is
    beyond them, so they would never be said again.
    """

    def __init__(
        self,
        model: nn.Module,
        optimizers: Sequence[torch.optim.Optimizer],
        patience: int,
        settle: Callable[[], None] = lambda: None,
    ) -> None:
        """`settle` does what the optimisers have put off; called before all parameters are read."""
        self.model = model
        self.optimizers = optimizers
        self.settle = settle
        self.stopping = EarlyStopping(patience)
        self.cursor = Cursor()
        self.step = 0
        self.num_pairs = 0
        self.looked_at_step = 0
        self.looks: deque[Validation] = deque(maxlen=_LOOKS_KEPT)
        self.last_progress: Progress | None = None
        self.best: Tensors | None = None
        self.completed: StageCompleted | None = None

    def keep_best(self) -> None:
        """Remembers the parameters as they are now."""
        self.best = {name: value.clone() for name, value in self.model.state_dict().items()}

    def return_to_best(self) -> None:
        """Puts the best parameters back, if anything was ever looked at."""
        if self.best is not None:
            self.model.load_state_dict(self.best)
            self.best = None

    def tensors(self) -> Tensors:
        """What goes into the tensor file; a completed stage needs its parameters only."""
        tensors = _prefixed("model", self.model.state_dict())
        if self.completed is None:
            for k, optimizer in enumerate(self.optimizers):
                tensors |= _prefixed(f"optimizer.{k}", _flat_optimizer_state(optimizer))
            tensors |= _prefixed("best", self.best or {})
        return tensors

    def record(self) -> dict[str, Any]:
        """What goes into the JSON file beside it."""
        return {
            "step": self.step,
            "num_pairs": self.num_pairs,
            "looked_at_step": self.looked_at_step,
            "cursor": dataclasses.asdict(self.cursor),
            "stopping": dataclasses.asdict(self.stopping),
            "looks": [dataclasses.asdict(look) for look in self.looks],
            "last_progress": self.last_progress and dataclasses.asdict(self.last_progress),
            "completed": _completed_record(self.completed),
        }

    def restore(self, checkpoint: Checkpoint) -> None:
        """Becomes the state that was saved.

        Raises:
            DamagedDataError: another version of the trainer wrote the checkpoint and it cannot be understood.
        """
        try:
            self._restore_record(checkpoint.record)
        except (KeyError, TypeError, ValueError) as error:
            raise DamagedDataError(
                f"The checkpoint of step {checkpoint.record.get('step')} was written by another version of "
                f"the trainer ({error}). Delete the session and train again.",
                code="CHECKPOINT_UNKNOWN",
            ) from error
        self._restore_tensors(checkpoint)

    def _restore_record(self, record: dict[str, Any]) -> None:
        self.step, self.num_pairs = record["step"], record["num_pairs"]
        self.looked_at_step = record["looked_at_step"]
        self.cursor = Cursor(**record["cursor"])
        self.stopping = EarlyStopping(**record["stopping"])
        self.looks = deque((Validation(**look) for look in record.get("looks", [])), maxlen=_LOOKS_KEPT)
        self.last_progress = _progress_event(record.get("last_progress"))
        self.completed = _completed_event(record["completed"])

    def _restore_tensors(self, checkpoint: Checkpoint) -> None:
        self.model.load_state_dict(model_tensors(checkpoint))
        best = _without_prefix("best", checkpoint.tensors)
        device = next(self.model.parameters()).device
        self.best = {name: value.to(device) for name, value in best.items()} or None
        if self.completed is None:
            for k, optimizer in enumerate(self.optimizers):
                _restore_optimizer(optimizer, _without_prefix(f"optimizer.{k}", checkpoint.tensors))


def is_completed(checkpoint: Checkpoint) -> bool:
    """Whether the stage ended, so that its parameters are final."""
    return checkpoint.record["completed"] is not None


def model_tensors(checkpoint: Checkpoint) -> Tensors:
    """The parameters in a checkpoint, by their names in the module."""
    return _without_prefix("model", checkpoint.tensors)


def _prefixed(prefix: str, tensors: Tensors) -> Tensors:
    return {f"{prefix}.{name}": value for name, value in tensors.items()}


def _without_prefix(prefix: str, tensors: Tensors) -> Tensors:
    start = f"{prefix}."
    return {name[len(start) :]: value for name, value in tensors.items() if name.startswith(start)}


def _flat_optimizer_state(optimizer: torch.optim.Optimizer) -> Tensors:
    state: dict[int, Tensors] = optimizer.state_dict()["state"]
    return {f"{i}.{name}": value for i, moments in state.items() for name, value in moments.items()}


def _restore_optimizer(optimizer: torch.optim.Optimizer, flat: Tensors) -> None:
    state: dict[int, Tensors] = {}
    for key, value in flat.items():
        index, _, name = key.partition(".")
        state.setdefault(int(index), {})[name] = value
    groups = optimizer.state_dict()["param_groups"]
    optimizer.load_state_dict({"state": state, "param_groups": groups})


def _progress_event(record: dict[str, Any] | None) -> Progress | None:
    if record is None:
        return None
    return Progress(**{**record, "readings": Readings(**record["readings"])})


def _completed_record(event: StageCompleted | None) -> dict[str, Any] | None:
    if event is None:
        return None
    return {**dataclasses.asdict(event), "reason": event.reason.value}


def _completed_event(record: dict[str, Any] | None) -> StageCompleted | None:
    if record is None:
        return None
    return StageCompleted(**{**record, "reason": StopReason(record["reason"])})
