"""Every model kind through the contract: what each takes, refuses and gives back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from queue import Queue
from typing import Any

import grpc
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.baselines.worlds import BPR, KNOBS, VBPR, arrays_of, samples_of
from tests.trainer.client import (
    Client,
    create_request,
    sample_messages,
    serving,
    session_request,
    start_message,
    walk_messages,
)
from tests.trainer.knobs import PAPER
from tests.trainer.serving.test_service import refusal
from tests.trainer.worlds import communities, session_config
from vasg.trainer.config import ModelKind, TensorRole
from vasg.trainer.events import Stage
from vasg.v1 import hyperparameters_pb2, tensor_pb2, trainer_service_pb2, training_pb2

WORLD = communities()
NUM_WARM = WORLD.num_products - 4
Request = trainer_service_pb2.CreateSessionRequest
Change = Callable[[Request], object]
INVALID = grpc.StatusCode.INVALID_ARGUMENT
PRECONDITION = grpc.StatusCode.FAILED_PRECONDITION


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with serving(tmp_path_factory.mktemp("server")) as server:
        yield Client(server.ready["address"])


def request_of(kind: ModelKind, session_id: str) -> Request:
    return session_request(session_config(kind, KNOBS[kind], arrays_of(WORLD, kind), session_id=session_id))


def open_session(client: Client, kind: ModelKind, session_id: str) -> Any:
    created = client.create(request_of(kind, session_id))
    client.upload_missing(session_id, created, arrays_of(WORLD, kind))
    return created


def train(client: Client, kind: ModelKind, stage: Stage, session_id: str) -> list[Any]:
    start = start_message(stage, session_id)
    if stage is Stage.MAPPING:
        return list(client.train([start]))
    chunks = samples_of(WORLD, kind, KNOBS[kind])
    return list(client.train(chain([start], sample_messages(chunks))))


class Trained:
    """Embeddings, encoder and the first stage's events of a session that is complete."""

    def __init__(self, client: Client, kind: ModelKind) -> None:
        session_id = f"whole-{kind.value.lower()}"
        open_session(client, kind, session_id)
        self.events = train(
            client, kind, Stage.METRIC if kind is ModelKind.IBR else Stage.RANKING, session_id
        )
        if kind is ModelKind.BPR:
            train(client, kind, Stage.MAPPING, session_id)
        self.embeddings = client.download(session_id, tensor_pb2.ARTIFACT_EMBEDDINGS)
        self.encoder = client.download(session_id, tensor_pb2.ARTIFACT_ENCODER)

    def of_type(self, name: str) -> list[Any]:
        return [getattr(event, name) for event in self.events if event.WhichOneof("event") == name]

    def encoded(self) -> NDArray[np.float32]:
        """What the downloaded encoder makes of raw features."""
        linear: NDArray[np.float32] = WORLD.feature_PF @ self.encoder["encoder.0.weight"].T
        return linear + self.encoder["encoder.0.bias"]


@pytest.fixture(scope="module")
def trained(client: Client) -> dict[ModelKind, Trained]:
    return {kind: Trained(client, kind) for kind in KNOBS}


@pytest.mark.parametrize(("kind", "columns"), [(ModelKind.BPR, 9), (ModelKind.VBPR, 11), (ModelKind.IBR, 4)])
def test_a_model_comes_back_whole(trained: dict[ModelKind, Trained], kind: ModelKind, columns: int) -> None:
    embeddings, encoder = trained[kind].embeddings, trained[kind].encoder
    assert embeddings["users"].shape == (WORLD.num_users, columns)
    assert embeddings["products"].shape == (WORLD.num_products, columns)
    assert encoder["encoder.0.weight"].shape == (columns, WORLD.feature_PF.shape[1])
    assert encoder["encoder.0.bias"].shape == (columns,)
    assert set(encoder) == {"encoder.0.weight", "encoder.0.bias"}
    assert not embeddings["products"][NUM_WARM:].any()
    assert embeddings["products"][:NUM_WARM].any(axis=1).all()
    (completed,) = trained[kind].of_type("completed")
    assert completed.reason == training_pb2.STOP_REASON_END_OF_DATA and completed.HasField("best_score")


