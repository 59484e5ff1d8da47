from __future__ import annotations

import json
import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing.context import SpawnProcess
from pathlib import Path

import numpy as np
import pytest
from returns.result import Failure, Success

from fbm.adapters.sources.catalog import NAME
from fbm.adapters.sources.lahman import LahmanFiles
from fbm.adapters.sources.season_tables import ParquetSeasonTables
from fbm.domain.ports.season_tables import LAHMAN, SIMULATED, League, MixedSources
from fbm.domain.ports.sources import DamagedTable, MissingSeasons
from fbm.domain.seasons import History
from tests.adapters.sources.lahman_rows import write_lahman
from tests.fakes_progress import RecordingProgress, Silent

SPAWN = multiprocessing.get_context("spawn")


@pytest.fixture
def history(tmp_path: Path) -> History:
    return LahmanFiles(write_lahman(tmp_path / "lahman")).read(Silent()).unwrap()


@pytest.fixture
def tables(tmp_path: Path) -> ParquetSeasonTables:
    return ParquetSeasonTables(tmp_path / "data")


def keep(tables: ParquetSeasonTables, history: History, source: str = LAHMAN) -> None:
    tables.replace(League(history, source), Silent()).unwrap()


def with_homers(history: History, homers: float) -> History:
    """The same seasons with every batter's home runs set, to tell one import from another."""
    counts = {**history.batting.counts, "hr": np.full(len(history.batting), float(homers))}
    return replace(history, batting=replace(history.batting, counts=counts))


def homers(tables: ParquetSeasonTables) -> set[float]:
    return set(tables.history(2001, 2002).unwrap().batting.counts["hr"].tolist())


def test_nothing_is_held_before_the_first_import(tables: ParquetSeasonTables) -> None:
    assert tables.seasons() == Success(())
    assert tables.stored() == Success(())
    assert tables.history(2001, 2002) == Failure(MissingSeasons((2001, 2002), ()))


def test_what_was_put_is_got(tables: ParquetSeasonTables, history: History) -> None:
    keep(tables, history)
    read = tables.history(2001, 2002).unwrap()
    assert read.seasons == (2001, 2002)
    assert read.batting.player_id.tolist() == ["ashenma01", "dornito01", "ashenma01", "ashenma01", "elkumel01"]
    for name, column in history.batting.counts.items():
        assert np.nansum(read.batting.counts[name]) == np.nansum(column)
        assert np.isnan(read.batting.counts[name]).sum() == np.isnan(column).sum()
    assert read.teams.team.tolist() == ["AAA", "BBN", "AAA", "BBN"]


def test_tables_written_before_there_were_quality_starts_are_read(
    tables: ParquetSeasonTables, history: History
) -> None:
    """Of a count that no table has nothing is known; beside tables that have it, only of their seasons."""
    keep(tables, history)
    assert "qs" not in read_columns(tables, "pitching")
    assert np.isnan(tables.history(2001, 2002).unwrap().pitching.counts["qs"]).all()
    counts = {**history.pitching.counts, "qs": np.ones(len(history.pitching))}
    known = replace(history, pitching=replace(history.pitching, counts=counts))
    keep(tables, known.between(2002, 2002))
    pitching = tables.history(2001, 2002).unwrap().pitching
    assert np.isnan(pitching.counts["qs"][pitching.season == 2001]).all()
    assert (pitching.counts["qs"][pitching.season == 2002] == 1.0).all()


def read_columns(tables: ParquetSeasonTables, table: str) -> set[str]:
    return set(tables.beside(table, 2001, 2002).unwrap().counts)


def test_a_count_that_nobody_has_is_not_in_the_fingerprint(tables: ParquetSeasonTables, history: History) -> None:
    counts = {stat: column for stat, column in history.pitching.counts.items() if stat != "qs"}
    keep(tables, replace(history, pitching=replace(history.pitching, counts=counts)))
    before = tables.fingerprint(2001, 2002)
    keep(tables, history)
    assert tables.fingerprint(2001, 2002) == before


def test_relief_kept_before_there_were_quality_starts_is_read(tables: ParquetSeasonTables, history: History) -> None:
    keep(tables, history)
    lines = history.pitching.take(history.pitching.season == 2002)
    old = replace(lines, counts={stat: np.ones(len(lines)) for stat in ("sv", "hld", "bs")})
    tables.replace_relief(old).unwrap()
    pitching = tables.history(2001, 2002).unwrap().pitching
    assert (pitching.counts["hld"][pitching.season == 2002] == 1.0).all()
    assert np.isnan(pitching.counts["qs"]).all()


