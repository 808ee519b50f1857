"""A training measured in part: steps, looks, where the time goes; and projected to its end."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import torch

from vasg.benchmarks.costs import NOTHING, Cost, adam_cost, decoder_cost, network_cost, skip_gram_cost
from vasg.benchmarks.device_limits import DeviceLimits, measure_limits, seconds_of
from vasg.benchmarks.side_by_side import batches_of
from vasg.benchmarks.step_profile import StepProfile, profile_steps
from vasg.benchmarks.task import Loop, Stretch, Workload
from vasg.trainer.data.corpus import Batch
from vasg.trainer.hyperparameters import Hyperparameters

_BATCHES_COUNTED = 40


@dataclass(frozen=True)
class Counted:
    """Means over batches of both types: a step, and of it the matrix products of the decoder."""

    step: Cost
    decoder: Cost


@dataclass(frozen=True)
class StageTimes:
    """Steps and looks of one stage, if nothing stops it early."""

    num_steps: int
    step_seconds: float
    num_looks: int
    look_seconds: float

    @property
    def seconds(self) -> float:
        """Of the whole stage."""
        return self.num_steps * self.step_seconds + self.num_looks * self.look_seconds


@dataclass(frozen=True)
class Measured:
    """What was found out about one device."""

    limits: DeviceLimits
    counted: Counted
    stretch: Stretch
    profile: StepProfile
    profiled: Stretch
    stages: tuple[StageTimes, StageTimes]

    @property
    def step_seconds(self) -> float:
        """Mean over batches of both types."""
        return self.stretch.seconds / self.stretch.num_steps

    @property
    def matrix_rate(self) -> float:
        """Operations per second of the decoder's matrix products, while they run."""
        return self.counted.decoder.operations * self.profiled.num_steps / self.profile.matrix_seconds

    @property
    def matrix_share(self) -> float:
        """Of the time that the device is busy."""
        return self.profile.matrix_seconds / self.profile.busy_seconds

    @property
    def busy_share(self) -> float:
        """Of the profiled time; the profiler itself makes it less."""
        return self.profile.busy_seconds / self.profile.wall_seconds

    @property
    def walks_share(self) -> float:
        """Of the time that the loop waited for walks."""
        return self.stretch.idle_seconds / self.stretch.seconds

    @property
    def floor_seconds(self) -> float:
        """The least time of a step, counted."""
        return self.counted.step.seconds(self.limits)

    @property
    def whole_seconds(self) -> float:
        """Both stages to their end."""
        return sum(stage.seconds for stage in self.stages)


def measure_training(workload: Workload, preset: Hyperparameters, num_steps: int, folder: Path) -> Measured:
    """Runs some steps of both stages; `workload` is endless, `preset` says where a training ends."""
    device = workload.data.features.device
    task = workload.skip_gram()
    loop = Loop(task, folder)
    loop.run(num_steps)
    stretch = loop.run(num_steps)
    profiled: list[Stretch] = []
    profile = profile_steps(lambda: profiled.append(loop.run(num_steps)), device)
    encoder = workload.encoder()
    encoder_loop = Loop(encoder, folder)
    encoder_loop.run(1)
    encoded = encoder_loop.run(num_steps)
    steps, encoder_steps = expected_steps(workload, preset)
    return Measured(
        limits=measure_limits(device),
        counted=count_steps(workload, element_bytes=2 if device.type == "cuda" else 4),
        stretch=stretch,
        profile=profile,
        profiled=profiled[0],
        stages=(
            StageTimes(
                steps,
                stretch.seconds / stretch.num_steps,
                steps // preset.validate_every if preset.validate_every > 0 else 0,
                seconds_of(task.look, device),
            ),
            StageTimes(
                encoder_steps,
                encoded.seconds / encoded.num_steps,
                preset.encoder_epochs,
                seconds_of(encoder.look, device),
            ),
        ),
    )


def expected_steps(workload: Workload, preset: Hyperparameters) -> tuple[int, int]:
    """Of both stages, if nothing stops them early."""
    graph = workload.graph
    walks = graph.num_nodes * preset.walks_per_node * preset.num_epochs
    centers = walks * math.ceil(preset.walk_length / preset.center_stride)
    steps = math.ceil(centers / preset.batch_size)
    batches = math.ceil(graph.num_products / preset.encoder_batch_size)
    return min(preset.max_steps or steps, steps), preset.encoder_epochs * batches


def count_steps(workload: Workload, element_bytes: int) -> Counted:
    """Means over the first batches, the distinct products of each counted as they are."""
    batches = list(islice(batches_of(workload), _BATCHES_COUNTED))
    return Counted(
        step=_mean([step_cost(batch, workload, element_bytes) for batch in batches]),
        decoder=_mean([_decoder_products(batch, workload, element_bytes) for batch in batches]),
    )


def step_cost(batch: Batch, workload: Workload, element_bytes: int) -> Cost:
    """Skip-gram and Adam over the rows that are read; for a batch of products the decoder beside it.

    Adam moves the other rows too, but that can be left until they are read (`DeferredAdam`).
    """
    dim = workload.knobs.embedding_dim
    rows = torch.unique(torch.cat([batch.center_B, batch.context_BC[batch.valid_BC]]))
    skip_gram = skip_gram_cost(len(batch.center_B), batch.num_pairs, dim)
    cost = skip_gram + adam_cost(len(rows) * dim)
    if not batch.centers_are_products:
        return cost
    return cost + decoder_cost(_decoder_widths(workload), len(torch.unique(batch.center_B)), element_bytes)


def _decoder_products(batch: Batch, workload: Workload, element_bytes: int) -> Cost:
    if not batch.centers_are_products:
        return NOTHING
    return network_cost(_decoder_widths(workload), len(torch.unique(batch.center_B)), element_bytes)


def _decoder_widths(workload: Workload) -> list[int]:
    return [workload.knobs.embedding_dim, *workload.knobs.decoder_hidden, workload.config.feature_dim]


def _mean(costs: Sequence[Cost]) -> Cost:
    total = sum(costs, NOTHING)
    return Cost(total.operations // len(costs), total.bytes // len(costs))
