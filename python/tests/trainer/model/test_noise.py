"""Noise is Gaussian, depends on its generator alone, and not on the number of threads."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import torch

from vasg.trainer.model.noise import BLOCK, add_noise

SHAPE = (1 + BLOCK // 1_000, 3_001)


@pytest.fixture(autouse=True)
def threads() -> Iterator[None]:
    usual = torch.get_num_threads()
    yield
    torch.set_num_threads(usual)


def noise(seed: int, std: float = 1.0, shape: tuple[int, int] = SHAPE) -> torch.Tensor:
    return add_noise(torch.zeros(shape), std, torch.Generator().manual_seed(seed))


def test_no_noise_is_no_copy() -> None:
    x = torch.ones(3)
    assert add_noise(x, 0, torch.Generator()) is x


def test_the_number_of_threads_changes_nothing() -> None:
    drawn = []
    for threads in (1, 2, 5):
        torch.set_num_threads(threads)
        drawn.append(noise(7))
    assert torch.equal(drawn[0], drawn[1]) and torch.equal(drawn[0], drawn[2])


def test_each_generator_draws_its_own_and_goes_on() -> None:
    generator = torch.Generator().manual_seed(7)
    first = add_noise(torch.zeros(SHAPE), 1, generator)
    second = add_noise(torch.zeros(SHAPE), 1, generator)
    assert torch.equal(first, noise(7))
    assert not torch.equal(first, second)
    assert not torch.equal(first, noise(8))


@pytest.mark.parametrize("shape", [(3, 5), (2, BLOCK // 2), SHAPE])
def test_it_is_normal_around_what_was_there(shape: tuple[int, int]) -> None:
    x = torch.linspace(-1, 1, shape[0] * shape[1]).view(shape)
    drawn = add_noise(x, 0.5, torch.Generator().manual_seed(1)) - x
    if drawn.numel() < 1_000:
        assert len(set(drawn.view(-1).tolist())) == drawn.numel()
        return
    fourth = (drawn / 0.5).pow(4).mean()
    assert drawn.mean().abs() < 0.005
    assert drawn.std() == pytest.approx(0.5, rel=0.01)
    assert fourth == pytest.approx(3, rel=0.05)


def test_blocks_are_not_alike() -> None:
    flat = noise(3).view(-1)
    first, second = flat[:BLOCK], flat[BLOCK : 2 * BLOCK]
    correlation = torch.corrcoef(torch.stack([first, second]))[0, 1]
    assert correlation.abs() < 0.01


def test_what_it_is_added_to_learns_through_it() -> None:
    x = torch.zeros(SHAPE, requires_grad=True)
    add_noise(x, 0.1, torch.Generator().manual_seed(1)).sum().backward()  # type: ignore[no-untyped-call]
    assert x.grad is not None and torch.equal(x.grad, torch.ones(SHAPE))
