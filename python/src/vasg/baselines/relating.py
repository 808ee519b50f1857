"""The metric stage of IBR: a distance, trained on labelled pairs of products.

Shapes: N pairs of a chunk, B of a batch, M validation relations, P products, D embedding_dim.
"""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor

from vasg.baselines.hyperparameters import MetricHyperparameters
from vasg.baselines.metric import LabelledPairs, Metric, relations_auc
from vasg.baselines.sample_task import SampleTask
from vasg.trainer.data.inputs import TrainingData
from vasg.trainer.data.samples import SampleChunk, reject_samples
from vasg.trainer.loop.checkpoint import Checkpoint
from vasg.trainer.loop.look import Look
from vasg.trainer.loop.spread import measure_spread, sample_nodes
from vasg.trainer.loop.step_losses import StepLosses


class MetricTask(SampleTask):
    """Looks at the AUC of validation relations."""

    def __init__(
        self,
        knobs: MetricHyperparameters,
        data: TrainingData,
        seed: int,
        chunks: Iterator[SampleChunk],
        checkpoint: Checkpoint | None = None,
    ) -> None:
        self.regularization = knobs.regularization
        self.device = data.features.device
        warm = data.edges.product_degree().nonzero().squeeze(1)
        self.sampled = warm[sample_nodes(len(warm), seed)]
        self.model = Metric(knobs, data.features, seed).to(self.device)
        self.model.set_scale(self.sampled)
        self.relation_M3 = torch.from_numpy(data.validation_relations)
        has_both = 0 < int(self.relation_M3[:, 2].sum()) < len(self.relation_M3)
        lacks = None if has_both else "There are no validation relations of both kinds"
        super().__init__(knobs, self.model, chunks, checkpoint, lacks=lacks)

    @torch.no_grad()
    def look(self) -> Look:
        """AUC of the validation relations."""
        embedded_PD = self.model.embed_all()
        auc = relations_auc(embedded_PD, self.relation_M3)
        # Around their mean, as only differences count here.
        sampled = embedded_PD[self.sampled.to(self.device)]
        return Look(auc, None, measure_spread(sampled - sampled.mean(dim=0)), auc_relations=auc)

    def check(self, sample_N3: Tensor) -> None:
        """Refuses a product that is paired with itself."""
        reject_samples(sample_N3[:, 0] == sample_N3[:, 1], sample_N3, "product {0} is paired with itself")

    def optimize(self, sample_B3: Tensor) -> StepLosses:
        """Takes one step by a batch of labelled pairs."""
        relation = self.model.relation_loss(LabelledPairs(*sample_B3.unbind(dim=1)))
        total = relation + 0.5 * self.regularization * self.model.transform.square().sum()
        self.optimizer.zero_grad()
        total.backward()  # type: ignore[no-untyped-call]
        self.optimizer.step()
        return StepLosses(total, relation=relation)
