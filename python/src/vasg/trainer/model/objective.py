"""What one batch is trained on: model, lookup and losses put together (eq. 3).

Shapes: B centers of a batch, C contexts of a center, N negatives of each type, T rows of the batch's own
table, V nodes, D embedding_dim, F feature_dim.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from vasg.trainer.data.corpus import Batch, offsets
from vasg.trainer.data.features import FeatureStore
from vasg.trainer.data.lookup import Lookup, look_up
from vasg.trainer.data.negatives import NegativeSampler
from vasg.trainer.device import to_device
from vasg.trainer.hyperparameters import Hyperparameters, Objective
from vasg.trainer.loop.step_losses import StepLosses
from vasg.trainer.model import losses
from vasg.trainer.model.vasg_model import VasgModel


class SkipGramObjective:
    """Computes the losses of a batch; holds what does not change from batch to batch."""

    def __init__(self, knobs: Hyperparameters, features: FeatureStore, degree_V: Tensor) -> None:
        self.knobs = knobs
        self.features = features
        self.device = features.device
        self.num_users = len(degree_V) - features.num_products
        self.num_other_type = sum(d % 2 != 0 for d in offsets(knobs.radius))
        self.sampler = None
        if knobs.objective is Objective.SAMPLED_SOFTMAX:
            self.sampler = NegativeSampler(degree_V, self.num_users, knobs.num_negatives)
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
        row_TD = model.batch_rows(
            to_device(lookup.node_R, self.device),
            lookup.num_users,
            self.features.rows(lookup.product_Q) if self.knobs.is_joint else None,
            value_draws,
        )
        if self.sampler is None:
            skip_gram = self._sigmoid(row_TD, lookup, batch)
        else:
            skip_gram = self._softmax(row_TD, lookup, batch, negative_N, model.temperature())
        return self._combine(model, skip_gram, row_TD, lookup, value_draws)

    def _sigmoid(self, row_TD: Tensor, lookup: Lookup, batch: Batch) -> Tensor:
        center_BD, context_BCD = self._pairs(row_TD, lookup)
        return losses.positive_sigmoid_loss(center_BD, context_BCD, self._send(batch.valid_BC))

    def _softmax(
        self,
        row_TD: Tensor,
        lookup: Lookup,
        batch: Batch,
        negative_N: Tensor,
        temperature: Tensor,
    ) -> Tensor:
        unit_TD = functional.normalize(row_TD, dim=1)
        center_BD, context_BCD = self._pairs(unit_TD, lookup)
        center_B, context_BC, negative_N = (
            self._send(x) for x in (batch.center_B, batch.context_BC, negative_N)
        )
        negative_ND = functional.embedding(self._send(lookup.negative_row_N), unit_TD)
        positive_BC = losses.dot_products(center_BD, context_BCD) / temperature
        positive_BC = positive_BC - self.log_count_V[context_BC]
        negative_BN = center_BD @ negative_ND.T / temperature - self.log_count_V[negative_N]
        # A context is contrasted with negatives of its own type; the first half of them are users.
        node_by_type, score_by_type = negative_N.chunk(2), negative_BN.chunk(2, dim=1)
        at = [self.num_other_type]
        parts = zip(context_BC.tensor_split(at, 1), positive_BC.tensor_split(at, 1), strict=True)
        types = (not batch.centers_are_products, batch.centers_are_products)
        loss_BC = torch.cat(
            [
                losses.sampled_softmax_losses(
                    part_positive,
                    score_by_type[is_product],
                    losses.accidental_hits(center_B, part_context, node_by_type[is_product]),
                )
                for is_product, (part_context, part_positive) in zip(types, parts, strict=True)
            ],
            dim=1,
        )
        return losses.masked_mean(loss_BC, self._send(batch.valid_BC))

    def _combine(
        self,
        model: VasgModel,
        skip_gram: Tensor,
        row_TD: Tensor,
        lookup: Lookup,
        value_draws: torch.Generator,
    ) -> StepLosses:
        """Eq. 3: users have the skip-gram loss alone, products both."""
        if model.decoder is None or len(lookup.decoded_product_K) == 0:
            return StepLosses(skip_gram, skip_gram)
        product_KD = functional.embedding(self._send(lookup.decoded_row_K), row_TD)
        reconstruction = losses.reconstruction_loss(
            model.decoder(product_KD, value_draws),
            self.features.rows(lookup.decoded_product_K),
            self._send(lookup.decoded_count_K),
        )
        if model.log_variance is not None:
            total = losses.learned_weighting(skip_gram, reconstruction, model.log_variance)
        else:
            total = skip_gram + self.knobs.decoder_weight * reconstruction
        return StepLosses(total, skip_gram, reconstruction)

    def _pairs(self, row_TD: Tensor, lookup: Lookup) -> tuple[Tensor, Tensor]:
        # `embedding`, not indexing: its backward is deterministic and several times faster on CPU.
        return (
            functional.embedding(self._send(lookup.center_row_B), row_TD),
            functional.embedding(self._send(lookup.context_row_BC), row_TD),
        )

    def _send(self, tensor: Tensor) -> Tensor:
        return to_device(tensor, self.device)
