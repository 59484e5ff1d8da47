from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from returns.result import Failure

from fbm.adapters.sources.lahman import LahmanFiles
from fbm.domain.ports.season_tables import BadFile, FileError, MissingColumn, MissingFile, UnevenSeasons
from fbm.domain.seasons import History
from tests.adapters.sources.lahman_rows import BATTING, FILES, PEOPLE, PITCHING, TEAMS, write_lahman
from tests.fakes_progress import RecordingProgress, Silent
from tests.real_data import lahman_dir, needs_lahman


def read(directory: Path) -> History:
    return LahmanFiles(directory).read(Silent()).unwrap()


def refusal(tmp_path: Path, name: str, text: str) -> FileError:
    result = LahmanFiles(write_lahman(tmp_path / "lahman", {name: text})).read(Silent())
    assert isinstance(result, Failure)
    error: FileError = result.failure()
    return error


def test_stints_stay_apart_and_keep_their_teams(tmp_path: Path) -> None:
    batting = read(write_lahman(tmp_path)).batting
    rows = (batting.player_id == "ashenma01") & (batting.season == 2002)
    assert batting.stint[rows].tolist() == [1, 2]
    assert batting.team[rows].tolist() == ["AAA", "BBN"]
    assert batting.counts["doubles"][rows].tolist() == [15.0, 9.0]


def test_an_empty_field_is_missing_and_not_zero(tmp_path: Path) -> None:
    history = read(write_lahman(tmp_path))
    pitcher = history.batting.player_id == "dornito01"
    assert np.isnan(history.batting.counts["sf"][pitcher]).all()
    assert np.isnan(history.people.birth_month[history.people.player_id == "dornito01"]).all()
    assert np.isnan(history.teams.park_batting).sum() == 1


def test_heights_are_read_in_inches(tmp_path: Path) -> None:
    people = read(write_lahman(tmp_path)).people
    known = dict(zip(people.player_id.tolist(), people.height.tolist(), strict=True))
    assert (known["ashenma01"], known["dornito01"]) == (74.0, 77.0)
    assert np.isnan(known["elkumel01"])


def test_files_without_heights_are_read_too(tmp_path: Path) -> None:
    lines = [line.rsplit(",", 4) for line in PEOPLE.splitlines()]
    without = "".join(",".join((first, *rest)) + "\n" for first, _, *rest in lines)
    assert "height" not in without
    people = read(write_lahman(tmp_path, {"People.csv": without})).people
    assert np.isnan(people.height).all()
    assert people.bats.tolist() == ["L", "R", "B", "R"]


def test_days_of_death_are_read_where_there_are_any(tmp_path: Path) -> None:
    header, first, *others = PEOPLE.splitlines()
    dates = (",deathYear,deathMonth,deathDay", ",2003,9,25", ",2004,0,0", *[",,,"] * (len(others) - 1))
    table = "".join(line + date + "\n" for line, date in zip((header, first, *others), dates, strict=True))
    people = read(write_lahman(tmp_path / "some", {"People.csv": table})).people
    assert (people.death_year[0], people.death_month[0], people.death_day[0]) == (2003, 9, 25)
    assert np.isnan(people.death_month[1:]).all()
    assert people.death_year[1] == 2004
    assert np.isnan(people.death_year[2:]).all()
    assert np.isnan(read(write_lahman(tmp_path / "none")).people.death_year).all()


def test_holds_and_blown_saves_are_missing(tmp_path: Path) -> None:
    pitching = read(write_lahman(tmp_path)).pitching
    assert np.isnan(pitching.counts["hld"]).all()
    assert np.isnan(pitching.counts["bs"]).all()
    assert pitching.counts["outs"].tolist() == [600.0, 200.0]


def test_positions_take_their_stint_from_the_batting_lines(tmp_path: Path) -> None:
    positions = read(write_lahman(tmp_path)).positions
    second = (positions.player_id == "ashenma01") & (positions.team == "BBN")
    assert positions.stint[second].tolist() == [2]
    assert positions.counts["rf"][second].tolist() == [55.0]
    assert np.isnan(positions.counts["dh"][second]).all()


@pytest.mark.parametrize(("classic", "other"), [("2B,3B", "X2B,X3B"), ("2B,3B", "X2B,3B")])
def test_both_spellings_of_doubles_and_triples_are_read(tmp_path: Path, classic: str, other: str) -> None:
    batting = BATTING.replace(classic, other)
    assert read(write_lahman(tmp_path, {"Batting.csv": batting})).batting.counts["triples"][0] == 3.0


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    text = "\ufeff" + BATTING.replace("\n", "\r\n")
    plain, other = read(write_lahman(tmp_path / "a")), read(write_lahman(tmp_path / "b", {"Batting.csv": text}))
    assert plain.batting.counts["hr"].tolist() == other.batting.counts["hr"].tolist()


