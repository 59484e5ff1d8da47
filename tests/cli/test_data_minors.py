from __future__ import annotations

import json
from pathlib import Path

from syrupy.assertion import SnapshotAssertion

from tests.adapters.sources.lahman_rows import PEOPLE, write_lahman
from tests.adapters.sources.minor_files import (
    BREF_BATTING,
    BREF_PITCHING,
    FANGRAPHS_BATTING,
    IDS,
    PLATFORM_IDS,
    write,
)
from tests.cli.conftest import Fbm


def test_ids_and_minor_seasons_are_told(fbm: Fbm, tmp_path: Path, text: SnapshotAssertion) -> None:
    files = [write(tmp_path / "ids.csv", IDS), write(tmp_path / "platforms.csv", PLATFORM_IDS)]
    ids = fbm("data", "import", "ids", *map(str, files))
    minors = [write(tmp_path / "b.csv.gz", BREF_BATTING), write(tmp_path / "p.csv", BREF_PITCHING)]
    brought = fbm("data", "import", "minors", *map(str, minors))
    assert (ids.code, brought.code) == (0, 0)
    assert f"{ids.out}\n{brought.out}\nstderr:\n{brought.err}" == text


def test_programs_get_every_unmatched_player(fbm: Fbm, tmp_path: Path) -> None:
    ended = fbm("data", "import", "minors", str(write(tmp_path / "b.csv", BREF_BATTING)), "--json", "--show", "1")
    found = json.loads(ended.out)
    assert (found["seasons"], found["players"], found["in_majors"]) == ([2001], 3, 1)
    assert [player["name"] for player in found["unmatched"]] == ["Xan Nobody", "Elan Elkumhoff"]
    assert found["lines"]["batting"] == {"AAA": 1, "AA": 0, "A+": 0, "A": 0, "A-": 0, "Rk": 2}


NOBODIES = BREF_BATTING + "".join(
    BREF_BATTING.splitlines()[3].replace("nobody001", f"another{place:03}") + "\n" for place in range(9)
)


def test_a_prospect_is_known_by_his_name_in_the_majors_too(fbm: Fbm, tmp_path: Path) -> None:
    people = PEOPLE.replace("Marlo,Ashenby,Marlo", "Lolo,Ashenby,Marlo")
    fbm("data", "import", "lahman", str(write_lahman(tmp_path / "lahman", {"People.csv": people})))
    fbm("data", "import", "ids", str(write(tmp_path / "ids.csv", IDS)))
    lines = FANGRAPHS_BATTING.replace("Sam Stranger", "Lolo Ashenby").replace(",AA,24,", ",A,22,")
    passing = "\n".join(line for line in lines.splitlines() if "501" not in line) + "\n"
    ended = fbm("data", "import", "minors", str(write(tmp_path / "f.csv", passing)), "--json")
    assert (json.loads(ended.out)["in_majors"], json.loads(ended.out)["unmatched"]) == (1, [])


def test_who_is_in_no_crosswalk_is_listed_shortly_and_what_to_do_only_where_it_would_help(
    fbm: Fbm, tmp_path: Path
) -> None:
    lines = str(write(tmp_path / "b.csv", NOBODIES))
    without = fbm("data", "import", "minors", lines)
    assert "`fbm data import ids FILE…` before this import says who is who." in without.err
    fbm("data", "import", "ids", str(write(tmp_path / "ids.csv", IDS)))
    ended = fbm("data", "import", "minors", lines)
    assert ended.code == 0
    assert "import ids" not in ended.err
    assert ended.err.count("unmatched: ") == 5
    assert "more are not listed: --show 0 lists all." in ended.err
    assert max(map(len, (ended.out + ended.err).splitlines())) <= 80


def test_a_bad_file_leaves_what_was_held(fbm: Fbm, tmp_path: Path) -> None:
    good, bad = write(tmp_path / "b.csv", BREF_BATTING), write(tmp_path / "r.json", "<html>")
    fbm("data", "import", "minors", str(good))
    before = fbm("data", "status", "--json").out
    ended = fbm("data", "import", "minors", str(good), str(bad))
    assert ended.code == 1
    assert "r.json, line 1: '<html>' is refused (not JSON); nothing was imported." in ended.err
    assert fbm("data", "status", "--json").out == before


def test_a_value_of_thousands_of_digits_is_shown_by_its_beginning(fbm: Fbm, tmp_path: Path) -> None:
    text = BREF_BATTING.replace(",400,", f",{'9' * 5000},")
    ended = fbm("data", "import", "minors", str(write(tmp_path / "b.csv", text)))
    assert ended.code == 1
    assert "b.csv, line 2, column PA: '999" in ended.err
    assert len(ended.err) < 200
