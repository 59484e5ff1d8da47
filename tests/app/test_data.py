from __future__ import annotations

import pytest
from returns.result import Failure, Success

from fbm.app.data import TRUE_BATTING, TRUE_PITCHING, import_lahman, simulate, status
from fbm.domain.ports.season_tables import LAHMAN, SIMULATED, MissingFile, MixedSources
from fbm.domain.seasons import History
from fbm.domain.simulation.league import simulate_league
from fbm.domain.simulation.spec import BadSpec, LeagueSpec
from tests.app.fakes_data import FakeFiles, MemorySeasonTables
from tests.fakes_progress import Silent

SMALL = LeagueSpec(first_season=2001, last_season=2002, seed=3, teams=4)


@pytest.fixture(scope="module")
def history() -> History:
    return simulate_league(SMALL).history


def test_an_import_tells_what_it_brought(history: History) -> None:
    brought = import_lahman(FakeFiles(Success(history)), MemorySeasonTables(), Silent()).unwrap()
    assert brought.sources == {LAHMAN: (2001, 2002)}
    assert brought.rows == {"batting": len(history.batting), "pitching": len(history.pitching)}
    assert brought.size_bytes == 10 * (len(history.batting) + len(history.pitching))
    assert brought.fingerprint is not None


def test_an_import_tells_of_its_own_seasons_only(history: History) -> None:
    tables = MemorySeasonTables()
    import_lahman(FakeFiles(Success(history)), tables, Silent()).unwrap()
    again = import_lahman(FakeFiles(Success(history.between(2002, 2002))), tables, Silent()).unwrap()
    assert again.seasons == (2002,)
    assert status(tables).unwrap().seasons == (2001, 2002)


def test_bad_files_change_nothing() -> None:
    tables, error = MemorySeasonTables(), MissingFile("Batting.csv", "there")
    assert import_lahman(FakeFiles(Failure(error)), tables, Silent(), replace_all=True) == Failure(error)
    assert status(tables).unwrap().tables == ()


def test_a_simulated_league_is_kept_with_its_truth() -> None:
    brought = simulate(SMALL, MemorySeasonTables(), Silent()).unwrap()
    assert brought.sources == {SIMULATED: (2001, 2002)}
    assert {TRUE_BATTING, TRUE_PITCHING} < set(brought.rows)


def test_a_league_that_cannot_be_played_is_refused() -> None:
    spec = LeagueSpec(first_season=2005, last_season=2004)
    assert simulate(spec, MemorySeasonTables(), Silent()) == Failure(BadSpec("last_season", 2004, 2005, 2065))


def test_another_simulated_league_replaces_the_whole_of_the_first() -> None:
    tables = MemorySeasonTables()
    simulate(SMALL, tables, Silent()).unwrap()
    simulate(LeagueSpec(2002, 2003, seed=4, teams=4), tables, Silent()).unwrap()
    assert status(tables).unwrap().seasons == (2002, 2003)


def test_real_seasons_do_not_join_a_simulated_league_unless_told_to_replace_it(history: History) -> None:
    tables = MemorySeasonTables()
    simulate(LeagueSpec(2002, 2003, teams=4), tables, Silent()).unwrap()
    files = FakeFiles(Success(history))
    assert import_lahman(files, tables, Silent()) == Failure(MixedSources({SIMULATED: (2002, 2003)}, LAHMAN))
    import_lahman(files, tables, Silent(), replace_all=True).unwrap()
    assert status(tables).unwrap().sources == {LAHMAN: (2001, 2002)}


def test_a_simulated_league_does_not_replace_real_seasons_unless_told(history: History) -> None:
    tables = MemorySeasonTables()
    import_lahman(FakeFiles(Success(history)), tables, Silent()).unwrap()
    assert simulate(SMALL, tables, Silent()) == Failure(MixedSources({LAHMAN: (2001, 2002)}, SIMULATED))
    assert simulate(SMALL, tables, Silent(), replace_all=True).unwrap().sources == {SIMULATED: (2001, 2002)}


def test_status_of_nothing_is_empty() -> None:
    held = status(MemorySeasonTables()).unwrap()
    assert (held.seasons, held.rows, held.size_bytes, held.fingerprint) == ((), {}, 0, None)


def test_status_has_no_fingerprint_where_a_season_between_is_missing(history: History) -> None:
    tables = MemorySeasonTables()
    import_lahman(FakeFiles(Success(history.between(2001, 2001))), tables, Silent()).unwrap()
    later = simulate_league(LeagueSpec(2003, 2003, teams=4)).history
    import_lahman(FakeFiles(Success(later)), tables, Silent()).unwrap()
    assert status(tables).unwrap().fingerprint is None
