from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, TypeVar

import numpy as np
import pytest
from returns.result import Failure, Result, Success

from fbm.app.evaluation.evaluating import Bureau, Evaluation, evaluate
from fbm.app.evaluation.tasks import (
    Done,
    EvaluatingError,
    EvaluationRequest,
    NothingBefore,
    ProjectionTask,
    SawTheSeason,
    ToldTwice,
    TrainingTask,
    UnjudgedSeasons,
    UnknownBaseline,
    UntoldTraining,
)
from fbm.app.evaluation.versions import named_version
from fbm.app.evaluation.working import LINE, project_for, train_for
from fbm.app.pipeline.presets import UnknownPipeline
from fbm.app.projection_request import UnusedModel
from fbm.app.training import train
from fbm.app.training_request import NoPlayers, TrainingRequest, Workshop
from fbm.app.validating import validate
from fbm.app.wiring.trainers import make_trainers
from fbm.domain.evaluation.forecasts import Forecast
from fbm.domain.evaluation.intervals import Bootstrap
from fbm.domain.evaluation.judging import Court
from fbm.domain.evaluation.matching import Population
from fbm.domain.ports.executor import ExecutorError
from fbm.domain.ports.progress import Progress
from fbm.domain.ports.sources import MissingSeasons
from fbm.domain.ports.training import NoTrainer
from fbm.domain.registry.draft import PartDraft, ReleaseDraft
from fbm.domain.registry.metadata import Lineage, Parent
from tests.app.fakes_training import FixedClock
from tests.app.worlds import World, bench_over, small_world
from tests.fakes_progress import RecordingProgress

Task = TypeVar("Task")
Value = TypeVar("Value")


class Here:
    """Runs tasks one after the other."""

    def run(
        self, work: Callable[[Task], Value], tasks: Sequence[Task], progress: Progress
    ) -> Result[list[Value], ExecutorError]:
        values = []
        for task in tasks:
            values.append(work(task))
            progress.advance()
        return Success(values)


@cache
def world() -> World:
    return small_world()


@dataclass
class Office:
    """A bureau that notes its tasks; training is only pretended unless it is asked for."""

    source: World = field(default_factory=world)
    trained: list[TrainingTask] = field(default_factory=list)
    projected: list[ProjectionTask] = field(default_factory=list)
    progress: RecordingProgress = field(default_factory=RecordingProgress)
    for_real: bool = False

    def train(self, task: TrainingTask) -> Result[Done, EvaluatingError]:
        self.trained.append(task)
        if self.for_real:
            return train_for(task, bench_over(self.source.before(task.season)))
        return Success(Done(1.0, stored={f"{task.model_type} {task.season} {task.seed}": b""}))

    def project(self, task: ProjectionTask) -> Result[Done, EvaluatingError]:
        self.projected.append(task)
        stored = {key: data for one in task.stored for key, data in one.items()} if self.for_real else {}
        plain = task if self.for_real else replace(task, pipeline="marcel", models={})
        return project_for(plain, bench_over(self.source.before(task.season), stored=stored))

    def evaluate(self, *pipelines: str, seasons: tuple[int, ...] = (2013, 2014), **changes: Any) -> Any:
        court = Court(changes.pop("baseline", pipelines[0]), Population(100, 20), Bootstrap(resamples=20))
        request = EvaluationRequest(seasons, pipelines, court, **changes)
        bureau = Bureau(self.source, Here(), self.train, self.project, FixedClock(), self.progress)
        return evaluate(request, bureau)


def done(result: Result[Evaluation, EvaluatingError]) -> Evaluation:
    return result.unwrap()


def test_a_model_learns_from_seasons_before_the_one_judged_alone() -> None:
    office = Office()
    done(office.evaluate("marcel", "marcel_gb"))
    assert [(task.season, task.years) for task in office.trained] == [
        (2013, (2008, 2009, 2010, 2011, 2012)), (2014, (2008, 2009, 2010, 2011, 2012, 2013)),
    ]  # fmt: skip


def test_the_latest_seasons_are_learned_from_where_there_are_too_many() -> None:
    office = Office()
    done(office.evaluate("marcel_gb", training_seasons=2))
    assert [task.years for task in office.trained] == [(2011, 2012), (2012, 2013)]


def test_a_model_that_two_pipelines_share_is_trained_once_a_season_and_seed() -> None:
    office = Office()
    done(office.evaluate("marcel_gb", "marcel_gb_mle", seeds=(1, 2)))
    kinds = [(task.model_type, task.season, task.seed) for task in office.trained]
    assert sorted(kinds) == sorted(set(kinds))
    assert len(kinds) == 2 * 2 * 2
    both = next(task for task in office.projected if task.pipeline == "marcel_gb_mle")
    assert both.models == {"gb_residual": f"{LINE}@latest", "mle": f"{LINE}@latest"}


