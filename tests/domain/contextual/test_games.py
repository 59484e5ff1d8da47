from __future__ import annotations

from pathlib import Path

import pytest

from fbm.domain.contextual.games import plate_appearances, player_games
from fbm.domain.contextual.pitches import PitchArrays
from fbm.domain.contextual.preparing import prepare
from tests.pitch_rows import inning, pitch, table


@pytest.fixture
def arrays(tmp_path: Path) -> PitchArrays:
    """The same half inning on two days, the later one first in the file."""
    later = [{**row, "game_pk": "100", "game_date": "2021-05-01"} for row in inning()]
    return prepare(table(tmp_path, [*later, *inning()]))


def test_players_games_stand_by_player_and_date(arrays: PitchArrays) -> None:
    games = player_games(arrays, "batter")
    assert games.player.tolist() == [1001, 1001, 1002, 1002, 1003, 1003, 2002, 2002]
    assert games.date.tolist() == [20210401, 20210501] * 4
    assert games.game.tolist() == [0, 1] * 4
    assert games.pitches(1).tolist() == [10, 11, 12, 13]
    assert games.start.tolist() == [0, 4, 8, 10, 12, 15, 18, 19, 20]


def test_pitchers_games_have_all_they_threw(arrays: PitchArrays) -> None:
    games = player_games(arrays, "pitcher")
    assert games.player.tolist() == [1009, 1009, 2001, 2001]
    assert games.pitches(2).tolist() == list(range(9))


def test_outcomes_are_counted_by_player_and_game(arrays: PitchArrays) -> None:
    counted = plate_appearances(arrays, "batter")
    assert counted.player.tolist() == player_games(arrays, "batter").player.tolist()
    assert counted.counts["pa"].tolist() == [1] * 8
    assert counted.counts["bb"].tolist() == [1, 1, 0, 0, 0, 0, 0, 0]
    assert counted.counts["so"].tolist() == [0, 0, 0, 0, 1, 1, 0, 0]
    assert counted.counts["hr"].tolist() == [0, 0, 0, 0, 0, 0, 1, 1]


def test_pitchers_are_credited_with_the_outs_made(arrays: PitchArrays) -> None:
    counted = plate_appearances(arrays, "pitcher")
    assert counted.counts["outs"].tolist() == [0, 0, 3, 3]
    assert counted.counts["pa"].tolist() == [1, 1, 3, 3]
    assert counted.counts["h"].tolist() == [1, 1, 0, 0]


def test_a_plate_appearance_that_a_runner_cut_off_is_nobodys_but_its_out_counts(tmp_path: Path) -> None:
    rows = [pitch(outs_when_up=2, on_1b=5, events="caught_stealing_2b"), pitch(at_bat_number=2, inning_topbot="Bot")]
    counted = plate_appearances(prepare(table(tmp_path, rows)), "pitcher")
    assert counted.counts["pa"].tolist() == [0]
    assert counted.counts["outs"].tolist() == [1]


def test_a_runner_caught_on_the_way_is_an_out_of_that_plate_appearance(tmp_path: Path) -> None:
    rows = [
        pitch(on_1b=5),
        pitch(pitch_number=2, balls=1, outs_when_up=1, description="hit_into_play", events="single"),
        pitch(at_bat_number=2, batter=7, pitcher=8, outs_when_up=1, on_1b=1001),
    ]
    counted = plate_appearances(prepare(table(tmp_path, rows)), "pitcher")
    assert dict(zip(counted.player.tolist(), counted.counts["outs"].tolist(), strict=True)) == {8: 0, 2001: 1}


def test_a_pinch_hitter_in_the_middle_has_the_plate_appearance(tmp_path: Path) -> None:
    rows = [pitch(), pitch(pitch_number=2, batter=1500, description="hit_into_play", events="single")]
    counted = plate_appearances(prepare(table(tmp_path, rows)), "batter")
    assert dict(zip(counted.player.tolist(), counted.counts["pa"].tolist(), strict=True)) == {1001: 0, 1500: 1}
