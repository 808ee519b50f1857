"""VASG and the skip-grams that lack something of it: stages, and what can be downloaded."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from vasg.trainer.config import VasgConfig
from vasg.trainer.errors import MissingArtifactError
from vasg.trainer.events import Stage
from vasg.trainer.loop.checkpoint import Checkpoint
from vasg.trainer.loop.model_plan import CompletedStages
from vasg.trainer.loop.stage_run import StageTask
from vasg.trainer.memory import bytes_to_train
from vasg.trainer.model.artifacts import (
    Artifact,
    NamedTensors,
    decoder_layers,
    embeddings,
    encoder_layers,
)
from vasg.trainer.model.autoencoder import Autoencoder
from vasg.trainer.model.networks import DenseNetwork
from vasg.trainer.model.vasg_model import VasgModel, new_encoder, user_rows
from vasg.trainer.stages.autoencoder import AutoencoderTask
from vasg.trainer.stages.encoder import EncoderTask
from vasg.trainer.stages.skip_gram import SkipGramTask


class VasgPlan:
    """A `ModelPlan`: section 3 of the paper, an autoencoder before it if the tables start from one."""

    def __init__(self, config: VasgConfig) -> None:
        self.config = config
        self.knobs = config.hyperparameters

    @property
    def stages(self) -> tuple[Stage, ...]:
        """In order."""
        own = (Stage.SKIP_GRAM, Stage.ENCODER)
        return (Stage.AUTOENCODER, *own) if self.knobs.pretrains else own

    @property
    def training_bytes(self) -> int:
        """Of tables, decoder and encoder; of two Adams only the tables' moments are there twice."""
        dim, features = self.knobs.embedding_dim, self.config.feature_dim
        networks = [(features, *self.knobs.encoder_hidden, self.knobs.width)]
        if self.knobs.use_decoder or self.knobs.pretrains:
            networks.append((dim, *self.knobs.decoder_hidden, features))
        layers = sum((i + 1) * o for widths in networks for i, o in pairwise(widths))
        rows = user_rows(self.config) + self.config.num_products
        tables = (2 if self.knobs.context_table else 1) * rows * dim
        popularity = self.config.num_products if self.knobs.popularity_bias else 0
        num_adams = 2 if self.knobs.separate_optimizers else 1
        return bytes_to_train(layers + popularity) + bytes_to_train(tables, num_adams)

    def task(
        self, stage: Stage, before: CompletedStages, chunks: Iterator[Any], checkpoint: Checkpoint | None
    ) -> StageTask:
        """Stage 1 takes walks; stage 2 builds on what it learned."""
        if stage is Stage.AUTOENCODER:
            return AutoencoderTask(self.config, before.data, checkpoint)
        if stage is Stage.SKIP_GRAM:
            starts_from_codes = self.knobs.pretrains and checkpoint is None
            pretrained = self._autoencoder(before) if starts_from_codes else None
            return SkipGramTask(self.config, before.data, chunks, checkpoint, pretrained)
        return EncoderTask(self.config, before.data, self._model(before), checkpoint)

    def tensors(self, artifact: Artifact, trained: CompletedStages) -> NamedTensors:
        """Embeddings, encoder, and decoder where there is one."""
        if artifact is Artifact.EMBEDDINGS:
            return embeddings(self._model(trained), trained.data, self.knobs)
        if artifact is Artifact.ENCODER:
            return encoder_layers(self._encoder(trained), trained.data)
        decoder = self._model(trained).decoder
        if decoder is None:
            raise MissingArtifactError("use_decoder is off: there is none.", code="NO_DECODER")
        return decoder_layers(decoder)

    def _autoencoder(self, trained: CompletedStages) -> Autoencoder:
        autoencoder = Autoencoder(self.config)
        autoencoder.load_state_dict(trained.tensors_of(Stage.AUTOENCODER))
        return autoencoder.to(trained.data.features.device)

    def _model(self, trained: CompletedStages) -> VasgModel:
        model = VasgModel(self.config)
        model.load_state_dict(trained.tensors_of(Stage.SKIP_GRAM))
        return model.to(trained.data.features.device)

    def _encoder(self, trained: CompletedStages) -> DenseNetwork:
        if self.knobs.is_joint:
            encoder = self._model(trained).encoder
            assert encoder is not None
            return encoder
        if self.knobs.encoder_epochs == 0:
            raise MissingArtifactError("encoder_epochs is 0: there is no encoder.", code="NO_ENCODER")
        encoder = new_encoder(self.config)
        encoder.load_state_dict(trained.tensors_of(Stage.ENCODER))
        return encoder.to(trained.data.features.device)
