"""The objective of `default`: a user shall prefer a product of the window to products drawn at random.

Where a user's vector is made of what the user bought, the product that is asked for is left out: the model
must not recognise it, it must expect it.

Shapes: M pairs of user and product, N negatives, R distinct users, Q distinct products, G products of all
profiles, D embedding_dim, W columns of a product's row.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from vasg.trainer.data.corpus import Batch
from vasg.trainer.data.edges import TrainingEdges
from vasg.trainer.data.features import FeatureStore
from vasg.trainer.data.negatives import NegativeSampler, negative_weights
from vasg.trainer.data.profiles import Profiles, ProfileSampler
from vasg.trainer.data.user_pairs import UserPairs, user_pairs
from vasg.trainer.device import to_device
from vasg.trainer.hyperparameters import Hyperparameters, UserVector
from vasg.trainer.loop.step_losses import StepLosses
from vasg.trainer.model import losses
from vasg.trainer.model.decoding import Decoding, decoded_centers
from vasg.trainer.model.vasg_model import VasgModel


@dataclass(frozen=True)
class _Places:
    """Where pairs, negatives and profiles find their rows among a batch's distinct users and products."""

    user_R: Tensor
    row_M: Tensor
    product_Q: Tensor
    positive_M: Tensor
    negative_N: Tensor
    profile_G: Tensor


class UserSoftmaxObjective:
    """Computes the losses of a batch; holds what does not change from batch to batch."""

    def __init__(self, knobs: Hyperparameters, features: FeatureStore, edges: TrainingEdges) -> None:
        self.knobs = knobs
        self.features = features
        self.device = features.device
        self.num_users = edges.num_users
        weight_V = negative_weights(edges.degree(), knobs.negative_power)
        self.sampler = NegativeSampler(weight_V, self.num_users, knobs.num_negatives)
        self.log_count_P = self.sampler.log_count_V[self.num_users :]
        self.profiles = ProfileSampler(edges)
        self.decoding = Decoding(knobs, features)

    def losses(
        self,
        model: VasgModel,
        batch: Batch,
        index_draws: torch.Generator,
        value_draws: torch.Generator,
    ) -> StepLosses:
        """The losses of `batch`; indices are drawn on the host, noise and dropout on the device."""
        pairs = user_pairs(batch, self.num_users)
        negative_N = self.sampler.draw_products(index_draws)
        user_R, row_M = torch.unique(pairs.user_M, return_inverse=True)
        profiles = self._profiles(user_R, index_draws)
        places = _places(user_R, row_M, pairs, negative_N, profiles)
        keeps_row_Q = torch.rand(len(places.product_Q), generator=index_draws) >= self.knobs.id_dropout
        row_QW = model.product_rows(
            self._send(places.product_Q),
            self.features.rows(places.product_Q) if self.knobs.is_joint else None,
            self._send(keeps_row_Q),
            value_draws,
        )
        unit_QD = functional.normalize(row_QW[:, : model.dim], dim=1)
        user_MD = functional.normalize(self._users(model, unit_QD, places, profiles, pairs), dim=1)
        positive_M, negative_MN = self._scores(model, user_MD, unit_QD, row_QW, places)
        ranking = losses.sampled_softmax_losses(
            (positive_M - self._send(self.log_count_P[pairs.product_M]))[:, None],
            negative_MN - self._send(self.log_count_P[negative_N]),
            self._send(pairs.product_M[:, None] == negative_N),
        ).mean()
        decoded = decoded_centers(batch, self.num_users)
        decoded_row_K = torch.searchsorted(places.product_Q, decoded.product_K)
        product_KD = functional.embedding(self._send(decoded_row_K), row_QW[:, : model.dim])
        return self.decoding.combined(model, ranking, product_KD, decoded, value_draws)

    def _profiles(self, user_R: Tensor, index_draws: torch.Generator) -> Profiles:
        needs_profile = self.knobs.user_vector is not UserVector.ROW
        return self.profiles.draw(user_R if needs_profile else user_R[:0], index_draws)

    def _users(
        self, model: VasgModel, unit_QD: Tensor, places: _Places, profiles: Profiles, pairs: UserPairs
    ) -> Tensor:
        """X_u of each pair, [M, D]."""
        if not self.knobs.has_user_rows:
            return self._profile_means(unit_QD, places, profiles, pairs)
        row_MD = functional.embedding(self._send(places.row_M), model.table(self._send(places.user_R)))
        if self.knobs.user_vector is UserVector.ROW:
            return row_MD
        return row_MD + self._profile_means(unit_QD, places, profiles, pairs)

    def _profile_means(
        self, unit_QD: Tensor, places: _Places, profiles: Profiles, pairs: UserPairs
    ) -> Tensor:
        """Mean of each pair's profile without the pair's product, [M, D]; zero where nothing is left."""
        start_R = profiles.size_R.cumsum(0) - profiles.size_R
        sum_RD = functional.embedding_bag(
            self._send(places.profile_G), unit_QD, self._send(start_R), mode="sum"
        )
        left_out_M = profiles.contain(places.row_M, pairs.product_M).long()
        size_M = profiles.size_R[places.row_M] - left_out_M
        asked_MD = functional.embedding(self._send(places.positive_M), unit_QD)
        sum_MD = functional.embedding(self._send(places.row_M), sum_RD)
        left_MD = sum_MD - asked_MD * self._send(left_out_M)[:, None]
        # Where nothing is left the difference is 0, and so must its gradient be: that of a direction is
        # without bounds there, and would drown all others in its rounding error.
        return left_MD * self._send((size_M > 0) / size_M.clamp(min=1))[:, None]

    def _scores(
        self, model: VasgModel, user_MD: Tensor, unit_QD: Tensor, row_QW: Tensor, places: _Places
    ) -> tuple[Tensor, Tensor]:
        """Cosine / temperature + popularity of each pair's product, [M], and of all negatives, [M, N]."""
        positive_M, negative_N = self._send(places.positive_M), self._send(places.negative_N)
        temperature = model.temperature()
        positive_score_M = (user_MD * functional.embedding(positive_M, unit_QD)).sum(dim=1) / temperature
        negative_score_MN = user_MD @ functional.embedding(negative_N, unit_QD).T / temperature
        if not self.knobs.popularity_bias:
            return positive_score_M, negative_score_MN
        popularity_Q1 = row_QW[:, model.dim :]
        return (
            positive_score_M + functional.embedding(positive_M, popularity_Q1)[:, 0],
            negative_score_MN + functional.embedding(negative_N, popularity_Q1)[:, 0],
        )

    def _send(self, tensor: Tensor) -> Tensor:
        return to_device(tensor, self.device)


def _places(
    user_R: Tensor, row_M: Tensor, pairs: UserPairs, negative_N: Tensor, profiles: Profiles
) -> _Places:
    parts = (pairs.product_M, negative_N, profiles.product_G)
    product_Q, places = torch.unique(torch.cat(parts), return_inverse=True)
    positive_M, negative_N, profile_G = torch.split(places, [len(part) for part in parts])
    return _Places(user_R, row_M, product_Q, positive_M, negative_N, profile_G)
