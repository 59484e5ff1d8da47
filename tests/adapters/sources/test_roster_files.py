"""Rosters as people write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from fbm.adapters.sources.roster_files import CsvRoster
from fbm.domain.ports.rosters import RosterFile, RosterLine, RosterText
from fbm.domain.ports.season_tables import BadFile

FILE: RosterFile = CsvRoster(Path("r.csv"))


def read(tmp_path: Path, text: str) -> RosterText:
    path = tmp_path / "r.csv"
    path.write_text(text, encoding="utf-8")
    return CsvRoster(path).read().unwrap()


@pytest.mark.parametrize("header", ["name,role,ip", "Name,ROLE,IP", " name , Role,ip "])
def test_capitals_and_blanks_in_column_names_do_not_matter(tmp_path: Path, header: str) -> None:
    found = read(tmp_path, f"{header}\nA Man,CL,70\n")
    assert found == RosterText((RosterLine("r.csv", 2, "A Man", role="CL", outs=210.0),))


def test_columns_that_mean_nothing_are_told_and_empty_ones_are_not(tmp_path: Path) -> None:
    found = read(tmp_path, "Player ID,pa,Innings,\nmanan01,300,9,\n")
    assert found == RosterText((RosterLine("r.csv", 2, "manan01", pa=300.0),), ("Innings",))


def test_a_column_that_stands_there_twice_in_other_letters_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("name,ip,IP\nA Man,1,2\n", encoding="utf-8")
    refused = CsvRoster(path).read().failure()
    assert isinstance(refused, BadFile)
    assert (refused.line, refused.column) == (1, "ip")


def test_a_name_beside_an_id_is_kept(tmp_path: Path) -> None:
    assert read(tmp_path, "player_id,name,pa\nmanan01,A Man,1\n").lines[0].name == "A Man"
    assert read(tmp_path, "player_id,name,pa\n,A Man,1\n").lines[0] == RosterLine("r.csv", 2, "A Man", pa=1.0)


@pytest.mark.parametrize(
    ("fields", "player", "name"),
    [
        ("manan01,1,2,A Man", "manan01", "A Man"),
        (",1,2,A Man", "mlbam:1", "A Man"),
        (",665742.0,,", "mlbam:665742", None),
        (",,sa3,", "fangraphs:sa3", None),
        (",,,A Man", "A Man", None),
    ],
)
def test_the_first_id_that_a_line_has_says_who_it_is_about(
    tmp_path: Path, fields: str, player: str, name: str | None
) -> None:
    found = read(tmp_path, f"player_id,MLBAM ID,fangraphs_id,name,pa\n{fields},9\n")
    assert found == RosterText((RosterLine("r.csv", 2, player, pa=9.0, name=name),))


@pytest.mark.parametrize(("text", "outs"), [("300", 900), ("65.2", 197), ("65.66", 196.98), ("0", 0)])
def test_innings_are_read_as_outs(tmp_path: Path, text: str, outs: float) -> None:
    assert read(tmp_path, f"name,ip\nA Man,{text}\n").lines[0].outs == pytest.approx(outs)


@pytest.mark.parametrize(
    ("role", "meant"), [("of", "OF"), ("mi", "MI"), ("p", "P"), ("Lf", "lf"), ("sp", "SP"), ("1b", "1b")]
)
def test_roles_are_spelled_as_within(tmp_path: Path, role: str, meant: str) -> None:
    assert read(tmp_path, f"name,role\nA Man,{role}\n").lines[0].role == meant


@pytest.mark.parametrize(
    ("innings", "outs"),
    [
        ("65", 195),
        ("65.1", 196),
        ("65.2", 197),
        ("65.5", 196.5),
        ("0.1", 1),
        (".2", 2),
        ("0", 0),
        (" 65.1 ", 196),
        ("65.20", 197),
        ("65.00", 195),
    ],
)
def test_innings_are_read_in_thirds_where_they_are_written_so(tmp_path: Path, innings: str, outs: float) -> None:
    assert read(tmp_path, f"name,ip\nA Man,{innings}\n").lines[0].outs == outs


@pytest.mark.parametrize("innings", ["-0.1", "-1", "nan", "301"])
def test_innings_that_cannot_be_are_refused(tmp_path: Path, innings: str) -> None:
    path = tmp_path / "r.csv"
    path.write_text(f"name,ip\nA Man,{innings}\n", encoding="utf-8")
    assert isinstance(CsvRoster(path).read().failure(), BadFile)


def test_blank_lines_are_passed_over(tmp_path: Path) -> None:
    found = read(tmp_path, "name,pa\nA Man,600\n\nB Man,500\n\n")
    assert [(line.line, line.player) for line in found.lines] == [(2, "A Man"), (4, "B Man")]
