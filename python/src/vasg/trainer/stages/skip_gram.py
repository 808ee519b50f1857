"""Stage 1: skip-gram on walks, with decoder and encoder where the model has them."""

from __future__ import annotations

from collections.abc import Iterator

import torch

from vasg.trainer.config import VasgConfig
from vasg.trainer.data.corpus import Batch, Batching, ChunkBatches, WalkChunk, reject_nodes
from vasg.trainer.data.inputs import TrainingData
from vasg.trainer.events import Readings, Stage, TrainingWarning
from vasg.trainer.hyperparameters import Hyperparameters, Objective, UserBatches
from vasg.trainer.loop.checkpoint import Checkpoint, damage_warnings
from vasg.trainer.loop.chunk_feed import ChunkFeed, cursor_after
from vasg.trainer.loop.look import Look
from vasg.trainer.loop.spread import measure_spread, sample_nodes
from vasg.trainer.loop.stage_run import StepDone
from vasg.trainer.loop.stage_state import StageState
from vasg.trainer.loop.step_losses import StepLosses
from vasg.trainer.model.autoencoder import Autoencoder
from vasg.trainer.model.batch_objective import BatchObjective
from vasg.trainer.model.objective import SkipGramObjective
from vasg.trainer.model.optimizer import skip_gram_optimizers
from vasg.trainer.model.user_softmax import UserSoftmaxObjective
from vasg.trainer.model.vasg_model import VasgModel
from vasg.trainer.model.vectors import encode_all, model_vectors
from vasg.trainer.seeding import Stream, seeded
from vasg.trainer.stages.validation import Validator


class SkipGramTask:
    """A `StageTask`: turns chunks of walks into optimiser steps."""

    def __init__(
        self,
        config: VasgConfig,
        data: TrainingData,
        walks: Iterator[WalkChunk],
        checkpoint: Checkpoint | None,
        pretrained: Autoencoder | None = None,
    ) -> None:
        """Starts from `pretrained` if it is given, unless there is a checkpoint to go on from."""
        self.config = config
        self.knobs = config.hyperparameters
        self.data = data
        self.device = data.features.device
        self.feed = ChunkFeed(walks, name="walks", num_epochs=self.knobs.num_epochs)
        self.batching = batching(config)
        self.max_steps = self.knobs.max_steps
        self.model = VasgModel(config).to(self.device)
        self.optimizers = skip_gram_optimizers(self.model, self.knobs)
        parts = [part for optimizer in self.optimizers for part in optimizer.parts]
        self.state = StageState(self.model, parts, self.knobs.patience, settle=self._catch_up)
        degree_V = data.edges.degree()
        self.has_no_edge_V = degree_V == 0
        self.objective = objective_of(self.knobs, data)
        self.validator = Validator(data.edges, data.validation_pairs, self.device)
        trained = degree_V.nonzero().squeeze(1)
        self.sampled = trained[sample_nodes(len(trained), config.seed)].to(self.device)
        if pretrained is not None:
            self.model.start_from(encode_all(pretrained.encoder, data.features), pretrained.decoder)
        self.warnings = self._restore(checkpoint)

    @property
    def idle_seconds(self) -> float:
        """Time spent waiting for walks."""
        return self.feed.idle_seconds

    def steps(self) -> Iterator[StepDone]:
        """One optimiser step per batch of the walks, from the cursor on."""
        while (chunk := self._next_chunk()) is not None:
            yield from self._chunk_steps(chunk)

    def looks_after(self, step: int, ends_epoch: bool) -> bool:
        """Every `validate_every` steps."""
        return self.can_look() and step % self.knobs.validate_every == 0

    def can_look(self) -> bool:
        """Whether looks are wanted and there are pairs to rank."""
        return self.knobs.validate_every > 0 and self.validator.can_rank(self.knobs.is_joint)

    def look(self) -> Look:
        """Ranks the validation pairs and measures how far the embeddings spread."""
        vectors = model_vectors(self.model, self.data.features, self.data.edges, self.knobs)
        ranking = self.validator.rank(vectors)
        sampled = torch.cat([vectors.user_UW, vectors.product_PW])[self.sampled, : vectors.dim]
        return Look(ranking.score, ranking, measure_spread(sampled))

    def readings(self) -> Readings:
        """Task weights and temperature."""
        return self.model.readings()

    def _next_chunk(self) -> WalkChunk | None:
        chunk = self.feed.take(self.state.cursor)
        if chunk is not None:
            reject_nodes(self.has_no_edge_V[chunk.node_WL], chunk.node_WL, "has no training edge")
        return chunk

    def _chunk_steps(self, chunk: WalkChunk) -> Iterator[StepDone]:
        parts = ChunkBatches(chunk, self.batching, self.config.seed)
        for index in range(self.state.cursor.batch_index, len(parts)):
            batch = parts[index]
            is_last = index == len(parts) - 1
            yield StepDone(
                losses=self._optimize(batch),
                num_pairs=batch.num_pairs,
                epoch=chunk.epoch,
                ends_epoch=is_last and chunk.last_of_epoch,
                next_cursor=cursor_after(chunk, index, is_last),
            )

    def _optimize(self, batch: Batch) -> StepLosses:
        """One step; every draw depends on the seed and the number of the step alone."""
        step = self.state.step
        losses = self.objective.losses(
            self.model,
            batch,
            index_draws=self._draws(Stream.STEP_INDICES, step, torch.device("cpu")),
            value_draws=self._draws(Stream.STEP_VALUES, step, self.device),
        )
        self.optimizers[-1 if batch.centers_are_products else 0].minimize(losses.total)
        self.model.clamp_temperature()
        return losses

    def _catch_up(self) -> None:
        for optimizer in self.optimizers:
            optimizer.catch_up()

    def _draws(self, stream: Stream, step: int, device: torch.device) -> torch.Generator:
        return seeded(self.config.seed, stream, Stage.SKIP_GRAM, step, device=device)

    def _restore(self, checkpoint: Checkpoint | None) -> list[TrainingWarning]:
        warnings = damage_warnings(checkpoint)
        if checkpoint is not None:
            self.state.restore(checkpoint)
        if self.can_look():
            warnings += self.validator.warnings(self.knobs.is_joint)
        elif self.knobs.validate_every > 0:
            warnings.append(
                TrainingWarning(
                    code="VALIDATION_SKIPPED",
                    message="No validation pair can be ranked, so training will not stop early.",
                )
            )
        return warnings


def objective_of(knobs: Hyperparameters, data: TrainingData) -> BatchObjective:
    """What batches are trained on."""
    if knobs.is_user_softmax:
        return UserSoftmaxObjective(knobs, data.features, data.edges)
    return SkipGramObjective(knobs, data.features, data.edges.degree())


def batching(config: VasgConfig) -> Batching:
    """How the walks of a session become batches."""
    knobs = config.hyperparameters
    by_ratio = knobs.user_batches is UserBatches.BY_RATIO
    return Batching(
        radius=knobs.radius,
        batch_size=knobs.batch_size,
        num_users=config.num_users,
        # cos(X_v, X_v) is 1 whatever X_v is: a contrast with itself teaches nothing.
        keep_self=knobs.objective is not Objective.SAMPLED_SOFTMAX,
        keep_own_type=not knobs.is_user_softmax,
        center_stride=knobs.center_stride,
        cross_walks=knobs.cross_walks,
        user_batch_every=max(2, config.num_products // config.num_users) if by_ratio else None,
    )
