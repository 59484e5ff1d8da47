from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from returns.result import Failure

from fbm.adapters.sheets import META_KEY, SheetFiles
from fbm.domain.ports.sheets import ENDINGS, SheetWriter, UnknownEnding, UnwritableFile
from fbm.domain.projection.sheet import ModelUse, ProjectionSheet, Row, document, provenance

IDS: Row = {"mlbam_id": 120074, "fangraphs_id": "745", "yahoo_id": "5909", "espn_id": None, "nfbc_id": None}
PERSON: Row = {"player_id": "ortizda01", **IDS, "name": 'Ortíz, "Papi"', "age": 27}
SHEET = ProjectionSheet(
    season=2022,
    pipeline="marcel_gb",
    models=(ModelUse("gb_residual", "default_v2", 2, "batter", "sha256:1"),),
    data_fingerprint="sha256:2",
    batters=({**PERSON, "team": "BOS", "position": "DH", "pa": 600.25, "hr": 1 / 3},),
    pitchers=({**PERSON, "age": None, "team": None, "position": "RP", "ip": 33 + 1 / 3, "hr": 2.0, "hld": None},),
)
WRITER: SheetWriter = SheetFiles()


def read(file: Path) -> pl.DataFrame:
    return pl.read_csv(file) if file.suffix == ".csv" else pl.read_parquet(file)


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_a_table_holds_both_player_types_and_null_where_a_column_is_not_theirs(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"sheet{ending}"
    WRITER.write(SHEET, str(file)).unwrap()
    frame = read(file)
    assert frame["player_type"].to_list() == ["batter", "pitcher"]
    assert frame.columns[1:11] == [*PERSON, "team", "position"]
    assert frame["pa"].to_list() == [600.25, None]
    assert frame["ip"].to_list() == [None, 33 + 1 / 3]
    assert frame["hr"].to_list() == [1 / 3, 2.0]
    assert frame["name"][0] == PERSON["name"]


def test_a_csv_file_has_its_provenance_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "sheet.csv"
    written = WRITER.write(SHEET, str(file)).unwrap()
    assert set(written) == {str(file), f"{file}.meta.json"}
    assert json.loads((tmp_path / "sheet.csv.meta.json").read_text()) == provenance(SHEET)


def test_a_parquet_file_carries_its_provenance(tmp_path: Path) -> None:
    file = tmp_path / "sheet.parquet"
    WRITER.write(SHEET, str(file)).unwrap()
    assert json.loads(pl.read_parquet_metadata(file)[META_KEY]) == provenance(SHEET)


def test_a_json_file_is_the_document(tmp_path: Path) -> None:
    file = tmp_path / "sheet.json"
    WRITER.write(SHEET, str(file)).unwrap()
    assert json.loads(file.read_text()) == document(SHEET)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_sheet_without_players_can_be_written(tmp_path: Path, ending: str) -> None:
    empty = ProjectionSheet(2022, "marcel", (), "sha256:2")
    assert str(tmp_path / f"s{ending}") in WRITER.write(empty, str(tmp_path / f"s{ending}")).unwrap()


def test_capitals_in_the_ending_do_not_matter(tmp_path: Path) -> None:
    assert WRITER.write(SHEET, str(tmp_path / "SHEET.JSON")).unwrap() == (str(tmp_path / "SHEET.JSON"),)


def test_another_ending_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    file = str(tmp_path / "sheet.xlsx")
    assert WRITER.write(SHEET, file) == Failure(UnknownEnding(file, ENDINGS))
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_no_directory_is_refused_by_its_own_name(tmp_path: Path) -> None:
    file = str(tmp_path / "nowhere" / "sheet.csv")
    assert WRITER.write(SHEET, file) == Failure(UnwritableFile(file, "No such file or directory"))


def test_a_refused_write_leaves_what_stood_there_and_nothing_beside_it(tmp_path: Path) -> None:
    # A directory under the sheet's own name: the provenance was written aside, and must not appear.
    file = tmp_path / "sheet.csv"
    file.mkdir()
    assert isinstance(WRITER.write(SHEET, str(file)).failure(), UnwritableFile)
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@sum", "\tx"])
def test_a_name_that_a_spreadsheet_would_run_is_made_harmless_in_csv_alone(tmp_path: Path, name: str) -> None:
    sheet = replace(SHEET, batters=({**SHEET.batters[0], "name": name, "pa": -1.5},))
    for ending in (".csv", ".parquet"):
        WRITER.write(sheet, str(tmp_path / f"sheet{ending}")).unwrap()
    frame = read(tmp_path / "sheet.csv")
    assert frame["name"][0] == f"'{name}"
    assert frame["pa"][0] == -1.5
    assert read(tmp_path / "sheet.parquet")["name"][0] == name


def test_values_stand_in_typed_columns_behind_the_person(tmp_path: Path) -> None:
    values: Row = {"rank": 1, "dollars": 40.25, "value": 9.5, "slot": "SS", "position_rank": "SS1", "eligible": "SS,2B"}
    sheet = replace(SHEET, batters=({**PERSON, "team": "BOS", "position": "DH", **values, "pa": 600.25},))
    WRITER.write(sheet, str(tmp_path / "sheet.parquet")).unwrap()
    frame = read(tmp_path / "sheet.parquet")
    assert [frame[name].dtype for name in values] == [pl.Int64, pl.Float64, pl.Float64, *[pl.String] * 3]
    assert frame.columns.index("eligible") < frame.columns.index("pa")
