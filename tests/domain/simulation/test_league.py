"""A small league of six teams and eight seasons; what it should look like in large stands in docs/simulation.md."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fbm.domain.seasons import FloatArray, Lines, plate_appearances, season_totals
from fbm.domain.simulation.league import SimulatedLeague, simulate_league
from fbm.domain.simulation.spec import LeagueSpec
from fbm.domain.stats import BATTING, PITCHING, POSITIONS

SPEC = LeagueSpec(first_season=2015, last_season=2022, seed=5, teams=6)


@pytest.fixture(scope="module")
def league() -> SimulatedLeague:
    return simulate_league(SPEC)


def batters(lines: Lines) -> Lines:
    """Lines with more than a pitcher's few plate appearances."""
    return lines.take(plate_appearances(lines) >= 150)


def test_the_same_spec_gives_the_same_league(league: SimulatedLeague) -> None:
    again = simulate_league(SPEC)
    for name in BATTING:
        assert np.array_equal(league.history.batting.counts[name], again.history.batting.counts[name])
    assert league.history.people.name.tolist() == again.history.people.name.tolist()


def test_another_seed_gives_another_league(league: SimulatedLeague) -> None:
    other = simulate_league(replace(SPEC, seed=6))
    assert other.history.batting.counts["hr"][:50].tolist() != league.history.batting.counts["hr"][:50].tolist()


def test_every_count_is_there_and_none_is_negative(league: SimulatedLeague) -> None:
    history = league.history
    for lines, names in ((history.batting, BATTING), (history.pitching, PITCHING), (history.positions, POSITIONS)):
        assert set(lines.counts) == set(names)
        assert all((column >= 0).all() for column in lines.counts.values())


PARTS = [("h", "ab"), ("hr", "h"), ("hr", "r"), ("hr", "rbi"), ("ibb", "bb"), ("doubles", "h")]


@pytest.mark.parametrize(("part", "whole"), PARTS)
def test_no_batter_has_more_of_a_part_than_of_the_whole(league: SimulatedLeague, part: str, whole: str) -> None:
    counts = league.history.batting.counts
    assert (counts[part] <= counts[whole]).all()


@pytest.mark.parametrize(
    ("part", "whole"), [("er", "r"), ("gs", "g"), ("qs", "gs"), ("hr", "h"), ("cg", "gs"), ("sho", "cg")]
)
def test_no_pitcher_has_more_of_a_part_than_of_the_whole(league: SimulatedLeague, part: str, whole: str) -> None:
    counts = league.history.pitching.counts
    assert (counts[part] <= counts[whole]).all()


def test_games_finished_saved_and_held_are_games_in_relief(league: SimulatedLeague) -> None:
    counts = league.history.pitching.counts
    assert (counts["sv"] + counts["hld"] + counts["bs"] <= counts["g"]).all()
    assert (counts["sv"] <= counts["gf"]).all()
    assert (counts["gf"] <= counts["g"] - counts["gs"]).all()


def test_longer_and_better_starts_are_quality_starts_more_often(league: SimulatedLeague) -> None:
    counts = league.history.pitching.counts
    starters = counts["gs"] >= 20
    share, average = (
        counts["qs"][starters] / counts["gs"][starters],
        27 * counts["er"][starters] / counts["outs"][starters],
    )
    assert 0.35 < counts["qs"].sum() / counts["gs"].sum() < 0.6
    assert np.corrcoef(share, average)[0, 1] < -0.2
    assert np.corrcoef(share, counts["outs"][starters] / counts["gs"][starters])[0, 1] > 0.4


def test_keys_are_unique(league: SimulatedLeague) -> None:
    for lines in (league.history.batting, league.history.pitching, league.history.positions):
        keys = set(zip(lines.player_id.tolist(), lines.season.tolist(), lines.stint.tolist(), strict=True))
        assert len(keys) == len(lines)


def test_everybody_who_played_is_known_and_nobody_else(league: SimulatedLeague) -> None:
    history = league.history
    played = set(history.batting.player_id.tolist())
    assert set(history.people.player_id.tolist()) == played
    assert set(history.pitching.player_id.tolist()) <= played
    assert np.isfinite(history.people.birth_year).all()


