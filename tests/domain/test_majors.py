"""Seasons told club by club, as lines of the season tables."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pytest

from fbm.domain.majors import ByClub, PlayerSeason, major_lines, mismatches
from fbm.domain.stats import BATTING

LEAGUES = {(2023, club): "AL" for club in ("AAA", "BBB", "CCC")}


def games(**clubs: float) -> ByClub:
    return {club: {"g": count} for club, count in clubs.items()}


def player(
    batting: ByClub | None = None, pitching: ByClub | None = None, fielding: ByClub | None = None, name: str = "mlbam:1"
) -> PlayerSeason:
    return PlayerSeason(name, "Pat Player", 2023, batting or {}, pitching or {}, fielding or {})


@pytest.mark.parametrize(
    ("batting", "pitching", "expected"),
    [
        (games(AAA=10, BBB=20), {}, ("AAA", "BBB")),
        (games(BBB=2), games(AAA=30, BBB=30), ("AAA", "BBB")),
        (games(AAA=2, BBB=3, CCC=4), games(AAA=30, CCC=30), ("AAA", "BBB", "CCC")),
        (games(CCC=1), games(AAA=30, BBB=30), ("AAA", "BBB", "CCC")),
        (games(BBB=1, AAA=1), games(AAA=30, BBB=30), ("AAA", "BBB")),
    ],
)
def test_clubs_stand_in_the_order_in_which_he_was_with_them(
    batting: ByClub, pitching: ByClub, expected: tuple[str, ...]
) -> None:
    assert player(batting, pitching).clubs() == expected


def test_stints_are_the_same_in_every_table() -> None:
    lines = major_lines([player(games(BBB=2), games(AAA=30, BBB=30), {"BBB": {"p": 30}})], LEAGUES)
    for table in (lines.batting, lines.positions, lines.pitching):
        assert list(zip(table.stint.tolist(), table.team.tolist(), strict=True)) == [(1, "AAA"), (2, "BBB")]


def test_who_never_came_to_bat_has_a_line_of_nothing_with_his_games() -> None:
    batting = major_lines([player(pitching=games(AAA=30))], LEAGUES).batting
    assert {stat: counts[0] for stat, counts in batting.counts.items()} == {**dict.fromkeys(BATTING, 0.0), "g": 30.0}


def test_what_is_not_told_is_missing() -> None:
    batting = major_lines([player({"AAA": {"g": 3, "ab": 9}})], LEAGUES).batting
    assert math.isnan(batting.counts["hr"][0])


def test_a_position_that_nobody_is_told_to_have_played_is_not_known() -> None:
    told = major_lines([player(games(AAA=9), fielding={"AAA": {"ss": 9}})], LEAGUES).positions.counts
    assert (told["ss"][0], math.isnan(told["dh"][0]), told["p"][0]) == (9.0, True, 0.0)
    other = player(games(AAA=9), fielding={"AAA": {"dh": 9}}, name="mlbam:2")
    both = major_lines([player(games(AAA=9), fielding={"AAA": {"ss": 9}}), other], LEAGUES).positions.counts
    np.testing.assert_array_equal(both["dh"], [0.0, 9.0])


def whole(clubs: ByClub, of_all: Mapping[str, float] | None) -> list[tuple[str, float, float]]:
    told = PlayerSeason("mlbam:1", "Pat Player", 2023, clubs, {}, {}, of_all)
    return [(one.what, one.parts, one.whole) for one in mismatches(told)]


def test_clubs_that_add_up_have_nothing_to_tell() -> None:
    assert whole({"AAA": {"g": 3, "hr": 1}, "BBB": {"g": 4, "hr": 2}}, {"g": 7, "hr": 3}) == []


def test_clubs_that_do_not_add_up_are_named_figure_by_figure() -> None:
    clubs = {"AAA": {"g": 3, "hr": 1}, "BBB": {"g": 4, "hr": 2}}
    assert whole(clubs, {"g": 7, "hr": 4}) == [("batting hr", 3.0, 4.0)]


def test_a_season_without_a_sum_is_named() -> None:
    [(what, parts, of_all)] = whole({"AAA": {"g": 3}}, None)
    assert (what, parts, math.isnan(of_all)) == ("batting g", 3.0, True)
    assert whole({}, None) == []
