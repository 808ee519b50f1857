"""The trainer and the naive implementation on the same data, from the same start, with the same batches.

Shapes: B centers of a batch, C contexts of a center, M pairs of a batch, P products, F feature_dim.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import torch
from torch import Tensor, nn

from vasg.benchmarks.naive import NaiveModel, NaiveTraining, Pairs
from vasg.benchmarks.task import Workload
from vasg.trainer.config import TensorRole
from vasg.trainer.data.corpus import Batch, ChunkBatches
from vasg.trainer.model.vasg_model import VasgModel
from vasg.trainer.stages.skip_gram import batching


def naive_like(workload: Workload) -> NaiveTraining:
    """The naive implementation of a workload of the preset `paper`, from the start of our model."""
    config, knobs = workload.config, workload.config.hyperparameters
    widths = [knobs.embedding_dim, *knobs.decoder_hidden, config.feature_dim]
    model = NaiveModel(config.num_users, config.num_nodes, widths, knobs.decoder_dropout)
    take_parameters(model, VasgModel(config))
    return NaiveTraining(model, scaled_features(workload), knobs.network_learning_rate)


@torch.no_grad()
def take_parameters(naive: NaiveModel, ours: VasgModel) -> None:
    """Copies what ours starts from."""
    naive.embedding.weight.copy_(ours.table.weight)
    linear = [layer for layer in naive.decoder if isinstance(layer, nn.Linear)]
    assert ours.decoder is not None
    for mine, theirs in zip(ours.decoder.layers, linear, strict=True):
        theirs.load_state_dict(mine.state_dict())


def scaled_features(workload: Workload) -> Tensor:
    """All features [P, F] over their root mean square; all products are warm here."""
    feature_PF = torch.from_numpy(workload.arrays[TensorRole.FEATURES])
    square = sum(float(block.double().square().mean(dim=1).sum()) for block in torch.split(feature_PF, 1024))
    return feature_PF / math.sqrt(square / len(feature_PF))


def pairs_of(batch: Batch) -> Pairs:
    """The pairs of center and context that a batch stands for, one after the other."""
    size_B1 = batch.valid_BC.sum(dim=1, keepdim=True)
    return Pairs(
        batch.centers_are_products,
        batch.center_B[:, None].expand_as(batch.context_BC)[batch.valid_BC],
        batch.context_BC[batch.valid_BC],
        (1 / size_B1).expand_as(batch.context_BC)[batch.valid_BC],
    )


def batches_of(workload: Workload) -> Iterator[Batch]:
    """All batches of a training, in order."""
    for chunk in workload.chunks():
        parts = ChunkBatches(chunk, batching(workload.config), workload.config.seed)
        yield from (parts[index] for index in range(len(parts)))
