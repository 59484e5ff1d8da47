from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from returns.result import Failure, Success

from fbm.adapters.sources.lahman import LahmanFiles
from fbm.adapters.sources.season_tables import ParquetSeasonTables
from fbm.domain.minors import MinorLines, Minors, no_lines
from fbm.domain.ports.season_tables import LAHMAN, SIMULATED, SOURCES, League, MixedSources
from fbm.domain.ports.sources import DamagedTable
from fbm.domain.seasons import History
from tests.adapters.sources.lahman_rows import write_lahman
from tests.domain.minor_lines import minor_lines, pitching_lines
from tests.fakes_progress import Silent

NOBODY = no_lines(("outs",))


@pytest.fixture
def history(tmp_path: Path) -> History:
    return LahmanFiles(write_lahman(tmp_path / "lahman")).read(Silent()).unwrap()


@pytest.fixture
def tables(tmp_path: Path) -> ParquetSeasonTables:
    return ParquetSeasonTables(tmp_path / "data")


def batting(pa: float = 400, season: int = 2001) -> MinorLines:
    return minor_lines([("ashenma01", season, "AAA"), ("mlbam:7", season, "Rk")], pa=[pa, 100])


def test_minor_seasons_that_were_put_are_got(tables: ParquetSeasonTables) -> None:
    assert tables.minors(1990, 2020).unwrap().seasons == ()
    tables.replace_minors(Minors(batting(), pitching_lines([("b", 2002, "AA")], outs=[300])), Silent()).unwrap()
    held = tables.minors(1990, 2020).unwrap()
    assert held.batting.player_id.tolist() == ["ashenma01", "mlbam:7"]
    assert held.batting.counts["pa"].tolist() == [400, 100]
    assert np.isnan(held.batting.counts["hr"]).all()
    assert held.pitching.counts["outs"].tolist() == [300]
    assert tables.minors(2002, 2002).unwrap().seasons == (2002,)


def test_a_season_imported_again_is_replaced_whole(tables: ParquetSeasonTables) -> None:
    tables.replace_minors(Minors(batting(), NOBODY), Silent()).unwrap()
    tables.replace_minors(Minors(minor_lines([("c", 2001, "A")], pa=[9]), NOBODY), Silent()).unwrap()
    assert tables.minors(2001, 2001).unwrap().batting.player_id.tolist() == ["c"]


def test_batting_alone_leaves_the_pitching_held_before(tables: ParquetSeasonTables) -> None:
    tables.replace_minors(Minors(batting(), pitching_lines([("b", 2001, "AA")], outs=[300])), Silent()).unwrap()
    tables.replace_minors(Minors(batting(401), NOBODY), Silent()).unwrap()
    held = tables.minors(2001, 2001).unwrap()
    assert held.batting.counts["pa"].tolist() == [401, 100]
    assert held.pitching.counts["outs"].tolist() == [300]


def test_majors_imported_again_keep_the_minors_and_their_own_fingerprint(
    tables: ParquetSeasonTables, history: History
) -> None:
    tables.replace(League(history, LAHMAN), Silent()).unwrap()
    before = tables.fingerprint(2001, 2002)
    tables.replace_minors(Minors(batting(), NOBODY), Silent()).unwrap()
    tables.replace(League(history, LAHMAN), Silent()).unwrap()
    assert tables.minors(2001, 2001).unwrap().seasons == (2001,)
    assert tables.fingerprint(2001, 2002) == before


def test_the_fingerprint_of_minors_changes_with_what_they_hold(tables: ParquetSeasonTables) -> None:
    tables.replace_minors(Minors(batting(), NOBODY), Silent()).unwrap()
    first = tables.minors_fingerprint(2001, 2001)
    tables.replace_minors(Minors(batting(), NOBODY), Silent()).unwrap()
    assert tables.minors_fingerprint(2001, 2001) == first
    tables.replace_minors(Minors(batting(401), NOBODY), Silent()).unwrap()
    assert tables.minors_fingerprint(2001, 2001) != first


def test_real_minors_do_not_join_a_simulated_league_unless_told_to_replace_it(
    tables: ParquetSeasonTables, history: History
) -> None:
    tables.replace(League(history, SIMULATED, minors=Minors(batting(), NOBODY)), Silent()).unwrap()
    refused = tables.replace_minors(Minors(batting(500), NOBODY), Silent())
    assert refused == Failure(MixedSources({SIMULATED: (2001, 2002)}, "minors"))
    assert tables.minors(2001, 2001).unwrap().batting.counts["pa"].tolist() == [400, 100]
    assert tables.replace_minors(Minors(batting(500), NOBODY), Silent(), drop=SOURCES) == Success(None)
    assert tables.seasons() == Success(())


def test_a_simulated_league_does_not_join_real_minors(tables: ParquetSeasonTables, history: History) -> None:
    tables.replace_minors(Minors(batting(), NOBODY), Silent()).unwrap()
    refused = tables.replace(League(history, SIMULATED), Silent())
    assert refused == Failure(MixedSources({"minors": (2001,)}, SIMULATED))


def test_a_league_let_go_takes_its_minors_along(tables: ParquetSeasonTables, history: History) -> None:
    tables.replace(League(history, SIMULATED, minors=Minors(batting(), NOBODY)), Silent()).unwrap()
    tables.replace(League(history, SIMULATED), Silent(), drop=(SIMULATED,)).unwrap()
    assert tables.minors(1990, 2020).unwrap().seasons == ()


def test_files_that_nobody_names_any_more_are_removed(tables: ParquetSeasonTables, tmp_path: Path) -> None:
    tables.replace_minors(Minors(batting(), NOBODY), Silent()).unwrap()
    tables.replace_minors(Minors(batting(401), NOBODY), Silent()).unwrap()
    assert len(list((tmp_path / "data").glob("minors_*.parquet"))) == 1


def test_a_damaged_file_is_named(tables: ParquetSeasonTables, tmp_path: Path) -> None:
    tables.replace_minors(Minors(batting(), NOBODY), Silent()).unwrap()
    (path,) = (tmp_path / "data").glob("minors_*.parquet")
    path.write_bytes(b"x")
    damaged = tables.minors(2001, 2001).failure()
    assert isinstance(damaged, DamagedTable)
    assert damaged.table == path.name
