"""What holds of every pipeline there is, however it was made: mistakes of the earlier system, each caught here."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from fbm.app.pipeline.presets import PRESETS
from fbm.domain.evaluation.forecasts import Forecast
from fbm.domain.projection.batch import Playing
from fbm.domain.projection.finalise import BATTER_COLUMNS, PITCHER_COLUMNS
from fbm.domain.projection.presets import stages_of
from fbm.domain.seasons import Lines
from tests.app.worlds import EVERY_PIPELINE, World, projected, small_world

SEASON = 2013
YEARS = (2011, 2012)
CORRECTING = "gb_residual"
"""The one stage over a model that corrects rates of the pipeline; all others make forecasts of their own."""


@cache
def world() -> World:
    return small_world(last=2012)


@cache
def forecasts(preset: str) -> dict[Playing, Forecast]:
    return {one.player_type: one for one in projected(preset, world(), SEASON, YEARS)}


@pytest.mark.parametrize("preset", EVERY_PIPELINE)
def test_innings_and_counts_give_the_rates_that_stand_beside_them(preset: str) -> None:
    """Mistake: playing time scaled the counts and not the innings, and an ERA of 4.05 became 3.58."""
    said = forecasts(preset)["pitcher"].columns
    assert said["era"] == pytest.approx(9 * said["er"] / said["ip"])
    assert said["whip"] == pytest.approx((said["h"] + said["bb"]) / said["ip"])
    batters = forecasts(preset)["batter"].columns
    assert batters["obp"] == pytest.approx((batters["h"] + batters["bb"] + batters["hbp"]) / batters["pa"])


@pytest.mark.parametrize("preset", EVERY_PIPELINE)
def test_earned_runs_are_those_of_nine_innings(preset: str) -> None:
    """Mistakes: an ERA stuck at 4.50, and one that was a third of what it should be."""
    said = forecasts(preset)["pitcher"].columns
    known = world().known.between(2010, 2012).pitching.counts
    league = 27 * known["er"].sum() / known["outs"].sum()
    mean = 9 * said["er"].sum() / said["ip"].sum()
    assert mean == pytest.approx(league, rel=0.2)
    assert said["era"].std() > 0.1


@pytest.mark.parametrize("preset", EVERY_PIPELINE)
def test_a_league_is_projected_to_do_about_what_it_did(preset: str) -> None:
    """Mistake: residuals of +5 to +8 home runs for everybody, from an input that was always zero when projecting."""
    said = forecasts(preset)["batter"].columns
    known = world().known.between(2010, 2012).batting.counts
    chances = sum(known[name].sum() for name in ("ab", "bb", "hbp", "sh", "sf"))
    for stat in ("hr", "so", "bb"):
        assert said[stat].sum() / said["pa"].sum() == pytest.approx(known[stat].sum() / chances, rel=0.15)


@pytest.mark.parametrize("preset", EVERY_PIPELINE)
def test_both_types_of_players_get_every_column_of_theirs_and_none_of_the_other(preset: str) -> None:
    """Mistake: batter or pitcher was told from the keys of a dictionary."""
    for playing, columns in (("batter", BATTER_COLUMNS), ("pitcher", PITCHER_COLUMNS)):
        found = forecasts(preset)["batter" if playing == "batter" else "pitcher"]
        assert set(found.columns) == set(columns)
        assert len(set(found.player_id.tolist())) == len(found) > 20


@pytest.mark.parametrize("preset", ["marcel_classic", "marcel", "baseline", "marcel_gb"])
def test_a_pitcher_s_own_hits_and_earned_runs_count(preset: str) -> None:
    """Mistake: a weight of 1 for the league threw a pitcher's own hits and earned runs away."""
    pitcher = str(forecasts(preset)["pitcher"].player_id[np.argmax(forecasts(preset)["pitcher"].columns["ip"])])
    known = world().known
    hit = World(replace(known, pitching=_hit_harder(known.pitching, pitcher)), world().below)
    said = {one.player_type: one for one in projected(preset, hit, SEASON, YEARS)}["pitcher"]
    row = said.player_id.tolist().index(pitcher)
    before = forecasts(preset)["pitcher"]
    was = before.player_id.tolist().index(pitcher)
    # How much of it is his own is for each pipeline to say, but none says nothing.
    for stat in ("whip", "era"):
        assert said.columns[stat][row] > 1.003 * before.columns[stat][was]


def _hit_harder(lines: Lines, player: str) -> Lines:
    """Let a pitcher have given up three hits and runs in ten more, to so many more batters."""
    more = np.where(lines.player_id == player, 1.3, 1.0)
    counts = {stat: lines.counts[stat] * more for stat in ("h", "r", "er")}
    faced = lines.counts["bf"] + counts["h"] - lines.counts["h"]
    return replace(lines, counts={**lines.counts, **counts, "bf": faced})


def test_forecasts_of_the_coming_season_are_neither_rebaselined_nor_aged_again() -> None:
    """Mistake: rates that were forecasts already were moved to another league and aged once more."""
    for preset in PRESETS.values():
        if preset.base != "baseline":
            names = [stage.name for stage in stages_of(preset.base, "batter")]
        else:
            names = ["rates", "rebaseline", "aging", "playing_time"]
        for step in preset.models:
            assert step.stage == CORRECTING or set(names[names.index(step.after) + 1 :]) <= {"playing_time"}
