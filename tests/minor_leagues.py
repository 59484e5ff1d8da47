"""A small simulated league with minors, kept in memory, and a registry whose `mle` models are real."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from returns.result import Result, Success

from fbm.adapters.manifests.reading import JsonRecordReader
from fbm.adapters.manifests.writing import JsonRecordWriter
from fbm.adapters.processes import LocalProcesses
from fbm.adapters.regression.mle import Equivalencies
from fbm.adapters.regression.mle_trainer import MLETrainer
from fbm.adapters.serializers.joblib_serializer import JoblibSerializer
from fbm.adapters.storage.memory import MemoryStorage
from fbm.app.registry.facade import ModelRegistry
from fbm.app.registry.kinds import Kind
from fbm.app.training_request import TrainingRequest, Workshop
from fbm.domain.minors import Minors, no_minors
from fbm.domain.models.mle import BATTER_EQUIVALENCIES, PITCHER_EQUIVALENCIES
from fbm.domain.ports.season_tables import SIMULATED, League
from fbm.domain.ports.sources import SourceError
from fbm.domain.ports.training import Trainer
from fbm.domain.projection.batch import Playing
from fbm.domain.simulation.league import SimulatedLeague, simulate_league
from fbm.domain.simulation.spec import LeagueSpec
from tests.app.fakes_data import MemorySeasonTables
from tests.app.fakes_training import FixedClock, FixedEnvironment
from tests.fakes_progress import Silent

SPEC = LeagueSpec(first_season=2008, last_season=2020, seed=4, teams=12)
TRAINERS: Mapping[Playing, Trainer] = {
    "batter": MLETrainer(BATTER_EQUIVALENCIES),
    "pitcher": MLETrainer(PITCHER_EQUIVALENCIES),
}


@cache
def league() -> SimulatedLeague:
    """Simulate the league, once."""
    return simulate_league(SPEC)


class MemoryMinors:
    """Minor-league seasons in memory."""

    def __init__(self, minors: Minors | None = None) -> None:
        self._minors = league().minors if minors is None else minors

    def minors(self, first: int, last: int) -> Result[Minors, SourceError]:
        return Success(self._minors.between(first, last))

    def minors_fingerprint(self, first: int, last: int) -> Result[str, SourceError]:
        return Success(f"sha256:{hashlib.sha256(repr((first, last)).encode()).hexdigest()}")


NO_MINORS = MemoryMinors(no_minors())


def seasons_of() -> MemorySeasonTables:
    """Keep the majors of the league in memory."""
    tables = MemorySeasonTables()
    tables.replace(League(league().history, SIMULATED), Silent()).unwrap()
    return tables


def registry_of() -> ModelRegistry:
    """Open a registry in memory."""
    both = ("batter", "pitcher")
    kind = Kind("mle", JoblibSerializer(), both, dict.fromkeys(both, Equivalencies.from_params))
    return ModelRegistry(
        MemoryStorage(), reader=JsonRecordReader(), writer=JsonRecordWriter(), clock=FixedClock(),
        processes=LocalProcesses(), kinds={kind.model_type: kind},
    )  # fmt: skip


def workshop_of(
    registry: ModelRegistry, minors: MemoryMinors | None = None, source: MemorySeasonTables | None = None
) -> Workshop:
    """Give training all it needs."""
    return Workshop(
        source=source or seasons_of(),
        registry=registry,
        trainers=TRAINERS,
        clock=FixedClock(),
        environment=FixedEnvironment(),
        progress=Silent(),
        minors=minors or MemoryMinors(),
    )


def request_of(last: int = 2018, *, validate: bool = False) -> TrainingRequest:
    """Ask for equivalencies trained on the seasons up to `last`."""
    request = TrainingRequest("mle", "default", tuple(range(2011, last + 1)), ("batter", "pitcher"))
    return replace(request, validate=validate)
