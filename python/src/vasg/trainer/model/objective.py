"""What one batch is trained on: model, lookup and losses put together (eq. 3).

Shapes: B centers of a batch, C contexts of a center, N negatives of each type, T rows of the batch's own
table, V nodes, D embedding_dim, F feature_dim.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from vasg.trainer.data.corpus import Batch, num_other_type
from vasg.trainer.data.features import FeatureStore
from vasg.trainer.data.lookup import Lookup, look_up
from vasg.trainer.data.negatives import NegativeSampler, negative_weights
from vasg.trainer.device import to_device
from vasg.trainer.hyperparameters import Hyperparameters, Objective
from vasg.trainer.loop.step_losses import StepLosses
from vasg.trainer.model import losses
from vasg.trainer.model.decoding import Decoding, decoded_centers
from vasg.trainer.model.vasg_model import VasgModel


class SkipGramObjective:
    """Computes the losses of a batch; holds what does not change from batch to batch."""

    def __init__(self, knobs: Hyperparameters, features: FeatureStore, degree_V: Tensor) -> None:
        self.knobs = knobs
        self.features = features
        self.device = features.device
        self.num_users = len(degree_V) - features.num_products
        self.decoding = Decoding(knobs, features)
        self.num_other_type = num_other_type(knobs.radius)
        self.sampler = None
        if knobs.objective is not Objective.POSITIVE_SIGMOID:
            weight_V = negative_weights(degree_V, knobs.negative_power)
            self.sampler = NegativeSampler(weight_V, self.num_users, knobs.num_negatives)
            self.log_count_V = self.sampler.log_count_V.to(self.device)

    def losses(
        self,
        model: VasgModel,
        batch: Batch,
        index_draws: torch.Generator,
        value_draws: torch.Generator,
    ) -> StepLosses:
        """The losses of `batch`; indices are drawn on the host, noise and dropout on the device."""
        nothing = torch.empty(0, dtype=torch.int64)
        negative_N = self.sampler.draw(index_draws) if self.sampler is not None else nothing
        lookup = look_up(
            batch,
            negative_N,
            num_users=self.num_users,
            id_dropout=self.knobs.id_dropout if self.knobs.is_joint else None,
            generator=index_draws,
        )
        node_R = self._send(lookup.node_R)
        row_TD = model.batch_rows(
            node_R,
            lookup.num_users,
            self.features.rows(lookup.product_Q) if self.knobs.is_joint else None,
            value_draws,
        )
        context_TD = model.context_rows(node_R, row_TD)
        if self.knobs.objective is Objective.POSITIVE_SIGMOID:
            skip_gram = self._sigmoid(row_TD, context_TD, lookup, batch)
        elif self.knobs.objective is Objective.NEGATIVE_SAMPLING:
            skip_gram = self._negative_sampling(row_TD, context_TD, lookup, batch)
        else:
            skip_gram = self._softmax(row_TD, lookup, batch, negative_N, model.temperature())
        decoded = decoded_centers(batch, self.num_users)
        decoded_row_K = torch.searchsorted(lookup.node_R, self.num_users + decoded.product_K)
        product_KD = functional.embedding(self._send(decoded_row_K), row_TD)
        return self.decoding.combined(model, skip_gram, product_KD, decoded, value_draws)

    def _sigmoid(self, row_TD: Tensor, context_TD: Tensor, lookup: Lookup, batch: Batch) -> Tensor:
        center_BD, context_BCD = self._pairs(row_TD, context_TD, lookup)
        return losses.positive_sigmoid_loss(center_BD, context_BCD, self._send(batch.valid_BC))

    def _negative_sampling(self, row_TD: Tensor, context_TD: Tensor, lookup: Lookup, batch: Batch) -> Tensor:
        center_BD, context_BCD = self._pairs(row_TD, context_TD, lookup)
        negative_ND = functional.embedding(self._send(lookup.negative_row_N), context_TD)
        positive_BC = losses.dot_products(center_BD, context_BCD)
        negative_BN = center_BD @ negative_ND.T
        weight = self.knobs.negative_weight
        parts = [
            losses.negative_sampling_losses(positive_BC[:, columns], negative_BN[:, negatives], weight)
            for columns, negatives in self._types(batch)
        ]
        return losses.masked_mean(torch.cat(parts, dim=1), self._send(batch.valid_BC))

    def _softmax(
        self,
        row_TD: Tensor,
        lookup: Lookup,
        batch: Batch,
        negative_N: Tensor,
        temperature: Tensor,
    ) -> Tensor:
        unit_TD = functional.normalize(row_TD, dim=1)
        center_BD, context_BCD = self._pairs(unit_TD, unit_TD, lookup)
        center_B, context_BC, negative_N = (
            self._send(x) for x in (batch.center_B, batch.context_BC, negative_N)
        )
        negative_ND = functional.embedding(self._send(lookup.negative_row_N), unit_TD)
        positive_BC = losses.dot_products(center_BD, context_BCD) / temperature
        positive_BC = positive_BC - self.log_count_V[context_BC]
        negative_BN = center_BD @ negative_ND.T / temperature - self.log_count_V[negative_N]
        parts = [
            losses.sampled_softmax_losses(
                positive_BC[:, columns],
                negative_BN[:, negatives],
                losses.accidental_hits(center_B, context_BC[:, columns], negative_N[negatives]),
            )
            for columns, negatives in self._types(batch)
        ]
        return losses.masked_mean(torch.cat(parts, dim=1), self._send(batch.valid_BC))

    def _types(self, batch: Batch) -> list[tuple[slice, slice]]:
        """Columns of contexts of one type with the negatives of that type, which are all it is set against.

        The other type than the centers' comes first among contexts; users come first among negatives.
        """
        other, own = slice(self.num_other_type), slice(self.num_other_type, None)
        users, products = slice(self.knobs.num_negatives), slice(self.knobs.num_negatives, None)
        if batch.centers_are_products:
            return [(other, users), (own, products)]
        return [(other, products), (own, users)]

    def _pairs(self, center_TD: Tensor, context_TD: Tensor, lookup: Lookup) -> tuple[Tensor, Tensor]:
        # `embedding`, not indexing: its backward is deterministic and faster on CPU.
        return (
            functional.embedding(self._send(lookup.center_row_B), center_TD),
            functional.embedding(self._send(lookup.context_row_BC), context_TD),
        )

    def _send(self, tensor: Tensor) -> Tensor:
        return to_device(tensor, self.device)