def test_people_are_those_who_played_in_the_seasons_asked_for(tables: ParquetSeasonTables, history: History) -> None:
    keep(tables, history)
    assert tables.history(2001, 2001).unwrap().people.player_id.tolist() == ["ashenma01", "dornito01"]
    assert tables.history(2001, 2002).unwrap().people.name.tolist() == [
        "Marlo Ashenby",
        "Torin Dorniman",
        "Elan Elkumhoff",
    ]


def test_a_season_between_that_is_missing_is_named(tables: ParquetSeasonTables, history: History) -> None:
    keep(tables, history)
    assert tables.history(2000, 2003) == Failure(MissingSeasons((2000, 2003), (2001, 2002)))
    assert tables.fingerprint(2000, 2001) == Failure(MissingSeasons((2000,), (2001, 2002)))


def test_the_fingerprint_does_not_depend_on_the_order_of_imports_or_rows(tmp_path: Path, history: History) -> None:
    once, twice = ParquetSeasonTables(tmp_path / "a"), ParquetSeasonTables(tmp_path / "b")
    keep(once, history)
    keep(twice, history.between(2002, 2002))
    first = history.between(2001, 2001)
    keep(twice, replace(first, batting=first.batting.take(np.array([1, 0]))))
    assert once.fingerprint(2001, 2002) == twice.fingerprint(2001, 2002)


def test_the_fingerprint_is_of_the_seasons_asked_for_only(tables: ParquetSeasonTables, history: History) -> None:
    keep(tables, history)
    before = tables.fingerprint(2001, 2001)
    keep(tables, with_homers(history.between(2002, 2002), 1))
    assert tables.fingerprint(2001, 2001) == before
    assert before.unwrap().startswith("sha256:")


def test_another_import_replaces_whole_seasons_and_leaves_no_files(
    tables: ParquetSeasonTables, history: History, tmp_path: Path
) -> None:
    keep(tables, history)
    keep(tables, with_homers(history.between(2002, 2002), 7))
    read = tables.history(2001, 2002).unwrap().batting
    assert set(read.counts["hr"][read.season == 2002].tolist()) == {7.0}
    assert read.counts["hr"][read.season == 2001].tolist() == [25.0, 0.0]
    assert len(list((tmp_path / "data").glob("*.parquet"))) == 2 * 5


def test_files_of_others_are_left_alone(tables: ParquetSeasonTables, history: History, tmp_path: Path) -> None:
    keep(tables, history)
    (tmp_path / "data" / "notes.txt").write_text("mine")
    (tmp_path / "data" / ".batting-2001-0.parquet.x.unfinished").write_bytes(b"half")
    keep(tables, with_homers(history, 1))
    assert (tmp_path / "data" / "notes.txt").exists()
    assert not list((tmp_path / "data").glob(".*unfinished"))


def test_sources_are_not_mixed(tables: ParquetSeasonTables, history: History) -> None:
    keep(tables, history, SIMULATED)
    before = tables.stored()
    refused = tables.replace(League(history.between(2002, 2002), LAHMAN), Silent())
    assert refused == Failure(MixedSources({SIMULATED: (2001, 2002)}, LAHMAN))
    assert tables.stored() == before


def test_sources_to_drop_go_in_the_same_step(tables: ParquetSeasonTables, history: History) -> None:
    keep(tables, history, SIMULATED)
    tables.replace(League(history.between(2002, 2002), LAHMAN), Silent(), drop=[SIMULATED]).unwrap()
    assert tables.seasons() == Success((2002,))
    assert {table.source for table in tables.stored().unwrap()} == {LAHMAN}


def test_tables_beside_the_history_are_kept_with_their_seasons(tables: ParquetSeasonTables, history: History) -> None:
    tables.replace(League(history, SIMULATED, {"true_batting": history.batting}), Silent()).unwrap()
    assert len(tables.beside("true_batting", 2002, 2002).unwrap()) == 3
    absent = tables.beside("true_pitching", 2001, 2002)
    assert absent == Failure(DamagedTable("true_pitching 2001", "the catalog does not name it"))


def test_stored_tables_tell_rows_source_and_size(tables: ParquetSeasonTables, history: History, tmp_path: Path) -> None:
    keep(tables, history)
    stored = tables.stored().unwrap()
    assert [(t.season, t.table, t.rows) for t in stored][:3] == [
        (2001, "batting", 2),
        (2001, "people", 2),
        (2001, "pitching", 1),
    ]
    assert sum(t.size_bytes for t in stored) == sum(p.stat().st_size for p in (tmp_path / "data").glob("*.parquet"))


def test_writing_reports_progress_by_season(tables: ParquetSeasonTables, history: History) -> None:
    progress = RecordingProgress()
    tables.replace(League(history, LAHMAN), progress).unwrap()
    assert (progress.steps, progress.done, progress.finished) == ([("writing", 2)], 2, 1)


