"""What a peer is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from vasg.peers.fitted import Fitted
from vasg.peers.purchases import Purchases

Settings = Mapping[str, float | str]


@dataclass(frozen=True, kw_only=True)
class Machine:
    """What a fit may use beside the purchases."""

    seed: int
    """uint32; of what is drawn."""
    threads: int


class Fit(Protocol):
    """Learns from the training purchases."""

    def __call__(self, purchases: Purchases, settings: Settings, machine: Machine) -> Fitted:
        """Same arguments, same result; `Machine.threads` may change the last digits of EASE."""
        ...


@dataclass(frozen=True, kw_only=True)
class Peer:
    """An algorithm of a library, and the settings to choose from."""

    fit: Fit
    default: Settings
    """What it takes where there are no validation purchases: one of `tried`."""
    tried: Sequence[Settings]
    """What it chooses from where there are; the first of equals wins."""
