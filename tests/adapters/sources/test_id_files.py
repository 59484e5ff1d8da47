from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from returns.result import Success

from fbm.adapters.sources.id_files import IdFiles
from fbm.adapters.sources.season_tables import ParquetSeasonTables
from fbm.domain.crosswalk import identify
from fbm.domain.ports.season_tables import MissingColumn
from tests.adapters.sources.minor_files import ASTRAY, IDS, NAMESAKES, PLATFORM_IDS, write
from tests.fakes_progress import Silent


def test_two_files_tell_of_the_same_people(tmp_path: Path) -> None:
    files = IdFiles([write(tmp_path / "ids.csv", IDS), write(tmp_path / "platforms.csv", PLATFORM_IDS)])
    people = files.read(Silent()).unwrap()
    assert people.player_id.tolist() == ["ashenma01", "", "dornito01"]
    assert people.name.tolist() == ["Marlo Ashenby", "Elan Elkumhoff", "Torin Dorniman"]
    assert people.of_players("yahoo") == {"ashenma01": "13"}
    assert people.of_players("mlbam") == {"ashenma01": "100001", "dornito01": "100003"}
    assert np.isnan(people.birth_day).tolist() == [False, False, True]


def test_the_register_itself_has_baseball_references_ids_for_lahmans(tmp_path: Path) -> None:
    register = "\n".join(",".join(row.split(",")[:1] + row.split(",")[2:]) for row in IDS.splitlines()) + "\n"
    people = IdFiles([write(tmp_path / "people.csv", register)]).read(Silent()).unwrap()
    assert people.player_id.tolist() == ["ashenma01", "", "dornito01"]


def test_a_file_without_mlbs_numbers_is_refused(tmp_path: Path) -> None:
    refused = IdFiles([write(tmp_path / "ids.csv", "a,b\n1,2\n")]).read(Silent()).failure()
    assert refused == MissingColumn("ids.csv", "key_mlbam or MLBID", ("a", "b"))


def test_the_crosswalk_that_was_put_is_got(tmp_path: Path) -> None:
    people = IdFiles([write(tmp_path / "ids.csv", IDS)]).read(Silent()).unwrap()
    tables = ParquetSeasonTables(tmp_path / "data")
    assert len(tables.crosswalk().unwrap()) == 0
    assert tables.replace_crosswalk(people) == Success(None)
    held = tables.crosswalk().unwrap()
    assert held.name.tolist() == people.name.tolist()
    assert held.of_players("fangraphs") == people.of_players("fangraphs")


@pytest.mark.parametrize(
    ("pos", "allpos", "held"),
    [
        ("SS", "SS/2B", "SS"),
        ("", "2B/3B", "2B"),
        ("P", "P", ""),
        ("P", "P/DH", "DH"),
        ("IF", "3b, 1B", "3B"),
        ("", "", ""),
    ],
)
def test_a_position_comes_from_a_platforms_file_if_it_has_one(tmp_path: Path, pos: str, allpos: str, held: str) -> None:
    header, row = PLATFORM_IDS.splitlines()
    platforms = f'{header},POS,ALLPOS\n{row},{pos},"{allpos}"\n'
    files = [write(tmp_path / "platforms.csv", platforms), write(tmp_path / "ids.csv", IDS)]
    tables = ParquetSeasonTables(tmp_path / "data")
    tables.replace_crosswalk(IdFiles(files).read(Silent()).unwrap()).unwrap()
    assert tables.crosswalk().unwrap().position.tolist() == [held, "", ""]


def test_an_id_of_any_maker_leads_to_the_person(tmp_path: Path) -> None:
    people = IdFiles([write(tmp_path / "ids.csv", IDS)]).read(Silent()).unwrap()
    nothing = np.array(["", "", "", ""])
    ids = {
        "mlbam": np.array(["100001", "", "", ""]),
        "fangraphs": np.array(["", "503", "", "sa9"]),
        "bbref_minors": np.array(["", "", "elkumh001ela", ""]),
    }
    found = identify(nothing, ids, people)
    assert found.player_id.tolist() == ["ashenma01", "dornito01", "mlbam:100002", "fangraphs:sa9"]
    assert found.matched.tolist() == [True, True, True, False]


@pytest.mark.parametrize("platforms_first", [False, True])
def test_an_id_that_the_register_gives_to_somebody_else_is_not_believed(tmp_path: Path, platforms_first: bool) -> None:
    register, astray = write(tmp_path / "ids.csv", NAMESAKES), write(tmp_path / "platforms.csv", ASTRAY)
    order = [astray, register] if platforms_first else [register, astray]
    people = IdFiles(order).read(Silent()).unwrap()
    assert people.of_players("mlbam") == {"hasslro01": "200001", "latecje01": "200004", "strayxa01": "200005"}
    known = dict(zip(people.ids["mlbam"].tolist(), range(len(people)), strict=True))
    assert people.ids["retro"][[known["200001"], known["200002"], known["200005"]]].tolist() == ["hassr901", "", ""]
    assert people.ids["bbref"][known["200005"]] == ""


def test_one_person_of_two_files_keeps_what_each_of_them_tells(tmp_path: Path) -> None:
    files = IdFiles([write(tmp_path / "platforms.csv", ASTRAY), write(tmp_path / "ids.csv", NAMESAKES)])
    people = files.read(Silent()).unwrap()
    row = people.ids["mlbam"].tolist().index("200002")
    assert (people.ids["yahoo"][row], people.ids["bbref"][row], people.birth_year[row]) == ("23", "hasslro02", 2001)
    assert people.ids["mlbam"].tolist() == ["200001", "200002", "200003", "200004", "200005"]


def test_whom_the_register_does_not_know_in_the_majors_no_platform_puts_there(tmp_path: Path) -> None:
    files = IdFiles([write(tmp_path / "ids.csv", NAMESAKES), write(tmp_path / "platforms.csv", ASTRAY)])
    people = files.read(Silent()).unwrap()
    row = people.ids["mlbam"].tolist().index("200003")
    assert (people.player_id[row], people.ids["yahoo"][row]) == ("", "33")


def test_an_id_of_the_majors_that_the_registers_own_agrees_with_is_believed(tmp_path: Path) -> None:
    agreeing = ASTRAY.replace("hasslro01,Robert", "hasslro02,Robert")
    files = IdFiles([write(tmp_path / "ids.csv", NAMESAKES), write(tmp_path / "platforms.csv", agreeing)])
    assert files.read(Silent()).unwrap().of_players("mlbam")["hasslro02"] == "200002"
