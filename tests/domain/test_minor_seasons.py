from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fbm.domain.minor_seasons import MINOR, SEASONS_BACK, minor_columns, minor_seasons
from fbm.domain.minors import MinorLines, Minors, no_minors
from fbm.domain.seasons import FloatArray, History
from tests.domain.minor_lines import minor_lines, pitching_lines
from tests.histories import history_of

SEASON = 2014


def below(batting: MinorLines) -> History:
    return replace(history_of(), minors=minor_seasons(Minors(batting, no_minors().pitching)))


def columns(history: History, *players: str, season: int = SEASON) -> dict[str, FloatArray]:
    who = np.array(players, dtype=np.str_)
    found = minor_columns(history, "batter", who, np.full(len(players), season))
    return {name.removeprefix(MINOR): column for name, column in found.items()}


def lines(*rows: tuple[str, int, str], **counts: list[float]) -> MinorLines:
    return minor_lines(rows, **{"pa": [400.0] * len(rows), **counts})


def test_more_than_the_league_is_above_and_the_ballast_holds_it_back() -> None:
    found = columns(below(lines(("a", 2013, "AAA"), ("b", 2013, "AAA"), hr=[20.0, 0.0])), "a", "b")
    # Each is expected to hit ten; eight more of an average player's stand beside them.
    assert found["hr"] == pytest.approx([np.log(28 / 18), np.log(8 / 18)])


def test_seasons_and_levels_of_a_player_are_added_up_and_older_ones_count_for_less() -> None:
    known = lines(("a", 2013, "AAA"), ("a", 2013, "AA"), ("a", 2012, "AAA"), pa=[300.0, 100.0, 200.0])
    found = columns(below(known), "a")
    assert found["chances"] == pytest.approx([300 + 0.9 * 100 + 0.7 * 200])
    assert found["last"].tolist() == [400]
    assert found["aaa last"].tolist() == [300]


def test_who_was_not_there_is_unknown_and_had_no_chances() -> None:
    found = columns(below(lines(("a", 2013, "AAA"), hr=[5.0])), "nobody")
    assert np.isnan(found["hr"]).all()
    assert np.isnan(found["age"]).all()
    assert found["chances"].tolist() == [0]
    assert found["last"].tolist() == [0]


def test_a_season_in_which_nobody_played_below_tells_nothing_of_who_was_there() -> None:
    found = columns(below(lines(("a", 2012, "AAA"))), "a")
    assert np.isnan(found["last"]).all()
    assert found["chances"] == pytest.approx([0.7 * 400])


def test_the_season_after_one_without_minor_leagues_looks_back_past_it() -> None:
    before = below(lines(("a", 2019, "AAA"), ("b", 2018, "AAA")))
    found = columns(before, "a", "b", season=2021)
    assert found["last"].tolist() == [400, 0]
    assert found["chances"] == pytest.approx([400, 0.7 * 400])
    assert columns(before, "a", season=2020)["last"].tolist() == [400]


def test_who_played_below_in_2020_in_a_league_that_did_is_seen_as_in_any_season() -> None:
    found = columns(below(lines(("a", 2020, "AAA"), ("b", 2019, "AAA"))), "a", "b", season=2021)
    assert found["last"].tolist() == [400, 0]


def test_nothing_of_the_season_or_later_is_read_nor_what_is_too_long_ago() -> None:
    late = lines(("a", SEASON, "AAA"), ("a", SEASON + 1, "AAA"), ("a", SEASON - SEASONS_BACK - 1, "AAA"))
    assert columns(below(late), "a")["chances"].tolist() == [0]


def test_the_young_for_their_level_are_below_zero() -> None:
    known = lines(("a", 2013, "AAA"), ("b", 2013, "AAA"))
    young = replace(known, birth_year=np.array([1993.0, 1989.0]))
    assert columns(below(young), "a", "b")["age"] == pytest.approx([-2, 2])


def test_a_figure_that_a_source_does_not_have_says_nothing() -> None:
    assert columns(below(lines(("a", 2013, "AAA"))), "a")["so"].tolist() == [0]


def test_a_history_without_such_lines_has_no_such_columns() -> None:
    assert columns(history_of(), "a") == {}
    assert columns(below(no_minors().batting), "a") == {}


def test_pitchers_are_measured_in_outs() -> None:
    known = pitching_lines([("a", 2013, "AAA"), ("b", 2013, "AAA")], outs=[300, 300], so=[120, 80])
    history = replace(history_of(), minors=minor_seasons(Minors(no_minors().batting, known)))
    found = minor_columns(history, "pitcher", np.array(["a"]), np.array([SEASON]))
    assert found[f"{MINOR}so"] == pytest.approx([np.log(135 / 115)])
    assert found[f"{MINOR}chances"].tolist() == [300]
