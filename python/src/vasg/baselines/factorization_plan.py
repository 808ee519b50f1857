"""BPR-MF and VBPR: stages, and what can be downloaded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vasg.baselines.factorization import Factorization
from vasg.baselines.hyperparameters import FactorizationHyperparameters
from vasg.baselines.linear_map import LinearMap
from vasg.baselines.mapping import FeatureMap, MappingTask
from vasg.baselines.ranking import RankingTask
from vasg.trainer.config import ModelKind, SessionConfig
from vasg.trainer.errors import MissingArtifactError, UsageError
from vasg.trainer.events import Stage
from vasg.trainer.loop.checkpoint import Checkpoint
from vasg.trainer.loop.model_plan import CompletedStages
from vasg.trainer.loop.stage_run import StageTask
from vasg.trainer.memory import bytes_to_train
from vasg.trainer.model.artifacts import Artifact, NamedTensors, embedding_rows


class FactorizationPlan:
    """A `ModelPlan`. VBPR knows cold products by their features; BPR-MF needs a map from them."""

    def __init__(self, config: SessionConfig[FactorizationHyperparameters]) -> None:
        """Raises UsageError if the number of visual factors is not one of the model kind."""
        self.config = config
        self.knobs = config.hyperparameters
        self.is_visual = config.model_kind is ModelKind.VBPR
        if self.is_visual != (self.knobs.visual_dim > 0):
            raise UsageError(
                f"factorization.visual_dim is {self.knobs.visual_dim}; model_kind {config.model_kind.value} "
                f"needs {'1 or more' if self.is_visual else '0'}.",
                code="FIELDS_CONFLICT",
            )

    @property
    def stages(self) -> tuple[Stage, ...]:
        """In order."""
        return (Stage.RANKING,) if self.is_visual else (Stage.RANKING, Stage.MAPPING)

    @property
    def training_bytes(self) -> int:
        """Of factors, biases and kernel; or of the sums behind the map, in float64."""
        knobs, config = self.knobs, self.config
        users = config.num_users * (knobs.embedding_dim + knobs.visual_dim)
        products = config.num_products * (knobs.embedding_dim + 1)
        kernel = (knobs.visual_dim + 1) * config.feature_dim if self.is_visual else 0
        # Two Gram matrices, their sum, what is solved, its factor.
        systems = 0 if self.is_visual else 5 * 8 * config.feature_dim**2
        return max(bytes_to_train(users + products + kernel), systems)

    def task(
        self, stage: Stage, before: CompletedStages, chunks: Iterator[Any], checkpoint: Checkpoint | None
    ) -> StageTask:
        """Ranking takes triples, mapping nothing."""
        seed = self.config.seed
        if stage is Stage.RANKING:
            return RankingTask(self.knobs, before.data, seed, chunks, checkpoint)
        return MappingTask(before.data, seed, self._model(before), checkpoint)

    def tensors(self, artifact: Artifact, trained: CompletedStages) -> NamedTensors:
        """Rows whose dot products are the scores, and the map to the rows of cold products."""
        if artifact is Artifact.EMBEDDINGS:
            model = self._model(trained)
            product_PD, _ = model.all_product_rows()
            return embedding_rows(model.user_rows(), product_PD, trained.data.edges)
        if artifact is Artifact.ENCODER:
            return self._encoder(trained).layers(trained.data.features.scaling)
        raise MissingArtifactError(
            f"model_kind {self.config.model_kind.value} has no decoder.", code="NO_DECODER"
        )

    def _model(self, trained: CompletedStages) -> Factorization:
        features = trained.data.features
        model = Factorization(self.knobs, self.config.num_users, features, self.config.seed)
        model.load_state_dict(trained.tensors_of(Stage.RANKING))
        return model.to(features.device)

    def _encoder(self, trained: CompletedStages) -> LinearMap:
        if self.is_visual:
            return self._model(trained).visual_map()
        feature_map = FeatureMap(self.knobs.embedding_dim + 1, self.config.feature_dim)
        feature_map.load_state_dict(trained.tensors_of(Stage.MAPPING))
        return feature_map.linear()