@pytest.mark.parametrize("kind", [ModelKind.BPR, ModelKind.VBPR])
def test_downloaded_rows_score_as_the_validation_did(
    trained: dict[ModelKind, Trained], kind: ModelKind
) -> None:
    model = trained[kind]
    products = model.embeddings["products"].copy()
    products[NUM_WARM:] = model.encoded()[NUM_WARM:]
    score = model.embeddings["users"] @ products.T
    best = [look for look in model.of_type("validation") if look.is_best][-1]
    assert best.auc_warm == pytest.approx(auc(score, warm=True), abs=1e-6)
    if kind is ModelKind.VBPR:
        assert best.auc_cold == pytest.approx(auc(score, warm=False), abs=1e-6)
        assert not model.encoder["encoder.0.weight"][: VBPR.embedding_dim].any()
    progress = model.of_type("progress")
    assert all(p.HasField("ranking_loss") and not p.HasField("skip_gram_loss") for p in progress)


def test_a_user_of_ibr_is_the_mean_of_what_they_bought(trained: dict[ModelKind, Trained]) -> None:
    model = trained[ModelKind.IBR]
    users, products = model.embeddings["users"], model.embeddings["products"]
    np.testing.assert_allclose(model.encoded()[:NUM_WARM], products[:NUM_WARM], atol=1e-5)
    for user in range(WORLD.num_users):
        bought = WORLD.product_E[WORLD.offset[user] : WORLD.offset[user + 1]]
        np.testing.assert_allclose(users[user], products[bought].mean(axis=0), atol=1e-5)
    looks = model.of_type("validation")
    assert all(look.HasField("auc_relations") and not look.HasField("auc_warm") for look in looks)
    assert looks[-1].auc_relations > 0.75
    assert all(p.HasField("relation_loss") for p in model.of_type("progress"))


def auc(score_UP: NDArray[np.float32], *, warm: bool) -> float:
    """Eq. 4 with plain loops."""
    kind = set(range(NUM_WARM)) if warm else set(range(NUM_WARM, WORLD.num_products))
    shares = []
    for user, product in WORLD.pairs.tolist():
        if product not in kind:
            continue
        owned = set(WORLD.product_E[WORLD.offset[user] : WORLD.offset[user + 1]].tolist())
        owned |= {p for u, p in WORLD.pairs.tolist() if u == user}
        candidates = sorted(kind - owned)
        shares.append((score_UP[user, candidates] < score_UP[user, product]).mean())
    return float(np.mean(shares))


def test_a_cancelled_session_ends_with_the_same_bytes(
    client: Client, trained: dict[ModelKind, Trained]
) -> None:
    kind = ModelKind.VBPR
    open_session(client, kind, "parted")
    chunks = samples_of(WORLD, kind, KNOBS[kind])
    cancel = trainer_service_pb2.TrainRequest(cancel=training_pb2.CancelStage())
    first = list(sample_messages(chunks[:3]))[:-1]
    *_, last = client.train([start_message(Stage.RANKING, "parted"), *first, cancel])
    assert last.completed.reason == training_pb2.STOP_REASON_CANCELLED
    assert client.create(request_of(kind, "parted")).resumed

    cursor: Queue[tuple[int, int]] = Queue()

    def requests() -> Iterator[trainer_service_pb2.TrainRequest]:
        yield start_message(Stage.RANKING, "parted")
        at = cursor.get()
        yield from sample_messages(c for c in chunks if (c.epoch, c.chunk_index) >= at)

    events = client.train(requests())
    started = next(events).started
    assert started.step == last.completed.step
    cursor.put((started.next_epoch, started.next_chunk_index))
    list(events)
    again = client.download("parted", tensor_pb2.ARTIFACT_EMBEDDINGS)
    whole = trained[kind].embeddings
    assert {n: t.tobytes() for n, t in again.items()} == {n: t.tobytes() for n, t in whole.items()}


def set_knob(field: str, name: str, value: object) -> Change:
    return lambda request: setattr(getattr(request, field), name, value)


def clear(field: str) -> Change:
    return lambda request: request.ClearField(field)


def add_knobs(field: str) -> Change:
    return lambda request: getattr(request, field).SetInParent()


def add_relations(request: Request) -> None:
    spec = tensor_pb2.TensorSpec(data_type=tensor_pb2.DATA_TYPE_UINT32, shape=[2, 3], sha256=b"x" * 32)
    request.inputs.add(role=tensor_pb2.TENSOR_ROLE_VALIDATION_RELATIONS, spec=spec)


