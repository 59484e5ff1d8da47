"""Lahman's 2022 as MLB's Stats API would tell it, imported over Lahman's seasons up to 2021."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from fbm.adapters.sources.lahman import LahmanFiles
from fbm.adapters.sources.season_tables import ParquetSeasonTables
from fbm.app.cli.main import main
from fbm.domain.clubs import CODES, FIRST_SEASON, club_code
from fbm.domain.ports.season_tables import LAHMAN, MAJORS_API
from fbm.domain.projection.finalise import Projection, finalise
from fbm.domain.projection.presets import run, stages_of
from fbm.domain.projection.window import open_batch
from fbm.domain.seasons import History, Lines, season_totals
from tests.fakes_progress import Silent
from tests.major_answers import write_answers
from tests.real_answers import RealApi
from tests.real_data import data_file, lahman_dir
from tests.real_games import lahman_teams

pytestmark = pytest.mark.skipif(
    data_file("retrosheet", "plays_2022.parquet") is None, reason="no plays: set FBM_TEST_DATA to their directory"
)

SEASON = 2022
RETURNED = {"alcanse01", "mercaos01", "zimmebr01"}
"""Players who went back to a club in 2022: Lahman has three stints of theirs, two of them with that club."""

PITCHED = ("ohtansh01", 28.0)
"""Lahman's Appearances have none of the games that he pitched, and bats in all the same."""

NOT_TOLD = ("hld", "bs", "qs")
"""What Lahman does not have, and an answer made of it neither."""

Key = tuple[str, int, str, str]


@cache
def real_api() -> RealApi:
    return RealApi(SEASON)


@cache
def lahman() -> History:
    directory = lahman_dir()
    assert directory is not None
    return LahmanFiles(directory).read(Silent()).unwrap()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with Lahman's seasons up to 2021, everybody's ids, and 2022 of the API."""
    home = tmp_path_factory.mktemp("home")
    answers = write_answers(home / "answers", real_api().files())
    register = data_file("ids", "player_ids.csv.gz")
    for words in (
        ("lahman", str(earlier(home / "lahman"))),
        ("ids", str(register)),
        ("majors", str(answers)),
    ):
        assert main(["data", "import", *words, "--home", str(home)]) == 0
    return home


def earlier(directory: Path) -> Path:
    """Write Lahman's files without the season; of everybody, who played first in it is not known yet."""
    directory.mkdir()
    whole = lahman_dir()
    assert whole is not None
    for name in ("Batting", "Pitching", "Appearances", "Teams"):
        _filtered(whole / f"{name}.csv", directory, lambda row: row["yearID"] != str(SEASON))
    _filtered(whole / "People.csv", directory, lambda row: not row["debut"].startswith(str(SEASON)))
    return directory


def _filtered(file: Path, directory: Path, keeps: Callable[[Mapping[str, str]], bool]) -> None:
    with file.open(encoding="utf-8", newline="") as rows, (directory / file.name).open("w", newline="") as kept:
        reader = csv.DictReader(rows)
        writer = csv.DictWriter(kept, reader.fieldnames or ())
        writer.writeheader()
        writer.writerows(row for row in reader if keeps(row))


def tables(home: Path) -> ParquetSeasonTables:
    return ParquetSeasonTables(home / "data")


def keyed(lines: Lines) -> dict[Key, dict[str, float]]:
    keys = zip(lines.player_id.tolist(), lines.stint.tolist(), lines.team.tolist(), lines.league.tolist(), strict=True)
    return {key: {stat: float(lines.counts[stat][row]) for stat in lines.counts} for row, key in enumerate(keys)}


def differing(ours: Lines, theirs: Lines, *, bar: tuple[str, ...] = ()) -> set[str]:
    """Players whose lines differ in anything at all."""
    one, other = keyed(ours), keyed(theirs)
    keys = set(one) | set(other)
    return {
        key[0]
        for key in keys
        if key not in one
        or key not in other
        or any(
            not np.array_equal(one[key][stat], other[key][stat], equal_nan=True) for stat in one[key] if stat not in bar
        )
    }


@pytest.mark.parametrize("table", ["batting", "pitching", "positions"])
def test_tables_equal_those_that_lahman_makes(home: Path, table: str) -> None:
    ours, theirs = (
        getattr(one, table) for one in (tables(home).history(2022, 2022).unwrap(), lahman().between(2022, 2022))
    )
    expected = {"batting": RETURNED, "pitching": set(), "positions": {PITCHED[0]}}[table]
    assert differing(ours, theirs) == expected


