from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from returns.result import Failure

from fbm.app.pipeline.models import WrongFeatures, WrongPipeline
from fbm.app.pipeline.presets import UnknownPipeline
from fbm.app.projecting import project_season
from fbm.app.projection_request import ProjectionRequest, UnusedModel
from fbm.app.registry.facade import ModelRegistry
from fbm.app.training import train
from fbm.domain.features.choice import features_of
from fbm.domain.models.specs import Corrects
from fbm.domain.ports.sources import MissingSeasons
from fbm.domain.projection.batch import Playing
from fbm.domain.projection.finalise import BATTER_COLUMNS, PITCHER_COLUMNS
from fbm.domain.projection.sheet import PERSON_COLUMNS, ProjectionSheet, Row
from fbm.domain.projection.window import open_batch
from fbm.domain.registry.draft import PartDraft, ReleaseDraft
from fbm.domain.registry.errors import UnknownModel
from tests.app.fakes_training import HISTORY, ConstantModel, registry_of, request_of, source_of, workshop_of

MARCEL = ProjectionRequest(2013, "marcel", {})
WITH_MODEL = ProjectionRequest(2013, "marcel_gb", {})
CORRECTS = Corrects("marcel", "aging")


def sheet_of(request: ProjectionRequest, registry: ModelRegistry | None = None) -> ProjectionSheet:
    return project_season(request, source=source_of(), registry=registry or registry_of()).unwrap().sheet


def schema_of(player_type: Playing) -> str:
    return features_of(open_batch(HISTORY, 2013, player_type)).schema


def registry_with(corrects: Corrects = CORRECTS, *, schema: str | None = None, residual: float = 0.0) -> ModelRegistry:
    """A line `default` whose models predict one residual for everybody."""

    def rebuild(params: Mapping[str, object]) -> object:
        player_type: Playing = "batter" if params["player_type"] == "batter" else "pitcher"
        return ConstantModel(corrects, schema or schema_of(player_type), residual)

    registry = registry_of(rebuild)
    parts = [PartDraft(kind, {"player_type": kind}) for kind in ("batter", "pitcher")]
    registry.publish(ReleaseDraft("gb_residual", "default", parts)).unwrap()
    return registry


def column(rows: tuple[Row, ...], name: str) -> list[object]:
    return [row[name] for row in rows]


def test_rows_name_the_player_and_then_every_column() -> None:
    sheet = sheet_of(MARCEL)
    assert tuple(sheet.batters[0]) == (*PERSON_COLUMNS, *BATTER_COLUMNS)
    assert tuple(sheet.pitchers[0]) == (*PERSON_COLUMNS, *PITCHER_COLUMNS)
    assert (sheet.season, sheet.pipeline, sheet.models) == (2013, "marcel", ())


def test_every_player_stands_on_one_row_and_the_best_stand_first() -> None:
    sheet = sheet_of(MARCEL)
    innings = [float(str(ip)) for ip in column(sheet.pitchers, "ip")]
    assert innings == sorted(innings, reverse=True)
    assert (
        sorted(map(str, column(sheet.batters, "player_id"))) == open_batch(HISTORY, 2013, "batter").player_id.tolist()
    )


def test_what_the_data_do_not_have_is_none_and_never_not_a_number() -> None:
    sheet = sheet_of(MARCEL)
    assert set(column(sheet.pitchers, "hld")) == set(column(sheet.pitchers, "bs")) == {None}
    assert set(column(sheet.batters, "mlbam_id")) == {None}
    cells = [cell for row in (*sheet.batters, *sheet.pitchers) for cell in row.values()]
    assert not any(isinstance(cell, float) and math.isnan(cell) for cell in cells)


def test_counts_and_rates_of_a_row_agree() -> None:
    row = {name: float(str(cell)) for name, cell in sheet_of(MARCEL).pitchers[0].items() if isinstance(cell, float)}
    assert row["era"] == pytest.approx(9 * row["er"] / row["ip"])
    assert row["whip"] == pytest.approx((row["h"] + row["bb"]) / row["ip"])


def test_seasons_from_the_projected_one_on_change_nothing() -> None:
    registry = registry_of()
    earlier = project_season(MARCEL, source=source_of(HISTORY.before(2013)), registry=registry).unwrap()
    assert earlier.sheet == sheet_of(MARCEL)


def test_missing_seasons_are_named() -> None:
    refused = project_season(ProjectionRequest(2006, "marcel", {}), source=source_of(), registry=registry_of())
    assert refused == Failure(MissingSeasons((2003, 2004), HISTORY.seasons))


def test_a_trained_model_corrects_the_projection_and_is_told_with_its_digest() -> None:
    registry = registry_of()
    train(request_of(), workshop_of(registry)).unwrap()
    sheet = sheet_of(WITH_MODEL, registry)
    facts = registry.metadata("default", "gb_residual", "batter").unwrap()
    assert [(use.player_type, use.name) for use in sheet.models] == [("batter", "default"), ("pitcher", "default")]
    assert sheet.models[0].digest == facts.artifact.digest
    assert column(sheet.batters, "hr") != column(sheet_of(MARCEL).batters, "hr")


def test_a_residual_is_added_once_to_the_aged_rate_and_not_to_playing_time() -> None:
    # Five home runs in a thousand plate appearances more for everybody, after rebaselining and aging.
    plain, corrected = (
        {str(row["player_id"]): row for row in sheet_of(WITH_MODEL, registry_with(residual=residual)).batters}
        for residual in (0.0, 0.005)
    )
    more = [float(str(corrected[player]["hr"])) - float(str(plain[player]["hr"])) for player in plain]
    chances = [float(str(plain[player]["pa"])) for player in plain]
    assert np.allclose(more, 0.005 * np.array(chances))
    assert [corrected[player]["pa"] for player in plain] == chances


