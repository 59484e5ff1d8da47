from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from returns.result import Result

from fbm.adapters.sources.season_tables import ParquetSeasonTables
from fbm.adapters.sources.tracking_files import FANGRAPHS, SAVANT, TrackingFiles
from fbm.domain.crosswalk import nobody
from fbm.domain.ports.season_tables import (
    LAHMAN,
    SIMULATED,
    BadFile,
    FileError,
    League,
    MissingColumn,
    MixedSources,
)
from fbm.domain.seasons import Lines
from fbm.domain.tracking import FANGRAPHS_BATTING, SAVANT_BATTING, SEEN
from tests.fakes_progress import Silent
from tests.histories import small_history

COLUMNS = (
    "lahman_playerID", "key_mlbam", "Season", "IDfg", "PA", "EV", "maxEV", "LA", "Barrel%", "HardHit%", "O-Swing%",
    "O-Contact%", "Z-Contact%", "SwStr%", "HR/FB", "GB%", "LD%", "Pull%", "xwOBA",
)  # fmt: skip


def board(path: Path, *rows: Mapping[str, object]) -> Path:
    lines = [",".join(str(row.get(column, "")) for column in COLUMNS) for row in rows]
    path.write_text("\n".join([",".join(COLUMNS), *lines]) + "\n")
    return path


TROUT: Mapping[str, object] = {
    "lahman_playerID": "troutmi01",
    "IDfg": "10155",
    "key_mlbam": "545361",
    "Season": 2019,
    "PA": 600,
    "EV": 90.9,
}


def read(path: Path) -> Result[Mapping[str, Lines], FileError]:
    return TrackingFiles([path], FANGRAPHS).read(nobody(), Silent())


def test_what_a_board_leaves_open_stays_unknown(tmp_path: Path) -> None:
    lines = read(board(tmp_path / "b.csv", TROUT)).unwrap()[FANGRAPHS_BATTING]
    assert (lines.player_id.tolist(), lines.counts["ev"].tolist(), lines.counts[SEEN].tolist()) == (
        ["troutmi01"],
        [90.9],
        [600.0],
    )
    assert np.isnan(lines.counts["barrels"]).all()


def test_a_player_nobody_knows_keeps_the_id_of_the_source(tmp_path: Path) -> None:
    unknown = {**TROUT, "lahman_playerID": "", "key_mlbam": ""}
    assert read(board(tmp_path / "b.csv", unknown)).unwrap()[FANGRAPHS_BATTING].player_id.tolist() == [
        "fangraphs:10155"
    ]


@pytest.mark.parametrize("value", ["fast", "inf", "1_0", " 9"])
def test_what_is_no_number_is_refused_with_its_place(tmp_path: Path, value: str) -> None:
    error = read(board(tmp_path / "b.csv", TROUT, {**TROUT, "IDfg": "1", "EV": value})).failure()
    assert isinstance(error, BadFile)
    assert (error.line, error.column, error.value) == (3, "EV", value)


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("name,home_runs\nTrout,45\n")
    assert isinstance(read(tmp_path / "x.csv").failure(), MissingColumn)


def test_savants_boards_complete_each_other(tmp_path: Path) -> None:
    (tmp_path / "sprint.csv").write_text(
        "lahman_playerID,player_id,year,sprint_speed\ntroutmi01,545361,2019,28.5\nnew,1,2019,27\n"
    )
    (tmp_path / "expected.csv").write_text(
        "lahman_playerID,player_id,year,pa,sweet_spot_percent\ntroutmi01,545361,2019,600,36.1\n"
    )
    files = [tmp_path / "sprint.csv", tmp_path / "expected.csv"]
    lines = TrackingFiles(files, SAVANT).read(nobody(), Silent()).unwrap()[SAVANT_BATTING]
    at = lines.player_id.tolist().index("troutmi01")
    assert (lines.counts["sprint_speed"][at], lines.counts["sweet_spot"][at]) == (28.5, 36.1)
    assert np.isnan(lines.counts["sweet_spot"][1 - at])


def test_a_board_as_savant_gives_it_has_no_ids_of_others(tmp_path: Path) -> None:
    (tmp_path / "custom.csv").write_text(
        '"last_name, first_name","player_id","year","pa","sweet_spot_percent","sprint_speed"\n'
        '"Trout, Mike","545361","2019","600","36.1","28.5"\n'
    )
    lines = TrackingFiles([tmp_path / "custom.csv"], SAVANT).read(nobody(), Silent()).unwrap()[SAVANT_BATTING]
    assert lines.player_id.tolist() == ["mlbam:545361"]
    assert [lines.counts[name].tolist() for name in (SEEN, "sweet_spot", "sprint_speed")] == [[600], [36.1], [28.5]]


def test_figures_stand_beside_the_seasons_and_in_their_fingerprint(tmp_path: Path) -> None:
    tables = ParquetSeasonTables(tmp_path / "data")
    tables.replace(League(small_history(range(2016, 2021)), LAHMAN), Silent()).unwrap()
    before = tables.fingerprint(2016, 2020).unwrap(), tables.fingerprint(2016, 2018).unwrap()
    tables.replace_tracking(read(board(tmp_path / "b.csv", TROUT)).unwrap()).unwrap()
    assert tables.fingerprint(2016, 2020).unwrap() != before[0]
    assert tables.fingerprint(2016, 2018).unwrap() == before[1]
    history = tables.history(2016, 2020).unwrap()
    assert history.tracking[FANGRAPHS_BATTING].counts["ev"].tolist() == [90.9]
    assert len(history.before(2019).tracking[FANGRAPHS_BATTING]) == 0
    assert "fangraphs_batting" in {table.table for table in tables.stored().unwrap()}


def test_real_figures_do_not_join_a_simulated_league(tmp_path: Path) -> None:
    tables = ParquetSeasonTables(tmp_path / "data")
    tables.replace(League(small_history(range(2016, 2021)), SIMULATED), Silent()).unwrap()
    found = read(board(tmp_path / "b.csv", TROUT)).unwrap()
    assert isinstance(tables.replace_tracking(found).failure(), MixedSources)