def rename_pairs(request: Request) -> None:
    request.inputs[-1].role = tensor_pb2.TENSOR_ROLE_VALIDATION_PAIRS


F, M = "factorization", "metric"
BAD_FIELDS: list[tuple[ModelKind, Change, str, str]] = [
    (ModelKind.BPR, clear("factorization"), "FIELD_MISSING", "factorization is not set; model_kind"),
    (ModelKind.IBR, clear("metric"), "FIELD_MISSING", "metric is not set; model_kind IBR"),
    (ModelKind.BPR, add_knobs("hyperparameters"), "FIELD_UNEXPECTED", "hyperparameters is set; model_kind"),
    (ModelKind.VBPR, add_knobs("metric"), "FIELD_UNEXPECTED", "metric is set; model_kind VBPR"),
    (ModelKind.BPR, set_knob(F, "visual_dim", 3), "FIELDS_CONFLICT", "is 3; model_kind BPR needs 0"),
    (ModelKind.VBPR, set_knob(F, "visual_dim", 0), "FIELDS_CONFLICT", "is 0; model_kind VBPR needs 1"),
    (ModelKind.BPR, set_knob(F, "embedding_dim", 0), "FIELDS_CONFLICT", "factorization.embedding_dim"),
    (ModelKind.VBPR, set_knob(F, "visual_dim", 5000), "FIELD_OUT_OF_RANGE", "visual_dim is 5000"),
    (ModelKind.VBPR, set_knob(F, "init_std", 0), "FIELD_OUT_OF_RANGE", "factorization.init_std is 0"),
    (ModelKind.BPR, set_knob(F, "num_epochs", 2**32 - 1), "FIELD_OUT_OF_RANGE", "factorization.num_epochs"),
    (ModelKind.BPR, set_knob(F, "learning_rate", float("nan")), "FIELD_OUT_OF_RANGE", "learning_rate is nan"),
    (ModelKind.BPR, set_knob(F, "bias_regularization", -1.0), "FIELD_OUT_OF_RANGE", "bias_regularization"),
    (ModelKind.BPR, set_knob(F, "feature_scaling", 0), "FIELD_MISSING", "factorization.feature_scaling"),
    (ModelKind.IBR, set_knob(M, "embedding_dim", 0), "FIELD_OUT_OF_RANGE", "metric.embedding_dim is 0"),
    (ModelKind.IBR, set_knob(M, "feature_scaling", 99), "ENUM_UNKNOWN", "metric.feature_scaling is 99"),
    (ModelKind.BPR, add_relations, "INPUT_UNEXPECTED", "inputs[VALIDATION_RELATIONS] has no place"),
    (ModelKind.IBR, rename_pairs, "INPUT_UNEXPECTED", "inputs[VALIDATION_PAIRS] has no place"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "change", "reason", "text"), BAD_FIELDS)
def test_a_bad_field_is_named(
    client: Client, kind: ModelKind, change: Change, reason: str, text: str
) -> None:
    request = request_of(kind, "hostile")
    change(request)
    status, given, details = refusal(lambda: client.create(request))
    assert (status, given) == (INVALID, reason)
    assert text in details


def test_a_session_cannot_change_its_kind_or_knobs(client: Client) -> None:
    client.create(request_of(ModelKind.BPR, "fixed-kind"))
    other = request_of(ModelKind.BPR, "fixed-kind")
    other.factorization.latent_regularization = 0.5
    for request in (other, request_of(ModelKind.VBPR, "fixed-kind")):
        assert refusal(partial(client.create, request))[:2] == (PRECONDITION, "SESSION_DIFFERS")


