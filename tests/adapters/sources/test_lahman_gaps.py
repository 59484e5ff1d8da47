"""Tables that were cut between two lines: each whole by itself, and none beside the others."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from returns.result import Failure

from fbm.adapters.sources.lahman import LahmanFiles
from fbm.domain.ports.season_tables import BadFile, UnevenSeasons
from tests.adapters.sources.lahman_rows import FILES, TEAMS, write_lahman
from tests.fakes_progress import Silent
from tests.real_data import lahman_dir, needs_lahman

EXTRAS = 12
"""Players of each season beside the tiny league's, each of whom bats and pitches."""


def _rows(name: str) -> str:
    pairs = [(season, f"extra{n:02d}01") for season in (2001, 2002) for n in range(EXTRAS)]
    match name:
        case "Batting.csv":
            tail = ",9,20,2,5,1,0,0,2,0,0,1,6,0,0,0,0,0"
            return "".join(f"{player},{season},1,AAA,AL{tail}\n" for season, player in pairs)
        case "Pitching.csv":
            tail = ",1,1,9,0,0,0,0,60,19,8,2,5,18,0.248,3.60,2,4,6,0,83,0,8,8,5,1"
            return "".join(f"{player},{season},1,AAA,AL{tail}\n" for season, player in pairs)
        case "Appearances.csv":
            tail = ",9,0,9,9,9,0,0,0,0,0,0,0,0,0,0,0,0"
            return "".join(f"{season},AAA,AL,{player}{tail}\n" for season, player in pairs)
        case "People.csv":
            players = sorted({player for _, player in pairs})
            return "".join(f"{player},1975,4,9,Marlo,Extra,Marlo,74,L,R,2001-04-01\n" for player in players)
        case _:
            return ""


LEAGUE = {name: text + _rows(name) for name, text in FILES.items()}


def read(tmp_path: Path, changes: dict[str, str]) -> object:
    return LahmanFiles(write_lahman(tmp_path, {**LEAGUE, **changes})).seasons_and_people(Silent())


def cut(name: str, lines: int) -> dict[str, str]:
    return {name: "".join(LEAGUE[name].splitlines(keepends=True)[:-lines])}


def test_whole_tables_are_read(tmp_path: Path) -> None:
    assert not isinstance(read(tmp_path, {}), Failure)


@pytest.mark.parametrize(
    ("name", "against"),
    [
        ("Batting.csv", "Appearances.csv"),
        ("Appearances.csv", "Batting.csv"),
        ("Pitching.csv", "Appearances.csv"),
    ],
)
def test_a_cut_table_is_refused_with_season_and_what_is_missing(tmp_path: Path, name: str, against: str) -> None:
    refused = read(tmp_path, cut(name, 5))
    assert isinstance(refused, Failure)
    error = refused.failure()
    assert isinstance(error, UnevenSeasons)
    assert (error.file, error.missing, error.against) == (name, (2002,), against)
    # One line of 2002 in the tiny league may differ already: its pitcher does not bat.
    assert error.lines in (5, 6)
    assert error.whole >= EXTRAS


def test_pitchers_without_games_pitched_are_as_good_as_missing(tmp_path: Path) -> None:
    never = LEAGUE["Appearances.csv"].replace(",9,0,9,9,9,0,", ",9,0,9,9,0,0,")
    refused = read(tmp_path, {"Appearances.csv": never})
    assert isinstance(refused, Failure)
    assert refused.failure().file == "Appearances.csv"
    assert refused.failure().against == "Pitching.csv"


def test_a_club_that_teams_lacks_is_refused(tmp_path: Path) -> None:
    refused = read(tmp_path, {"Teams.csv": TEAMS.replace(TEAMS.splitlines(keepends=True)[-1], "")})
    assert refused == Failure(UnevenSeasons("Teams.csv", (2002,), "Batting.csv", 1, 2, "BBN 2002"))


def test_a_season_that_batting_lacks_is_refused(tmp_path: Path) -> None:
    lines = LEAGUE["Batting.csv"].splitlines(keepends=True)
    refused = read(tmp_path, {"Batting.csv": "".join(line for line in lines if ",2002," not in line)})
    assert refused == Failure(UnevenSeasons("Batting.csv", (2002,), "Appearances.csv"))


@pytest.mark.parametrize("spared", [1, 2])
def test_a_line_or_two_a_season_may_differ(tmp_path: Path, spared: int) -> None:
    assert not isinstance(read(tmp_path, cut("Pitching.csv", spared)), Failure)


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_table_of_a_header_alone_is_refused(tmp_path: Path, name: str) -> None:
    header = LEAGUE[name].splitlines(keepends=True)[0]
    assert read(tmp_path, {name: header}) == Failure(BadFile(name, 0, "", "", "nothing stands below its first line"))


@needs_lahman
@pytest.mark.parametrize(
    ("name", "kept", "against"),
    [
        ("Batting.csv", 400, "Appearances.csv"),
        ("Batting.csv", -150, "Appearances.csv"),
        ("Pitching.csv", 3000, "Appearances.csv"),
        ("Pitching.csv", -150, "Appearances.csv"),
        ("Appearances.csv", -150, "Batting.csv"),
        ("Teams.csv", -1, "Batting.csv"),
    ],
)
def test_real_tables_that_were_cut_are_refused(tmp_path: Path, name: str, kept: int, against: str) -> None:
    directory = lahman_dir()
    assert directory is not None
    for path in directory.glob("*.csv"):
        shutil.copyfile(path, tmp_path / path.name)
    lines = (tmp_path / name).read_text().splitlines(keepends=True)
    (tmp_path / name).write_text("".join(lines[:kept]))
    refused = LahmanFiles(tmp_path).seasons_and_people(Silent())
    assert isinstance(refused, Failure)
    error = refused.failure()
    assert isinstance(error, UnevenSeasons)
    assert (error.file, error.against) == (name, against)
