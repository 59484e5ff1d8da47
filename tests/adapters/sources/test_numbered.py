"""Careers stay whole whichever came first: Lahman's tables, MLB's numbers, or ids that join them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fbm.adapters.sources.id_files import IdFiles
from fbm.adapters.sources.lahman import LahmanFiles
from fbm.adapters.sources.majors import MajorFiles
from fbm.adapters.sources.season_tables import ParquetSeasonTables
from fbm.domain.ports.minors import Unmatched
from fbm.domain.ports.season_tables import (
    LAHMAN,
    MAJORS_API,
    SIMULATED,
    SOURCES,
    HeldSeasons,
    League,
    MixedSources,
)
from fbm.domain.ports.sources import DamagedTable
from fbm.domain.seasons import History
from tests.adapters.sources.lahman_rows import APPEARANCES, BATTING, PEOPLE, PITCHING, TEAMS, write_lahman
from tests.fakes_progress import Silent
from tests.histories import small_history
from tests.major_answers import ACE, SLUGGER, TRADED, TWO_WAY, small_season, write_answers

API = 2003
"""The season after the last of the tiny Lahman directory."""

HEADER = (
    "key_mlbam,key_bbref,key_retro,key_fangraphs,key_bbref_minors,name_first,name_last,birth_year,birth_month,birth_day"
)
SLUGGER_BIRTH = "1995,4,9"


@pytest.fixture
def tables(tmp_path: Path) -> ParquetSeasonTables:
    return ParquetSeasonTables(tmp_path / "data")


def bring_lahman(tables: ParquetSeasonTables, directory: Path, people: str = PEOPLE, later: bool = False) -> None:
    """Import the tiny directory; `later` is a release that has the API's season too, with one batter of his own."""
    changes = {"People.csv": people}
    if later:
        changes |= {
            "Batting.csv": BATTING + "slugsa01,2003,1,NYA,AL,31,90,20,30,5,1,9,22,2,1,10,25,1,1,0,1,2\n",
            "Pitching.csv": PITCHING + PITCHING.splitlines()[-1].replace("2002", "2003") + "\n",
            "Appearances.csv": APPEARANCES + "2003,NYA,AL,slugsa01,31,31,31,11,0,0,11,0,0,0,0,0,0,0,20,0,0\n",
            "Teams.csv": TEAMS + "2003,AL,NYA,4,Yankees,100,100\n2003,NL,BBN,4,Bees,100,100\n",
        }
    read = LahmanFiles(write_lahman(directory, changes)).seasons_and_people(Silent()).unwrap()
    tables.replace(League(read.history, LAHMAN, people=read.people), Silent()).unwrap()


def api_season(directory: Path, season: int = API) -> History:
    return MajorFiles([write_answers(directory, small_season(season))]).read(Silent()).unwrap().history


def bring_ids(tables: ParquetSeasonTables, file: Path, rows: Sequence[str]) -> None:
    file.write_text("\n".join((HEADER, *rows)) + "\n", encoding="utf-8")
    tables.replace_crosswalk(IdFiles([file]).read(Silent()).unwrap()).unwrap()


def names(tables: ParquetSeasonTables, season: int = API) -> set[str]:
    return set(tables.history(season, season).unwrap().batting.player_id.tolist())


NUMBERED = {f"mlbam:{number}" for number in (SLUGGER, ACE, TRADED, TWO_WAY)}


def test_whom_nobody_knows_goes_by_mlbs_number_and_is_named(tables: ParquetSeasonTables, tmp_path: Path) -> None:
    unmatched = tables.replace_majors(api_season(tmp_path / "api"), Silent()).unwrap()
    assert names(tables) == NUMBERED
    assert Unmatched(f"mlbam:{TRADED}", "Tim Traded", 2) in unmatched
    assert len(unmatched) == 4


def test_every_table_and_the_people_have_the_same_ids(tables: ParquetSeasonTables, tmp_path: Path) -> None:
    bring_ids(tables, tmp_path / "ids.csv", [f"{SLUGGER},slugsa01,,,,Sal,Slugger,{SLUGGER_BIRTH}"])
    tables.replace_majors(api_season(tmp_path / "api"), Silent()).unwrap()
    history = tables.history(API, API).unwrap()
    everybody = set(history.people.player_id.tolist())
    assert "slugsa01" in everybody
    for lines in (history.batting, history.pitching, history.positions):
        assert set(lines.player_id.tolist()) <= everybody
    assert len(everybody) == 4


