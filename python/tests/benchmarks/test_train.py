"""The command, on the smallest data."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from vasg.benchmarks.growth import Epoch, fitted_exponent, growth_row
from vasg.benchmarks.knobs import knobs_of, preset
from vasg.benchmarks.row import in_turn
from vasg.benchmarks.shop import SCALES
from vasg.benchmarks.tables import table_rows
from vasg.benchmarks.task import endless, new_workload
from vasg.benchmarks.train import SETUP_EXIT, main
from vasg.benchmarks.whole_training import measure_training

CPU = torch.device("cpu")
PRESET = replace(
    preset("paper"), embedding_dim=8, decoder_hidden=(16,), encoder_hidden=(16,), batch_size=64, max_steps=50
)


def test_measures_a_training_and_projects_it(tmp_path: Path) -> None:
    workload = new_workload(SCALES["tiny"], endless(PRESET), 32, CPU)
    measured = measure_training(workload, PRESET, 2, tmp_path)
    assert 0 < measured.matrix_share < 1 and 0 < measured.floor_seconds < measured.step_seconds
    assert measured.matrix_rate > 0 and 0 <= measured.walks_share < 1
    skip_gram, encoder = measured.stages
    assert (skip_gram.num_steps, skip_gram.num_looks) == (50, 2)
    assert (encoder.num_steps, encoder.num_looks) == (15 * math.ceil(300 / 256), 15)
    assert measured.whole_seconds == pytest.approx(skip_gram.seconds + encoder.seconds)
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(torch.cuda.is_available(), reason="here is a CUDA device")
def test_says_that_there_is_no_cuda_device(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--device", "cuda"]) == SETUP_EXIT
    printed = capsys.readouterr()
    assert printed.out == "" and "[CUDA_MISSING]" in printed.err


@pytest.mark.parametrize(
    "wrong", ["--steps=-1", "--rounds=0", "--rounds=many", "--feature-dim=0", "--threads=-2"]
)
def test_refuses_counts_without_sense(wrong: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--part", "naive", "--scale", "tiny", wrong])
    assert caught.value.code == 2
    assert wrong.partition("=")[0] in capsys.readouterr().err


def test_prints_rows_as_the_client_reads_them(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--part", "naive", "--scale", "tiny", "--feature-dim", "16", "--rounds", "1", "--steps", "1"]
    assert main([*arguments, "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert [(row["stage"], row["target"]) for row in rows] == [("train", 20)] * 2
    for row in rows:
        assert row["ratio"] == pytest.approx(row["ours"] / row["referenceSpeed"])


def test_the_exponent_of_a_power_is_found() -> None:
    epochs = [Epoch(edges, 3e-6 * edges**1.25) for edges in (100, 300, 1_000, 3_000)]
    assert fitted_exponent(epochs) == pytest.approx(1.25)
    assert growth_row(epochs).ratio == pytest.approx(0.8)


def test_ratios_are_medians_of_rounds() -> None:
    ours, reference = iter([2.0, 9.0, 8.0]), iter([1.0, 3.0, 4.0])
    assert in_turn(lambda: next(ours), lambda: next(reference), 3) == (2.0, 8.0, 3.0)


def test_a_knob_that_is_not_known_is_named() -> None:
    with pytest.raises(ValueError, match="num_wheels"):
        knobs_of({"numWheels": 4})


def test_measures_what_leaving_rows_for_later_saves(tmp_path: Path) -> None:
    rows = table_rows(CPU, tmp_path, 1, SCALES["tiny"])
    assert [row.ratio > 0 for row in rows] == [True, True]
    assert "1,024 centers" in rows[0].what and "128 centers" in rows[1].what


def test_steps_that_keep_memory_are_measured_in_processes_of_their_own(
    capsys: pytest.CaptureFixture[str],
) -> None:
    arguments = [
        "--part",
        "memory",
        "--scale",
        "tiny",
        "--feature-dim",
        "16",
        "--rounds",
        "1",
        "--threads",
        "1",
    ]
    assert main([*arguments, "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["rows"]
    assert row["ours"] > 0 and row["referenceSpeed"] > 0
    assert row["ratio"] == pytest.approx(row["ours"] / row["referenceSpeed"])
