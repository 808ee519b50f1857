"""Inputs are looked at as they arrive: gigabytes of features need not be read again for that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from vasg.trainer.config import AnyConfig, TensorRole
from vasg.trainer.data.features import is_in_range
from vasg.trainer.data.inputs import check_one_input


class ArrivingInput:
    """One input of a session on its way to its file."""

    def __init__(self, config: AnyConfig, role: TensorRole) -> None:
        self._config = config
        self._role = role
        # Where nothing was found, there is nothing to be named.
        self._is_in_doubt = role is not TensorRole.FEATURES

    def watched(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """The same chunks."""
        for chunk in chunks:
            # Parts of numbers are left to `check`, as they are in nobody's chunks.
            self._is_in_doubt = (
                self._is_in_doubt
                or len(chunk) % 4 != 0
                or not is_in_range(np.frombuffer(chunk, dtype=np.dtype("<f4")))
            )
            yield chunk

    def check(self, file: Path) -> None:
        """Checks what can be checked before the other inputs are there, once all chunks are in `file`.

        Raises:
            InputDataError: naming the tensor and the first row or position that is wrong.
        """
        if self._is_in_doubt:
            check_one_input(self._config, self._role, file)
