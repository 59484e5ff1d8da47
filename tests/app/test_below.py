"""Blends read what players did below the majors where there is enough of it, and say so where it is gone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import pytest
from returns.result import Failure, Result, Success

from fbm.adapters.boosting.blend_trainer import BlendTrainer
from fbm.adapters.neural.layers import fit_layer_network
from fbm.app.below import out_of_date, reads_minors
from fbm.app.evaluation.tasks import EvaluatingError, ProjectionTask, TrainingTask
from fbm.app.evaluation.working import LINE, project_for, train_for
from fbm.app.pipeline.models import NoMinors
from fbm.app.projecting import project_season
from fbm.app.projection_request import ProjectionRequest
from fbm.domain.minor_seasons import missing_before
from fbm.domain.minors import no_minors
from fbm.domain.projection.batch import Playing
from tests.app.worlds import World, bench_over, small_world
from tests.layers import QUICK

SEASON = 2014
YEARS = tuple(range(2009, SEASON))


@cache
def world() -> World:
    return small_world(2004, SEASON)


@cache
def past() -> World:
    return world().before(SEASON)


def only_majors() -> World:
    return World(past().known, no_minors())


def taught(source: World, *, minors: bool = True, years: tuple[int, ...] = YEARS) -> Mapping[str, bytes]:
    """What a registry holds after a blend was trained on a world."""
    quick = {player_type: BlendTrainer(spec, fit_layer_network) for player_type, spec in QUICK.items()}
    bench = replace(bench_over(source), trainers=lambda _: Success(quick))
    task = TrainingTask("blend", "baseline", SEASON, years, 42, minors=minors)
    return train_for(task, bench).unwrap().stored


@cache
def reading() -> Mapping[str, bytes]:
    return taught(past())


@cache
def not_reading() -> Mapping[str, bytes]:
    return taught(past(), minors=False)


def read_by(stored: Mapping[str, bytes]) -> bool:
    listed = bench_over(past(), stored=stored).registry.list_all("blend").unwrap().models
    return all(reads_minors(model.feature_names) for model in listed)


def said(stored: Mapping[str, bytes], source: World) -> Result[str, EvaluatingError]:
    """Every number of a projection, to the last digit."""
    task = ProjectionTask("blend", SEASON, 42, models={"blend": f"{LINE}@latest"})
    done = project_for(task, bench_over(source, stored=stored))
    return done.map(
        lambda made: repr([{name: one.columns[name].tolist() for name in one.columns} for one in made.forecasts])
    )


def test_a_blend_reads_them_if_there_are_enough_and_nobody_forbids_it() -> None:
    assert read_by(reading())
    assert not read_by(not_reading())
    assert not read_by(taught(past(), years=YEARS[-4:]))
    assert not read_by(taught(only_majors()))


def test_without_them_what_reads_them_is_refused() -> None:
    assert said(reading(), only_majors()) == Failure(NoMinors())


def test_what_does_not_read_them_says_the_same_whether_they_are_there_or_not() -> None:
    assert said(not_reading(), past()).unwrap() == said(not_reading(), only_majors()).unwrap()


def test_what_reads_them_says_the_same_with_the_season_and_its_minors_deleted_or_altered() -> None:
    whole = world().altered_from(SEASON)
    assert said(reading(), past()).unwrap() == said(taught(whole), whole).unwrap()


@pytest.mark.parametrize("season", [SEASON - 1, SEASON - 3])
def test_what_was_done_below_before_the_season_matters(season: int) -> None:
    less = World(past().known, past().below.between(0, season - 1))
    assert said(reading(), past()).unwrap() != said(reading(), less).unwrap()


def notices(stored: Mapping[str, bytes], source: World) -> tuple[str, ...]:
    bench = bench_over(source, stored=stored)
    request = ProjectionRequest(SEASON, "blend", {"blend": f"{LINE}@latest"})
    made = project_season(request, source=bench.source, registry=bench.registry, minors=bench.minors)
    return made.unwrap().notices


def test_who_reads_them_says_so_where_the_latest_are_missing() -> None:
    less = World(past().known, past().below.between(0, SEASON - 2))
    assert notices(reading(), past()) == ()
    assert notices(not_reading(), less) == ()
    (said_of_it,) = notices(reading(), less)
    assert said_of_it.startswith(f"The blend reads seasons below the majors, and those of {SEASON - 1} are not at hand")


@pytest.mark.parametrize(
    ("season", "at_hand", "missing"),
    [
        (2019, {2018}, None),
        (2019, {2016, 2017}, 2018),
        (2021, {2019}, None),
        (2021, {2018}, 2019),
        (2021, {2020}, None),
    ],
)
def test_the_season_before_is_missed_but_for_the_one_that_was_not_played(
    season: int, at_hand: set[int], missing: int | None
) -> None:
    assert missing_before(season, at_hand) == missing


def test_the_kinds_that_read_old_records_are_named_once() -> None:
    both: Mapping[Playing, tuple[str, ...]] = {"batter": ("mle", "blend"), "pitcher": ("blend", "mle")}
    (one,) = out_of_date(both, 2019, {"batter": {2016}, "pitcher": {2016}})
    assert one.startswith("The blend and the mle read seasons below the majors, and those of 2018 are not at hand:")
    assert out_of_date({"batter": (), "pitcher": ()}, 2019, {}) == ()


def test_where_one_type_of_player_is_missing_it_is_named() -> None:
    (one,) = out_of_date({"batter": ("mle",), "pitcher": ("mle",)}, 2022, {"batter": {2021}, "pitcher": {2019}})
    assert "those of 2021 are not at hand for pitchers" in one
