"""The least that a server can do with a stream of chunks: a bare gRPC stream, written to a file and flushed to disk.

    python stream_sink.py SOCKET FILE

Prints `ready` when it listens; ends with its standard input.
"""

import os
import sys
from collections.abc import Iterator
from concurrent import futures

import grpc

socket, file = sys.argv[1:3]


def receive(chunks: Iterator[bytes], _context: grpc.ServicerContext) -> bytes:
    """Writes what comes."""
    with open(file, "wb") as target:
        target.writelines(chunks)
        target.flush()
        os.fsync(target.fileno())
    return b""


server = grpc.server(
    futures.ThreadPoolExecutor(max_workers=2), options=[("grpc.max_receive_message_length", 16 << 20)]
)
handler = grpc.stream_unary_rpc_method_handler(receive)
server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("bench.Sink", {"Send": handler}),))
server.add_insecure_port(f"unix:{socket}")
server.start()
print("ready", flush=True)
sys.stdin.read()
server.stop(grace=None)
