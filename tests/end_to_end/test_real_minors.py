"""Equivalencies on the real seasons: who is projected from the minors, and who is left as he was."""

from __future__ import annotations

from pathlib import Path

import pytest

from fbm.adapters.sources.id_files import IdFiles
from fbm.adapters.sources.lahman import LahmanFiles
from fbm.adapters.sources.minors import MinorFiles
from fbm.app.projecting import project_season
from fbm.app.projection_request import ProjectionRequest
from fbm.app.registry.facade import ModelRegistry
from fbm.app.training import train
from fbm.app.training_request import TrainingRequest
from fbm.domain.ports.season_tables import League
from fbm.domain.projection.sheet import ProjectionSheet, Row
from tests.app.fakes_data import MemorySeasonTables
from tests.fakes_progress import Silent
from tests.minor_leagues import MemoryMinors, registry_of, workshop_of
from tests.real_data import data_file, lahman_dir, needs_lahman

IDS = data_file("ids", "player_ids.csv.gz")
MINORS = tuple(data_file("milb", f"bref_{side}_1992_2016.csv.gz") for side in ("batting", "pitching"))

pytestmark = [
    pytest.mark.slow,
    needs_lahman,
    pytest.mark.skipif(None in (IDS, *MINORS), reason="no ids or minor leagues beside the Lahman files"),
]

PROSPECTS = {"seageco01": 300.0, "turnetr01": 100.0}
"""Batters who came up late in 2015, and the least plate appearances to be expected of them in 2016."""


@pytest.fixture(scope="module")
def seasons() -> MemorySeasonTables:
    directory = lahman_dir()
    assert directory is not None
    tables = MemorySeasonTables()
    tables.replace(League(LahmanFiles(directory).read(Silent()).unwrap(), "lahman"), Silent()).unwrap()
    return tables


@pytest.fixture(scope="module")
def minors() -> MemoryMinors:
    crosswalk = IdFiles([Path(str(IDS))]).read(Silent()).unwrap()
    return MemoryMinors(MinorFiles([Path(str(path)) for path in MINORS]).read(crosswalk, Silent()).unwrap().minors)


@pytest.fixture(scope="module")
def registry(seasons: MemorySeasonTables, minors: MemoryMinors) -> ModelRegistry:
    made = registry_of()
    request = TrainingRequest("mle", "default", tuple(range(2010, 2016)), ("batter", "pitcher"))
    train(request, workshop_of(made, minors, seasons)).unwrap()
    return made


def sheet(pipeline: str, seasons: MemorySeasonTables, minors: MemoryMinors, registry: ModelRegistry) -> ProjectionSheet:
    request = ProjectionRequest(2016, pipeline, {})
    return project_season(request, source=seasons, registry=registry, minors=minors).unwrap().sheet


def by_player(rows: tuple[Row, ...]) -> dict[str, Row]:
    return {str(row["player_id"]): row for row in rows}


@pytest.mark.parametrize(("pipeline", "plain"), [("marcel_mle", "marcel"), ("mle", "marcel_classic")])
def test_established_players_are_projected_to_the_last_bit_as_without_it(
    pipeline: str, plain: str, seasons: MemorySeasonTables, minors: MemoryMinors, registry: ModelRegistry
) -> None:
    made, base = (sheet(name, seasons, minors, registry) for name in (pipeline, plain))
    for rows, others in ((made.batters, base.batters), (made.pitchers, base.pitchers)):
        established = {player: row for player, row in by_player(rows).items() if row["origin"] == "majors"}
        assert len(established) > 200
        for player, row in established.items():
            assert row == by_player(others)[player]


def test_prospects_stand_beside_the_established(
    seasons: MemorySeasonTables, minors: MemoryMinors, registry: ModelRegistry
) -> None:
    made = sheet("marcel_mle", seasons, minors, registry)
    batters, pitchers = by_player(made.batters), by_player(made.pitchers)
    for player, least in PROSPECTS.items():
        assert batters[player]["origin"] == "both"
        assert float(batters[player]["pa"] or 0) > least
    assert pitchers["snellbl01"]["origin"] == "minors"
