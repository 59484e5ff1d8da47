from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from fbm.domain.projection.batch import Batch, Playing
from fbm.domain.projection.window import BATTER_STATS, PITCHER_STATS, empty_batch, open_batch
from fbm.domain.seasons import History, Lines
from tests.histories import Line, history_of, small_history

PLAYERS: tuple[Playing, ...] = ("batter", "pitcher")
SEASONS = range(2010, 2016)


def same(first: Batch, second: Batch) -> bool:
    names = [field.name for field in fields(Batch)]
    arrays = [name for name in names if isinstance(getattr(first, name), np.ndarray)]
    others = [name for name in names if name not in arrays]
    return all(getattr(first, name) == getattr(second, name) for name in others) and all(
        np.array_equal(getattr(first, name), getattr(second, name), equal_nan=getattr(first, name).dtype.kind == "f")
        for name in arrays
    )


def shuffled(history: History, seed: int) -> History:
    rng = np.random.default_rng(seed)
    return replace(
        history,
        batting=history.batting.take(rng.permutation(len(history.batting))),
        pitching=history.pitching.take(rng.permutation(len(history.pitching))),
        positions=history.positions.take(rng.permutation(len(history.positions))),
        people=history.people.take(rng.permutation(len(history.people))),
        teams=history.teams.take(rng.permutation(len(history.teams.season))),
    )


def spoiled(lines: Lines, season: int) -> Lines:
    later = lines.season >= season
    counts = {name: np.where(later, column * 7 + 1, column) for name, column in lines.counts.items()}
    return replace(lines, team=np.where(later, "ZZZ", lines.team), counts=counts)


@pytest.mark.parametrize("player_type", PLAYERS)
@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_rows_changes_nothing(player_type: Playing, seed: int) -> None:
    history = small_history(SEASONS, seed=seed)
    assert same(open_batch(history, 2014, player_type), open_batch(shuffled(history, seed), 2014, player_type))


@pytest.mark.parametrize("player_type", PLAYERS)
def test_deleting_the_season_and_all_later_ones_changes_nothing(player_type: Playing) -> None:
    history = small_history(SEASONS)
    assert same(open_batch(history, 2014, player_type), open_batch(history.before(2014), 2014, player_type))


@pytest.mark.parametrize("player_type", PLAYERS)
def test_altering_the_season_and_all_later_ones_changes_nothing(player_type: Playing) -> None:
    history = small_history(SEASONS)
    teams = history.teams
    later = teams.season >= 2014
    altered = replace(
        history,
        batting=spoiled(history.batting, 2014),
        pitching=spoiled(history.pitching, 2014),
        positions=spoiled(history.positions, 2014),
        teams=replace(
            teams,
            park_batting=np.where(later, 150.0, teams.park_batting),
            park_pitching=np.where(later, 150.0, teams.park_pitching),
        ),
    )
    assert same(open_batch(history, 2014, player_type), open_batch(altered, 2014, player_type))


def test_seasons_before_the_window_are_not_read() -> None:
    history = small_history(SEASONS)
    assert same(open_batch(history, 2015, "batter"), open_batch(history.between(2012, 2014), 2015, "batter"))


def test_the_stints_of_a_season_are_added_up_and_the_last_team_stays() -> None:
    first = Line("judge", 2014, {"g": 50, "ab": 180, "h": 60, "doubles": 10, "triples": 1, "hr": 9, "bb": 20})
    second = Line("judge", 2014, {"g": 30, "ab": 100, "h": 30, "doubles": 5, "hr": 5, "bb": 10}, team="DDD", stint=2)
    batch = open_batch(history_of(batting=[first, second], born={"judge": 1990}), 2015, "batter")
    # Singles 60 - 10 - 1 - 9 = 40 and 30 - 5 - 5 = 20; plate appearances 180 + 20 and 100 + 10; 2015 - 1990 = 25.
    assert batch.counts[0, 0, BATTER_STATS.index("singles")] == 60
    assert batch.opportunities[0].tolist() == [310, 0, 0]
    assert batch.games[0].tolist() == [80, 0, 0]
    assert (batch.team[0], batch.park[0], batch.age[0]) == ("DDD", 112, 25)


