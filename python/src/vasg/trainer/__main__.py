"""`python -m vasg.trainer`."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence

from vasg.trainer.allocator import keep_freed_memory
from vasg.trainer.arguments import parse_arguments

USAGE_EXIT = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the server; expected failures end in one line on stderr."""
    logging.basicConfig(
        stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    options = parse_arguments(arguments)
    keep_freed_memory()
    # These load PyTorch, which takes seconds: the parent may die meanwhile.
    from vasg.trainer.errors import as_vasg_error
    from vasg.trainer.serving.server import serve

    try:
        serve(options)
    except Exception as error:
        expected = as_vasg_error(error)
        if expected is None:
            raise
        sys.stderr.write(f"error: {expected} [{expected.code}]\n")
        return USAGE_EXIT
    return 0


if __name__ == "__main__":
    sys.exit(main())
