"""Equivalencies from training to projections, on a simulated league with minors."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from returns.result import Failure

from fbm.adapters.regression.mle_trainer import MLETrainer
from fbm.app.pipeline.models import NoMinors, WrongFeatures
from fbm.app.projecting import project_season
from fbm.app.projection_request import ProjectionRequest
from fbm.app.promotions import Told, gather_promotions
from fbm.app.registry.facade import ModelRegistry
from fbm.app.trained_part import part_of
from fbm.app.training import train
from fbm.domain.features.matrix import schema_of
from fbm.domain.models.mle import BATTER_EQUIVALENCIES, PITCHER_EQUIVALENCIES
from fbm.domain.models.specs import Corrects
from fbm.domain.projection.batch import Playing
from fbm.domain.projection.sheet import ProjectionSheet, Row
from fbm.domain.registry.draft import PartDraft, ReleaseDraft
from tests.debuts import debutants, errors_of, joined, true_rates
from tests.fakes_progress import Silent
from tests.minor_leagues import (
    NO_MINORS,
    MemoryMinors,
    league,
    registry_of,
    request_of,
    seasons_of,
    workshop_of,
)

AT = Corrects("marcel", "playing_time")
BOTH: tuple[Playing, ...] = ("batter", "pitcher")
MLE_SPECS = {"batter": BATTER_EQUIVALENCIES, "pitcher": PITCHER_EQUIVALENCIES}


@cache
def trained(last: int = 2018) -> ModelRegistry:
    registry = registry_of()
    train(request_of(last), workshop_of(registry)).unwrap()
    return registry


def sheet_of(pipeline: str, season: int = 2019, minors: MemoryMinors | None = None) -> ProjectionSheet:
    request = ProjectionRequest(season, pipeline, {})
    made = project_season(request, source=seasons_of(), registry=trained(), minors=minors or MemoryMinors())
    return made.unwrap().sheet


def by_player(rows: tuple[Row, ...]) -> dict[str, Row]:
    return {str(row["player_id"]): row for row in rows}


def test_one_release_holds_both_player_types() -> None:
    facts = trained().metadata("default", "mle", "pitcher").unwrap()
    assert facts.training_years == tuple(range(2011, 2019))
    assert (facts.config["pipeline"], facts.config["stage"]) == ("marcel", "playing_time")
    assert "so" in facts.stats
    assert facts.lineage.data_fingerprint is not None


def test_the_same_seasons_give_the_same_bytes() -> None:
    registry = registry_of()
    again = train(request_of(), workshop_of(registry)).unwrap().release
    first = trained().metadata("default", "mle", "batter").unwrap()
    assert [part.artifact.digest for part in again.parts if part.player_type == "batter"] == [first.artifact.digest]


def test_validation_holds_the_last_season_out_and_judges_who_was_promoted() -> None:
    registry = registry_of()
    report = train(request_of(validate=True), workshop_of(registry)).unwrap()
    for part in report.release.parts:
        found = part.metrics["validation"]
        assert isinstance(found, dict)
        assert found["season"] == 2018
        assert 0 < found["n"] < report.rows[part.player_type]
        assert found["model"]["so"]["rmse"] < found["baseline"]["so"]["rmse"]


def test_outcomes_of_later_seasons_do_not_change_a_model() -> None:
    """Trained on seasons to 2016, the model is the same whether or not anything later is known."""
    history, minors = league().history, league().minors
    full = Told(history, minors)
    cut = Told(history.between(2008, 2016), minors.between(2008, 2015))
    first, second = (
        gather_promotions(told, range(2011, 2017), "batter", AT, Silent()).learning for told in (full, cut)
    )
    assert np.array_equal(first.matrix.values, second.matrix.values, equal_nan=True)
    assert np.array_equal(first.targets["hr"], second.targets["hr"], equal_nan=True)


def test_without_minor_league_seasons_nothing_is_trained() -> None:
    assert train(request_of(), workshop_of(registry_of(), NO_MINORS)) == Failure(NoMinors())
    without = replace(workshop_of(registry_of()), minors=None)
    assert train(request_of(), without) == Failure(NoMinors())


@pytest.mark.parametrize(("pipeline", "plain"), [("marcel_mle", "marcel"), ("mle", "marcel_classic")])
def test_established_players_are_projected_exactly_as_without_it(pipeline: str, plain: str) -> None:
    made, base = sheet_of(pipeline), sheet_of(plain)
    for rows, others in ((made.batters, base.batters), (made.pitchers, base.pitchers)):
        established = {player: row for player, row in by_player(rows).items() if row["origin"] == "majors"}
        assert len(established) > 100
        for player, row in established.items():
            assert row == by_player(others)[player]


def test_nobody_is_lost_by_it() -> None:
    made, base = sheet_of("marcel_mle"), sheet_of("marcel")
    assert set(by_player(base.batters)) < set(by_player(made.batters))
    assert set(by_player(base.pitchers)) < set(by_player(made.pitchers))


@pytest.mark.parametrize("season", [2019, 2020])
def test_every_debut_with_minor_league_time_before_was_projected_before(season: int) -> None:
    sheet = sheet_of("marcel_mle", season)
    tables: tuple[tuple[Playing, tuple[Row, ...]], ...] = (("batter", sheet.batters), ("pitcher", sheet.pitchers))
    for player_type, rows in tables:
        came = debutants(league(), season, player_type)
        projected = by_player(rows)
        assert len(came) > 10
        assert came <= set(projected)
        for player in came:
            assert projected[player]["origin"] == "minors"
            assert projected[player]["name"] is not None


def test_a_mark_says_where_a_line_came_from() -> None:
    rows = by_player(sheet_of("marcel_mle").batters)
    origins = {str(row["origin"]) for row in rows.values()}
    assert origins == {"majors", "minors", "both"}
    for row in rows.values():
        assert (row["minors"] is None) == (row["origin"] == "majors")


@pytest.mark.parametrize(("player_type", "most"), [("batter", 0.8), ("pitcher", 0.9)])
def test_prospects_are_nearer_to_their_true_talent_than_the_league_is(player_type: Playing, most: float) -> None:
    """For those who came up in seasons the model had not seen; pitchers of so small a league are few and less known."""
    parts = [errors_of(league(), sheet_of("marcel_mle", season), season, player_type) for season in (2019, 2020)]
    assert np.mean(list(joined(parts).ratios().values())) < most


def test_true_rates_of_traded_players_are_not_added_up() -> None:
    """A rate of a player with two teams stays a rate: twice as large it would flatter or blame whoever is judged."""
    truth = league().truth.batting.take(league().truth.batting.season == 2019)
    players, teams = np.unique(truth.player_id, return_counts=True)
    assert teams.max() == 2
    once = true_rates(league(), 2019, "batter", set(players.tolist()))
    assert sorted(once.player_id.tolist()) == players.tolist()
    assert np.isin(once.counts["so"], truth.counts["so"]).all()


def test_nothing_is_projected_without_minor_league_seasons() -> None:
    request = ProjectionRequest(2019, "marcel_mle", {})
    for minors in (None, NO_MINORS):
        made = project_season(request, source=seasons_of(), registry=trained(), minors=minors)
        assert made == Failure(NoMinors())


def test_minor_leagues_of_the_season_projected_change_nothing() -> None:
    """The leak that would flatter most: what a prospect does in the very season that is projected."""
    known = MemoryMinors(league().minors.between(2008, 2018))
    assert sheet_of("marcel_mle", 2019, known).batters == sheet_of("marcel_mle", 2019).batters


def test_a_model_of_other_features_is_refused() -> None:
    registry = registry_of()
    loaded = trained().get_store("mle").unwrap()
    parts = []
    for kind in ("batter", "pitcher"):
        params = dict(loaded.load_params("default", kind).unwrap())
        known = params["feature_names"]
        assert isinstance(known, list)
        names = [*known, "moon"]
        parts.append(PartDraft(kind, {**params, "feature_names": names, "feature_schema": schema_of(names)}))
    registry.publish(ReleaseDraft("mle", "default", parts)).unwrap()
    request = ProjectionRequest(2019, "marcel_mle", {})
    made = project_season(request, source=seasons_of(), registry=registry, minors=MemoryMinors())
    assert made == Failure(WrongFeatures("default", "batter"))


def test_a_model_that_was_trained_before_a_feature_was_there_is_used_without_it() -> None:
    registry = registry_of()
    parts = []
    for kind in BOTH:
        lessons = gather_promotions(Told(league().history, league().minors), range(2011, 2019), kind, AT, Silent())
        fewer = tuple(name for name in lessons.learning.matrix.names if name != "latest_in_majors")
        learning = replace(lessons.learning, matrix=lessons.learning.matrix.pick(fewer))
        model = MLETrainer(MLE_SPECS[kind]).fit(learning, 42, Silent())
        parts.append(part_of(tuple(range(2011, 2019)), replace(lessons, learning=learning), model, {}))
    registry.publish(ReleaseDraft("mle", "default", parts)).unwrap()
    request = ProjectionRequest(2019, "marcel_mle", {})
    made = project_season(request, source=seasons_of(), registry=registry, minors=MemoryMinors()).unwrap().sheet
    assert by_player(made.batters).keys() == by_player(sheet_of("marcel_mle").batters).keys()


def test_the_data_fingerprint_tells_of_the_minors_too() -> None:
    assert sheet_of("marcel_mle").data_fingerprint != sheet_of("marcel").data_fingerprint
