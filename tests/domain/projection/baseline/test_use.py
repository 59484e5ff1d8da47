"""How pitchers are used: what starters have of relief is learned from starters."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from fbm.domain.projection.baseline.design import start_share
from fbm.domain.projection.baseline.panel import Panel, open_panel
from fbm.domain.projection.baseline.use import FEWEST_OF_STARTERS, fit_use, within_relief
from fbm.domain.seasons import BoolArray, FloatArray
from fbm.domain.simulation.league import simulate_league
from fbm.domain.simulation.spec import LeagueSpec

LEAGUE = simulate_league(LeagueSpec(first_season=2008, last_season=2016, teams=16, seed=4)).history


def used(copies: int) -> tuple[Panel, FloatArray, BoolArray]:
    """Good relievers save games; starters save none, and the better one is, the less he relieves.

    Returns
    -------
    tuple
        Pitchers, how good they are, (n, 1), and who starts.
    """
    once = open_panel(LEAGUE, "pitcher").between(2011, 2016)
    panel = once.take(np.tile(np.arange(len(once)), copies))
    starts = start_share(panel) >= 0.9
    good = np.random.default_rng(1).uniform(0.0, 1.0, len(panel))
    games = np.where(starts, 10.0 * (1.0 - good), 20.0 + 40.0 * good)
    none = np.zeros(len(panel))
    happened = {
        **panel.happened,
        "sv": np.where(starts, 0.0, 30.0 * good),
        "hld": none,
        "bs": none,
        "gs": np.where(starts, 20.0, 0.0),
        "g": np.where(starts, 20.0, 0.0) + games,
        "w": none,
        "l": none,
    }
    return replace(panel, happened=happened, scale=np.ones_like(panel.scale)), good[:, None], starts


def totals(copies: int) -> tuple[dict[str, FloatArray], FloatArray, BoolArray]:
    panel, good, starts = used(copies)
    fits = fit_use(panel, good, np.ones(len(panel), dtype=np.bool_))
    share = start_share(panel)
    return {stat: column for fit in fits for stat, column in fit.predict(good, share).items()}, good[:, 0], starts


def test_a_good_starter_is_not_given_the_relief_of_a_good_reliever() -> None:
    found, good, starts = totals(3)
    assert starts.sum() >= FEWEST_OF_STARTERS
    relief = found["g"] - found["gs"]
    best, worst = starts & (good > 0.9), starts & (good < 0.1)
    assert found["sv"][starts].max() < 0.1
    assert relief[best].mean() < relief[worst].mean() / 2


def test_relievers_keep_theirs() -> None:
    found, good, starts = totals(3)
    best, worst = ~starts & (good > 0.9), ~starts & (good < 0.1)
    assert found["sv"][best].mean() > found["sv"][worst].mean() + 10


def test_too_few_starters_to_learn_from_have_what_they_had_in_the_mean() -> None:
    found, _, starts = totals(1)
    assert 100 <= starts.sum() < FEWEST_OF_STARTERS
    assert abs((found["g"] - found["gs"])[starts].mean() - 5.0) < 0.5
    assert found["sv"][starts].mean() == 0


def test_nobody_has_more_saves_holds_and_blown_saves_than_games_in_relief() -> None:
    told = {
        "g": np.array([30.0, 60.0, 20.0]),
        "gs": np.array([29.0, 0.0, 22.0]),
        "sv": np.array([1.0, 30.0, 1.0]),
        "hld": np.array([3.0, 5.0, -1.0]),
    }
    found = within_relief(told)
    np.testing.assert_allclose(found["sv"], [0.25, 30.0, 0.0])
    np.testing.assert_allclose(found["hld"], [0.75, 5.0, 0.0])
    assert found["g"] is told["g"]
    assert within_relief({"sv": told["sv"]}) == {"sv": told["sv"]}


@pytest.mark.parametrize("seed", ["1", "2"])
def test_another_process_shares_relief_out_to_the_last_bit_alike(seed: str) -> None:
    rng = np.random.default_rng(5)
    told = {stat: rng.uniform(0.0, 30.0, 500) for stat in ("g", "sv", "hld", "bs")} | {"gs": np.zeros(500)}
    program = (
        "import sys, numpy as np; from fbm.domain.projection.baseline.use import within_relief; "
        "rng = np.random.default_rng(5); "
        "told = {stat: rng.uniform(0.0, 30.0, 500) for stat in ('g', 'sv', 'hld', 'bs')} | {'gs': np.zeros(500)}; "
        "sys.stdout.buffer.write(within_relief(told)['sv'].tobytes())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    run = subprocess.run([sys.executable, "-c", program], env=environment, check=True, capture_output=True)
    assert run.stdout == within_relief(told)["sv"].tobytes()
