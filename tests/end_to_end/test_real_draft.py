"""A draft sheet over real seasons: what every reader of it would check first."""

from __future__ import annotations

from pathlib import Path

import pytest

from fbm.adapters.leagues import TomlLeagues
from fbm.adapters.sources.lahman import LahmanFiles
from fbm.app.drafting import draft
from fbm.app.projecting import project_season
from fbm.app.projection_request import Projected, ProjectionRequest
from fbm.domain.projection.sheet import Row
from fbm.domain.seasons import History
from tests.app.fakes_training import registry_of, source_of
from tests.fakes_progress import Silent
from tests.real_data import lahman_dir, needs_lahman

pytestmark = needs_lahman

LEAGUES = Path(__file__).parents[2] / "docs" / "leagues"


@pytest.fixture(scope="module")
def history() -> History:
    return LahmanFiles(lahman_dir() or Path()).read(Silent()).unwrap().between(2019, 2021)


@pytest.fixture(scope="module")
def plain(history: History) -> Projected:
    request = ProjectionRequest(2022, "marcel", {})
    return project_season(request, source=source_of(history), registry=registry_of()).unwrap()


@pytest.fixture(scope="module", params=sorted(LEAGUES.glob("*.toml")), ids=lambda file: file.stem)
def drafted(request: pytest.FixtureRequest, plain: Projected) -> Projected:
    return draft(plain, TomlLeagues().read(str(request.param)).unwrap().league).unwrap()


def row_of(rows: tuple[Row, ...], player: str) -> Row:
    return next(row for row in rows if row["player_id"] == player)


def test_prices_add_up_and_drafting_settles(drafted: Projected) -> None:
    sheet = drafted.sheet
    facts = dict(sheet.league or {})
    cents = sum(round(100 * float(str(row["dollars"]))) for row in (*sheet.batters, *sheet.pitchers))
    assert cents == round(100 * facts["teams"] * facts["budget"])
    assert all(rounds > 0 for rounds in facts["rounds"].values())


def test_the_stars_cost_most_and_catchers_are_scarce(drafted: Projected) -> None:
    sheet = drafted.sheet
    first = {str(row["player_id"]) for row in sheet.batters[:12]}
    assert {"sotoju01", "guerrvl02", "tatisfe02", "ramirjo01"} <= first
    levels = dict(sheet.league or {})["replacement"]
    assert levels["C"] == min(level for slot, level in levels.items() if slot not in ("SP", "RP", "P"))


def test_positions_are_those_of_last_season(drafted: Projected) -> None:
    sheet = drafted.sheet
    assert row_of(sheet.batters, "tatisfe02")["eligible"] == "SS,OF"
    assert row_of(sheet.batters, "turnetr01")["eligible"] == "SS,2B"
    assert row_of(sheet.pitchers, "peralfr01")["eligible"] == "SP"
    assert row_of(sheet.batters, "ohtansh01")["eligible"] == "DH"


def test_the_two_way_player_is_told(drafted: Projected) -> None:
    assert [notice for notice in drafted.notices if notice.startswith("Shohei Ohtani bats and pitches")]
