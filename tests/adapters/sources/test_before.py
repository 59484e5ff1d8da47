"""Season tables as they were when a season began: the wall between what is judged and what judges."""

from __future__ import annotations

from pathlib import Path

import pytest
from returns.result import Failure

from fbm.adapters.sources.catalog import Catalog, SeasonEntry, TableEntry
from fbm.adapters.sources.season_tables import ParquetSeasonTables
from fbm.domain.ports.season_tables import SIMULATED, League
from fbm.domain.ports.sources import MissingSeasons
from fbm.domain.simulation.league import simulate_league
from fbm.domain.simulation.spec import LeagueSpec
from tests.fakes_progress import Silent


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> ParquetSeasonTables:
    found = ParquetSeasonTables(tmp_path_factory.mktemp("data"))
    league = simulate_league(LeagueSpec(first_season=2008, last_season=2013, teams=4))
    found.replace(League(league.history, SIMULATED, minors=league.minors), Silent()).unwrap()
    return found


def test_the_season_itself_and_later_ones_are_not_there(tables: ParquetSeasonTables) -> None:
    cut = tables.before(2012)
    assert cut.seasons().unwrap() == (2008, 2009, 2010, 2011)
    assert cut.history(2010, 2011).unwrap().seasons == (2010, 2011)
    failed = cut.history(2010, 2012)
    assert failed == Failure(MissingSeasons((2012,), (2008, 2009, 2010, 2011)))
    assert {entry.season for entry in cut.stored().unwrap()} == {2008, 2009, 2010, 2011}


def test_minor_leagues_end_with_the_majors(tables: ParquetSeasonTables) -> None:
    assert max(tables.minors(1800, 2200).unwrap().seasons) == 2013
    assert max(tables.before(2012).minors(1800, 2200).unwrap().seasons) == 2011


def test_people_who_first_played_later_are_not_known_yet(tables: ParquetSeasonTables) -> None:
    before = set(tables.before(2012).history(2008, 2011).unwrap().people.player_id.tolist())
    whole = set(tables.history(2008, 2013).unwrap().people.player_id.tolist())
    assert before < whole


def test_every_section_of_the_catalog_is_cut_those_of_the_future_too() -> None:
    entry = SeasonEntry(source="x", tables={"t": TableEntry(file="f", digest="d", rows=1, size=1)})
    sections = [name for name, field in Catalog.model_fields.items() if "Mapping" in str(field.annotation)]
    whole = Catalog().model_copy(update={name: {2011: entry, 2012: entry, 2013: entry} for name in sections})
    assert {"seasons", "minors"} <= set(sections)
    assert {tuple(getattr(whole.before(2012), name)) for name in sections} == {(2011,)}


def test_looking_back_changes_nothing_on_disk(tables: ParquetSeasonTables, tmp_path: Path) -> None:
    tables.before(2009).seasons().unwrap()
    assert tables.seasons().unwrap()[-1] == 2013
    assert ParquetSeasonTables(tmp_path).before(2012).seasons().unwrap() == ()
