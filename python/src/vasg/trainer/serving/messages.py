"""Between the contract's messages and the plain classes of the trainer."""

from __future__ import annotations

import dataclasses
from enum import Enum
from typing import Any, TypeVar, get_origin, get_type_hints

from google.protobuf.message import Message

from vasg.baselines.hyperparameters import FactorizationHyperparameters, MetricHyperparameters
from vasg.trainer import events
from vasg.trainer.config import (
    AnyConfig,
    DataType,
    Knobs,
    ModelKind,
    SessionConfig,
    TensorRole,
    TensorSpec,
)
from vasg.trainer.errors import UsageError
from vasg.trainer.hyperparameters import (
    FeatureScaling,
    Hyperparameters,
    Objective,
    ProductVector,
    TableInit,
    TaskWeighting,
    UserBatches,
    UserVector,
    WalkTransition,
)
from vasg.trainer.model.artifacts import Artifact
from vasg.v1 import hyperparameters_pb2, tensor_pb2, trainer_service_pb2, training_pb2

E = TypeVar("E", bound=Enum)

_WIRE_ENUMS: dict[type[Enum], tuple[Any, str]] = {
    ModelKind: (hyperparameters_pb2.ModelKind, "MODEL_KIND_"),
    Objective: (hyperparameters_pb2.Objective, "OBJECTIVE_"),
    UserVector: (hyperparameters_pb2.UserVector, "USER_VECTOR_"),
    ProductVector: (hyperparameters_pb2.ProductVector, "PRODUCT_VECTOR_"),
    TaskWeighting: (hyperparameters_pb2.TaskWeighting, "TASK_WEIGHTING_"),
    FeatureScaling: (hyperparameters_pb2.FeatureScaling, "FEATURE_SCALING_"),
    TableInit: (hyperparameters_pb2.TableInit, "TABLE_INIT_"),
    WalkTransition: (hyperparameters_pb2.WalkTransition, "WALK_TRANSITION_"),
    UserBatches: (hyperparameters_pb2.UserBatches, "USER_BATCHES_"),
    TensorRole: (tensor_pb2.TensorRole, "TENSOR_ROLE_"),
    DataType: (tensor_pb2.DataType, "DATA_TYPE_"),
    Artifact: (tensor_pb2.Artifact, "ARTIFACT_"),
    events.Stage: (training_pb2.Stage, "STAGE_"),
    events.StopReason: (training_pb2.StopReason, "STOP_REASON_"),
}

# Which field of CreateSessionRequest holds the hyperparameters of a model, and their class.
KNOBS_OF_KIND: dict[ModelKind, tuple[str, type[Any]]] = {
    ModelKind.VASG: ("hyperparameters", Hyperparameters),
    ModelKind.BPR: ("factorization", FactorizationHyperparameters),
    ModelKind.VBPR: ("factorization", FactorizationHyperparameters),
    ModelKind.IBR: ("metric", MetricHyperparameters),
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


def session_config(request: trainer_service_pb2.CreateSessionRequest) -> AnyConfig:
    """The checked configuration in a request.

    Raises:
        UsageError: naming the first field that cannot work.
    """
    model_kind = enum_member(ModelKind, request.model_kind, "model_kind")
    return SessionConfig(
        session_id=request.session_id,
        model_kind=model_kind,
        hyperparameters=_hyperparameters(request, model_kind),
        num_users=request.num_users,
        num_products=request.num_products,
        feature_dim=request.feature_dim,
        seed=request.seed,
        inputs=_inputs(request),
    )


def train_response(event: events.TrainingEvent) -> trainer_service_pb2.TrainResponse:
    """An event as a message."""
    name = _EVENT_FIELDS[type(event)]
    return trainer_service_pb2.TrainResponse(**{name: _wire(dataclasses.asdict(event))})


def _wire(value: Any) -> Any:
    """A field as a message takes it, without what is not set; readings are fields of the message itself."""
    if isinstance(value, Enum):
        return enum_number(value)
    if isinstance(value, tuple):
        return [_wire(item) for item in value]
    if not isinstance(value, dict):
        return value
    fields = {**value, **value.get("readings", {})}
    return {name: _wire(field) for name, field in fields.items() if name != "readings" and field is not None}


def _hyperparameters(request: trainer_service_pb2.CreateSessionRequest, kind: ModelKind) -> Knobs:
    """The knobs of `kind`, which must be set, while those of other models must not."""
    wanted, knobs = KNOBS_OF_KIND[kind]
    for field in sorted({field for field, _ in KNOBS_OF_KIND.values()}):
        if request.HasField(field) and field != wanted:
            raise UsageError(
                f"{field} is set; model_kind {kind.value} takes {wanted} alone.", code="FIELD_UNEXPECTED"
            )
    if not request.HasField(wanted):
        raise UsageError(f"{wanted} is not set; model_kind {kind.value} needs it.", code="FIELD_MISSING")
    made: Knobs = knobs(**_values(getattr(request, wanted), knobs, wanted))
    return made


def _values(message: Message, knobs: type[Any], where: str) -> dict[str, Any]:
    """Fields of `message` as the dataclass `knobs` wants them."""
    kinds = get_type_hints(knobs)
    values: dict[str, Any] = {}
    for field in dataclasses.fields(knobs):
        value, kind = getattr(message, field.name), kinds[field.name]
        if isinstance(kind, type) and issubclass(kind, Enum):
            value = enum_member(kind, value, f"{where}.{field.name}")
        elif get_origin(kind) is tuple:
            value = tuple(value)
        values[field.name] = value
    return values


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
