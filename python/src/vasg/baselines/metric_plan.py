"""IBR: its stage, and what can be downloaded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
from torch.nn import functional

from vasg.baselines.hyperparameters import MetricHyperparameters
from vasg.baselines.metric import Metric
from vasg.baselines.relating import MetricTask
from vasg.trainer.config import SessionConfig
from vasg.trainer.errors import MissingArtifactError
from vasg.trainer.events import Stage
from vasg.trainer.loop.checkpoint import Checkpoint
from vasg.trainer.loop.model_plan import CompletedStages
from vasg.trainer.loop.stage_run import StageTask
from vasg.trainer.memory import bytes_to_train
from vasg.trainer.model.artifacts import Artifact, NamedTensors, embedding_rows


class MetricPlan:
    """A `ModelPlan`. A product is E f; a user, whom the model does not know, the mean of what they bought."""

    stages = (Stage.METRIC,)

    def __init__(self, config: SessionConfig[MetricHyperparameters]) -> None:
        self.config = config
        self.knobs = config.hyperparameters

    @property
    def training_bytes(self) -> int:
        """Of the transform."""
        return bytes_to_train(self.knobs.embedding_dim * self.config.feature_dim)

    def task(
        self, stage: Stage, before: CompletedStages, chunks: Iterator[Any], checkpoint: Checkpoint | None
    ) -> StageTask:
        """The only one; takes labelled pairs."""
        return MetricTask(self.knobs, before.data, self.config.seed, chunks, checkpoint)

    def tensors(self, artifact: Artifact, trained: CompletedStages) -> NamedTensors:
        """Places of users and products, and E."""
        data = trained.data
        if artifact is Artifact.DECODER:
            raise MissingArtifactError("model_kind IBR has no decoder.", code="NO_DECODER")
        model = self._model(trained)
        if artifact is Artifact.ENCODER:
            return model.linear_map().layers(data.features.scaling)
        product_PD = model.embed_all()
        product_E = torch.from_numpy(data.edges.product_E).to(product_PD.device)
        offset = torch.from_numpy(data.edges.offset).to(product_PD.device)
        user_UD = functional.embedding_bag(
            product_E, product_PD, offset, mode="mean", include_last_offset=True
        )
        return embedding_rows(user_UD, product_PD, data.edges)

    def _model(self, trained: CompletedStages) -> Metric:
        features = trained.data.features
        model = Metric(self.knobs, features, self.config.seed)
        model.load_state_dict(trained.tensors_of(Stage.METRIC))
        return model.to(features.device)
