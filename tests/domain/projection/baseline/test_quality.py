"""Quality starts as the baseline projects them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fbm.domain.projection.baseline.fit import MODES, BaselineFits, Mode
from fbm.domain.projection.finalise import Projection, finalise
from fbm.domain.projection.presets import Basis, run, stages_of
from fbm.domain.projection.window import open_batch
from fbm.domain.seasons import BoolArray, FloatArray, History, season_totals
from fbm.domain.simulation.league import simulate_league
from fbm.domain.simulation.spec import LeagueSpec

LEAGUE: History = simulate_league(LeagueSpec(first_season=2008, last_season=2016, teams=16, seed=4)).history
SEASON = 2016
OTHERS = ("ip", "g", "gs", "w", "l", "sv", "hld", "bs", "era")


def with_quality(history: History, qs: FloatArray) -> History:
    return replace(history, pitching=replace(history.pitching, counts={**history.pitching.counts, "qs": qs}))


def counted_in(seasons: BoolArray) -> History:
    """The league as if quality starts had been counted in some seasons only."""
    return with_quality(LEAGUE, np.where(seasons, LEAGUE.pitching.counts["qs"], np.nan))


def projected(history: History, mode: Mode = "expected") -> Projection:
    basis = Basis(BaselineFits(history).before(SEASON), mode)
    return finalise(run(open_batch(history, SEASON, "pitcher"), stages_of("baseline", "pitcher", basis)))


@pytest.mark.parametrize("mode", MODES)
def test_nobody_has_more_of_them_than_starts_or_fewer_than_none(mode: Mode) -> None:
    made = projected(LEAGUE, mode)
    assert (made["qs"] <= np.maximum(made["gs"], 0.0) + 1e-9).all()
    assert (made["qs"] >= 0).all()


def test_what_is_expected_adds_up() -> None:
    """All together have about as many as the league had in the season before."""
    happened = LEAGUE.pitching.counts["qs"][LEAGUE.pitching.season == SEASON - 1].sum()
    assert abs(projected(LEAGUE)["qs"].sum() / happened - 1) < 0.15


def test_they_tell_more_than_starts_do() -> None:
    made = projected(LEAGUE, "regular")
    totals = season_totals(LEAGUE.pitching.take(LEAGUE.pitching.season == SEASON))
    totals = totals.take(totals.counts["gs"] >= 10)
    _, ours, theirs = np.intersect1d(made.player_id, totals.player_id, return_indices=True)
    by_quality, by_starts = (np.corrcoef(made[name][ours], totals.counts["qs"][theirs])[0, 1] for name in ("qs", "gs"))
    assert by_quality > by_starts


@pytest.mark.parametrize("mode", MODES)
def test_where_nobody_counted_them_there_are_none_and_nothing_else_changes(mode: Mode) -> None:
    """Who sat out in a season that nobody counted is no zero to learn from."""
    known, unknown = projected(LEAGUE, mode), projected(counted_in(np.zeros(len(LEAGUE.pitching), dtype=bool)), mode)
    assert np.isnan(unknown["qs"]).all()
    for name in OTHERS:
        np.testing.assert_array_equal(known[name], unknown[name], err_msg=name)


def test_seasons_that_nobody_counted_are_not_read_as_zeros() -> None:
    late = projected(counted_in(LEAGUE.pitching.season >= SEASON - 3))
    assert abs(late["qs"].sum() / projected(LEAGUE)["qs"].sum() - 1) < 0.1


def test_the_season_itself_is_not_seen() -> None:
    lines = LEAGUE.pitching
    other = with_quality(LEAGUE, np.where(lines.season >= SEASON, 2 * lines.counts["gs"], lines.counts["qs"]))
    for history in (other, LEAGUE.before(SEASON)):
        np.testing.assert_array_equal(projected(history)["qs"], projected(LEAGUE)["qs"])


def test_the_season_before_is_seen() -> None:
    lines = LEAGUE.pitching
    other = with_quality(LEAGUE, np.where(lines.season == SEASON - 1, lines.counts["gs"], lines.counts["qs"]))
    assert not np.array_equal(projected(other)["qs"], projected(LEAGUE)["qs"])