def test_traded_players_have_a_second_stint_with_another_team(league: SimulatedLeague) -> None:
    batting = league.history.batting
    second = batting.take(batting.stint == 2)
    assert 0.02 < len(second) / len(batting) < 0.12
    first = batting.take(batting.stint == 1)
    teams = dict(zip(zip(first.player_id.tolist(), first.season.tolist(), strict=True), first.team, strict=True))
    keys = zip(second.player_id.tolist(), second.season.tolist(), strict=True)
    assert all(teams[key] != team for key, team in zip(keys, second.team, strict=True))


def test_every_team_plays_every_season_with_a_full_number_of_chances(league: SimulatedLeague) -> None:
    history = league.history
    assert len(history.teams.season) == 6 * 8
    chances = plate_appearances(history.batting)
    for team in np.unique(history.teams.team):
        share = chances[history.batting.team == team].sum() / 8
        assert 5700 < share < 6700  # a major-league team comes to about 6,150


def test_starts_come_to_a_schedule(league: SimulatedLeague) -> None:
    starts = league.history.pitching.counts["gs"].sum()
    assert starts == pytest.approx(6 * 8 * 162, rel=0.02)


def test_pitchers_bat_until_the_designated_hitter_is_everywhere(league: SimulatedLeague) -> None:
    batting, positions = league.history.batting, league.history.positions
    pitched = set(positions.player_id[positions.counts["p"] > 0].tolist())
    by_pitchers = np.array([player in pitched for player in batting.player_id.tolist()])
    chances = np.where(by_pitchers & (batting.league == "NL"), plate_appearances(batting), 0)
    assert chances[batting.season == 2021].sum() > 3 * 250
    assert chances[batting.season == 2022].sum() < 3 * 60


@pytest.mark.parametrize(
    ("stat", "low", "high"),
    [
        ("hr", 0.022, 0.038),
        ("bb", 0.07, 0.097),
        ("so", 0.17, 0.26),
        ("h", 0.2, 0.26),
        ("r", 0.1, 0.14),
        ("rbi", 0.09, 0.14),
    ],
)
def test_league_rates_are_those_of_the_majors(league: SimulatedLeague, stat: str, low: float, high: float) -> None:
    lines = batters(league.history.batting)
    assert low < lines.counts[stat].sum() / plate_appearances(lines).sum() < high


def test_talent_lasts_from_year_to_year(league: SimulatedLeague) -> None:
    lines = batters(season_totals(league.history.batting))
    rate = lines.counts["so"] / plate_appearances(lines)
    assert 0.7 < year_to_year(lines, rate) < 0.95  # .85 in the majors, fewer pairs here


def test_truth_is_nearer_to_next_year_than_luck_is(league: SimulatedLeague) -> None:
    truth = league.truth.batting
    true = dict(
        zip(zip(truth.player_id.tolist(), truth.season.tolist(), strict=True), truth.counts["obp"], strict=True)
    )
    lines = batters(season_totals(league.history.batting))
    on_base = sum(lines.counts[name] for name in ("h", "bb", "hbp")) / plate_appearances(lines)
    keys = zip(lines.player_id.tolist(), lines.season.tolist(), strict=True)
    known = np.array([true[key] for key in keys])
    assert np.corrcoef(known, on_base)[0, 1] > year_to_year(lines, np.asarray(on_base))


def test_truth_has_a_line_for_every_line_of_the_history(league: SimulatedLeague) -> None:
    history, truth = league.history, league.truth
    assert truth.pitching.player_id.tolist() == history.pitching.player_id.tolist()
    assert len(truth.batting) + len(truth.pitching) == len(history.batting)
    for column in (*truth.batting.counts.values(), *truth.pitching.counts.values()):
        assert ((column > 0) & (column < 1)).all()


def year_to_year(lines: Lines, rate: FloatArray) -> float:
    at = {key: i for i, key in enumerate(zip(lines.player_id.tolist(), lines.season.tolist(), strict=True))}
    pairs = [(at[player, season - 1], i) for (player, season), i in at.items() if (player, season - 1) in at]
    before, after = np.array(pairs).T
    return float(np.corrcoef(rate[before], rate[after])[0, 1])
