"""The command line of `python -m vasg.trainer`."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Options:
    """The flags, by their names."""

    listen: str
    state_dir: Path
    cache_dir: Path
    cache_limit_bytes: int
    device: str
    threads: int
    checkpoint_seconds: float
    exit_with_parent: bool
    parent_pid: int
    tls_cert: Path | None
    tls_key: Path | None
    reflection: bool


def parse_arguments(arguments: Sequence[str] | None = None) -> Options:
    """Reads the flags; wrong ones end the process with status 2.

    Call it before anything slow: who the parent is by default is settled here.
    """
    parser = argparse.ArgumentParser(
        prog="python -m vasg.trainer",
        description="Trains models for a client over gRPC (vasg.v1.TrainerService).",
        epilog="TCP needs a secret in the environment variable VASG_TRAINER_TOKEN.",
    )
    _add_serving(parser)
    _add_training(parser)
    parsed = parser.parse_args(arguments)
    if (parsed.tls_cert is None) != (parsed.tls_key is None):
        parser.error("--tls-cert and --tls-key need each other")
    return Options(**vars(parsed))


def _add_serving(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument_group("serving").add_argument
    add("--listen", required=True, metavar="ADDRESS", help="unix:/path or tcp:127.0.0.1:0")
    add("--exit-with-parent", action="store_true", help="end when stdin closes or the parent is gone")
    add(
        "--parent-pid",
        type=_positive_int,
        default=os.getppid(),
        metavar="N",
        help="process that --exit-with-parent watches (default: the parent when this starts)",
    )
    add("--tls-cert", type=Path, metavar="FILE", help="certificate chain, PEM")
    add("--tls-key", type=Path, metavar="FILE", help="private key, PEM")
    add("--reflection", action="store_true", help="answer gRPC server reflection")


def _add_training(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument_group("training").add_argument
    add("--state-dir", required=True, type=Path, metavar="DIR", help="where checkpoints go")
    add("--cache-dir", required=True, type=Path, metavar="DIR", help="where uploaded tensors go")
    add(
        "--cache-limit-bytes",
        type=_positive_int,
        default=20 << 30,
        metavar="N",
        help="size that uploaded tensors of past sessions may take up (default: 20 GiB)",
    )
    add("--device", choices=("auto", "cpu", "cuda"), default="auto")
    add("--threads", type=_count, default=0, metavar="N", help="CPU threads; 0 lets PyTorch choose")
    add(
        "--checkpoint-seconds",
        type=_seconds,
        default=60.0,
        metavar="S",
        help="seconds between two checkpoints (default: 60)",
    )


def _positive_int(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return value


def _count(text: str) -> int:
    value = int(text)
    if not 0 <= value <= 1024:
        raise argparse.ArgumentTypeError("must be 0 to 1024")
    return value


def _seconds(text: str) -> float:
    value = float(text)
    if not value > 0:
        raise argparse.ArgumentTypeError("must be above 0")
    return value
