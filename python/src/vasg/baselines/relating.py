"""The metric stage of IBR: a distance, trained on labelled pairs of products.

Shapes: B pairs, M validation relations, P products, D embedding_dim.
"""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor

from vasg.baselines.hyperparameters import MetricHyperparameters
from vasg.baselines.metric import LabelledPairs, Metric, relations_auc
from vasg.baselines.sample_steps import SampleSteps
from vasg.trainer.data.inputs import TrainingData
from vasg.trainer.data.samples import SampleChunk, reject_samples
from vasg.trainer.events import Readings, TrainingWarning
from vasg.trainer.loop.checkpoint import Checkpoint, damage_warnings
from vasg.trainer.loop.spread import measure_spread, sample_nodes
from vasg.trainer.loop.stage_run import Look, StepDone
from vasg.trainer.loop.stage_state import StageState
from vasg.trainer.loop.step_losses import StepLosses


class MetricTask:
    """A `StageTask`: one step of Adam per batch of pairs."""

    max_steps = 0

    def __init__(
        self,
        knobs: MetricHyperparameters,
        data: TrainingData,
        seed: int,
        chunks: Iterator[SampleChunk],
        checkpoint: Checkpoint | None = None,
    ) -> None:
        self.knobs = knobs
        self.device = data.features.device
        self.samples = SampleSteps(chunks, num_epochs=knobs.num_epochs, batch_size=knobs.batch_size)
        warm = data.edges.product_degree().nonzero().squeeze(1)
        self.sampled = warm[sample_nodes(len(warm), seed)]
        self.model = Metric(knobs, data.features, seed).to(self.device)
        self.model.set_scale(self.sampled)
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=knobs.learning_rate, fused=True)
        self.state = StageState(self.model, [self.optimizer], knobs.patience)
        self.relation_M3 = torch.from_numpy(data.validation_relations)
        self.warnings = damage_warnings(checkpoint) + self._validation_warnings()
        if checkpoint is not None:
            self.state.restore(checkpoint)

    @property
    def idle_seconds(self) -> float:
        """Time spent waiting for pairs."""
        return self.samples.feed.idle_seconds

    def steps(self) -> Iterator[StepDone]:
        """One optimiser step per batch, from the cursor on."""
        return self.samples.take(self.state, check=_check, optimize=self._optimize)

    def looks_after(self, step: int, ends_epoch: bool) -> bool:
        """Every `validate_every` steps."""
        return self.can_look() and step % self.knobs.validate_every == 0

    def can_look(self) -> bool:
        """Whether looks are wanted and there are related and unrelated pairs to tell apart."""
        num_related, num_pairs = int(self.relation_M3[:, 2].sum()), len(self.relation_M3)
        return self.knobs.validate_every > 0 and 0 < num_related < num_pairs

    @torch.no_grad()
    def look(self) -> Look:
        """AUC of the validation relations."""
        embedded_PD = self.model.embed_all()
        auc = relations_auc(embedded_PD, self.relation_M3)
        # Around their mean, as only differences count here.
        sampled = embedded_PD[self.sampled.to(self.device)]
        return Look(auc, None, measure_spread(sampled - sampled.mean(dim=0)), auc_relations=auc)

    def readings(self) -> Readings:
        """Nothing is learned here but the distance."""
        return Readings()

    def _optimize(self, sample_B3: Tensor) -> StepLosses:
        relation = self.model.relation_loss(LabelledPairs(*sample_B3.unbind(dim=1)))
        total = relation + 0.5 * self.knobs.regularization * self.model.transform.square().sum()
        self.optimizer.zero_grad(set_to_none=True)
        total.backward()  # type: ignore[no-untyped-call]
        self.optimizer.step()
        return StepLosses(total, relation=relation)

    def _validation_warnings(self) -> list[TrainingWarning]:
        if self.knobs.validate_every == 0 or self.can_look():
            return []
        return [
            TrainingWarning(
                code="VALIDATION_SKIPPED",
                message="There are no validation relations of both kinds, so training will not stop early.",
            )
        ]


def _check(sample_N3: Tensor) -> None:
    reject_samples(sample_N3[:, 0] == sample_N3[:, 1], sample_N3, "product {0} is paired with itself")
