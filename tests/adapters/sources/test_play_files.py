"""Plays as cwevent writes them, read and refused."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from returns.result import Failure

from fbm.adapters.sources.play_files import EventPlayFiles, holds_plays
from fbm.domain.ports.pitches import OtherTable
from fbm.domain.ports.relief import NoPlays, PlayFileError, SeasonPlays
from fbm.domain.ports.season_tables import BadFile, MissingColumn, MissingFile
from tests.fakes_progress import Silent
from tests.play_rows import PLAY, play_rows, write_plays


def read(*paths: Path) -> list[SeasonPlays]:
    return [season.unwrap() for season in EventPlayFiles(paths).seasons(Silent())]


def refused(*paths: Path) -> PlayFileError:
    (only,) = EventPlayFiles(paths).seasons(Silent())
    assert isinstance(only, Failure)
    error: PlayFileError = only.failure()
    return error


@pytest.mark.parametrize("ending", [".csv", ".csv.gz", ".parquet"])
def test_seasons_are_read_in_order_whatever_the_file(tmp_path: Path, ending: str) -> None:
    rows = [*play_rows("AAA202204010"), *play_rows("AAA202104010")]
    found = read(write_plays(tmp_path / f"plays{ending}", rows))
    assert [season for season, _ in found] == [2021, 2022]
    assert found[0].plays.home_team.tolist() == ["AAA"] * len(play_rows("AAA202104010"))
    assert found[0].plays.runners.tolist()[:2] == [0, 2]


def test_plays_come_in_the_order_of_the_game(tmp_path: Path) -> None:
    rows = play_rows("AAA202104010")
    (forwards,) = read(write_plays(tmp_path / "a.csv", rows))
    (backwards,) = read(write_plays(tmp_path / "b.csv", rows[::-1]))
    assert forwards.plays.pitcher.tolist() == backwards.plays.pitcher.tolist()


def test_a_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "plays.parquet"
    pl.DataFrame(play_rows("AAA202104010")).drop("PIT_ID").write_parquet(path)
    error = refused(path)
    assert isinstance(error, MissingColumn)
    assert error.column == "PIT_ID"


@pytest.mark.parametrize(
    ("column", "value"), [("EVENT_OUTS_CT", 4), ("BAT_HOME_ID", 2), ("START_BASES_CD", None), ("AWAY_SCORE_CT", "x")]
)
def test_a_value_that_cannot_be_meant_is_placed(tmp_path: Path, column: str, value: object) -> None:
    rows = play_rows("AAA202104010")
    rows[2] = {**rows[2], column: value}
    error = refused(write_plays(tmp_path / "plays.csv", rows))
    assert isinstance(error, BadFile)
    assert (error.line, error.column) == (4, column)


@pytest.mark.parametrize("game", ["AAA2021", "202104010AAA", "nonsense"])
def test_a_game_without_a_date_is_refused(tmp_path: Path, game: str) -> None:
    error = refused(write_plays(tmp_path / "plays.csv", play_rows(game)))
    assert isinstance(error, BadFile)
    assert (error.line, error.column, error.value) == (2, "GAME_ID", game)


def test_the_same_play_twice_is_refused(tmp_path: Path) -> None:
    one, two = (write_plays(tmp_path / f"{name}.csv", play_rows("AAA202104010")) for name in "ab")
    error = refused(one, two)
    assert isinstance(error, BadFile)
    assert "stands twice in game AAA202104010" in error.reason


def test_pitches_among_plays_are_told(tmp_path: Path) -> None:
    pitches = tmp_path / "pitches.csv"
    pitches.write_text("game_id,pitch_number\nAAA202104010,1\n")
    assert refused(write_plays(tmp_path / "plays.csv", play_rows("AAA202104010")), pitches) == OtherTable(
        "pitches.csv", "pitches"
    )


def test_a_file_without_a_play_is_told(tmp_path: Path) -> None:
    path = tmp_path / "plays.parquet"
    pl.DataFrame(play_rows("AAA202104010")).clear().write_parquet(path)
    assert refused(path) == NoPlays(("plays.parquet",))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert isinstance(refused(tmp_path / "plays.csv"), MissingFile)


def test_plays_are_told_by_their_columns(tmp_path: Path) -> None:
    plays = write_plays(tmp_path / "anything.csv", play_rows("AAA202104010"))
    other = tmp_path / "plays.csv"
    other.write_text("game_id,pitch_number\n")
    assert holds_plays(plays)
    assert not holds_plays(other)
    assert not holds_plays(tmp_path / "nothing.csv")
    assert "EVENT_CD" in PLAY
