"""`python -m vasg.peers FOLDER`: fits one peer to the purchases in a folder.

FOLDER has `request.json` (peer, num_users, num_products, seed, threads) and the pairs `train.u32` and
`validation.u32`: little-endian uint32, all user indices, then all product indices. The fitted peer is written
beside them (see `fitted`); stdout gets a line of JSON for each step, the choice in the last.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vasg.peers.choose import choose
from vasg.peers.peer import Machine, Peer
from vasg.peers.purchases import Purchases
from vasg.trainer.parent_watch import watch_parent

# A library is imported only for what it is needed for.
MODULES = {"itemknn": "item_knn", "ease": "ease", "als": "als"}


def main(arguments: Sequence[str]) -> int:
    """Fits the peer that the request names."""
    # Nobody would read the result.
    watch_parent(os.getppid(), lambda _: os._exit(1))
    folder = Path(arguments[0])
    request = json.loads((folder / "request.json").read_text())
    peer: Peer = importlib.import_module(f"vasg.peers.{MODULES[request['peer']]}").PEER
    purchases = Purchases.of_pairs(
        _read_pairs(folder / "train.u32"),
        _read_pairs(folder / "validation.u32"),
        request["num_users"],
        request["num_products"],
    )
    machine = Machine(seed=request["seed"], threads=request["threads"])
    # What a library prints is no answer of ours.
    with contextlib.redirect_stdout(sys.stderr):
        chosen = choose(peer, purchases, machine, lambda done, total: _tell(done=done, total=total))
    chosen.fitted.save(folder)
    _tell(settings=chosen.settings, validation_auc=chosen.validation_auc)
    return 0


def _read_pairs(path: Path) -> NDArray[np.uint32]:
    return np.fromfile(path, dtype="<u4").reshape(2, -1)


def _tell(**fields: object) -> None:
    print(json.dumps(fields), file=sys.__stdout__, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
