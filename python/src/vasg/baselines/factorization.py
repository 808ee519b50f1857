"""Matrix factorisation with and without features: BPR-MF and VBPR as one model.

Rendle et al., BPR: Bayesian personalized ranking from implicit feedback, UAI 2009; He and McAuley, VBPR:
visual Bayesian personalized ranking from implicit feedback, AAAI 2016.

Shapes: B triples, U users, P products, Q products asked for, L latent factors, K visual factors,
D = L + K + 1 columns of a row.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from vasg.baselines.hyperparameters import FactorizationHyperparameters
from vasg.baselines.linear_map import LinearMap
from vasg.trainer.data.features import FeatureStore
from vasg.trainer.device import to_device
from vasg.trainer.seeding import Stream, seeded


@dataclass(frozen=True)
class Triples:
    """User, product that the user bought, product that the user did not: indices on the host."""

    user_B: Tensor
    bought_B: Tensor
    other_B: Tensor


class Factorization(nn.Module):
    """Score of user u and product i: beta_i + gamma_u . gamma_i + theta_u . (E f_i) + beta' . f_i.

    That is the dot product of a user's row (gamma_u, theta_u, 1) and a product's row
    (gamma_i, E f_i, beta_i + beta' . f_i). Without visual factors there is neither E nor beta'.

    f_i is a scaled feature divided by sqrt(F), so about 1 long: E f starts as wide as gamma, and a step of
    Adam, which moves every entry of E alike, moves E f no further than gamma, whatever F is.
    """

    def __init__(
        self, knobs: FactorizationHyperparameters, num_users: int, features: FeatureStore, seed: int
    ) -> None:
        """Factors start normal, biases at zero."""
        super().__init__()
        self.knobs = knobs
        self.features = features
        num_latent, num_visual = knobs.embedding_dim, knobs.visual_dim
        draws = seeded(seed, Stream.FACTORS)
        # gamma_u and theta_u side by side.
        self.user = _normal((num_users, num_latent + num_visual), knobs.init_std, draws)
        self.latent = _normal((features.num_products, num_latent), knobs.init_std, draws)
        self.bias = nn.Parameter(torch.zeros(features.num_products, 1))
        # E, and beta' as its last row.
        self.kernel = None
        if num_visual > 0:
            self.kernel = _normal((num_visual + 1, features.feature_dim), knobs.init_std, draws)
            nn.init.zeros_(self.kernel.data[-1])

    def ranking_loss(self, triples: Triples) -> Tensor:
        """Mean of -log sigmoid(x_ui - x_uj)."""
        products = torch.cat([triples.bought_B, triples.other_B])
        product_Q, row = torch.unique(products, return_inverse=True)
        bought_BD, other_BD = functional.embedding(self._send(row), self.product_rows(product_Q)).chunk(2)
        difference_BD = bought_BD - other_BD
        user_BD = functional.embedding(self._send(triples.user_B), self.user)
        margin_B = (user_BD * difference_BD[:, :-1]).sum(dim=1) + difference_BD[:, -1]
        return functional.softplus(-margin_B).mean()

    @torch.no_grad()
    def add_penalty_gradients(self, triples: Triples) -> None:
        """Adds the gradient of the L2 terms to that of the loss.

        They are the mean over triples of half of latent x (|gamma_u|^2 + |gamma_i|^2 + |gamma_j|^2) +
        visual x |theta_u|^2 + bias x (beta_i^2 + beta_j^2), plus half of kernel x (|E|^2 + |beta'|^2).
        By counts, this takes a fraction of the time that squaring the rows of a batch would.
        """
        knobs = self.knobs
        user_U1 = self._shares(triples.user_B, len(self.user))
        product_P1 = self._shares(triples.bought_B, len(self.bias))
        product_P1 += self._shares(triples.other_B, len(self.bias))
        gamma, theta = slice(knobs.embedding_dim), slice(knobs.embedding_dim, None)
        assert self.user.grad is not None and self.latent.grad is not None and self.bias.grad is not None
        self.user.grad[:, gamma].addcmul_(self.user[:, gamma], knobs.latent_regularization * user_U1)
        self.user.grad[:, theta].addcmul_(self.user[:, theta], knobs.visual_regularization * user_U1)
        self.latent.grad.addcmul_(self.latent, knobs.latent_regularization * product_P1)
        self.bias.grad.addcmul_(self.bias, knobs.bias_regularization * product_P1)
        if self.kernel is not None and self.kernel.grad is not None:
            self.kernel.grad.add_(self.kernel, alpha=knobs.kernel_regularization)

    @torch.no_grad()
    def user_rows(self) -> Tensor:
        """(gamma_u, theta_u, 1) of all users, [U, D]."""
        return functional.pad(self.user, (0, 1), value=1.0)

    def product_rows(self, product_Q: Tensor) -> Tensor:
        """(gamma_i, E f_i, beta_i + beta' . f_i), [Q, D]; of meaning for warm products."""
        free_QD = self._free_rows(self._send(product_Q))
        if self.kernel is None:
            return free_QD
        return free_QD + self._visual_rows(self.features.rows(product_Q))

    @torch.no_grad()
    def all_product_rows(self) -> tuple[Tensor, Tensor | None]:
        """Rows [P, D] of all products, as warm ones and, with features, as cold ones: (0, E f, beta' . f)."""
        products = torch.arange(self.features.num_products)
        free_PD = self._free_rows(self._send(products))
        if self.kernel is None:
            return free_PD, None
        visual_PD = torch.cat([self._visual_rows(feature) for feature in self.features.blocks(products)])
        return free_PD + visual_PD, visual_PD

    def visual_map(self) -> LinearMap:
        """From scaled features to the rows of cold products."""
        assert self.kernel is not None
        weight_DF = functional.pad(self.kernel.detach(), (0, 0, self.knobs.embedding_dim, 0))
        weight_DF = weight_DF / math.sqrt(self.features.feature_dim)
        return LinearMap(weight_DF, weight_DF.new_zeros(len(weight_DF)))

    def _free_rows(self, index_Q: Tensor) -> Tensor:
        """(gamma_i, 0, beta_i), [Q, D]."""
        latent_QL = functional.embedding(index_Q, self.latent)
        visual_QK = latent_QL.new_zeros(len(index_Q), self.knobs.visual_dim)
        return torch.cat([latent_QL, visual_QK, functional.embedding(index_Q, self.bias)], dim=1)

    def _visual_rows(self, feature_QF: Tensor) -> Tensor:
        """(0, E f_i, beta' . f_i), [Q, D], from scaled features."""
        assert self.kernel is not None
        response = feature_QF @ self.kernel.T / math.sqrt(self.features.feature_dim)
        return functional.pad(response, (self.knobs.embedding_dim, 0))

    def _shares(self, index_B: Tensor, length: int) -> Tensor:
        """How often each index below `length` occurs in a batch, as a share of the batch; a column."""
        count = torch.bincount(index_B, minlength=length)
        return self._send(count[:, None] / len(index_B))

    def _send(self, tensor: Tensor) -> Tensor:
        return to_device(tensor, self.features.device)


def _normal(shape: tuple[int, int], std: float, draws: torch.Generator) -> nn.Parameter:
    return nn.Parameter(torch.randn(shape, generator=draws) * std)