def test_ids_that_come_later_heal_what_was_imported_before(tables: ParquetSeasonTables, tmp_path: Path) -> None:
    tables.replace_majors(api_season(tmp_path / "api"), Silent()).unwrap()
    bring_ids(tables, tmp_path / "ids.csv", [f"{SLUGGER},slugsa01,,,,Sal,Slugger,{SLUGGER_BIRTH}"])
    assert names(tables) == NUMBERED - {f"mlbam:{SLUGGER}"} | {"slugsa01"}


def test_a_newcomers_career_is_one_when_lahman_names_him_otherwise(tables: ParquetSeasonTables, tmp_path: Path) -> None:
    bring_lahman(tables, tmp_path / "lahman")
    bring_ids(tables, tmp_path / "ids.csv", [f"{SLUGGER},sluggsa02,,,,Sal,Slugger,{SLUGGER_BIRTH}"])
    for season in (API, API + 1):
        tables.replace_majors(api_season(tmp_path / str(season), season), Silent()).unwrap()
    assert "sluggsa02" in names(tables, API) & names(tables, API + 1)
    bring_lahman(
        tables, tmp_path / "later", PEOPLE + "slugsa01,1995,4,9,Sal,Slugger,Sal,74,B,R,2003-04-01\n", later=True
    )
    history = tables.history(API, API + 1).unwrap()
    seasons = history.batting.season[history.batting.player_id == "slugsa01"]
    assert seasons.tolist() == [API, API + 1]
    assert "sluggsa02" not in history.people.player_id.tolist()


def test_lahmans_people_have_baseball_references_ids_too(tables: ParquetSeasonTables, tmp_path: Path) -> None:
    header, *rows = PEOPLE.splitlines()
    people = "\n".join(
        (f"{header},retroID,bbrefID", *(f"{row},," for row in rows), "slugsa09,1901,,,X,Y,X,,R,R,,,sluggsa02")
    )
    bring_lahman(tables, tmp_path / "lahman", people + "\n")
    bring_ids(tables, tmp_path / "ids.csv", [f"{SLUGGER},sluggsa02,,,,Sal,Slugger,{SLUGGER_BIRTH}"])
    tables.replace_majors(api_season(tmp_path / "api"), Silent()).unwrap()
    assert "slugsa09" in names(tables)


def test_a_veteran_is_known_by_name_and_birthday_without_ids(tables: ParquetSeasonTables, tmp_path: Path) -> None:
    history = api_season(tmp_path / "api")
    people = replace(
        history.people, name=np.where(history.people.name == "Sal Slugger", "Elan Elkumhoff", history.people.name)
    )
    born = np.where(people.name == "Elan Elkumhoff", 1980.0, people.birth_year)
    month, day = (
        np.where(born == 1980.0, other, was) for other, was in ((12.0, people.birth_month), (1.0, people.birth_day))
    )
    bring_lahman(tables, tmp_path / "lahman")
    veteran = replace(people, birth_year=born, birth_month=month, birth_day=day)
    tables.replace_majors(replace(history, people=veteran), Silent()).unwrap()
    assert "elkumel01" in names(tables)


def test_the_same_seasons_have_the_same_fingerprint_in_any_order(tmp_path: Path) -> None:
    one, other = (ParquetSeasonTables(tmp_path / name) for name in ("one", "other"))
    rows = [f"{SLUGGER},slugsa01,,,,Sal,Slugger,{SLUGGER_BIRTH}"]
    bring_lahman(one, tmp_path / "lahman")
    bring_ids(one, tmp_path / "ids.csv", rows)
    one.replace_majors(api_season(tmp_path / "api"), Silent()).unwrap()
    other.replace_majors(api_season(tmp_path / "api"), Silent()).unwrap()
    bring_ids(other, tmp_path / "ids.csv", rows)
    bring_lahman(other, tmp_path / "lahman")
    assert one.fingerprint(2001, API) == other.fingerprint(2001, API)


