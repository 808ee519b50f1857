"""Before stage 1: an autoencoder of the warm products' features, whose codes their rows start from.

Shapes: B products of a batch, F feature_dim.
"""

from __future__ import annotations

from collections.abc import Iterator

from torch import Tensor
from torch.nn import functional

from vasg.trainer.config import VasgConfig
from vasg.trainer.data.inputs import TrainingData
from vasg.trainer.events import Readings, Stage
from vasg.trainer.loop.checkpoint import Checkpoint, damage_warnings
from vasg.trainer.loop.look import Look
from vasg.trainer.loop.stage_run import StepDone
from vasg.trainer.loop.stage_state import StageState
from vasg.trainer.loop.step_losses import StepLosses
from vasg.trainer.model.autoencoder import Autoencoder
from vasg.trainer.model.optimizer import autoencoder_optimizer
from vasg.trainer.seeding import Stream, seeded
from vasg.trainer.stages.product_passes import ProductPasses


class AutoencoderTask:
    """A `StageTask`: passes over the warm products, always all of them."""

    max_steps = 0
    idle_seconds = 0.0

    def __init__(self, config: VasgConfig, data: TrainingData, checkpoint: Checkpoint | None) -> None:
        self.config = config
        knobs = config.hyperparameters
        self.features = data.features
        self.device = data.features.device
        self.passes = ProductPasses(
            products=data.edges.product_degree().nonzero().squeeze(1),
            num_epochs=knobs.pretrain_epochs,
            batch_size=knobs.encoder_batch_size,
            seed=config.seed,
            stream=Stream.PRETRAINING_ORDER,
        )
        self.model = Autoencoder(config).to(self.device)
        self.optimizer = autoencoder_optimizer(self.model, knobs)
        self.state = StageState(self.model, [self.optimizer], knobs.patience)
        self.warnings = damage_warnings(checkpoint)
        if checkpoint is not None:
            self.state.restore(checkpoint)

    def steps(self) -> Iterator[StepDone]:
        """One optimiser step per batch of products, from the cursor on."""
        return self.passes.steps(self.state.cursor, self._optimize)

    def looks_after(self, step: int, ends_epoch: bool) -> bool:
        """Never: nothing can be ranked yet."""
        return False

    def can_look(self) -> bool:
        """There is nothing to look at."""
        return False

    def look(self) -> Look:
        """Is not asked for."""
        raise AssertionError("an autoencoder ranks nothing")

    def readings(self) -> Readings:
        """Nothing is learned here but the networks."""
        return Readings()

    def _optimize(self, product_B: Tensor) -> StepLosses:
        step = self.state.step
        draws = seeded(self.config.seed, Stream.STEP_VALUES, Stage.AUTOENCODER, step, device=self.device)
        feature_BF = self.features.rows(product_B)
        loss = functional.mse_loss(self.model(feature_BF, draws), feature_BF)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        self.optimizer.step()
        return StepLosses(loss, reconstruction=loss)
