"""The ranking stage of BPR-MF and VBPR: a factorisation, trained on triples.

Shapes: N triples of a chunk, B of a batch.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor

from vasg.baselines.factorization import Factorization, Triples
from vasg.baselines.hyperparameters import FactorizationHyperparameters
from vasg.baselines.sample_task import SampleTask
from vasg.trainer.data.inputs import TrainingData
from vasg.trainer.data.samples import SampleChunk, reject_samples
from vasg.trainer.loop.checkpoint import Checkpoint
from vasg.trainer.loop.look import Look
from vasg.trainer.loop.spread import measure_spread, sample_nodes
from vasg.trainer.loop.step_losses import StepLosses
from vasg.trainer.stages.validation import Validator


class RankingTask(SampleTask):
    """Looks at the AUC of validation pairs: of cold ones by the visual part alone."""

    def __init__(
        self,
        knobs: FactorizationHyperparameters,
        data: TrainingData,
        seed: int,
        chunks: Iterator[SampleChunk],
        checkpoint: Checkpoint | None = None,
    ) -> None:
        self.edges = data.edges
        self.device = data.features.device
        self.model = Factorization(knobs, data.edges.num_users, data.features, seed).to(self.device)
        # Ascending, as edges are ordered by user and then by product.
        owner_E = np.repeat(np.arange(data.edges.num_users), np.diff(data.edges.offset))
        self.edge_E = torch.from_numpy(owner_E * data.edges.num_products + data.edges.product_E)
        self.validator = Validator(data.edges, data.validation_pairs, self.device)
        trained = data.edges.degree().nonzero().squeeze(1)
        self.sampled = trained[sample_nodes(len(trained), seed)].to(self.device)
        can_rank = self.validator.can_rank(self.model.kernel is not None)
        lacks = None if can_rank else "No validation pair can be ranked"
        super().__init__(knobs, self.model, chunks, checkpoint, lacks=lacks)
        if can_rank and knobs.validate_every > 0:
            self.warnings += self.validator.warnings(self.model.kernel is not None)

    @torch.no_grad()
    def look(self) -> Look:
        """Ranks the validation pairs by dot product."""
        user_UD = self.model.user_rows()
        warm_PD, cold_PD = self.model.all_product_rows()
        ranking = self.validator.rank_rows(user_UD, warm_PD, cold_PD)
        # Without the last column, which has no counterpart in the users' rows.
        sampled = torch.cat([user_UD, warm_PD])[self.sampled, :-1]
        return Look(ranking.score, ranking, measure_spread(sampled))

    def check(self, sample_N3: Tensor) -> None:
        """Refuses triples that contradict the training part."""
        user_N, bought_N, other_N = sample_N3.unbind(dim=1)
        reject_samples(~self._is_edge(user_N, bought_N), sample_N3, "user {0} has no training edge to {1}")
        reject_samples(self._is_edge(user_N, other_N), sample_N3, "user {0} has a training edge to {2}")

    def optimize(self, sample_B3: Tensor) -> StepLosses:
        """Takes one step by a batch of triples."""
        triples = Triples(*sample_B3.unbind(dim=1))
        loss = self.model.ranking_loss(triples)
        self.optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        self.model.add_penalty_gradients(triples)
        self.optimizer.step()
        return StepLosses(loss, ranking=loss)

    def _is_edge(self, user_N: Tensor, product_N: Tensor) -> Tensor:
        wanted_N = user_N * self.edges.num_products + product_N
        position_N = torch.searchsorted(self.edge_E, wanted_N).clamp(max=len(self.edge_E) - 1)
        return self.edge_E[position_N] == wanted_N
