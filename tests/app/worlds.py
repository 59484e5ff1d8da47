"""A simulated league as a source of seasons, and the same with the future cut off or turned upside down."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pytest
from returns.result import Failure, Result, Success

from fbm.adapters.manifests.reading import JsonRecordReader
from fbm.adapters.manifests.writing import JsonRecordWriter
from fbm.adapters.processes import LocalProcesses
from fbm.adapters.progress import Silence
from fbm.adapters.storage.memory import MemoryStorage
from fbm.app.evaluation.tasks import ProjectionTask, TrainingTask
from fbm.app.evaluation.working import LINE, Bench, project_for, train_for
from fbm.app.pipeline.presets import PRESETS
from fbm.app.registry.facade import ModelRegistry
from fbm.app.registry.kinds import Kind
from fbm.app.wiring.kinds import default_kinds
from fbm.app.wiring.trainers import make_trainers
from fbm.domain.evaluation.forecasts import Forecast
from fbm.domain.minors import Minors
from fbm.domain.ports.sources import MissingSeasons, SourceError
from fbm.domain.projection.presets import FITTED
from fbm.domain.projection.presets import PRESETS as PLAIN
from fbm.domain.seasons import History, Lines, Teams
from fbm.domain.simulation.league import simulate_league
from fbm.domain.simulation.spec import LeagueSpec
from tests.app.fakes_training import FixedClock, FixedEnvironment

QUICK = frozenset({*PLAIN, *FITTED, "marcel_gb", "marcel_mle"})
"""Pipelines that every run of the tests goes through; the models of the others take their time."""

EVERY_PIPELINE = [
    pytest.param(name, marks=[] if name in QUICK else [pytest.mark.slow])
    for name, preset in PRESETS.items()
    if all(isinstance(make_trainers(step.model_type), Success) for step in preset.models)
]
"""All but those whose models learn from pitches and not from season tables."""


@dataclass(frozen=True)
class World:
    """Seasons and minors in memory."""

    known: History
    below: Minors

    def seasons(self) -> Result[tuple[int, ...], SourceError]:
        return Success(self.known.seasons)

    def history(self, first: int, last: int) -> Result[History, SourceError]:
        missing = tuple(season for season in range(first, last + 1) if season not in self.known.seasons)
        return (
            Failure(MissingSeasons(missing, self.known.seasons))
            if missing
            else Success(self.known.between(first, last))
        )

    def fingerprint(self, first: int, last: int) -> Result[str, SourceError]:
        return Success(f"sha256:{hashlib.sha256(repr((first, last)).encode()).hexdigest()}")

    def minors(self, first: int, last: int) -> Result[Minors, SourceError]:
        return Success(self.below.between(first, last))

    def minors_fingerprint(self, first: int, last: int) -> Result[str, SourceError]:
        return self.fingerprint(first, last)

    def before(self, season: int) -> World:
        return World(self.known.before(season), self.below.between(0, season - 1))

    def altered_from(self, season: int) -> World:
        """Turn a season and those after it upside down: who played is the same, what he did and where is not."""
        known = replace(
            self.known,
            batting=_altered(self.known.batting, season),
            pitching=_altered(self.known.pitching, season),
            teams=_other_parks(self.known.teams, season),
        )
        return World(known, self.below)


def small_world(first: int = 2005, last: int = 2014) -> World:
    league = simulate_league(LeagueSpec(first_season=first, last_season=last, seed=5, teams=8))
    return World(league.history, league.minors)


def bench_over(
    world: World, kinds: Mapping[str, Kind] | None = None, stored: Mapping[str, bytes] | None = None
) -> Bench:
    """Give what a worker is given, over a world instead of files."""
    storage = MemoryStorage(stored)
    registry = ModelRegistry(
        storage,
        reader=JsonRecordReader(),
        writer=JsonRecordWriter(),
        clock=FixedClock(),
        processes=LocalProcesses(),
        kinds=kinds or default_kinds(),
    )
    return Bench(world, world, registry, make_trainers, storage.held, FixedClock(), FixedEnvironment(), Silence())


def projected(preset: str, world: World, season: int, years: tuple[int, ...]) -> tuple[Forecast, ...]:
    """Train what a pipeline needs on some target seasons and project a season."""
    stored: dict[str, bytes] = {}
    models: dict[str, str] = {}
    for step in PRESETS[preset].models:
        task = TrainingTask(step.model_type, PRESETS[preset].base, season, years, 42)
        stored |= train_for(task, bench_over(world)).unwrap().stored
        models[step.model_type] = f"{LINE}@latest"
    asked = ProjectionTask(preset, season, 42, models=models)
    return project_for(asked, bench_over(world, stored=stored)).unwrap().forecasts


def _altered(lines: Lines, season: int) -> Lines:
    late = lines.season >= season
    rng = np.random.default_rng(1)
    factor = np.where(late, rng.integers(2, 5, len(lines)), 1)
    teams = np.where(late, np.roll(lines.team, 7), lines.team)
    return replace(lines, team=teams, counts={name: column * factor for name, column in lines.counts.items()})


def _other_parks(teams: Teams, season: int) -> Teams:
    late = teams.season >= season
    return replace(
        teams,
        park_batting=np.where(late, 130.0, teams.park_batting),
        park_pitching=np.where(late, 130.0, teams.park_pitching),
    )
