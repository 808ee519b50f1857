"""What happens around every call: the token is checked, failures become a status and a reason."""

from __future__ import annotations

import hmac
import logging
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

import grpc

from vasg.trainer.errors import (
    DamagedDataError,
    DeviceMemoryError,
    InputDataError,
    MissingArtifactError,
    RunCancelledError,
    SetupError,
    StorageError,
    TrainerUnavailableError,
    TrainingDivergedError,
    UnauthenticatedError,
    UnknownSessionError,
    UsageError,
    VasgError,
    as_vasg_error,
)

TOKEN_KEY = "vasg-token"
REASON_KEY = "vasg-reason"

_log = logging.getLogger(__name__)

# The first class that fits counts, so subclasses come before their base.
_STATUS_OF_CLASS: list[tuple[type[VasgError], grpc.StatusCode]] = [
    (UsageError, grpc.StatusCode.INVALID_ARGUMENT),
    (DamagedDataError, grpc.StatusCode.DATA_LOSS),
    (InputDataError, grpc.StatusCode.INVALID_ARGUMENT),
    (UnknownSessionError, grpc.StatusCode.NOT_FOUND),
    (MissingArtifactError, grpc.StatusCode.FAILED_PRECONDITION),
    (UnauthenticatedError, grpc.StatusCode.UNAUTHENTICATED),
    (SetupError, grpc.StatusCode.UNIMPLEMENTED),
    (TrainerUnavailableError, grpc.StatusCode.UNAVAILABLE),
    (DeviceMemoryError, grpc.StatusCode.RESOURCE_EXHAUSTED),
    (StorageError, grpc.StatusCode.RESOURCE_EXHAUSTED),
    (TrainingDivergedError, grpc.StatusCode.ABORTED),
    (RunCancelledError, grpc.StatusCode.CANCELLED),
]

_MAKERS: dict[tuple[bool, bool], tuple[str, Callable[..., Any]]] = {
    (False, False): ("unary_unary", grpc.unary_unary_rpc_method_handler),
    (False, True): ("unary_stream", grpc.unary_stream_rpc_method_handler),
    (True, False): ("stream_unary", grpc.stream_unary_rpc_method_handler),
    (True, True): ("stream_stream", grpc.stream_stream_rpc_method_handler),
}

Handler = Any
Continuation = Callable[[grpc.HandlerCallDetails], Handler]


class ErrorInterceptor(grpc.ServerInterceptor):  # type: ignore[type-arg]
    """The one place that maps the trainer's errors to gRPC."""

    def intercept_service(
        self, continuation: Continuation, handler_call_details: grpc.HandlerCallDetails
    ) -> Handler:
        """Wraps the handler of a call so that its failures are mapped."""
        handler = continuation(handler_call_details)
        if handler is None:
            return None
        kind, make = _MAKERS[(bool(handler.request_streaming), bool(handler.response_streaming))]
        inner = getattr(handler, kind)
        method = handler_call_details.method
        wrap = _stream_guard if handler.response_streaming else _unary_guard
        return make(
            wrap(inner, method),
            request_deserializer=handler.request_deserializer,
            response_serializer=handler.response_serializer,
        )


class TokenInterceptor(grpc.ServerInterceptor):  # type: ignore[type-arg]
    """Refuses calls without the server's token."""

    def __init__(self, token: str) -> None:
        self._token = token.encode()
        # For methods of all kinds: only a handler of a stream runs without waiting for a request, and a
        # stranger who never sends one must not hold a thread.
        self._refusal = grpc.stream_unary_rpc_method_handler(_refuse)

    def intercept_service(
        self, continuation: Continuation, handler_call_details: grpc.HandlerCallDetails
    ) -> Handler:
        """Passes a call on, or answers UNAUTHENTICATED in its place."""
        metadata = dict(handler_call_details.invocation_metadata or ())
        given = metadata.get(TOKEN_KEY, "")
        given_bytes = given if isinstance(given, bytes) else given.encode()
        # Constant time: how long the comparison takes must not tell how much of a guess was right.
        if hmac.compare_digest(given_bytes, self._token):
            return continuation(handler_call_details)
        return self._refusal


def _unary_guard(inner: Callable[..., Any], method: str) -> Callable[..., Any]:
    def guarded(request: Any, context: grpc.ServicerContext) -> Any:
        try:
            return inner(request, context)
        except grpc.RpcError:
            _log.info("%s: the caller hung up", method)
            raise
        except Exception as error:
            _abort(context, error, method)

    return guarded


def _stream_guard(inner: Callable[..., Any], method: str) -> Callable[..., Any]:
    def guarded(request: Any, context: grpc.ServicerContext) -> Iterator[Any]:
        try:
            yield from inner(request, context)
        except grpc.RpcError:
            _log.info("%s: the caller hung up", method)
            raise
        except Exception as error:
            _abort(context, error, method)

    return guarded


def _refuse(requests: Iterator[Any], context: grpc.ServicerContext) -> NoReturn:
    _abort(context, UnauthenticatedError(f"The metadata {TOKEN_KEY} is missing or wrong."), "")


def _abort(context: grpc.ServicerContext, error: Exception, method: str) -> NoReturn:
    expected = as_vasg_error(error)
    if expected is None:
        _log.error("%s failed", method, exc_info=error)
        context.set_trailing_metadata(((REASON_KEY, "BUG"),))
        context.abort(grpc.StatusCode.INTERNAL, f"{type(error).__name__}: {error}")
    _log.info("%s refused: %s", method, expected)
    context.set_trailing_metadata(((REASON_KEY, expected.code),))
    status = next(status for kind, status in _STATUS_OF_CLASS if isinstance(expected, kind))
    context.abort(status, str(expected))
