"""The minor leagues of a simulated league; how near they come to the real ones stands in docs/models/mle.md."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fbm.domain.minors import LEVELS, MINOR_BATTING, MINOR_PITCHING, MinorLines
from fbm.domain.seasons import FloatArray, season_totals
from fbm.domain.simulation.league import SimulatedLeague, simulate_league
from fbm.domain.simulation.spec import LeagueSpec

SPEC = LeagueSpec(first_season=2012, last_season=2022, seed=5, teams=10)


@pytest.fixture(scope="module")
def league() -> SimulatedLeague:
    return simulate_league(SPEC)


def rate(lines: MinorLines, level: str, stat: str, chances: str) -> float:
    at = lines.level == level
    return float(lines.counts[stat][at].sum() / lines.counts[chances][at].sum())


def test_the_same_spec_gives_the_same_minors(league: SimulatedLeague) -> None:
    again = simulate_league(SPEC).minors
    assert again.batting.player_id.tolist() == league.minors.batting.player_id.tolist()
    for name in MINOR_BATTING:
        assert np.array_equal(league.minors.batting.counts[name], again.batting.counts[name])


def test_another_seed_gives_other_minors(league: SimulatedLeague) -> None:
    other = simulate_league(replace(SPEC, seed=6)).minors
    assert other.batting.counts["hr"][:50].tolist() != league.minors.batting.counts["hr"][:50].tolist()


def test_every_season_has_lines_at_every_level(league: SimulatedLeague) -> None:
    for lines in (league.minors.batting, league.minors.pitching):
        for season in SPEC.seasons:
            assert set(lines.level[lines.season == season].tolist()) == set(LEVELS)


def test_every_count_is_there_and_none_is_negative(league: SimulatedLeague) -> None:
    for lines, names in ((league.minors.batting, MINOR_BATTING), (league.minors.pitching, MINOR_PITCHING)):
        assert set(lines.counts) == set(names)
        assert all((column >= 0).all() for column in lines.counts.values())


@pytest.mark.parametrize(("part", "whole"), [("h", "ab"), ("hr", "h"), ("doubles", "h"), ("h", "tb"), ("ab", "pa")])
def test_no_batter_has_more_of_a_part_than_of_the_whole(league: SimulatedLeague, part: str, whole: str) -> None:
    counts = league.minors.batting.counts
    assert (counts[part] <= counts[whole]).all()


@pytest.mark.parametrize(("part", "whole"), [("er", "r"), ("gs", "g"), ("hr", "h"), ("sv", "g")])
def test_no_pitcher_has_more_of_a_part_than_of_the_whole(league: SimulatedLeague, part: str, whole: str) -> None:
    counts = league.minors.pitching.counts
    assert (counts[part] <= counts[whole]).all()


def test_players_are_the_younger_the_lower_the_level(league: SimulatedLeague) -> None:
    lines = league.minors.batting
    age = lines.season - lines.birth_year
    means = [float(age[lines.level == level].mean()) for level in ("AAA", "AA", "A+", "A", "Rk")]
    assert means == sorted(means, reverse=True)
    assert age.min() >= 17


def test_the_same_men_strike_out_less_in_the_minors_than_in_the_majors_the_year_after(league: SimulatedLeague) -> None:
    before, after = promoted(league)
    assert 0.75 < before / after < 0.95


def promoted(league: SimulatedLeague) -> tuple[float, float]:
    """Strikeouts per plate appearance of those who went from AAA to the majors, before and after."""
    lines = league.minors.batting.take(league.minors.batting.level == "AAA")
    majors = season_totals(league.history.batting)
    pa: FloatArray = majors.counts["ab"] + majors.counts["bb"]
    found = {
        key: (so, chances)
        for key, so, chances in zip(
            zip(majors.player_id.tolist(), majors.season.tolist(), strict=True),
            majors.counts["so"].tolist(),
            pa.tolist(),
            strict=True,
        )
    }
    sums = np.zeros(4)
    counts = zip(lines.counts["so"].tolist(), lines.counts["pa"].tolist(), strict=True)
    for player, season, line in zip(lines.player_id.tolist(), lines.season.tolist(), counts, strict=True):
        if (player, season + 1) in found:
            sums += (*line, *found[player, season + 1])
    return float(sums[0] / sums[1]), float(sums[2] / sums[3])


def test_nearly_everybody_who_comes_up_was_in_the_minors_before(league: SimulatedLeague) -> None:
    history, minors = league.history, league.minors
    for lines, lower in ((history.batting, minors.batting), (history.pitching, minors.pitching)):
        at = dict(zip(history.people.player_id.tolist(), history.people.birth_year.tolist(), strict=True))
        debuts: dict[str, int] = {}
        for player, season in sorted(zip(lines.player_id.tolist(), lines.season.tolist(), strict=True), reverse=True):
            debuts[player] = season
        young = {player for player, season in debuts.items() if season >= 2015 and season - at[player] < 27}
        seen = {
            player
            for player, season in zip(lower.player_id.tolist(), lower.season.tolist(), strict=True)
            if player in young and season < debuts[player]
        }
        known = [player for player in young if player in set(lower.player_id.tolist())]
        assert len(known) > 20
        assert len(seen) / len(known) > 0.95


def test_results_flatter_the_pitchers_who_come_up(league: SimulatedLeague) -> None:
    lines = league.minors.pitching
    lines = lines.take((lines.season < 2018) & (lines.level != "AAA") & (lines.counts["bf"] >= 200))
    on_base = lines.counts["h"] + lines.counts["bb"] + lines.counts["hbp"]
    runs = lines.counts["er"] / (on_base - lines.counts["hr"])
    came = np.isin(lines.player_id, league.history.pitching.player_id)
    assert runs[came].mean() < 0.97 * runs[~came].mean()


def test_no_id_is_given_twice(league: SimulatedLeague) -> None:
    born: dict[str, float] = {}
    for lines in (league.minors.batting, league.minors.pitching):
        for player, year in zip(lines.player_id.tolist(), lines.birth_year.tolist(), strict=True):
            assert born.setdefault(player, year) == year


def test_people_of_the_minors_have_names(league: SimulatedLeague) -> None:
    names = dict(zip(league.history.people.player_id.tolist(), league.history.people.name.tolist(), strict=True))
    lines = league.minors.batting
    for player, name in zip(lines.player_id.tolist(), lines.name.tolist(), strict=True):
        assert names.get(player, name) == name
        assert name


def test_lower_levels_are_easier_for_pitchers(league: SimulatedLeague) -> None:
    homers = [rate(league.minors.pitching, level, "hr", "bf") for level in ("AAA", "AA", "A", "Rk")]
    assert homers == sorted(homers, reverse=True)
