"""Ids read one file after the other, and what is held of people meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest

from fbm.adapters.sources.frames import crosswalk_frame, frame_crosswalk, frame_digest
from fbm.adapters.sources.id_files import IdFiles
from fbm.adapters.sources.season_tables import ParquetSeasonTables
from fbm.app.minors_data import import_ids
from fbm.domain.crosswalk import Crosswalk
from tests.adapters.sources.minor_files import IDS, PLATFORM_IDS, write
from tests.fakes_progress import Silent
from tests.real_data import data_file

REAL = (data_file("ids", "player_ids.csv.gz"), data_file("ids", "sfbb_player_ids.csv.gz"))


def digest(people: Crosswalk) -> str:
    return frame_digest(crosswalk_frame(people))


def one_after_the_other(*files: Path) -> Crosswalk:
    held: Crosswalk | None = None
    for file in files:
        # As a home keeps it.
        held = frame_crosswalk(crosswalk_frame(IdFiles([file]).read(Silent(), held).unwrap()))
    assert held is not None
    return held


def test_platforms_ids_are_added_to_the_register_held_as_if_both_were_read_at_once(tmp_path: Path) -> None:
    files = [write(tmp_path / "ids.csv", IDS), write(tmp_path / "platforms.csv", PLATFORM_IDS)]
    assert digest(one_after_the_other(*files)) == digest(IdFiles(files).read(Silent()).unwrap())


def test_a_register_after_platforms_keeps_their_ids(tmp_path: Path) -> None:
    files = [write(tmp_path / "ids.csv", IDS), write(tmp_path / "platforms.csv", PLATFORM_IDS)]
    assert digest(one_after_the_other(*files[::-1])) == digest(IdFiles(files).read(Silent()).unwrap())


def test_a_later_register_says_all_but_platforms_ids(tmp_path: Path) -> None:
    mended = IDS.replace("Marlo,Ashenby,1979", "Marlo,Ashenbee,1980").replace("dornt001,503", "dornt001,")
    files = [
        write(tmp_path / "ids.csv", IDS),
        write(tmp_path / "platforms.csv", PLATFORM_IDS),
        write(tmp_path / "mended.csv", mended),
    ]
    people = one_after_the_other(*files)
    assert people.name.tolist()[0] == "Marlo Ashenbee"
    assert people.birth_year.tolist()[0] == 1980
    assert people.of_players("fangraphs") == {"ashenma01": "501"}
    assert people.of_players("yahoo") == {"ashenma01": "13"}


def test_an_id_that_a_platform_gives_to_another_player_now_is_his_alone(tmp_path: Path) -> None:
    moved = PLATFORM_IDS.replace("ashenma01,Marlo Ashenby,100001,501,ashenma01,ashem001", "dornito01,X,100003,,,")
    files = [
        write(tmp_path / "ids.csv", IDS),
        write(tmp_path / "platforms.csv", PLATFORM_IDS),
        write(tmp_path / "moved.csv", moved),
    ]
    assert one_after_the_other(*files).of_players("yahoo") == {"dornito01": "13"}


def test_a_platforms_new_id_takes_the_place_of_the_old(tmp_path: Path) -> None:
    files = [
        write(tmp_path / "ids.csv", IDS),
        write(tmp_path / "platforms.csv", PLATFORM_IDS),
        write(tmp_path / "newer.csv", PLATFORM_IDS.replace(",13,", ",99,")),
    ]
    assert one_after_the_other(*files).of_players("yahoo") == {"ashenma01": "99"}


@pytest.mark.parametrize(("replace_all", "people", "before"), [(False, 3, 3), (True, 1, 0)])
def test_an_import_joins_what_is_held_unless_told_to_let_go(
    tmp_path: Path, replace_all: bool, people: int, before: int
) -> None:
    tables = ParquetSeasonTables(tmp_path / "data")
    import_ids(IdFiles([write(tmp_path / "ids.csv", IDS)]), tables, Silent()).unwrap()
    platforms = IdFiles([write(tmp_path / "platforms.csv", PLATFORM_IDS)])
    brought = import_ids(platforms, tables, Silent(), replace_all=replace_all).unwrap()
    assert (brought.people, brought.before) == (people, before)
    assert len(tables.crosswalk().unwrap()) == people


@pytest.mark.skipif(None in REAL, reason="needs the real ids")
def test_real_platforms_ids_leave_everybody_of_the_real_register() -> None:
    register, platforms = (Path(str(file)) for file in REAL)
    people = one_after_the_other(register, platforms)
    assert len(people) >= 74_825
    assert digest(people) == digest(IdFiles([register, platforms]).read(Silent()).unwrap())
