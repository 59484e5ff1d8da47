"""Quantiles behind the columns of a projection."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np

from fbm.app.spreads import sample_before, with_quantiles
from fbm.domain.projection.batch import Batch
from fbm.domain.projection.presets import run, stages_of
from fbm.domain.projection.window import open_batch
from fbm.domain.seasons import IntArray
from fbm.domain.simulation.league import simulate_league
from fbm.domain.simulation.spec import LeagueSpec
from fbm.domain.uncertainty.spread import fit_spread

LEAGUE = simulate_league(LeagueSpec(first_season=2008, last_season=2015, teams=16, seed=4)).history


def picked(batch: Batch, rows: IntArray) -> Batch:
    """Give some players of a batch."""
    columns = {field.name: getattr(batch, field.name) for field in fields(Batch)}
    of_players = {name for name, column in columns.items() if isinstance(column, np.ndarray)} - {"league"}
    return replace(batch, **{name: columns[name][rows] for name in of_players})


def test_quantiles_of_a_player_of_a_batch_are_his_own_whoever_stands_before_him() -> None:
    spread = fit_spread(sample_before(LEAGUE, 2016, "marcel", "batter"))
    assert spread is not None
    batch = run(open_batch(LEAGUE, 2016, "batter"), stages_of("marcel", "batter"))
    rows = np.arange(5, 40, 3)
    among, alone = with_quantiles(batch, spread), with_quantiles(picked(batch, rows), spread)
    assert alone.player_id.tolist() == among.player_id[rows].tolist()
    for name, column in alone.columns.items():
        np.testing.assert_array_equal(column, among[name][rows], err_msg=name)


def test_a_batch_of_nobody_has_no_quantiles_and_does_no_harm() -> None:
    spread = fit_spread(sample_before(LEAGUE, 2016, "marcel", "pitcher"))
    assert spread is not None
    batch = run(open_batch(LEAGUE, 2016, "pitcher"), stages_of("marcel", "pitcher"))
    nobody = with_quantiles(picked(batch, np.zeros(0, dtype=np.int64)), spread)
    assert len(nobody) == 0
    assert nobody["era_p50"].shape == (0,)