def test_a_model_of_one_base_is_never_put_into_a_pipeline_over_another() -> None:
    office = Office()
    done(office.evaluate("marcel_gb", "baseline_gb", seasons=(2014,)))
    assert {(task.model_type, task.base) for task in office.trained} == {
        ("gb_residual", "marcel"), ("gb_residual", "baseline"),
    }  # fmt: skip
    assert all(len(task.stored) == 1 for task in office.projected)


def test_a_pipeline_without_models_is_projected_once_whatever_the_seeds() -> None:
    office = Office()
    done(office.evaluate("marcel", "marcel_gb", seasons=(2014,), seeds=(1, 2, 3)))
    assert [task.pipeline for task in office.projected] == ["marcel", "marcel_gb", "marcel_gb", "marcel_gb"]


def test_both_modes_of_playing_time_are_judged_where_a_pipeline_has_them() -> None:
    office = Office(for_real=True)
    found = done(office.evaluate("marcel", "baseline", seasons=(2014,), modes=("expected", "regular"))).document
    assert list(found["pipelines"]) == ["marcel", "baseline", "baseline@regular"]
    expected, regular = (found["playing_time"][name]["batter"]["everybody"] for name in list(found["pipelines"])[1:])
    # Given that everybody is a regular, those who will not be are expected to play far too much.
    assert regular["bias"] > expected["bias"]


def test_a_trained_pipeline_is_judged_beside_its_base() -> None:
    office = Office(for_real=True)
    found = done(office.evaluate("marcel", "marcel_gb", seasons=(2014,), training_seasons=2))
    levels = [found.document["pipelines"][name]["batter"]["hr"] for name in ("marcel", "marcel_gb")]
    assert levels[0]["n"] == levels[1]["n"] > 20
    assert levels[0]["rmse"] != levels[1]["rmse"]
    assert set(found.timings) >= {"train gb_residual on marcel", "project marcel", "judging"}


def test_progress_counts_trainings_and_projections() -> None:
    office = Office()
    done(office.evaluate("marcel", "marcel_gb"))
    assert office.progress.steps == [("training", 2), ("projecting", 4)]
    assert office.progress.done == 6


def test_a_season_that_is_not_at_hand_is_refused() -> None:
    assert isinstance(Office().evaluate("marcel", seasons=(2014, 2015)).failure(), MissingSeasons)


def test_nothing_can_be_learned_before_the_fourth_season() -> None:
    assert Office().evaluate("marcel_gb", seasons=(2008,)).failure() == NothingBefore(2008, 2005, 3)


def test_models_over_a_fitted_pipeline_learn_from_the_first_season_that_it_can_be_fitted_before() -> None:
    office = Office(for_real=True)
    done(office.evaluate("marcel_gb", "baseline_gb", seasons=(2011,)))
    assert {task.base: task.years for task in office.trained} == {"marcel": (2008, 2009, 2010), "baseline": (2010,)}
    assert Office().evaluate("baseline_gb", seasons=(2010,)).failure() == NothingBefore(2010, 2005, 5)


def test_what_cannot_be_meant_is_refused_before_any_work() -> None:
    office = Office()
    assert isinstance(office.evaluate("marcell").failure(), UnknownPipeline)
    assert office.evaluate("marcel", baseline="marcl").failure() == UnknownBaseline("marcl", ("marcel",), ("marcel",))
    assert not office.trained + office.projected


def version_trained_on(years: tuple[int, ...]) -> Any:
    registry, scratch = bench_over(world()).registry, bench_over(world())
    parts = [PartDraft(kind, {"params": kind}, training_years=years) for kind in ("batter", "pitcher")]
    registry.publish(ReleaseDraft("gb_residual", "mine", parts)).unwrap()
    return named_version(registry, "gb_residual", "mine@latest", scratch.registry, scratch.contents).unwrap()


def test_a_version_that_saw_the_season_or_a_later_one_is_refused() -> None:
    """Mistake: published figures of a model on the very seasons it was trained on."""
    for until in (2013, 2014):
        named = {"gb_residual": version_trained_on((2010, until))}
        failed = Office().evaluate("marcel_gb", seasons=(2013, 2014), named=named).failure()
        assert failed == SawTheSeason("gb_residual", "mine", 2013, until)


def test_a_version_that_does_not_tell_what_it_saw_is_refused() -> None:
    named = {"gb_residual": version_trained_on(())}
    assert Office().evaluate("marcel_gb", named=named).failure() == UntoldTraining("gb_residual", "mine")


def test_a_version_that_saw_earlier_seasons_only_is_used_and_nothing_is_trained() -> None:
    office = Office()
    done(office.evaluate("marcel_gb", named={"gb_residual": version_trained_on((2010, 2012))}, seeds=(1, 2)))
    assert office.trained == []
    assert {task.models["gb_residual"] for task in office.projected} == {"mine"}
    assert len(office.projected) == 2