def test_without_a_ref_the_latest_default_is_used_and_nothing_is_said() -> None:
    registry = registry_of()
    for _ in range(2):
        train(request_of(), workshop_of(registry)).unwrap()
    projected = project_season(WITH_MODEL, source=source_of(), registry=registry).unwrap()
    assert ({use.name for use in projected.sheet.models}, projected.notices) == ({"default_v2"}, ())


def test_the_only_line_there_is_stands_in_for_default_and_that_is_said() -> None:
    registry = registry_of()
    train(request_of(name="study"), workshop_of(registry)).unwrap()
    projected = project_season(WITH_MODEL, source=source_of(), registry=registry).unwrap()
    assert {use.name for use in projected.sheet.models} == {"study"}
    assert "study@latest" in projected.notices[0]


def test_a_named_version_is_the_one_used() -> None:
    registry = registry_of()
    for _ in range(2):
        train(request_of(), workshop_of(registry)).unwrap()
    sheet = sheet_of(ProjectionRequest(2013, "marcel_gb", {"gb_residual": "default"}), registry)
    assert {use.version for use in sheet.models} == {1}


def test_a_model_that_saw_the_season_is_named_and_one_that_did_not_passes_in_silence() -> None:
    registry = registry_of()
    train(request_of(), workshop_of(registry)).unwrap()
    request = ProjectionRequest(2012, "marcel_gb", {"gb_residual": "default"})
    seen = project_season(request, source=source_of(), registry=registry).unwrap()
    assert [notice for notice in seen.notices if "no forecast" in notice] == [
        "gb_residual default was trained on seasons up to 2012 and has seen what happened in 2012: its numbers are no "
        "forecast. `fbm evaluate 2012` trains on what was known before."
    ]
    later = project_season(replace(request, season=2013), source=source_of(), registry=registry).unwrap()
    assert not any("no forecast" in notice for notice in later.notices)


def test_without_any_model_the_pipeline_that_needs_one_is_refused() -> None:
    refused = project_season(WITH_MODEL, source=source_of(), registry=registry_of()).failure()
    assert isinstance(refused, UnknownModel)


def test_a_model_of_another_pipeline_is_refused() -> None:
    trained = Corrects("marcel_classic", "aging")
    refused = project_season(WITH_MODEL, source=source_of(), registry=registry_with(trained))
    assert refused == Failure(WrongPipeline("default", trained, CORRECTS))


def test_a_model_of_other_features_is_refused() -> None:
    refused = project_season(WITH_MODEL, source=source_of(), registry=registry_with(schema="sha256:other"))
    assert refused == Failure(WrongFeatures("default", "batter"))


def test_a_model_that_the_pipeline_has_no_place_for_is_refused() -> None:
    request = ProjectionRequest(2013, "marcel", {"gb_residual": "default"})
    refused = project_season(request, source=source_of(), registry=registry_of())
    assert refused == Failure(UnusedModel("gb_residual", "marcel", (), ()))


def test_an_unknown_pipeline_is_refused_with_near_names() -> None:
    request = ProjectionRequest(2013, "marcel_bg", {})
    refused = project_season(request, source=source_of(), registry=registry_of()).failure()
    assert isinstance(refused, UnknownPipeline)
    assert "marcel_gb" in refused.near


DEAD, LATER_DEAD = (2012.0, 11.0), (2013.0, 4.0)


def sheet_with_death(died: tuple[float, float], pipeline: str = "marcel") -> ProjectionSheet:
    """A sheet made when the best batter of all died in some month."""
    people = HISTORY.people
    best = people.player_id == BEST
    year, month = (np.where(best, part, np.nan) for part in died)
    known = replace(HISTORY, people=replace(people, death_year=year, death_month=month))
    request = ProjectionRequest(2013, pipeline, {})
    return project_season(request, source=source_of(known), registry=registry_of()).unwrap().sheet


BEST = sheet_of(MARCEL).batters[0]["player_id"]


@pytest.mark.parametrize("pipeline", ["marcel_classic", "marcel"])
def test_no_pipeline_projects_the_dead_and_the_living_keep_their_rows(pipeline: str) -> None:
    everybody = sheet_of(ProjectionRequest(2013, pipeline, {}))
    left = sheet_with_death(DEAD, pipeline)
    assert BEST in column(everybody.batters, "player_id")
    assert left.batters == tuple(row for row in everybody.batters if row["player_id"] != BEST)
    assert left.pitchers == everybody.pitchers


def test_a_death_that_was_to_come_changes_no_sheet() -> None:
    assert sheet_with_death(LATER_DEAD) == sheet_of(MARCEL)


def test_a_version_for_one_type_of_player_leaves_the_default_for_the_other() -> None:
    request = ProjectionRequest(2013, "marcel_gb", {"gb_residual/batter": "default"})
    assert sheet_of(request, registry_with()) == sheet_of(WITH_MODEL, registry_with())


def test_a_version_for_a_type_of_player_that_there_is_not_is_refused() -> None:
    request = ProjectionRequest(2013, "marcel_gb", {"gb_residual/catcher": "default"})
    refused = project_season(request, source=source_of(), registry=registry_with()).failure()
    assert isinstance(refused, UnusedModel)
    assert refused.model_type == "gb_residual/catcher"
