"""Windows of players' games: what is known, what is to come, and that nothing of the latter is in the former."""

from __future__ import annotations

import numpy as np

from fbm.domain.contextual.games import GameCounts
from fbm.domain.contextual.judging import mean_interval
from fbm.domain.contextual.next_games import CONTEXT, errors, outcomes_of, plain_rates
from fbm.domain.contextual.windows import (
    WindowPlan,
    cut_windows,
    league_of,
    rate_table,
    windows_before,
)

PLAN = WindowPlan(context=4, horizon=2, stride=2, least=2)


def counts(seasons: tuple[int, ...] = (2019, 2020, 2021), games: int = 5) -> GameCounts:
    """Two players, some games a season; the second hits a home run in each of four plate appearances."""
    player = np.repeat([7, 9], len(seasons) * games).astype(np.int32)
    season = np.tile(np.repeat(seasons, games), 2).astype(np.int32)
    date = season * 10_000 + 401 + np.tile(np.arange(games), 2 * len(seasons)).astype(np.int32)
    pa = np.full(len(player), 4, np.int32)
    return GameCounts(
        player, np.arange(len(player), dtype=np.int32), season, date, {"pa": pa, "hr": pa * (player == 9)}
    )


def test_no_window_knows_a_game_that_is_to_come_and_none_mixes_players() -> None:
    held = counts()
    windows = cut_windows(held, PLAN)
    assert len(windows)
    for start, cut, end, player, season in zip(
        windows.start, windows.cut, windows.end, windows.player, windows.season, strict=True
    ):
        assert start < cut < end
        assert set(held.player[start:end]) == {player}
        assert held.date[start:cut].max() < held.date[cut:end].min()
        assert set(held.season[cut:end]) == {season}


def test_contexts_and_horizons_are_no_longer_than_planned_and_no_shorter_than_needed() -> None:
    windows = cut_windows(counts(), PLAN)
    assert (windows.cut - windows.start).max() == 4
    assert (windows.cut - windows.start).min() >= 2
    assert (windows.end - windows.cut).max() == 2


def test_the_first_games_of_all_have_no_window() -> None:
    windows = cut_windows(counts(), PLAN)
    assert 0 not in windows.cut


def test_a_window_is_fresh_before_the_first_game_of_a_season_only() -> None:
    held = counts()
    windows = cut_windows(held, PLAN)
    first = held.season[windows.cut] != held.season[windows.cut - 1]
    np.testing.assert_array_equal(windows.fresh, first)


def test_windows_before_a_season_do_not_change_when_the_season_is_known() -> None:
    whole, past = counts(), counts((2019, 2020))
    one, other = (windows_before(held, 2021, PLAN) for held in (whole, past))
    assert [tuple(whole.date[s:c]) for s, c in zip(one.start, one.cut, strict=True)] == [
        tuple(past.date[s:c]) for s, c in zip(other.start, other.cut, strict=True)
    ]


def test_who_has_not_played_for_long_has_no_window() -> None:
    assert not len(windows_before(counts((2015, 2016)), 2021, PLAN))


def test_the_league_is_that_of_the_season_before() -> None:
    table = rate_table(counts(), ("hr",), "batter")
    windows = cut_windows(counts(), PLAN)
    np.testing.assert_allclose(league_of(table, windows), 0.5)


def test_the_mean_of_the_context_is_the_players_own_rate() -> None:
    held = counts()
    table, windows = rate_table(held, ("hr",), "batter"), cut_windows(held, PLAN)
    own = plain_rates(table, windows)[CONTEXT]
    np.testing.assert_allclose(own[:, 0], windows.player == 9)


def test_who_tells_what_came_has_no_error() -> None:
    held = counts()
    table, windows = rate_table(held, ("hr",), "batter"), cut_windows(held, PLAN)
    outcomes, plain = outcomes_of(table, windows), plain_rates(table, windows)
    told = errors(("hr",), outcomes.rates, plain, outcomes)["hr"]
    assert told.rmse["network"] == 0
    middle, low, high = told.over["league"]
    assert (middle, low, high) == (-1.0, -1.0, -1.0)


def test_an_interval_takes_values_of_one_player_as_one_draw() -> None:
    values = np.repeat(np.array([0.0, 1.0]), 50)
    cluster = np.repeat(np.array([1, 2]), 50)
    alone, together = mean_interval(values, np.arange(100)), mean_interval(values, cluster)
    assert alone[0] == together[0] == 0.5
    assert together[2] - together[1] > 5 * (alone[2] - alone[1])