def test_sums_of_who_went_back_to_a_club_are_the_same(home: Path) -> None:
    ours = season_totals(tables(home).history(2022, 2022).unwrap().batting)
    theirs = season_totals(lahman().between(2022, 2022).batting)
    np.testing.assert_array_equal(ours.player_id, theirs.player_id)
    for stat, counts in ours.counts.items():
        np.testing.assert_array_equal(counts, theirs.counts[stat])


def test_people_are_those_of_lahman(home: Path) -> None:
    ours, theirs = (one.people for one in (tables(home).history(2022, 2022).unwrap(), lahman()))
    rows = {player: row for row, player in enumerate(theirs.player_id.tolist())}
    same = theirs.take(np.array([rows[player] for player in ours.player_id.tolist()]))
    for name in ("name", "bats", "throws"):
        np.testing.assert_array_equal(getattr(ours, name), getattr(same, name))
    for name in ("birth_year", "birth_month", "birth_day", "height"):
        np.testing.assert_array_equal(getattr(ours, name), getattr(same, name))


def test_clubs_have_their_games_and_parks_near_those_published(home: Path) -> None:
    ours, theirs = tables(home).history(2022, 2022).unwrap().teams, lahman_teams(2022)
    for row, club in enumerate(ours.team.tolist()):
        assert ours.games[row] == float(theirs[club]["G"])
        assert ours.league[row] == theirs[club]["lgID"]
    off = [abs(ours.park_batting[row] - float(theirs[club]["BPF"])) for row, club in enumerate(ours.team.tolist())]
    assert float(np.mean(off)) < 0.65


def test_projections_are_the_same_but_for_parks(home: Path) -> None:
    history = tables(home).history(2015, 2022).unwrap()
    for player_type in ("batter", "pitcher"):
        ours, theirs = (
            finalise(run(open_batch(one, 2023, player_type), stages_of("marcel", player_type)))
            for one in (history, lahman().between(2015, 2022))
        )
        np.testing.assert_array_equal(ours.player_id, theirs.player_id)
        assert worst(ours, theirs) < 1e-9


def worst(ours: Projection, theirs: Projection) -> float:
    """Largest difference of any count."""
    return max(float(np.nanmax(np.abs(ours[stat] - theirs[stat]))) for stat in ("hr", "so", "bb"))


def test_project_prints_the_rows_that_lahmans_own_season_gives(home: Path, tmp_path: Path) -> None:
    directory = lahman_dir()
    assert directory is not None
    other = tmp_path / "other"
    assert main(["data", "import", "lahman", str(directory), "--home", str(other)]) == 0
    assert main(["data", "import", "ids", str(data_file("ids", "player_ids.csv.gz")), "--home", str(other)]) == 0
    for place in (home, other):
        out = tmp_path / f"{place.name}.csv"
        assert main(["project", "2023", "--pipeline", "marcel", "--home", str(place), "--out", str(out)]) == 0
    ours, theirs = (
        {row["player_id"] + row["player_type"]: row for row in csv.DictReader((tmp_path / f"{name}.csv").open())}
        for name in (home.name, "other")
    )
    assert list(ours) == list(theirs)
    differing_rows = {key for key in ours if any(ours[key][column] != theirs[key][column] for column in ours[key])}
    assert differing_rows <= {f"{player}batter" for player in RETURNED}


def test_lahmans_own_season_takes_the_place_of_the_apis(home: Path, tmp_path: Path) -> None:
    directory = lahman_dir()
    assert directory is not None
    later = tmp_path / "later"
    shutil.copytree(home / "data", later / "data")
    assert main(["data", "import", "lahman", str(directory), "--home", str(later)]) == 0
    assert {table.source for table in tables(later).stored().unwrap()} == {LAHMAN}
    assert tables(later).fingerprint(1980, 2022) != tables(home).fingerprint(1980, 2022)
    assert {t.source for t in tables(home).stored().unwrap() if t.season == 2022} == {MAJORS_API}


def test_codes_of_clubs_are_lahmans_in_every_season() -> None:
    for season in range(FIRST_SEASON, 2023):
        codes = {club_code(number, season) for number in CODES}
        assert codes == set(lahman_teams(season))
