from __future__ import annotations

import importlib
import io
import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("implicit", reason="implicit is not installed: vasg setup --peers")
pytest.importorskip("cornac", reason="cornac is not installed: vasg setup --peers")

from tests.peers.blocks import BLOCK, FIRST_OF_BLOCK, NUM_PRODUCTS, NUM_USERS, block_purchases
from vasg.peers import __main__ as program
from vasg.peers.choose import choose
from vasg.peers.peer import Machine, Peer, Settings

MACHINE = Machine(seed=3, threads=1)
NAMES = list(program.MODULES)


def peer_of(name: str) -> Peer:
    peer: Peer = importlib.import_module(f"vasg.peers.{program.MODULES[name]}").PEER
    return peer


@pytest.mark.parametrize("name", NAMES)
def test_products_of_the_users_own_half_come_first(name: str) -> None:
    purchases = block_purchases()
    chosen = choose(peer_of(name), purchases, MACHINE, lambda done, total: None)
    score_UW = chosen.fitted.scores(np.arange(NUM_USERS))
    is_second_W = purchases.warm_W >= FIRST_OF_BLOCK[1]
    for user in range(NUM_USERS):
        is_own_W = is_second_W == bool(user % 2)
        assert score_UW[user, is_own_W].min() > score_UW[user, ~is_own_W].max()
    # All 12 of the other half below; by chance half of the 6 of the own half.
    assert chosen.validation_auc == pytest.approx((12 + 3) / 18, abs=0.05)


@pytest.mark.parametrize("name", NAMES)
def test_takes_the_default_where_there_is_nothing_to_choose_by(name: str) -> None:
    peer = peer_of(name)
    chosen = choose(peer, block_purchases(validation=False), MACHINE, lambda done, total: None)
    assert chosen.settings == peer.default
    assert chosen.validation_auc is None


@pytest.mark.parametrize("name", NAMES)
def test_the_default_is_one_of_what_is_tried(name: str) -> None:
    assert peer_of(name).default in peer_of(name).tried


def test_the_first_of_equally_good_settings_is_chosen() -> None:
    same: Settings = {"neighbours": 100, "weighting": "cosine"}
    worse: Settings = {"neighbours": 1, "weighting": "cosine"}
    told: list[tuple[int, int]] = []
    peer = replace(peer_of("itemknn"), tried=[worse, same, dict(same)])
    chosen = choose(peer, block_purchases(), MACHINE, lambda done, total: told.append((done, total)))
    assert chosen.settings is same
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize("name", ["itemknn", "ease"])
def test_saves_weights_by_the_product_that_is_scored(name: str, tmp_path: Path) -> None:
    purchases = block_purchases()
    fitted = peer_of(name).fit(purchases, peer_of(name).default, MACHINE)
    fitted.save(tmp_path)
    weight_WW = np.load(tmp_path / "weights.npy")
    assert weight_WW.dtype == np.float32 and weight_WW.shape == (2 * BLOCK, 2 * BLOCK)
    expected_UW = fitted.scores(np.arange(NUM_USERS))
    np.testing.assert_allclose(purchases.train_UW.toarray() @ weight_WW.T, expected_UW, rtol=1e-4, atol=1e-6)


def test_als_depends_on_the_seed_alone_and_gives_cold_products_nothing(tmp_path: Path) -> None:
    purchases = block_purchases()

    def factors(seed: int, threads: int) -> bytes:
        fitted = peer_of("als").fit(purchases, peer_of("als").default, Machine(seed=seed, threads=threads))
        fitted.save(tmp_path)
        return (tmp_path / "products.npy").read_bytes() + (tmp_path / "users.npy").read_bytes()

    assert factors(1, 1) == factors(1, 2)
    assert factors(1, 1) != factors(2, 1)
    product_PF = np.load(tmp_path / "products.npy")
    assert product_PF.shape == (NUM_PRODUCTS, 100)
    is_cold_P = ~np.isin(np.arange(NUM_PRODUCTS), purchases.warm_W)
    assert not product_PF[is_cold_P].any() and product_PF[~is_cold_P].any(axis=1).all()


def test_the_program_answers_a_request(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    request = {"peer": "itemknn", "num_users": 2, "num_products": 5, "seed": 1, "threads": 1}
    (tmp_path / "request.json").write_text(json.dumps(request))
    np.array([0, 0, 1, 1, 1, 0, 1, 1, 3, 4], dtype="<u4").tofile(tmp_path / "train.u32")
    np.array([0, 3], dtype="<u4").tofile(tmp_path / "validation.u32")
    answer = io.StringIO()
    monkeypatch.setattr(sys, "__stdout__", answer)
    monkeypatch.setattr(program, "watch_parent", lambda *_: None)
    assert program.main([str(tmp_path)]) == 0
    messages = [json.loads(line) for line in answer.getvalue().splitlines()]
    assert messages[0] == {"done": 0, "total": 12}
    assert messages[-2] == {"done": 12, "total": 12}
    assert messages[-1].keys() == {"settings", "validation_auc"}
    assert np.load(tmp_path / "weights.npy").shape == (4, 4)