def test_stages_of_other_kinds_and_out_of_order_are_refused(client: Client) -> None:
    open_session(client, ModelKind.BPR, "stages")
    status, reason, details = refusal(lambda: list(client.train([start_message(Stage.SKIP_GRAM, "stages")])))
    assert (status, reason) == (INVALID, "STAGE_UNEXPECTED")
    assert details.endswith("start.stage SKIP_GRAM is none of model_kind BPR, which has RANKING, MAPPING.")
    mapping = refusal(lambda: list(client.train([start_message(Stage.MAPPING, "stages")])))
    assert mapping[:2] == (PRECONDITION, "STAGE_INCOMPLETE")
    encoder = refusal(lambda: client.download("stages", tensor_pb2.ARTIFACT_ENCODER))
    assert encoder[:2] == (PRECONDITION, "STAGE_INCOMPLETE")
    decoder = refusal(lambda: client.download("stages", tensor_pb2.ARTIFACT_DECODER))
    assert decoder[:2] == (PRECONDITION, "NO_DECODER")


def test_walks_and_samples_are_taken_where_they_belong(client: Client) -> None:
    client.prepare(WORLD, create_request(WORLD, PAPER, session_id="walks-only"))
    open_session(client, ModelKind.BPR, "samples-only")
    (walk,) = walk_messages(WORLD.chunks(PAPER)[:1], ended=False)
    sample = next(sample_messages(samples_of(WORLD, ModelKind.BPR, BPR)))
    for stage, session_id, message, kind in (
        (Stage.RANKING, "samples-only", walk, "walks"),
        (Stage.SKIP_GRAM, "walks-only", sample, "samples"),
    ):
        requests = [start_message(stage, session_id), message]
        status, reason, details = refusal(partial(run_to_end, client, requests))
        assert (status, reason) == (INVALID, "MESSAGE_UNEXPECTED")
        assert f"message {kind} has no place in stage {stage.name}" in details


def run_to_end(client: Client, requests: list[trainer_service_pb2.TrainRequest]) -> list[Any]:
    return list(client.train(requests))


def bad_sample(**changes: object) -> trainer_service_pb2.TrainRequest:
    message = next(sample_messages(samples_of(WORLD, ModelKind.BPR, BPR)))
    for name, value in changes.items():
        setattr(message.samples, name, value)
    return message


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (bad_sample(num_samples=7), "SAMPLES_SIZE_WRONG"),
        (bad_sample(samples=b"x" * (5 << 20)), "SAMPLES_SIZE_WRONG"),
        (bad_sample(samples=b"\xff" * 80 * 12), "SAMPLE_WRONG"),
        (bad_sample(samples=b"\x00" * 80 * 12), "SAMPLE_WRONG"),
        (bad_sample(epoch=1), "SAMPLES_OUT_OF_ORDER"),
        (bad_sample(chunk_index=1), "SAMPLES_OUT_OF_ORDER"),
    ],
)
def test_bad_samples_end_the_training(
    client: Client, message: trainer_service_pb2.TrainRequest, reason: str
) -> None:
    open_session(client, ModelKind.BPR, "bad-samples")
    requests = [start_message(Stage.RANKING, "bad-samples"), message]
    assert refusal(lambda: list(client.train(requests)))[:2] == (INVALID, reason)


def test_a_stream_of_samples_that_breaks_off_is_no_end(client: Client) -> None:
    open_session(client, ModelKind.BPR, "bad-samples")
    requests = [start_message(Stage.RANKING, "bad-samples"), bad_sample()]
    assert refusal(lambda: list(client.train(requests)))[1] == "SAMPLES_UNFINISHED"


def test_relations_are_checked_on_arrival(client: Client) -> None:
    arrays = arrays_of(WORLD, ModelKind.IBR)
    arrays[TensorRole.VALIDATION_RELATIONS][4, 2] = 2
    config = session_config(ModelKind.IBR, KNOBS[ModelKind.IBR], arrays, session_id="bad-relations")
    client.create(session_request(config))
    status, reason, details = refusal(
        lambda: client.upload(
            "bad-relations", TensorRole.VALIDATION_RELATIONS, arrays[TensorRole.VALIDATION_RELATIONS]
        )
    )
    assert (status, reason) == (INVALID, "VALIDATION_RELATIONS_WRONG")
    assert "VALIDATION_RELATIONS[4] is 2; it must be below 2" in details


def test_knobs_of_the_contract_are_those_of_the_classes() -> None:
    for message, knobs in (
        (hyperparameters_pb2.FactorizationHyperparameters, BPR),
        (hyperparameters_pb2.MetricHyperparameters, KNOBS[ModelKind.IBR]),
    ):
        assert {field.name for field in message.DESCRIPTOR.fields} == set(vars(knobs))
