"""Between the contract's messages and the plain classes of the trainer."""

from __future__ import annotations

import dataclasses
from enum import Enum
from typing import Any, TypeVar

from vasg.trainer import events
from vasg.trainer.config import DataType, ModelKind, SessionConfig, TensorRole, TensorSpec
from vasg.trainer.errors import UsageError
from vasg.trainer.hyperparameters import (
    FeatureScaling,
    Hyperparameters,
    Objective,
    ProductVector,
    TaskWeighting,
)
from vasg.trainer.model.artifacts import Artifact
from vasg.v1 import hyperparameters_pb2, tensor_pb2, trainer_service_pb2, training_pb2

E = TypeVar("E", bound=Enum)

_WIRE_ENUMS: dict[type[Enum], tuple[Any, str]] = {
    ModelKind: (hyperparameters_pb2.ModelKind, "MODEL_KIND_"),
    Objective: (hyperparameters_pb2.Objective, "OBJECTIVE_"),
    ProductVector: (hyperparameters_pb2.ProductVector, "PRODUCT_VECTOR_"),
    TaskWeighting: (hyperparameters_pb2.TaskWeighting, "TASK_WEIGHTING_"),
    FeatureScaling: (hyperparameters_pb2.FeatureScaling, "FEATURE_SCALING_"),
    TensorRole: (tensor_pb2.TensorRole, "TENSOR_ROLE_"),
    DataType: (tensor_pb2.DataType, "DATA_TYPE_"),
    Artifact: (tensor_pb2.Artifact, "ARTIFACT_"),
    events.Stage: (training_pb2.Stage, "STAGE_"),
    events.StopReason: (training_pb2.StopReason, "STOP_REASON_"),
}

_KNOB_ENUMS: dict[str, type[Enum]] = {
    "objective": Objective,
    "product_vector": ProductVector,
    "task_weighting": TaskWeighting,
    "feature_scaling": FeatureScaling,
}

_EVENT_FIELDS: dict[type, str] = {
    events.StageStarted: "started",
    events.Progress: "progress",
    events.Validation: "validation",
    events.EpochCompleted: "epoch_completed",
    events.CheckpointWritten: "checkpoint_written",
    events.TrainingWarning: "warning",
    events.StageCompleted: "completed",
}


def enum_member(kind: type[E], number: int, field: str) -> E:
    """The member that `number` stands for on the wire.

    Raises:
        UsageError: naming `field`, if it is not set or of a later contract.
    """
    wire, prefix = _WIRE_ENUMS[kind]
    if number == 0:
        raise UsageError(f"{field} is not set.", code="FIELD_MISSING")
    if number not in wire.values():
        raise UsageError(f"{field} is {number}, which this server does not know.", code="ENUM_UNKNOWN")
    return kind[wire.Name(number).removeprefix(prefix)]


def enum_number(member: Enum) -> Any:
    """The number of `member` on the wire."""
    wire, prefix = _WIRE_ENUMS[type(member)]
    return wire.Value(prefix + member.name)


def session_config(request: trainer_service_pb2.CreateSessionRequest) -> SessionConfig:
    """The checked configuration in a request.

    Raises:
        UsageError: naming the first field that cannot work.
    """
    if not request.HasField("hyperparameters"):
        raise UsageError("hyperparameters is not set.", code="FIELD_MISSING")
    return SessionConfig(
        session_id=request.session_id,
        model_kind=enum_member(ModelKind, request.model_kind, "model_kind"),
        hyperparameters=_hyperparameters(request.hyperparameters),
        num_users=request.num_users,
        num_products=request.num_products,
        feature_dim=request.feature_dim,
        seed=request.seed,
        inputs=_inputs(request),
    )


def train_response(event: events.TrainingEvent) -> trainer_service_pb2.TrainResponse:
    """An event as a message."""
    fields = _flat(event)
    name = _EVENT_FIELDS[type(event)]
    return trainer_service_pb2.TrainResponse(**{name: fields})


def _flat(event: events.TrainingEvent) -> dict[str, Any]:
    """Fields that are set; nested readings are fields of the message itself."""
    fields: dict[str, Any] = dataclasses.asdict(event)
    fields.update(fields.pop("readings", {}))
    return {
        name: enum_number(value) if isinstance(value, Enum) else value
        for name, value in fields.items()
        if value is not None
    }


def _hyperparameters(message: hyperparameters_pb2.Hyperparameters) -> Hyperparameters:
    values: dict[str, Any] = {}
    for field in dataclasses.fields(Hyperparameters):
        value = getattr(message, field.name)
        if field.name in _KNOB_ENUMS:
            value = enum_member(_KNOB_ENUMS[field.name], value, f"hyperparameters.{field.name}")
        elif field.name.endswith("_hidden"):
            value = tuple(value)
        values[field.name] = value
    return Hyperparameters(**values)


def _inputs(request: trainer_service_pb2.CreateSessionRequest) -> dict[TensorRole, TensorSpec]:
    inputs: dict[TensorRole, TensorSpec] = {}
    for k, tensor in enumerate(request.inputs):
        role = enum_member(TensorRole, tensor.role, f"inputs[{k}].role")
        if role in inputs:
            raise UsageError(f"inputs[{k}].role {role.value} occurs twice.", code="INPUT_TWICE")
        inputs[role] = _tensor_spec(tensor.spec, f"inputs[{k}].spec")
    return inputs


def _tensor_spec(spec: tensor_pb2.TensorSpec, field: str) -> TensorSpec:
    if len(spec.sha256) != 32:
        raise UsageError(
            f"{field}.sha256 has {len(spec.sha256)} bytes; it must have 32.",
            code="DIGEST_MALFORMED",
        )
    return TensorSpec(
        data_type=enum_member(DataType, spec.data_type, f"{field}.data_type"),
        shape=tuple(spec.shape),
        sha256=spec.sha256.hex(),
    )
