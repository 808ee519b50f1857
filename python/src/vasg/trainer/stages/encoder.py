"""Stage 2: the encoder M, trained on warm products against the frozen decoder and the learned table.

Shapes: B products of a batch, F feature_dim, D embedding_dim.
"""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor
from torch.nn import functional

from vasg.trainer.config import VasgConfig
from vasg.trainer.data.inputs import TrainingData
from vasg.trainer.device import to_device
from vasg.trainer.events import Readings, Stage, TrainingWarning
from vasg.trainer.loop.checkpoint import Checkpoint, damage_warnings
from vasg.trainer.loop.look import Look
from vasg.trainer.loop.spread import measure_spread, sample_nodes
from vasg.trainer.loop.stage_run import StepDone
from vasg.trainer.loop.stage_state import StageState
from vasg.trainer.loop.step_losses import StepLosses
from vasg.trainer.model import losses
from vasg.trainer.model.noise import add_noise
from vasg.trainer.model.optimizer import encoder_optimizer
from vasg.trainer.model.vasg_model import VasgModel, new_encoder
from vasg.trainer.model.vectors import Vectors, encode_all, model_vectors
from vasg.trainer.seeding import Stream, seeded
from vasg.trainer.stages.product_passes import ProductPasses
from vasg.trainer.stages.validation import Validator

_HELD_OUT_SHARE = 0.1


class EncoderTask:
    """A `StageTask`: passes over the warm products.

    It stops by the AUC of cold validation pairs: the loss goes on falling while that gets worse. Only
    where there is no such pair, a tenth of the warm products is held out and their loss watched.
    """

    max_steps = 0
    idle_seconds = 0.0

    def __init__(
        self,
        config: VasgConfig,
        data: TrainingData,
        trained: VasgModel,
        checkpoint: Checkpoint | None,
    ) -> None:
        """Takes the completed model of stage 1; its parameters are read, never changed."""
        self.config = config
        self.knobs = config.hyperparameters
        self.features = data.features
        self.device = data.features.device
        self.decoder = trained.decoder.requires_grad_(False) if trained.decoder is not None else None
        vectors = model_vectors(trained, data.features, data.edges, self.knobs)
        self.user_UW, self.target_PW = vectors.user_UW, vectors.product_PW
        warm = data.edges.product_degree().nonzero().squeeze(1)
        self.validator = Validator(data.edges, data.validation_pairs, self.device)
        self.ranks_cold = self.validator.cold.num_pairs > 0
        order = torch.randperm(len(warm), generator=seeded(config.seed, Stream.HELD_OUT))
        num_held_out = 0 if self.ranks_cold else int(len(warm) * _HELD_OUT_SHARE)
        self.held_out, training = warm[order].tensor_split([num_held_out])
        self.passes = ProductPasses(
            products=training,
            num_epochs=self.knobs.encoder_epochs,
            batch_size=self.knobs.encoder_batch_size,
            seed=config.seed,
            stream=Stream.EPOCH_ORDER,
        )
        self.sampled = warm[sample_nodes(len(warm), config.seed)].to(self.device)
        self.encoder = new_encoder(config).to(self.device)
        self.optimizer = encoder_optimizer(self.encoder, self.knobs)
        self.state = StageState(self.encoder, [self.optimizer], self.knobs.patience)
        self.warnings = damage_warnings(checkpoint) + self._validation_warnings()
        if checkpoint is not None:
            self.state.restore(checkpoint)

    def steps(self) -> Iterator[StepDone]:
        """One optimiser step per batch of products, from the cursor on."""
        return self.passes.steps(self.state.cursor, self._optimize)

    def looks_after(self, step: int, ends_epoch: bool) -> bool:
        """After each pass."""
        return ends_epoch and self.can_look()

    def can_look(self) -> bool:
        """Whether looks are wanted and there is anything to look at."""
        has_measure = self.ranks_cold or len(self.held_out) > 0
        return self.knobs.validate_every > 0 and self.knobs.encoder_epochs > 0 and has_measure

    @torch.no_grad()
    def look(self) -> Look:
        """Cold AUC, or else the loss on held-out products; without noise and dropout."""
        encoded_PD = encode_all(self.encoder, self.features)
        spread = measure_spread(functional.embedding(self.sampled, encoded_PD))
        if not self.ranks_cold:
            return Look(-self._held_out_loss(encoded_PD), None, spread)
        ranking = self.validator.rank(Vectors(self.user_UW, self.target_PW, encoded_PD, encoded_PD.shape[1]))
        assert ranking.auc_cold is not None
        return Look(ranking.auc_cold, ranking, spread)

    def readings(self) -> Readings:
        """Nothing is learned here but the encoder."""
        return Readings()

    def _optimize(self, products: Tensor) -> StepLosses:
        draws = seeded(
            self.config.seed,
            Stream.STEP_VALUES,
            Stage.ENCODER,
            self.state.step,
            device=self.device,
        )
        feature_BF = self.features.rows(products)
        noisy_BF = add_noise(feature_BF, self.knobs.noise_std, draws)
        step_losses = self._losses(products, self.encoder(noisy_BF, draws), feature_BF, draws)
        self.optimizer.zero_grad(set_to_none=True)
        step_losses.total.backward()  # type: ignore[no-untyped-call]
        self.optimizer.step()
        return step_losses

    def _held_out_loss(self, encoded_PD: Tensor) -> float:
        total = torch.zeros((), device=self.device)
        for products in torch.split(self.held_out, self.knobs.encoder_batch_size):
            encoded_BD = functional.embedding(to_device(products, self.device), encoded_PD)
            part = self._losses(products, encoded_BD, self.features.rows(products))
            total += part.total * len(products)
        return (total / len(self.held_out)).item()

    def _validation_warnings(self) -> list[TrainingWarning]:
        if self.ranks_cold or not self.can_look():
            return []
        return [
            TrainingWarning(
                code="VALIDATION_WITHOUT_COLD_PAIRS",
                message="There is no cold validation pair, so the encoder stage stops by the loss on a "
                "tenth of the warm products, which says less.",
            )
        ]

    def _losses(
        self,
        products: Tensor,
        encoded_BD: Tensor,
        feature_BF: Tensor,
        draws: torch.Generator | None = None,
    ) -> StepLosses:
        """Reconstruction through the frozen decoder, plus the weighted distance from X_p.

        The decoder is not injective: reconstruction alone does not lead to X_p. Its dropout, if it is to
        have any, is drawn from `draws`; without it this is evaluation.
        """
        target_BD = functional.embedding(to_device(products, self.device), self.target_PW)
        cosine = losses.cosine_loss(encoded_BD, target_BD)
        total = self.knobs.encoder_cosine_weight * cosine
        if self.decoder is None:
            return StepLosses(total, cosine=cosine)
        decoder_draws = draws if self.knobs.frozen_decoder_dropout else None
        reconstruction = functional.mse_loss(self.decoder(encoded_BD, decoder_draws), feature_BF)
        return StepLosses(reconstruction + total, reconstruction=reconstruction, cosine=cosine)
