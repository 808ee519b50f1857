"""Counts against what PyTorch itself counts, and against a sum by hand."""

from __future__ import annotations

import torch
from torch.utils.flop_counter import FlopCounterMode

from vasg.benchmarks.costs import Cost, adam_cost, decoder_cost, network_cost, num_weights, skip_gram_cost
from vasg.benchmarks.device_limits import DeviceLimits
from vasg.trainer.model.networks import DenseNetwork

WIDTHS = [8, 16, 32]


def test_operations_of_a_network_are_those_that_torch_counts() -> None:
    network = DenseNetwork(WIDTHS, dropout=0.5, final_relu=True, generator=torch.Generator().manual_seed(1))
    rows = torch.randn(5, 8, requires_grad=True)
    with FlopCounterMode(display=False) as counter:
        network(rows, torch.Generator().manual_seed(1)).sum().backward()
    assert network_cost(WIDTHS, 5).operations == counter.get_total_flops()
    assert num_weights(WIDTHS) == sum(parameter.numel() for parameter in network.parameters())


def test_each_product_of_matrices_moves_all_three() -> None:
    one_layer = 2 * 3 + 4 * 3 + 2 * 4
    assert network_cost([2, 4], rows=3).bytes == 4 * 3 * one_layer
    assert network_cost([2, 4], rows=3, element_bytes=2).bytes == 2 * 3 * one_layer


def test_a_decoder_is_a_network_with_targets_and_an_adam() -> None:
    cost = decoder_cost([2, 4], rows=3)
    assert cost == network_cost([2, 4], rows=3) + Cost(0, 4 * 3 * 4) + adam_cost(3 * 4)


def test_skip_gram_reads_rows_and_adds_to_their_gradient() -> None:
    cost = skip_gram_cost(centers=10, pairs=57, dim=4)
    assert cost == Cost(6 * 57 * 4, 3 * 4 * (10 + 57) * 4)


def test_the_slower_of_arithmetic_and_memory_is_the_least_time() -> None:
    limits = DeviceLimits(operations_per_second=100.0, bytes_per_second=10.0)
    assert Cost(300, 10).seconds(limits) == 3
    assert Cost(300, 50).seconds(limits) == 5