def test_progress_has_a_step_for_each_file(tmp_path: Path) -> None:
    progress = RecordingProgress()
    LahmanFiles(write_lahman(tmp_path)).read(progress).unwrap()
    assert progress.steps == [("reading", 5)]
    assert (progress.done, progress.finished) == (5, 1)


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    (write_lahman(tmp_path) / name).unlink()
    assert LahmanFiles(tmp_path).read(Silent()) == Failure(MissingFile(name, str(tmp_path)))


def test_a_missing_column_is_named_with_what_is_there(tmp_path: Path) -> None:
    error = refusal(tmp_path, "Teams.csv", TEAMS.replace("BPF", "park"))
    assert error == MissingColumn("Teams.csv", "BPF", ("yearID", "lgID", "teamID", "G", "name", "park", "PPF"))


PLACES = [
    ("Batting.csv", ",25,85,", ",25,8S,", (2, "RBI", "8S", "not a whole number")),
    ("Batting.csv", ",25,85,", ",25,-8,", (2, "RBI", "-8", "not a whole number")),
    ("Batting.csv", ",25,85,", ",25,8_5,", (2, "RBI", "8_5", "not a whole number")),
    ("Batting.csv", ",25,85,", ",25,8.5,", (2, "RBI", "8.5", "not a whole number")),
    ("Batting.csv", "550,90,160", "155,90,160", (2, "H", "160", "more than AB, which is 155")),
    ("Batting.csv", "2002,2,", "2002,1,", (4, "playerID yearID stint", "ashenma01 2002 1", "stands on line 3 too")),
    ("Batting.csv", "elkumel01,", ",", (6, "playerID", "", "empty")),
    ("Batting.csv", "elkumel01,", "stranxx01,", (6, "playerID", "stranxx01", "not in People.csv")),
    ("Pitching.csv", "SO,BAOpp", "SO,BB", (1, "BB", "BB BB", "the column stands there twice")),
    ("Pitching.csv", ",33,33,1,", ",33,34,1,", (2, "GS", "34", "more than G, which is 33")),
    ("Teams.csv", ",103,102", ",1030,102", (2, "BPF", "1030", "more than 200")),
    ("Teams.csv", ",103,102", ",3,102", (2, "BPF", "3", "less than 50")),
    ("People.csv", "1975,4,", "1975,14,", (2, "birthMonth", "14", "more than 12")),
    ("People.csv", "Marlo,74,", "Marlo,188,", (2, "height", "188", "more than 96")),
    ("People.csv", "Marlo,74,", "Marlo,6,", (2, "height", "6", "less than 36")),
    ("People.csv", ",R,R,2001", ",right,R,2001", (3, "bats", "right", "none of 'L', 'R', 'B' or 'S'")),
    ("Appearances.csv", "G_ph,G_pr\n", "G_ph\n", (2, "", "140,140,10,1,0", "21 fields where the first line has 20")),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "place"), PLACES)
def test_what_cannot_be_meant_is_refused_with_its_place(
    tmp_path: Path, name: str, old: str, new: str, place: tuple[int, str, str, str]
) -> None:
    assert old in FILES[name]
    assert refusal(tmp_path, name, FILES[name].replace(old, new, 1)) == BadFile(name, *place)


def test_a_last_line_that_was_cut_is_refused_even_between_two_digits(tmp_path: Path) -> None:
    error = refusal(tmp_path, "Pitching.csv", PITCHING[:-2])
    assert isinstance(error, BadFile)
    assert (error.file, error.line, error.reason) == ("Pitching.csv", 3, "the last line has no end: cut off")


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    write_lahman(tmp_path)
    (tmp_path / "Batting.csv").write_bytes(BATTING.encode() + b"\xff\xfe\n")
    error = LahmanFiles(tmp_path).read(Silent()).failure()
    assert error == BadFile("Batting.csv", 7, "", "b'\\xff'", "not UTF-8")


def test_an_open_quote_is_refused(tmp_path: Path) -> None:
    error = refusal(tmp_path, "People.csv", PEOPLE + 'x01,1990,1,1,"X,Y,X,,R,R,\n')
    assert isinstance(error, BadFile)
    assert error.reason == "unexpected end of data"


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    error = refusal(tmp_path, "Batting.csv", "")
    assert isinstance(error, BadFile)


def test_a_season_without_pitchers_is_refused(tmp_path: Path) -> None:
    pitching = "".join(line for line in PITCHING.splitlines(keepends=True) if ",2001," not in line)
    assert refusal(tmp_path, "Pitching.csv", pitching) == UnevenSeasons("Pitching.csv", (2001,))


@needs_lahman
def test_the_real_files_are_read_whole() -> None:
    directory = lahman_dir()
    assert directory is not None
    history = read(directory)
    assert history.seasons == tuple(range(1980, 2023))
    assert history.batting.counts["hr"][history.batting.season == 2019].sum() == 6776
    assert history.pitching.counts["hr"][history.pitching.season == 2019].sum() == 6776
    assert (history.teams.season == 2022).sum() == 30