@pytest.mark.parametrize("damage", [b"", b"PAR1 nothing like it"])
def test_a_damaged_file_is_named(tables: ParquetSeasonTables, history: History, tmp_path: Path, damage: bytes) -> None:
    keep(tables, history)
    path = next((tmp_path / "data").glob("pitching-2002-*"))
    path.write_bytes(damage)
    error = tables.history(2001, 2002).failure()
    assert isinstance(error, DamagedTable)
    assert error.table == path.name


def test_a_file_that_holds_something_else_is_refused(
    tables: ParquetSeasonTables, history: History, tmp_path: Path
) -> None:
    keep(tables, history)
    first, second = (next((tmp_path / "data").glob(f"batting-{season}-*")) for season in (2001, 2002))
    second.write_bytes(first.read_bytes())
    assert tables.history(2002, 2002) == Failure(DamagedTable(second.name, "does not match its digest"))


def test_a_file_that_is_gone_is_named_and_an_import_mends_it(
    tables: ParquetSeasonTables, history: History, tmp_path: Path
) -> None:
    keep(tables, history)
    path = next((tmp_path / "data").glob("teams-2001-*"))
    path.unlink()
    assert tables.history(2001, 2001) == Failure(DamagedTable(path.name, "is not there"))
    keep(tables, history)
    assert tables.history(2001, 2001).unwrap().seasons == (2001,)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": "fbm-season-tables/1", "seasons": {}}'])
def test_a_damaged_catalog_is_a_failure_and_is_not_written_over(
    tables: ParquetSeasonTables, history: History, tmp_path: Path, text: str
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / NAME).write_text(text)
    for error in (tables.seasons().failure(), tables.replace(League(history, LAHMAN), Silent()).failure()):
        assert isinstance(error, DamagedTable)
    assert (tmp_path / "data" / NAME).read_text() == text


def test_a_flipped_digit_in_the_catalog_is_seen(tables: ParquetSeasonTables, history: History, tmp_path: Path) -> None:
    keep(tables, history)
    catalog = tmp_path / "data" / NAME
    record = json.loads(catalog.read_text())
    record["seasons"]["2001"]["tables"]["batting"]["rows"] += 1
    catalog.write_text(json.dumps(record))
    assert tables.stored() == Failure(DamagedTable(NAME, "does not match its check"))


def _import_for_ever(directory: str, lahman: str, first: int) -> None:
    tables = ParquetSeasonTables(Path(directory))
    history = LahmanFiles(Path(lahman)).read(Silent()).unwrap()
    turn = first
    while True:
        tables.replace(League(with_homers(history, turn), LAHMAN), Silent()).unwrap()
        turn = turn % 100 + 1


@pytest.fixture
def importers(tmp_path: Path, history: History, tables: ParquetSeasonTables) -> Iterator[list[SpawnProcess]]:
    keep(tables, with_homers(history, 0))
    arguments = (str(tmp_path / "data"), str(tmp_path / "lahman"))
    processes = [SPAWN.Process(target=_import_for_ever, args=(*arguments, first)) for first in (1, 51)]
    for process in processes:
        process.start()
    yield processes
    for process in processes:
        process.kill()
        process.join()


def test_readers_see_whole_imports_and_a_kill_leaves_a_readable_state(
    importers: list[SpawnProcess], tables: ParquetSeasonTables, history: History, tmp_path: Path
) -> None:
    seen: set[float] = set()
    deadline = time.monotonic() + 30
    while len(seen) < 6 and time.monotonic() < deadline:
        value = homers(tables)
        assert len(value) == 1
        seen |= value
    for importer in importers:
        assert importer.pid is not None
        os.kill(importer.pid, signal.SIGKILL)
        importer.join()
        assert len(homers(tables)) == 1
    assert len(seen) >= 6
    keep(tables, with_homers(history, 200))
    assert homers(tables) == {200.0}
    assert len(list((tmp_path / "data").glob("*.parquet"))) == 2 * 5
    assert not list((tmp_path / "data").glob(".*unfinished"))


def _import_season(directory: str, lahman: str, season: int) -> None:
    history = LahmanFiles(Path(lahman)).read(Silent()).unwrap()
    keep(ParquetSeasonTables(Path(directory)), history.between(season, season))


def test_two_importers_at_once_lose_nothing(tmp_path: Path, history: History, tables: ParquetSeasonTables) -> None:
    arguments = (str(tmp_path / "data"), str(tmp_path / "lahman"))
    processes = [SPAWN.Process(target=_import_season, args=(*arguments, season)) for season in history.seasons]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0]
    assert tables.seasons() == Success(history.seasons)
