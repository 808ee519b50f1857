"""What a session is asked to train: counts, seed, inputs and hyperparameters."""

from __future__ import annotations

import dataclasses
import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Generic, Protocol, TypeAlias, TypeVar

from vasg.trainer.errors import UsageError
from vasg.trainer.hyperparameters import MAX_WIDTH, FeatureScaling, Hyperparameters
from vasg.trainer.ranges import check_ranges, within

MAX_INDEX = 2**31 - 1


class ModelKind(Enum):
    """The model family a session trains."""

    VASG = "VASG"
    BPR = "BPR"
    VBPR = "VBPR"
    IBR = "IBR"


class TensorRole(Enum):
    """What an uploaded tensor is to the session."""

    FEATURES = "FEATURES"
    TRAIN_OFFSETS = "TRAIN_OFFSETS"
    TRAIN_PRODUCTS = "TRAIN_PRODUCTS"
    VALIDATION_PAIRS = "VALIDATION_PAIRS"
    VALIDATION_RELATIONS = "VALIDATION_RELATIONS"


class DataType(Enum):
    """Element type of a tensor, little-endian."""

    FLOAT32 = "FLOAT32"
    UINT32 = "UINT32"


_REQUIRED_INPUTS = frozenset({TensorRole.FEATURES, TensorRole.TRAIN_OFFSETS, TensorRole.TRAIN_PRODUCTS})
_OPTIONAL_INPUTS = {
    ModelKind.VASG: TensorRole.VALIDATION_PAIRS,
    ModelKind.BPR: TensorRole.VALIDATION_PAIRS,
    ModelKind.VBPR: TensorRole.VALIDATION_PAIRS,
    ModelKind.IBR: TensorRole.VALIDATION_RELATIONS,
}


class Knobs(Protocol):
    """What the hyperparameters of every model have in common; each is a dataclass."""

    @property
    def feature_scaling(self) -> FeatureScaling:
        """What is done to the features first."""

    @property
    def validate_every(self) -> int:
        """Steps between two looks at the validation part; 0 never looks."""

    @property
    def patience(self) -> int:
        """Looks without improvement after which a stage stops."""


K_co = TypeVar("K_co", bound=Knobs, covariant=True)


def is_session_id(text: str) -> bool:
    """Whether `text` may name a session, and with it a folder."""
    return re.fullmatch(r"[a-z0-9-]{1,64}", text) is not None


@dataclass(frozen=True, kw_only=True)
class TensorSpec:
    """What an input tensor is, before its bytes; `sha256` in lower-case hex."""

    data_type: DataType
    shape: tuple[int, ...]
    sha256: str

    @property
    def size_bytes(self) -> int:
        """Bytes of the whole tensor; both element types take four."""
        return 4 * math.prod(self.shape)


@dataclass(frozen=True, kw_only=True)
class SessionConfig(Generic[K_co]):
    """All that decides a session's result, apart from the chunks sent and the versions of software."""

    session_id: str
    model_kind: ModelKind
    hyperparameters: K_co
    num_users: int = within(1, MAX_INDEX)
    num_products: int = within(1, MAX_INDEX)
    feature_dim: int = within(1, MAX_WIDTH)
    seed: int = within(0, 2**32 - 1)
    inputs: Mapping[TensorRole, TensorSpec]

    def __post_init__(self) -> None:
        """Raises UsageError naming the first field that cannot work."""
        if not is_session_id(self.session_id):
            raise UsageError(
                "session_id must be 1 to 64 characters of a-z, 0-9 and hyphen.",
                code="SESSION_ID_MALFORMED",
            )
        check_ranges(self, "")
        if self.num_nodes > MAX_INDEX:
            raise UsageError(
                f"num_users + num_products is {self.num_nodes}; it must be at most {MAX_INDEX}.",
                code="FIELD_OUT_OF_RANGE",
            )
        self._check_inputs()

    @property
    def num_nodes(self) -> int:
        """|U| + |P|: nodes of the graph, users first."""
        return self.num_users + self.num_products

    def to_json(self) -> str:
        """Canonical text: two configurations are equal exactly if their texts are."""
        record = dataclasses.asdict(self)
        record["inputs"] = {role.value: dataclasses.asdict(spec) for role, spec in self.inputs.items()}
        return json.dumps(record, sort_keys=True, default=lambda enum: enum.value)

    def _check_inputs(self) -> None:
        for role in TensorRole:
            spec = self.inputs.get(role)
            if spec is None and role in _REQUIRED_INPUTS:
                raise UsageError(f"inputs lacks the tensor {role.value}.", code="INPUT_MISSING")
            if spec is None:
                continue
            if role not in _REQUIRED_INPUTS and role is not _OPTIONAL_INPUTS[self.model_kind]:
                raise UsageError(
                    f"inputs[{role.value}] has no place in a session of model_kind {self.model_kind.value}.",
                    code="INPUT_UNEXPECTED",
                )
            self._check_spec(role, spec)

    def _check_spec(self, role: TensorRole, spec: TensorSpec) -> None:
        data_type, shape = self._expected(role)
        if spec.data_type is not data_type:
            raise UsageError(
                f"inputs[{role.value}].spec.data_type must be {data_type.value}.",
                code="INPUT_TYPE_WRONG",
            )
        fits = len(spec.shape) == len(shape) and all(
            1 <= length <= MAX_INDEX if exact is None else length == exact
            for length, exact in zip(spec.shape, shape, strict=True)
        )
        if not fits:
            wanted = ", ".join("n" if length is None else str(length) for length in shape)
            raise UsageError(
                f"inputs[{role.value}].spec.shape is {list(spec.shape)}, not [{wanted}].",
                code="INPUT_SHAPE_WRONG",
            )

    def _expected(self, role: TensorRole) -> tuple[DataType, tuple[int | None, ...]]:
        """Type and shape of a role's tensor; None is a length that the sender chooses."""
        return {
            TensorRole.FEATURES: (DataType.FLOAT32, (self.num_products, self.feature_dim)),
            TensorRole.TRAIN_OFFSETS: (DataType.UINT32, (self.num_users + 1,)),
            TensorRole.TRAIN_PRODUCTS: (DataType.UINT32, (None,)),
            TensorRole.VALIDATION_PAIRS: (DataType.UINT32, (None, 2)),
            TensorRole.VALIDATION_RELATIONS: (DataType.UINT32, (None, 3)),
        }[role]


AnyConfig: TypeAlias = SessionConfig[Knobs]
VasgConfig: TypeAlias = SessionConfig[Hyperparameters]
