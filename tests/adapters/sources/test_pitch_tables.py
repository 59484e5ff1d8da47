from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from multiprocessing.context import SpawnProcess
from pathlib import Path

import numpy as np
import pytest
from returns.result import Failure, Success

from fbm.adapters.sources.pitch_tables import ParquetPitchTables
from fbm.domain.pitches.table import Pitches
from fbm.domain.ports.pitches import NoPitches
from fbm.domain.ports.season_tables import MixedSources
from fbm.domain.ports.sources import DamagedTable, MissingSeasons
from tests.pitch_rows import Row, inning, read, write_csv, write_parquet

SPAWN = multiprocessing.get_context("spawn")


@pytest.fixture
def tables(tmp_path: Path) -> ParquetPitchTables:
    return ParquetPitchTables(tmp_path / "pitches")


@pytest.fixture
def season(tmp_path: Path) -> Pitches:
    (pitches,) = read("statcast", write_csv(tmp_path / "a.csv", inning()))
    return pitches


def other_game(**changes: object) -> list[Row]:
    """Make a game of the same day with other pitchers."""
    return [{**row, "game_pk": "501", "pitcher": row["pitcher"] + 50, **changes} for row in inning()]


def test_what_is_stored_is_read_again(tables: ParquetPitchTables, season: Pitches) -> None:
    (stored,) = tables.replace("statcast", [Success(season)]).unwrap()
    assert (stored.season, stored.source, stored.pitches) == (2021, "statcast", 10)
    assert stored.digest == season.digest()
    assert tables.read(2021).unwrap().digest() == season.digest()
    assert tables.stored() == Success((stored,))


def test_importing_again_replaces_the_seasons_it_has_and_no_others(
    tables: ParquetPitchTables, season: Pitches, tmp_path: Path
) -> None:
    earlier = [{**row, "game_date": "2020-08-01"} for row in inning()]
    (before,) = read("statcast", write_csv(tmp_path / "e.csv", earlier))
    tables.replace("statcast", [Success(before), Success(season)]).unwrap()
    (after,) = read("statcast", write_csv(tmp_path / "o.csv", other_game()))
    tables.replace("statcast", [Success(after)]).unwrap()
    assert tables.read(2021).unwrap().digest() == after.digest()
    assert tables.read(2020).unwrap().digest() == before.digest()
    assert len(list((tmp_path / "pitches").glob("*.parquet"))) == 2


def test_a_game_of_two_sources_is_read_once_from_the_one_that_tells_more(
    tables: ParquetPitchTables, season: Pitches, tmp_path: Path
) -> None:
    names = {"500": "ANA202104010", "501": "BOS202104010"}
    rows = [{**row, "game_id": names[row["game_pk"]]} for row in (*inning(), *other_game())]
    (retrosheet,) = read("retrosheet", write_parquet(tmp_path / "r.parquet", rows))
    tables.replace("retrosheet", [Success(retrosheet)]).unwrap()
    tables.replace("statcast", [Success(season)]).unwrap()
    both = tables.read(2021).unwrap()
    assert both.games.tolist() == ["500", "BOS202104010"]
    assert len(both) == 20
    tracked = ~np.isnan(both.velocity)
    assert set(both.games[both.game[tracked]].tolist()) == {"500"}


def test_a_failure_on_the_way_leaves_everything_as_it_was(
    tables: ParquetPitchTables, season: Pitches, tmp_path: Path
) -> None:
    tables.replace("statcast", [Success(season)]).unwrap()
    (other,) = read("statcast", write_csv(tmp_path / "o.csv", other_game()))
    refused = tables.replace("statcast", [Success(other), Failure(NoPitches(("x.csv",)))])
    assert refused == Failure(NoPitches(("x.csv",)))
    assert tables.read(2021).unwrap().digest() == season.digest()


def test_simulated_pitches_do_not_join_real_ones(tables: ParquetPitchTables, season: Pitches) -> None:
    tables.replace("statcast", [Success(season)]).unwrap()
    assert tables.replace("simulated", [Success(season)]) == Failure(MixedSources({"real": (2021,)}, "simulated"))
    assert tables.replace("simulated", [Success(season)], replace_all=True).unwrap()[0].source == "simulated"
    assert isinstance(tables.replace("retrosheet", [Success(season)]).failure(), MixedSources)


def test_a_season_that_is_not_there_is_named(tables: ParquetPitchTables, season: Pitches) -> None:
    assert tables.read(2021) == Failure(MissingSeasons((2021,), ()))
    tables.replace("statcast", [Success(season)]).unwrap()
    assert tables.read(2019) == Failure(MissingSeasons((2019,), (2021,)))


@pytest.mark.parametrize("damage", ["cut", "changed", "gone"])
def test_a_damaged_file_is_named(tables: ParquetPitchTables, season: Pitches, tmp_path: Path, damage: str) -> None:
    tables.replace("statcast", [Success(season)]).unwrap()
    (path,) = (tmp_path / "pitches").glob("*.parquet")
    if damage == "gone":
        path.unlink()
    elif damage == "cut":
        path.write_bytes(path.read_bytes()[:-100])
    else:
        (other,) = read("statcast", write_csv(tmp_path / "o.csv", other_game()))
        second = ParquetPitchTables(tmp_path / "second")
        second.replace("statcast", [Success(other)]).unwrap()
        path.write_bytes(next((tmp_path / "second").glob("*.parquet")).read_bytes())
    error = tables.read(2021).failure()
    assert isinstance(error, DamagedTable)
    assert error.table == path.name


def _import_for_ever(directory: str, files: str) -> None:
    """Import one and the other of two versions of a season, for ever."""
    tables = ParquetPitchTables(Path(directory))
    versions = [read("statcast", Path(files) / name)[0] for name in ("a.csv", "o.csv")]
    while True:
        for version in versions:
            tables.replace("statcast", [Success(version)]).unwrap()


@pytest.fixture
def importer(tmp_path: Path, season: Pitches) -> Iterator[SpawnProcess]:
    write_csv(tmp_path / "o.csv", other_game())
    process = SPAWN.Process(target=_import_for_ever, args=(str(tmp_path / "pitches"), str(tmp_path)))
    process.start()
    yield process
    process.kill()
    process.join()


def test_readers_see_whole_seasons_and_a_kill_leaves_one(
    importer: SpawnProcess, tables: ParquetPitchTables, season: Pitches, tmp_path: Path
) -> None:
    (other,) = read("statcast", write_csv(tmp_path / "o2.csv", other_game()))
    whole = {season.digest(), other.digest()}
    seen: set[str] = set()
    deadline = time.monotonic() + 30
    while seen != whole and time.monotonic() < deadline:
        held = tables.read(2021)
        seen |= {held.unwrap().digest()} if isinstance(held, Success) else set()
    assert seen == whole
    assert importer.pid is not None
    os.kill(importer.pid, signal.SIGKILL)
    importer.join()
    assert tables.read(2021).unwrap().digest() in whole
    tables.replace("statcast", [Success(season)]).unwrap()
    assert len(list((tmp_path / "pitches").glob("*.parquet"))) == 1
    assert not list((tmp_path / "pitches").glob(".*unfinished"))