def test_seasons_of_lahmans_stay_unless_told_otherwise(tables: ParquetSeasonTables, tmp_path: Path) -> None:
    bring_lahman(tables, tmp_path / "lahman")
    before = tables.fingerprint(2001, 2002)
    season = api_season(tmp_path / "api", 2002)
    assert tables.replace_majors(season, Silent()).failure() == HeldSeasons((2002,), LAHMAN, MAJORS_API)
    assert tables.fingerprint(2001, 2002) == before
    tables.replace_majors(season, Silent(), over=True).unwrap()
    assert {table.source for table in tables.stored().unwrap() if table.season == 2002} == {MAJORS_API}


def test_lahmans_seasons_take_the_place_of_the_apis(tables: ParquetSeasonTables, tmp_path: Path) -> None:
    tables.replace_majors(api_season(tmp_path / "api", 2002), Silent()).unwrap()
    bring_lahman(tables, tmp_path / "lahman")
    assert {table.source for table in tables.stored().unwrap()} == {LAHMAN}


def test_real_seasons_do_not_join_a_simulated_league(tables: ParquetSeasonTables, tmp_path: Path) -> None:
    tables.replace(League(small_history((2001, 2002), players=8), SIMULATED), Silent()).unwrap()
    season = api_season(tmp_path / "api")
    assert tables.replace_majors(season, Silent()).failure() == MixedSources({SIMULATED: (2001, 2002)}, MAJORS_API)
    tables.replace_majors(season, Silent(), drop=SOURCES).unwrap()
    assert tables.seasons().unwrap() == (API,)


def test_a_simulated_league_does_not_join_real_seasons(tables: ParquetSeasonTables, tmp_path: Path) -> None:
    tables.replace_majors(api_season(tmp_path / "api"), Silent()).unwrap()
    league = League(small_history((2001, 2002), players=8), SIMULATED)
    assert tables.replace(league, Silent()).failure() == MixedSources({MAJORS_API: (API,)}, SIMULATED)


def test_what_an_import_no_longer_names_is_gone(tables: ParquetSeasonTables, tmp_path: Path) -> None:
    bring_ids(tables, tmp_path / "ids.csv", [f"{SLUGGER},slugsa01,,,,Sal,Slugger,{SLUGGER_BIRTH}"])
    tables.replace_majors(api_season(tmp_path / "api"), Silent()).unwrap()
    assert len(list((tmp_path / "data").glob("*.parquet"))) == 6  # five tables and the ids
    assert tables.damages(thorough=True).unwrap() == ()


def test_ids_that_are_damaged_stop_an_import_and_nothing_changes(tables: ParquetSeasonTables, tmp_path: Path) -> None:
    bring_lahman(tables, tmp_path / "lahman")
    bring_ids(tables, tmp_path / "ids.csv", [f"{SLUGGER},slugsa01,,,,Sal,Slugger,{SLUGGER_BIRTH}"])
    before = tables.fingerprint(2001, 2002)
    [ids] = (tmp_path / "data").glob("ids-*.parquet")
    ids.write_bytes(b"PAR1")
    assert isinstance(tables.replace_majors(api_season(tmp_path / "api"), Silent()).failure(), DamagedTable)
    assert tables.seasons().unwrap() == (2001, 2002)
    assert tables.fingerprint(2001, 2002) == before


def test_a_table_of_an_earlier_version_tells_who_lahmans_players_are(
    tables: ParquetSeasonTables, tmp_path: Path
) -> None:
    """Such a home has Lahman's seasons, and no list of everybody whom Lahman has."""
    read = LahmanFiles(write_lahman(tmp_path / "lahman")).read(Silent()).unwrap()
    tables.replace(League(read, LAHMAN), Silent()).unwrap()
    bring_ids(tables, tmp_path / "ids.csv", [f"{SLUGGER},elkumel01,,,,Elan,Elkumhoff,1980,12,1"])
    tables.replace_majors(api_season(tmp_path / "api"), Silent()).unwrap()
    assert "elkumel01" in names(tables)


def test_lahmans_seasons_keep_their_fingerprint_beside_the_apis(tables: ParquetSeasonTables, tmp_path: Path) -> None:
    bring_lahman(tables, tmp_path / "lahman")
    before = tables.fingerprint(2001, 2002)
    tables.replace_majors(api_season(tmp_path / "api"), Silent()).unwrap()
    assert tables.fingerprint(2001, 2002) == before
