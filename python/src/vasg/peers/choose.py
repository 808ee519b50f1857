"""The settings of a peer, by the AUC of validation purchases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from vasg.peers.fitted import Fitted
from vasg.peers.peer import Machine, Peer, Settings
from vasg.peers.purchases import Purchases
from vasg.peers.warm_auc import warm_auc


@dataclass(frozen=True)
class Chosen:
    """The best fit and what made it."""

    fitted: Fitted
    settings: Settings
    validation_auc: float | None
    """None where nothing was there to choose by."""


def choose(
    peer: Peer, purchases: Purchases, machine: Machine, on_progress: Callable[[int, int], None]
) -> Chosen:
    """Fits every setting that is tried, or the default where there are no validation purchases.

    Args:
        peer: what to fit.
        purchases: of the split.
        machine: seed and threads.
        on_progress: told how many fits of how many are done, from 0 on.
    """
    if len(purchases.validation_user_N) == 0:
        return Chosen(peer.fit(purchases, peer.default, machine), peer.default, None)
    return max(_fits(peer, purchases, machine, on_progress), key=lambda fit: fit[0])[1]


def _fits(
    peer: Peer, purchases: Purchases, machine: Machine, on_progress: Callable[[int, int], None]
) -> Iterator[tuple[float, Chosen]]:
    """Every setting that is tried, with its validation AUC; none is kept here, as a fit can be gigabytes."""
    for done, settings in enumerate(peer.tried):
        on_progress(done, len(peer.tried))
        yield _fit(peer, purchases, settings, machine)
    on_progress(len(peer.tried), len(peer.tried))


def _fit(peer: Peer, purchases: Purchases, settings: Settings, machine: Machine) -> tuple[float, Chosen]:
    fitted = peer.fit(purchases, settings, machine)
    auc = warm_auc(purchases, fitted.scores)
    return auc, Chosen(fitted, settings, auc)
