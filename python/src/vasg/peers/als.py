"""Matrix factorisation by alternating least squares for implicit feedback (Hu et al. 2008), of implicit."""

from __future__ import annotations

from implicit.als import AlternatingLeastSquares
from threadpoolctl import threadpool_limits

from vasg.peers.fitted import Factors
from vasg.peers.peer import Machine, Peer, Settings
from vasg.peers.purchases import Purchases

_FACTORS = 100  # the paper's D


def fit(purchases: Purchases, settings: Settings, machine: Machine) -> Factors:
    """`alpha` is the confidence of a purchase, where that of no purchase is 1."""
    # The library's threads take a user each; more of BLAS below them would only be in the way.
    with threadpool_limits(limits=1):
        model = AlternatingLeastSquares(
            factors=_FACTORS,
            regularization=settings["regularization"],
            alpha=settings["alpha"],
            random_state=machine.seed,
            num_threads=machine.threads,
            use_gpu=False,
        )
        model.fit(purchases.train_UW, show_progress=False)
    return Factors(purchases, model.user_factors, model.item_factors)


PEER = Peer(
    fit=fit,
    default={"regularization": 1, "alpha": 1},
    tried=[
        {"regularization": regularization, "alpha": alpha}
        for regularization in (1, 10, 100, 1000)
        for alpha in (1, 10, 100)
    ],
)