def test_the_latest_season_comes_first_and_missing_ones_are_zero() -> None:
    lines = [Line("alou", season, {"ab": pa, "hr": hr}) for season, pa, hr in ((2012, 400, 10), (2014, 500, 20))]
    batch = open_batch(history_of(batting=lines), 2015, "batter")
    assert batch.opportunities[0].tolist() == [500, 0, 400]
    assert batch.counts[0, :, BATTER_STATS.index("hr")].tolist() == [20, 0, 10]
    assert np.isnan(batch.age[0])


def test_an_unknown_park_is_neutral() -> None:
    history = history_of(batting=[Line("alou", 2014, {"ab": 500}, team="QQQ")])
    assert open_batch(history, 2015, "batter").park[0] == 100


def test_the_main_position_is_the_most_played_one_and_ties_go_to_the_earlier() -> None:
    bats = [Line(player, 2014, {"ab": 100}) for player in ("most", "tied", "none")]
    places = [Line("most", 2014, {"ss": 10, "lf": 60}), Line("tied", 2014, {"2b": 40, "rf": 40})]
    batch = open_batch(history_of(batting=bats, positions=places), 2015, "batter")
    assert dict(zip(batch.player_id.tolist(), batch.position.tolist(), strict=True)) == {
        "most": "lf",
        "tied": "2b",
        "none": "dh",
    }


def test_pitchers_bat_neither_in_the_batch_nor_in_the_league() -> None:
    bats = [Line("slugger", 2014, {"ab": 400, "hr": 20}), Line("hurler", 2014, {"ab": 80, "hr": 0, "so": 60})]
    places = [Line("slugger", 2014, {"1b": 100}), Line("hurler", 2014, {"p": 30})]
    batch = open_batch(history_of(batting=bats, positions=places), 2015, "batter")
    assert batch.player_id.tolist() == ["slugger"]
    assert batch.league[0, BATTER_STATS.index("hr")] == 20 / 400
    assert np.isnan(batch.league[1]).all()


def test_a_two_way_player_is_in_both_batches_and_a_mop_up_man_in_one() -> None:
    bats = [Line(player, 2014, {"ab": 400}) for player in ("twoway", "mopup")]
    arms = [
        Line("twoway", 2014, {"g": 20, "gs": 20, "outs": 360}),
        Line("mopup", 2014, {"g": 1, "outs": 3}),
        Line("hurler", 2014, {"g": 50, "outs": 150}),
    ]
    places = [
        Line("twoway", 2014, {"p": 20, "dh": 90}),
        Line("mopup", 2014, {"p": 1, "3b": 110}),
        Line("hurler", 2014, {"p": 50}),
    ]
    history = history_of(batting=bats, pitching=arms, positions=places)
    assert open_batch(history, 2015, "batter").player_id.tolist() == ["mopup", "twoway"]
    pitchers = open_batch(history, 2015, "pitcher")
    assert pitchers.player_id.tolist() == ["hurler", "twoway"]
    assert pitchers.position.tolist() == ["RP", "SP"]


def test_what_the_source_does_not_know_stays_unknown() -> None:
    batch = open_batch(small_history(SEASONS), 2015, "pitcher")
    seen = batch.opportunities > 0
    assert np.isnan(batch.counts[:, :, PITCHER_STATS.index("hld")][seen]).all()
    assert np.isnan(batch.league[:, PITCHER_STATS.index("hld")]).all()


@pytest.mark.parametrize("player_type", PLAYERS)
def test_before_the_first_season_nobody_is_known(player_type: Playing) -> None:
    assert len(open_batch(small_history(SEASONS), 2010, player_type)) == 0


@pytest.mark.parametrize("player_type", PLAYERS)
def test_an_empty_batch_passes_for_any_other(player_type: Playing) -> None:
    assert same(empty_batch(2010, player_type), open_batch(small_history(SEASONS), 2010, player_type))
