"""Without dropout the trainer and the naive implementation are the same, to the rounding of floats."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

import pytest
import torch
from torch import nn

from vasg.benchmarks.against_naive import Curves, curves_row, loss_curves
from vasg.benchmarks.knobs import preset
from vasg.benchmarks.shop import SCALES
from vasg.benchmarks.side_by_side import batches_of, naive_like, pairs_of
from vasg.benchmarks.task import endless, new_workload
from vasg.trainer.model import vasg_model
from vasg.trainer.model.objective import SkipGramObjective
from vasg.trainer.model.vasg_model import VasgModel

SMALL = replace(
    endless(preset("paper")), embedding_dim=8, decoder_hidden=(16, 32), batch_size=64, decoder_dropout=0.0
)
WORKLOAD = new_workload(SCALES["tiny"], SMALL, 64, torch.device("cpu"))


@pytest.mark.parametrize("index", [0, 1], ids=["users", "products"])
def test_one_batch_has_the_same_losses_and_gradients(index: int) -> None:
    batch = list(islice(batches_of(WORKLOAD), 2))[index]
    assert batch.centers_are_products == bool(index)
    naive, model = naive_like(WORKLOAD), VasgModel(WORKLOAD.config)
    objective = SkipGramObjective(SMALL, WORKLOAD.data.features, WORKLOAD.data.edges.degree())
    ours = objective.losses(model, batch, torch.Generator(), torch.Generator())
    theirs = naive.model.losses(pairs_of(batch), naive.feature_PF)
    ours.total.backward()  # type: ignore[no-untyped-call]
    theirs.total.backward()  # type: ignore[no-untyped-call]
    torch.testing.assert_close(ours.total, theirs.total)
    torch.testing.assert_close(ours.skip_gram, theirs.skip_gram)
    torch.testing.assert_close(ours.reconstruction, theirs.reconstruction)
    torch.testing.assert_close(model.table.weight.grad, naive.model.embedding.weight.grad)
    assert model.log_variance is not None and model.decoder is not None
    torch.testing.assert_close(model.log_variance.grad, naive.model.log_variance.grad)
    linear = [layer for layer in naive.model.decoder if isinstance(layer, nn.Linear)]
    for mine, other in zip(model.decoder.parameters(), nn.ModuleList(linear).parameters(), strict=True):
        torch.testing.assert_close(mine.grad, other.grad)


@pytest.mark.parametrize("index", [0, 1], ids=["users", "products"])
def test_pairs_one_by_one_have_the_gradients_of_their_batch(index: int) -> None:
    pairs = pairs_of(list(islice(batches_of(WORKLOAD), 2))[index])
    at_once, one_by_one = naive_like(WORKLOAD), naive_like(WORKLOAD)
    total = at_once.model.losses(pairs, at_once.feature_PF).total
    total.backward()  # type: ignore[no-untyped-call]
    every = range(len(pairs.center_M))
    one_by_one.add_gradients(pairs, every)
    shares = [one_by_one.model.share(pairs, index, one_by_one.feature_PF) for index in every]
    torch.testing.assert_close(torch.stack(shares).sum(), total)
    both = zip(at_once.model.named_parameters(), one_by_one.model.parameters(), strict=True)
    for (name, expected), other in both:
        torch.testing.assert_close(other.grad, expected.grad, msg=name)


@pytest.mark.parametrize("rows_per_center", [0, 1_000_000], ids=["deferred", "dense"])
def test_training_takes_the_same_course(rows_per_center: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vasg_model, "DEFERRED_ROWS_PER_CENTER", rows_per_center)
    task, naive = WORKLOAD.skip_gram(), naive_like(WORKLOAD)
    for done, batch in islice(zip(task.steps(), batches_of(WORKLOAD), strict=False), 20):
        task.state.step += 1
        task.state.cursor = done.next_cursor
        losses = naive.step(pairs_of(batch))
        assert done.losses.total.item() == pytest.approx(losses.total.item(), rel=1e-5)
    task.state.settle()
    # A step of Adam is 1e-3 long whatever the gradient is, so the rounding of one near 0 shows.
    torch.testing.assert_close(task.model.table.weight, naive.model.embedding.weight, rtol=0, atol=2e-4)


def test_walks_end_within_the_batches_that_are_compared() -> None:
    sizes = {int(size) for batch in islice(batches_of(WORKLOAD), 2) for size in batch.valid_BC.sum(dim=1)}
    assert len(sizes) > 1


def test_with_dropout_the_losses_differ_by_chance_alone() -> None:
    row = curves_row(loss_curves(SMALL, range(1, 3), num_steps=8))
    assert row.ratio > 1


def test_curves_that_differ_by_more_than_their_seeds_do_not_pass() -> None:
    far = Curves(ours=[[1.0, 1.0], [1.1, 1.1]], naive=[[3.0, 3.0], [3.1, 3.1]])
    assert far.difference == pytest.approx(2)
    assert curves_row(far).ratio < 1
