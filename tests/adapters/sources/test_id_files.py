from __future__ import annotations

from pathlib import Path

import numpy as np
from returns.result import Success

from fbm.adapters.sources.id_files import IdFiles
from fbm.adapters.sources.season_tables import ParquetSeasonTables
from fbm.domain.crosswalk import identify
from fbm.domain.ports.season_tables import MissingColumn
from tests.adapters.sources.minor_files import IDS, PLATFORM_IDS, write
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