def test_what_a_version_was_made_from_counts_as_seen() -> None:
    """A network that was pretrained on a season knows it, whatever it was tuned on afterwards."""
    registry, scratch = bench_over(world()).registry, bench_over(world())
    base = ReleaseDraft("gb_residual", "base", [PartDraft("batter", {"x": 1}, training_years=(2013,))])
    digest = registry.publish(base).unwrap().parts[0].artifact.digest
    parts = [PartDraft(kind, {"x": kind}, training_years=(2010,)) for kind in ("batter", "pitcher")]
    lineage = Lineage(parents=(Parent("gb_residual/base", digest),))
    registry.publish(ReleaseDraft("gb_residual", "tuned", parts, lineage=lineage)).unwrap()
    named = named_version(registry, "gb_residual", "tuned", scratch.registry, scratch.contents).unwrap()
    assert named.trained_until == 2013


def test_a_kind_that_cannot_be_trained_has_to_be_named() -> None:
    office = Office()
    bureau = Bureau(
        office.source, Here(), office.train, office.project, FixedClock(), office.progress, trainable=make_trainers
    )
    request = EvaluationRequest((2014,), ("contextual",), Court("contextual"))
    assert isinstance(evaluate(request, bureau).failure(), NoTrainer)
    assert office.projected == []


def test_a_version_that_no_pipeline_takes_is_refused() -> None:
    failed = Office().evaluate("marcel", named={"gb_residual": version_trained_on((2010,))}).failure()
    assert isinstance(failed, UnusedModel)


def test_a_named_version_gives_the_numbers_that_training_it_anew_gives() -> None:
    office = Office(for_real=True)
    trained = done(office.evaluate("marcel_gb", seasons=(2014,), training_seasons=2))
    task = office.trained[0]
    bench = bench_over(world())
    train_for(task, bench).unwrap()
    scratch = bench_over(world())
    named = named_version(bench.registry, "gb_residual", f"{LINE}@latest", scratch.registry, scratch.contents).unwrap()
    again = done(office.evaluate("marcel_gb", seasons=(2014,), named={"gb_residual": named}))
    assert again.document["pipelines"] == trained.document["pipelines"]


def others(season: int, *players: str) -> Forecast:
    ids = np.array(players)
    return Forecast(season, "batter", ids, {"hr": np.arange(len(ids), dtype=float)}, {})


@pytest.fixture(scope="module")
def batters() -> list[str]:
    found = done(Office().evaluate("marcel", seasons=(2014,))).matches[0]
    return [str(player) for player in found.player_id[found.judged]]


def test_projections_of_others_are_judged_on_the_same_players(batters: list[str]) -> None:
    few = batters[::2]
    found = done(Office().evaluate("marcel", seasons=(2014,), foreign={"others": (others(2014, *few),)})).document
    assert {found["pipelines"][name]["batter"]["hr"]["n"] for name in ("marcel", "others")} == {len(few)}
    assert "pitcher" not in found["pipelines"]["others"]
    assert found["pipelines"]["marcel"]["pitcher"]["so"]["n"] > 10


@pytest.mark.parametrize(
    ("name", "forecasts", "failure"),
    [
        ("others", (others(2014, "a"),), UnjudgedSeasons("others", (2013,), "batter")),
        ("others", (), UnjudgedSeasons("others", (2013, 2014), "batter")),
        ("others", (others(2013, "a"), others(2014, "a"), others(2014, "b")), ToldTwice("others", 2014, "batter")),
        ("marcel", (others(2013, "a"), others(2014, "a")), ToldTwice("marcel", 2013, "batter")),
    ],
)
def test_gaps_and_repeats_of_others_are_refused(
    name: str, forecasts: tuple[Forecast, ...], failure: EvaluatingError
) -> None:
    assert Office().evaluate("marcel", foreign={name: forecasts}) == Failure(failure)


def cut_short(season: int) -> World:
    """The world with a season of sixty games, as far as its schedule goes."""
    teams = world().known.teams
    games = np.where(teams.season == season, 60.0, teams.games)
    return replace(world(), known=replace(world().known, teams=replace(teams, games=games)))


def test_a_blend_has_nothing_to_learn_from_a_season_cut_short_alone() -> None:
    office = Office(source=cut_short(2013), for_real=True)
    assert office.evaluate("blend", seasons=(2014,), training_seasons=1).failure() == NoPlayers("batter", (2013,))


def test_nor_where_the_season_cut_short_is_all_there_is_before_the_one_held_out() -> None:
    bench = bench_over(cut_short(2012))
    request = TrainingRequest("blend", "default", (2012, 2013), ("batter",), pipeline="baseline", validate=True)
    shop = Workshop(
        bench.source, bench.registry, bench.trainers("blend").unwrap(), bench.clock, bench.environment, bench.progress
    )
    assert train(request, shop).failure() == NoPlayers("batter", (2012,))
    assert validate(request, shop, 1).failure() == NoPlayers("batter", (2012, 2013))
