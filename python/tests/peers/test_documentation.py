from __future__ import annotations

import importlib
import math
from pathlib import Path

import pytest

pytest.importorskip("implicit", reason="implicit is not installed: vasg setup --peers")
pytest.importorskip("cornac", reason="cornac is not installed: vasg setup --peers")

from vasg.peers.__main__ import MODULES
from vasg.peers.peer import Peer, Settings

PAGE = Path(__file__).parents[3] / "docs" / "reproduction.md"

TITLES = {"itemknn": "ItemKNN", "ease": "EASE", "als": "ALS"}

WORDS = {
    "neighbours": "neighbours",
    "weighting": "weighting",
    "lambda": "L2",
    "negativeWeights": "negative weights",
    "regularization": "L2",
    "alpha": "confidence of a purchase",
}


@pytest.mark.parametrize("name", MODULES)
def test_the_page_says_what_is_tried_and_what_is_taken_without_a_validation_part(name: str) -> None:
    peer: Peer = importlib.import_module(f"vasg.peers.{MODULES[name]}").PEER
    tried, taken = row_of(TITLES[name])
    assert tried == f"{tried_in_words(peer)}; each time"
    assert taken.endswith(f"without a validation part: {in_words(peer.default)}")


def row_of(title: str) -> tuple[str, str]:
    """The cells "tried" and "taken as it is" of a preset or peer."""
    table = PAGE.read_text(encoding="utf-8").split("| preset ", 1)[1].split("\n\n", 1)[0]
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines()]
    [(_, tried, taken)] = [row for row in rows if row[0] == title]
    return tried, taken


def tried_in_words(peer: Peer) -> str:
    """Each setting with its values; the page leaves it at that, so every combination has to be tried."""
    values = {key: list(dict.fromkeys(settings[key] for settings in peer.tried)) for key in peer.default}
    assert len(peer.tried) == math.prod(len(of_key) for of_key in values.values())
    return " by ".join(f"{WORDS[key]} {', '.join(map(in_figures, of_key))}" for key, of_key in values.items())


def in_words(settings: Settings) -> str:
    return ", ".join(f"{WORDS[key]} {in_figures(value)}" for key, value in settings.items())


def in_figures(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:,}"
