from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from fbm.domain.seasons import History, Lines
from fbm.domain.stats import PITCHING, POSITIONS
from fbm.domain.valuation.eligibility import batter_positions, pitcher_positions
from fbm.domain.valuation.league import Thresholds
from tests.histories import small_history

USUAL = Thresholds()


def lines_of(names: tuple[str, ...], seasons: Mapping[int, Mapping[str, float]]) -> Lines:
    """One player's lines, a season each."""
    n = len(seasons)
    counts = {name: np.array([games.get(name, 0.0) for games in seasons.values()]) for name in names}
    words = np.full(n, "AAA")
    return Lines(np.full(n, "a"), np.array(list(seasons)), np.ones(n, dtype=np.int64), words, words, counts)


def fielded(seasons: Mapping[int, Mapping[str, float]]) -> History:
    empty = small_history(range(2010, 2012))
    nobody = empty.positions.take(np.zeros(0, dtype=np.int64))
    return History((), nobody, nobody, lines_of(POSITIONS, seasons), empty.people, empty.teams)


def pitched(seasons: Mapping[int, Mapping[str, float]]) -> History:
    empty = fielded({2021: {}})
    return History((), empty.batting, lines_of(PITCHING, seasons), empty.positions, empty.people, empty.teams)


def positions(seasons: Mapping[int, Mapping[str, float]], main: str | None = "SS") -> tuple[str, ...]:
    return batter_positions(fielded(seasons), ["a"], [main], USUAL)[0]


def test_twenty_games_make_eligible_and_nineteen_do_not() -> None:
    assert positions({2021: {"ss": 100, "2b": 20, "3b": 19}}) == ("SS", "2B")


def test_the_main_position_counts_however_few_games() -> None:
    assert positions({2021: {"ss": 3}}) == ("SS",)


def test_the_outfield_is_one_position() -> None:
    assert positions({2021: {"lf": 8, "cf": 7, "rf": 6, "1b": 90}}, "1B") == ("1B", "OF")
    assert positions({2021: {"lf": 90}}, "LF") == ("OF",)


def test_only_the_last_season_seen_counts() -> None:
    assert positions({2020: {"2b": 60}, 2021: {"ss": 100}}) == ("SS",)


def test_a_short_season_asks_for_its_share_of_the_games() -> None:
    # Twenty of 162 games are 7.4 of the sixty of 2020.
    assert positions({2020: {"ss": 40, "2b": 8}}) == ("SS", "2B")
    assert positions({2020: {"ss": 40, "2b": 7}}) == ("SS",)


@pytest.mark.parametrize("main", ["DH", "P", None])
def test_who_has_no_position_in_the_field_is_a_designated_hitter(main: str | None) -> None:
    assert positions({2021: {"dh": 120}}, main) == ("DH",)
    assert positions({2021: {"dh": 120, "1b": 25}}, main) == ("DH", "1B")


def test_a_newcomer_has_the_position_that_is_projected() -> None:
    assert batter_positions(fielded({2021: {"ss": 90}}), ["new"], ["CF"], USUAL) == (("OF",),)
    assert pitcher_positions(pitched({2021: {}}), ["new"], ["SP"], USUAL) == (("SP",),)


def test_a_role_that_was_given_comes_before_the_seasons_and_takes_none_away() -> None:
    history = pitched({2021: {"g": 3, "gs": 0}})
    assert pitcher_positions(history, ["a"], ["SP"], USUAL, {"a": "SP"}) == (("SP", "RP"),)
    assert pitcher_positions(history, ["a"], ["RP"], USUAL, {"a": "RP"}) == (("RP",),)
    assert pitcher_positions(history, ["a"], ["SP"], USUAL, {"b": "SP"}) == (("RP",),)


@pytest.mark.parametrize(
    ("games", "starts", "expected"),
    [
        (30, 30, ("SP",)),
        (60, 0, ("RP",)),
        (30, 20, ("SP", "RP")),
        (40, 5, ("RP", "SP")),
        (30, 26, ("SP",)),
        (0, 0, ("RP",)),
    ],
)
def test_pitchers_start_or_relieve_by_last_season(games: int, starts: int, expected: tuple[str, ...]) -> None:
    history = pitched({2020: {"g": 30, "gs": 0}, 2021: {"g": games, "gs": starts}})
    assert pitcher_positions(history, ["a"], ["RP"], USUAL) == (expected,)
