from __future__ import annotations

import copy

import torch
from torch import Tensor, nn

from vasg.trainer.model.deferred_adam import DeferredAdam

NUM_ROWS, DIM, RATE = 40, 3, 0.01


def new_table(sparse: bool) -> nn.Embedding:
    draws = torch.Generator().manual_seed(7)
    return table_of(torch.randn(NUM_ROWS, DIM, generator=draws), sparse)


def table_of(rows: Tensor, sparse: bool = True) -> nn.Embedding:
    table: nn.Embedding = nn.Embedding.from_pretrained(  # type: ignore[no-untyped-call]
        rows, freeze=False, sparse=sparse
    )
    return table


def batches(num_steps: int, seed: int) -> list[Tensor]:
    """Rows of each step, with repetitions; the last ten rows are read in every seventh step at most."""
    draws = torch.Generator().manual_seed(seed)
    return [
        torch.randint(NUM_ROWS if step % 7 == 0 else NUM_ROWS - 10, (8,), generator=draws)
        for step in range(num_steps)
    ]


def train(table: nn.Embedding, optimizer: torch.optim.Optimizer, row_B: Tensor) -> None:
    """A step whose gradient depends on the rows themselves."""
    optimizer.zero_grad(set_to_none=True)
    row_BD = table(row_B)
    (torch.sin(3 * row_BD) * row_B[:, None]).mean().backward()  # type: ignore[no-untyped-call]
    optimizer.step()


def test_moves_all_rows_as_adam_does() -> None:
    table, dense_table = new_table(sparse=True), new_table(sparse=False)
    optimizer = DeferredAdam([table], RATE)
    dense = torch.optim.Adam(dense_table.parameters(), lr=RATE)
    for row_B in batches(600, seed=1):
        train(table, optimizer, row_B)
        train(dense_table, dense, row_B)
    optimizer.catch_up()
    torch.testing.assert_close(table.weight, dense_table.weight, rtol=1e-4, atol=1e-5)


def test_a_row_is_up_to_date_when_it_is_read() -> None:
    table, dense_table = new_table(sparse=True), new_table(sparse=False)
    optimizer = DeferredAdam([table], RATE)
    dense = torch.optim.Adam(dense_table.parameters(), lr=RATE)
    for row_B in (torch.tensor([0, 1]), *[torch.tensor([2, 3])] * 20):
        train(table, optimizer, row_B)
        train(dense_table, dense, row_B)
    row = torch.tensor([0, 1])
    assert not torch.allclose(table.weight[row], dense_table.weight[row], atol=1e-3)
    torch.testing.assert_close(table(row), dense_table(row), rtol=1e-5, atol=1e-6)


def test_rows_that_were_never_read_stay_as_they_were() -> None:
    table = new_table(sparse=True)
    before = table.weight.detach().clone()
    optimizer = DeferredAdam([table], RATE)
    for _ in range(30):
        train(table, optimizer, torch.tensor([5]))
    optimizer.catch_up()
    others = torch.arange(NUM_ROWS) != 5
    assert torch.equal(table.weight[others], before[others])


def test_two_of_them_add_up_as_two_adams_do() -> None:
    table, dense_table = new_table(sparse=True), new_table(sparse=False)
    both = [DeferredAdam([table], RATE) for _ in range(2)]
    dense = [torch.optim.Adam(dense_table.parameters(), lr=RATE) for _ in range(2)]
    for step, row_B in enumerate(batches(300, seed=2)):
        train(table, both[step % 3 == 0], row_B)
        train(dense_table, dense[step % 3 == 0], row_B)
    for optimizer in both:
        optimizer.catch_up()
    torch.testing.assert_close(table.weight, dense_table.weight, rtol=1e-4, atol=1e-5)


def test_goes_on_from_its_state_bit_by_bit() -> None:
    steps = batches(50, seed=3)
    table = new_table(sparse=True)
    optimizer = DeferredAdam([table], RATE)
    for row_B in steps[:30]:
        train(table, optimizer, row_B)
    resumed = table_of(table.weight.detach().clone())
    restored = DeferredAdam([resumed], RATE)
    restored.load_state_dict(copy.deepcopy(optimizer.state_dict()))
    for row_B in steps[30:]:
        train(table, optimizer, row_B)
        train(resumed, restored, row_B)
    optimizer.catch_up()
    restored.catch_up()
    assert torch.equal(table.weight, resumed.weight)
