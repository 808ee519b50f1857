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

# A row that catches up when it is read costs as much as some 25 that are visited in turn; a batch reads a row
# of users and two of products for each triple.
DEFERRED_ROWS_PER_TRIPLE = 64


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
        # gamma_u and theta_u side by side; gamma_i and beta_i.
        self.user = self._table(_normal((num_users, num_latent + num_visual), knobs.init_std, draws))
        latent_PL = _normal((features.num_products, num_latent), knobs.init_std, draws)
        self.product = self._table(functional.pad(latent_PL, (0, 1)))
        # E, and beta' as its last row.
        self.kernel = None
        if num_visual > 0:
            self.kernel = nn.Parameter(_normal((num_visual + 1, features.feature_dim), knobs.init_std, draws))
            nn.init.zeros_(self.kernel.data[-1])

    def ranking_loss(self, triples: Triples) -> Tensor:
        """Mean of -log sigmoid(x_ui - x_uj)."""
        products = torch.cat([triples.bought_B, triples.other_B])
        product_Q, row = torch.unique(products, return_inverse=True)
        bought_BD, other_BD = functional.embedding(self._send(row), self.product_rows(product_Q)).chunk(2)
        difference_BD = bought_BD - other_BD
        user_BD = self.user(self._send(triples.user_B))
        margin_B = (user_BD * difference_BD[:, :-1]).sum(dim=1) + difference_BD[:, -1]
        return functional.softplus(-margin_B).mean()

    @torch.no_grad()
    def add_penalty_gradients(self, triples: Triples) -> None:
        """Adds the gradient of the L2 terms to that of the loss.

        They are the mean over triples of half of latent x (|gamma_u|^2 + |gamma_i|^2 + |gamma_j|^2) +
        visual x |theta_u|^2 + bias x (beta_i^2 + beta_j^2), plus half of kernel x (|E|^2 + |beta'|^2).
        By counts, this takes a fraction of the time that squaring the rows of a batch would.
        """
        knobs, latent = self.knobs, self.knobs.embedding_dim
        products = torch.cat([triples.bought_B, triples.other_B])
        penalties = (
            (self.user, triples.user_B, knobs.visual_regularization),
            (self.product, products, knobs.bias_regularization),
        )
        for table, index_N, rest in penalties:
            row, gradient, share = self._touched(table, index_N, len(triples.user_B))
            gradient[:, :latent].addcmul_(row[:, :latent], knobs.latent_regularization * share)
            gradient[:, latent:].addcmul_(row[:, latent:], rest * share)
        if self.kernel is not None and self.kernel.grad is not None:
            self.kernel.grad.add_(self.kernel, alpha=knobs.kernel_regularization)

    @torch.no_grad()
    def user_rows(self) -> Tensor:
        """(gamma_u, theta_u, 1) of all users, [U, D]."""
        return functional.pad(self.user.weight, (0, 1), value=1.0)

    def product_rows(self, product_Q: Tensor) -> Tensor:
        """(gamma_i, E f_i, beta_i + beta' . f_i), [Q, D]; of meaning for warm products."""
        free_QD = self._free_rows(self.product(self._send(product_Q)))
        if self.kernel is None:
            return free_QD
        return free_QD + self._visual_rows(self.features.rows(product_Q))

    @torch.no_grad()
    def all_product_rows(self) -> tuple[Tensor, Tensor | None]:
        """Rows [P, D] of all products, as warm ones and, with features, as cold ones: (0, E f, beta' . f)."""
        products = torch.arange(self.features.num_products)
        free_PD = self._free_rows(self.product.weight)
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

    def _free_rows(self, row_QR: Tensor) -> Tensor:
        """(gamma_i, 0, beta_i), [Q, D], from (gamma_i, beta_i)."""
        latent_QL, bias_Q1 = row_QR[:, :-1], row_QR[:, -1:]
        visual_QK = latent_QL.new_zeros(len(row_QR), self.knobs.visual_dim)
        return torch.cat([latent_QL, visual_QK, bias_Q1], dim=1)

    def _visual_rows(self, feature_QF: Tensor) -> Tensor:
        """(0, E f_i, beta' . f_i), [Q, D], from scaled features."""
        assert self.kernel is not None
        response = feature_QF @ self.kernel.T / math.sqrt(self.features.feature_dim)
        return functional.pad(response, (self.knobs.embedding_dim, 0))

    def _table(self, row_VR: Tensor) -> nn.Embedding:
        table: nn.Embedding = nn.Embedding.from_pretrained(  # type: ignore[no-untyped-call]
            row_VR, freeze=False, sparse=len(row_VR) >= DEFERRED_ROWS_PER_TRIPLE * self.knobs.batch_size
        )
        return table

    def _touched(self, table: nn.Embedding, index_N: Tensor, size: int) -> tuple[Tensor, Tensor, Tensor]:
        """Rows that may have a gradient, that gradient, how often they occur over the size of the batch."""
        assert table.weight.grad is not None
        if not table.sparse:
            count_V = torch.bincount(index_N, minlength=len(table.weight))
            return table.weight, table.weight.grad, self._send(count_V[:, None] / size)
        # Both in ascending order of rows.
        table.weight.grad = table.weight.grad.coalesce()
        row_R, count_R = torch.unique(index_N, return_counts=True)
        row_RD = table.weight[self._send(row_R)]
        return row_RD, table.weight.grad.values(), self._send(count_R[:, None] / size)

    def _send(self, tensor: Tensor) -> Tensor:
        return to_device(tensor, self.features.device)


def _normal(shape: tuple[int, int], std: float, draws: torch.Generator) -> Tensor:
    return torch.randn(shape, generator=draws) * std
