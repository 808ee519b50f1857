"""Requests that should not be: each is refused with the right status and reason."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

import grpc
import numpy as np
import pytest

from tests.trainer.client import (
    Client,
    create_request,
    serving,
    start_message,
    walk_messages,
)
from tests.trainer.knobs import JOINT, PAPER
from tests.trainer.worlds import communities
from vasg.trainer.config import TensorRole
from vasg.trainer.serving import messages
from vasg.v1 import (
    hyperparameters_pb2,
    tensor_pb2,
    trainer_service_pb2,
    training_pb2,
)

WORLD = communities()
Request = trainer_service_pb2.CreateSessionRequest
Change = Callable[[Request], object]
INVALID = grpc.StatusCode.INVALID_ARGUMENT
PRECONDITION = grpc.StatusCode.FAILED_PRECONDITION


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with serving(tmp_path_factory.mktemp("server")) as server:
        yield Client(server.ready["address"])


def refusal(call: Callable[[], object]) -> tuple[grpc.StatusCode, str, str]:
    with pytest.raises(grpc.RpcError) as caught:
        call()
    error: Any = caught.value
    reasons = [value for key, value in error.trailing_metadata() if key == "vasg-reason"]
    return error.code(), reasons[0], error.details()


def knob(name: str, value: object) -> Change:
    return lambda request: setattr(request.hyperparameters, name, value)


def set_length(shape: Any, length: int) -> None:
    shape[0] = length


BAD_FIELDS: list[tuple[str, Change, str, str]] = [
    ("no hyperparameters", lambda r: r.ClearField("hyperparameters"), "FIELD_MISSING", "hyperparameters"),
    ("no kind", lambda r: r.ClearField("model_kind"), "FIELD_MISSING", "model_kind"),
    ("later kind", lambda r: setattr(r, "model_kind", 99), "ENUM_UNKNOWN", "model_kind is 99"),
    ("no objective", knob("objective", 0), "FIELD_MISSING", "hyperparameters.objective"),
    ("later objective", knob("objective", 7), "ENUM_UNKNOWN", "hyperparameters.objective is 7"),
    ("no scaling", knob("feature_scaling", 0), "FIELD_MISSING", "hyperparameters.feature_scaling"),
    ("huge dim", knob("embedding_dim", 2**32 - 1), "FIELD_OUT_OF_RANGE", "embedding_dim"),
    ("huge steps", knob("max_steps", 2**64 - 1), "FIELD_OUT_OF_RANGE", "max_steps"),
    ("even window", knob("window_size", 6), "WINDOW_SIZE_EVEN", "window_size is 6"),
    ("NaN rate", knob("network_learning_rate", float("nan")), "FIELD_OUT_OF_RANGE", "network_learning"),
    ("no users", lambda r: setattr(r, "num_users", 0), "FIELD_OUT_OF_RANGE", "num_users is 0"),
    ("huge users", lambda r: setattr(r, "num_users", 2**32 - 1), "FIELD_OUT_OF_RANGE", "num_users"),
    ("huge features", lambda r: setattr(r, "feature_dim", 2**20), "FIELD_OUT_OF_RANGE", "feature_dim"),
    ("path as id", lambda r: setattr(r, "session_id", "../x"), "SESSION_ID_MALFORMED", "session_id"),
    ("no input", lambda r: r.ClearField("inputs"), "INPUT_MISSING", "FEATURES"),
    ("input twice", lambda r: r.inputs.append(r.inputs[0]), "INPUT_TWICE", "inputs[4].role"),
    ("no role", lambda r: setattr(r.inputs[1], "role", 0), "FIELD_MISSING", "inputs[1].role"),
    ("wrong type", lambda r: setattr(r.inputs[0].spec, "data_type", 2), "INPUT_TYPE_WRONG", "FEATURES"),
    ("short digest", lambda r: setattr(r.inputs[2].spec, "sha256", b"x"), "DIGEST_MALFORMED", "inputs[2]"),
    ("wrong shape", lambda r: r.inputs[0].spec.shape.append(3), "INPUT_SHAPE_WRONG", "FEATURES"),
    ("huge shape", lambda r: set_length(r.inputs[2].spec.shape, 2**63), "INPUT_SHAPE_WRONG", "TRAIN_P"),
    ("other users", lambda r: setattr(r, "num_users", 3), "INPUT_SHAPE_WRONG", "TRAIN_OFFSETS"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "reason", "text"), [case[1:] for case in BAD_FIELDS], ids=[case[0] for case in BAD_FIELDS]
)
def test_a_bad_field_is_named(client: Client, change: Change, reason: str, text: str) -> None:
    request = create_request(WORLD, PAPER, session_id="hostile")
    change(request)
    status, given, details = refusal(lambda: client.create(request))
    assert (status, given) == (INVALID, reason)
    assert text in details


def test_unknown_sessions_are_not_found(client: Client) -> None:
    upload = refusal(lambda: client.upload("nobody", TensorRole.FEATURES, WORLD.feature_PF))
    train = refusal(lambda: list(client.train([start_message(1, "nobody")])))
    download = refusal(lambda: client.download("nobody", 1))
    for status, reason, _ in (upload, train, download):
        assert (status, reason) == (grpc.StatusCode.NOT_FOUND, "SESSION_UNKNOWN")
    client.stub.DeleteSession(trainer_service_pb2.DeleteSessionRequest(session_id="nobody"))


def test_deleting_makes_room_for_another_configuration(client: Client) -> None:
    client.create(create_request(WORLD, PAPER, session_id="brief"))
    client.stub.DeleteSession(trainer_service_pb2.DeleteSessionRequest(session_id="brief"))
    assert not client.create(create_request(WORLD, PAPER, session_id="brief", seed=2)).resumed


def test_a_session_cannot_change_its_configuration(client: Client) -> None:
    client.create(create_request(WORLD, PAPER, session_id="fixed"))
    assert client.create(create_request(WORLD, PAPER, session_id="fixed")).missing_inputs
    changed = create_request(WORLD, PAPER, session_id="fixed", seed=2)
    assert refusal(lambda: client.create(changed))[:2] == (PRECONDITION, "SESSION_DIFFERS")


def test_uploads_are_checked(client: Client) -> None:
    world = communities(seed=5)
    client.create(create_request(world, PAPER, session_id="up"))
    features = world.feature_PF
    assert refusal(lambda: client.upload("up", TensorRole.FEATURES, features[:-1]))[:2] == (
        INVALID,
        "TENSOR_SIZE_WRONG",
    )
    assert refusal(lambda: client.upload("up", TensorRole.FEATURES, features + 1))[:2] == (
        grpc.StatusCode.DATA_LOSS,
        "TENSOR_DIGEST_WRONG",
    )
    chunk = trainer_service_pb2.UploadTensorRequest(chunk=b"x")
    assert refusal(lambda: client.stub.UploadTensor(iter([chunk])))[1] == "HEADER_MISSING"
    header = trainer_service_pb2.UploadTensorRequest(
        header=trainer_service_pb2.UploadTensorHeader(session_id="up", role=tensor_pb2.TENSOR_ROLE_FEATURES)
    )
    large = trainer_service_pb2.UploadTensorRequest(chunk=b"x" * (1 << 21))
    for bad in (large, header, trainer_service_pb2.UploadTensorRequest()):
        call = iter([header, bad])
        assert refusal(lambda call=call: client.stub.UploadTensor(call))[1] == "CHUNK_MALFORMED"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("role", "position", "value", "reason"),
    [
        (TensorRole.FEATURES, 40, np.nan, "FEATURES_NOT_FINITE"),
        (TensorRole.TRAIN_PRODUCTS, 3, 30, "TRAIN_PRODUCTS_WRONG"),
        (TensorRole.VALIDATION_PAIRS, 0, 24, "VALIDATION_PAIRS_WRONG"),
    ],
)
def test_contents_are_checked_on_arrival(
    client: Client, role: TensorRole, position: int, value: float, reason: str
) -> None:
    world = communities(seed=6)
    world.arrays()[role].flat[position] = value
    session_id = f"bad-{role.value.lower().replace('_', '-')}"
    client.create(create_request(world, PAPER, session_id=session_id))
    status, given, details = refusal(lambda: client.upload(session_id, role, world.arrays()[role]))
    assert (status, given) == (INVALID, reason)
    assert role.value in details
    again = client.create(create_request(world, PAPER, session_id=session_id))
    assert messages.enum_number(role) in again.missing_inputs


def test_inconsistent_inputs_are_refused_before_training(client: Client) -> None:
    world = communities(seed=7)
    world.offset[-1] -= 1
    client.prepare(world, create_request(world, PAPER, session_id="torn"))
    status, reason, _ = refusal(lambda: list(client.train([start_message(1, "torn")])))
    assert (status, reason) == (INVALID, "TRAIN_OFFSETS_WRONG")


def test_stages_come_in_order(client: Client) -> None:
    client.create(create_request(communities(seed=8), PAPER, session_id="order"))
    assert refusal(lambda: list(client.train([start_message(1, "order")])))[:2] == (
        PRECONDITION,
        "INPUTS_MISSING",
    )
    client.prepare(WORLD, create_request(WORLD, PAPER, session_id="order-2"))
    assert refusal(lambda: list(client.train([start_message(2, "order-2")])))[1] == "STAGE_INCOMPLETE"
    assert refusal(lambda: client.download("order-2", 1))[1] == "STAGE_INCOMPLETE"
    assert refusal(lambda: list(client.train([start_message(0, "order-2")])))[1] == "FIELD_MISSING"
    assert refusal(lambda: list(client.train(walk_messages([]))))[1] == "START_MISSING"


WALKS = WORLD.chunks(PAPER)


def test_looks_are_said_again(client: Client) -> None:
    client.prepare(WORLD, create_request(WORLD, PAPER, session_id="looks"))
    first = list(client.train([start_message(1, "looks"), *walk_messages(WORLD.chunks(PAPER))]))
    [started, _] = client.train([start_message(1, "looks")])
    said = [event.validation for event in first if event.HasField("validation")]
    assert len(said) > 1 and list(started.started.looks) == said
    progress = [event.progress for event in first if event.HasField("progress")]
    assert started.started.last_progress == progress[-1] and progress[-1].log_variance_skip_gram != 0


def bad_walk(**changes: object) -> trainer_service_pb2.TrainRequest:
    (message,) = walk_messages(WALKS[:1], ended=False)
    for name, value in changes.items():
        setattr(message.walks, name, value)
    return message


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (bad_walk(num_walks=7), "WALKS_SIZE_WRONG"),
        (bad_walk(num_walks=2**32 - 1), "WALKS_SIZE_WRONG"),
        (bad_walk(nodes=b"\xff" * 40 * 6 * 4), "WALKS_NODE_WRONG"),
        (bad_walk(nodes=b"\x00" * 40 * 6 * 4), "WALKS_NODE_WRONG"),
        (bad_walk(epoch=5), "WALKS_OUT_OF_ORDER"),
        (bad_walk(chunk_index=1), "WALKS_OUT_OF_ORDER"),
        (bad_walk(nodes=b"x" * (5 << 20)), "WALKS_SIZE_WRONG"),
        (start_message(1), "MESSAGE_UNEXPECTED"),
        (trainer_service_pb2.TrainRequest(), "MESSAGE_UNEXPECTED"),
    ],
)
def test_bad_walks_end_the_training(
    client: Client, message: trainer_service_pb2.TrainRequest, reason: str
) -> None:
    client.prepare(WORLD, create_request(WORLD, PAPER, session_id="walks"))
    requests = [start_message(1, "walks"), message]
    assert refusal(lambda: list(client.train(requests)))[:2] == (INVALID, reason)


def test_a_stream_that_breaks_off_is_no_end_of_walks(client: Client) -> None:
    client.prepare(WORLD, create_request(WORLD, PAPER, session_id="walks"))
    requests = chain([start_message(1, "walks")], walk_messages(WALKS[:2], ended=False))
    assert refusal(lambda: list(client.train(requests)))[1] == "WALKS_UNFINISHED"


def test_one_training_at_a_time_and_stopping_it(client: Client) -> None:
    request = create_request(WORLD, JOINT, session_id="busy")
    client.prepare(WORLD, request)
    first = client.train(endless("busy"))
    assert next(first).WhichOneof("event") == "started"
    second = refusal(lambda: list(client.train([start_message(1, "busy")])))
    assert second[:2] == (PRECONDITION, "TRAINING_IN_PROGRESS")
    stop = trainer_service_pb2.StopTrainingRequest(session_id="busy")
    assert client.stub.StopTraining(stop).was_training
    *_, last = first
    assert last.completed.reason == training_pb2.STOP_REASON_CANCELLED
    assert not client.stub.StopTraining(stop).was_training
    assert client.create(request).resumed


def test_hanging_up_saves_the_state(client: Client) -> None:
    request = create_request(WORLD, JOINT, session_id="gone")
    client.prepare(WORLD, request)
    call = client.train(endless("gone"))
    next(event for event in call if event.WhichOneof("event") == "validation")
    call.cancel()
    for _ in range(100):
        retry = client.train(chain([start_message(1, "gone"), cancel_message()]))
        try:
            started = next(retry).started
            break
        except grpc.RpcError:
            continue
    assert started.step > 0


def endless(session_id: str) -> Iterator[trainer_service_pb2.TrainRequest]:
    """A start, the first chunks, and then a client that has nothing more to say."""
    yield start_message(1, session_id)
    yield from walk_messages(WORLD.chunks(JOINT)[:3], ended=False)
    threading.Event().wait(5)


def cancel_message() -> trainer_service_pb2.TrainRequest:
    return trainer_service_pb2.TrainRequest(cancel=training_pb2.CancelStage())


def test_too_large_a_model_is_refused(client: Client) -> None:
    request = create_request(WORLD, PAPER, session_id="large")
    request.hyperparameters.decoder_hidden[:] = [65_536] * 8
    client.prepare(WORLD, request)
    status, reason, details = refusal(lambda: list(client.train([start_message(1, "large")])))
    assert (status, reason) == (grpc.StatusCode.RESOURCE_EXHAUSTED, "DEVICE_MEMORY")
    assert "GiB" in details


def test_messages_over_the_limit_never_reach_the_service(client: Client) -> None:
    request = create_request(WORLD, PAPER)
    request.session_id = "x" * (9 << 20)
    with pytest.raises(grpc.RpcError) as caught:
        client.create(request)
    assert caught.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED


def test_says_what_it_is(client: Client) -> None:
    info = client.stub.GetServerInfo(trainer_service_pb2.GetServerInfoRequest())
    assert info.contract_revision == 3
    assert info.device == "cpu" and info.device_name and info.device_memory_bytes > 0
    assert info.torch_version and info.num_threads >= 1


def test_enum_numbers_of_the_contract_are_all_known() -> None:
    for kind, (wire, prefix) in messages._WIRE_ENUMS.items():
        expected = {name.removeprefix(prefix) for name in wire.keys() if not name.endswith("UNSPECIFIED")}
        assert {member.name for member in kind} == expected
    fields = hyperparameters_pb2.Hyperparameters.DESCRIPTOR.fields
    assert {field.name for field in fields} == set(vars(PAPER))
