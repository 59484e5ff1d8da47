"""A small league in memory, a registry in memory, and trainers that are quick or only pretend."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import numpy as np

from fbm.adapters.boosting.gb_residual import GBResidualTrainer, ResidualModelSet
from fbm.adapters.manifests.reading import JsonRecordReader
from fbm.adapters.manifests.writing import JsonRecordWriter
from fbm.adapters.neural.mtl import MODELS
from fbm.adapters.processes import LocalProcesses
from fbm.adapters.serializers.joblib_serializer import JoblibSerializer
from fbm.adapters.storage.memory import MemoryStorage
from fbm.app.registry.facade import ModelRegistry
from fbm.app.registry.kinds import Kind
from fbm.app.registry.loading import Rebuild
from fbm.app.training_request import TrainingRequest, Workshop
from fbm.domain.features.matrix import FeatureMatrix
from fbm.domain.models.specs import Corrects, GBResidualSpec
from fbm.domain.ports.progress import Progress
from fbm.domain.ports.season_tables import SIMULATED, League
from fbm.domain.ports.surroundings import Surroundings
from fbm.domain.ports.training import FittedModel, Trainer, TrainingSet
from fbm.domain.projection.batch import Playing
from fbm.domain.seasons import FloatArray, History
from tests.app.fakes_data import MemorySeasonTables
from tests.fakes_progress import Silent
from tests.histories import small_history

NETWORKS: Mapping[str, Rebuild] = {name: model.from_params for name, model in MODELS.items()}

HISTORY = small_history(range(2005, 2015), players=60)

_SPEC = GBResidualSpec(("hr", "so"), n_estimators=5, min_child_samples=5, lambda_l2=1.0, learning_rate=0.2)
QUICK: Mapping[Playing, Trainer] = {
    "batter": GBResidualTrainer(_SPEC),
    "pitcher": GBResidualTrainer(replace(_SPEC, stats=("so", "er"))),
}


class FixedClock:
    """Midday, for ever; three seconds pass between two looks at the stopwatch."""

    def __init__(self) -> None:
        self._elapsed_s = 0.0

    def now(self) -> datetime:
        return datetime(2022, 1, 2, 12, tzinfo=UTC)

    def elapsed_s(self) -> float:
        self._elapsed_s += 3.0
        return self._elapsed_s

    def pause(self, seconds: float) -> None:
        self._elapsed_s += seconds


class FixedEnvironment:
    def surroundings(self) -> Surroundings:
        return Surroundings("0.1.0", "3.11.0", {"lightgbm": "4.6.0"}, "a" * 40)


@dataclass(frozen=True)
class ConstantModel:
    """Predicts the same residual rate of home runs for everybody."""

    corrects: Corrects
    feature_schema: str
    residual: float = 0.0

    def predict(self, matrix: FeatureMatrix) -> dict[str, FloatArray]:
        return {"hr": np.full(len(matrix), self.residual)}


@dataclass
class WatchedTrainer:
    """Notes the target seasons of each fit, and may do something in the midst of it."""

    trainer: Trainer
    meanwhile: Callable[[], object] = lambda: None

    def __post_init__(self) -> None:
        self.fitted: list[tuple[int, ...]] = []

    def fit(self, training_set: TrainingSet, seed: int, progress: Progress) -> FittedModel:
        self.fitted.append(tuple(sorted(set(training_set.seasons.tolist()))))
        self.meanwhile()
        return self.trainer.fit(training_set, seed, progress)


def source_of(history: History = HISTORY) -> MemorySeasonTables:
    tables = MemorySeasonTables()
    tables.replace(League(history, SIMULATED), Silent()).unwrap()
    return tables


def always(model: object) -> Rebuild:
    """Rebuild the same model from any params."""
    return lambda _: model


def registry_of(
    rebuild: Rebuild = ResidualModelSet.from_params, networks: Mapping[str, Rebuild] = NETWORKS
) -> ModelRegistry:
    both = ("batter", "pitcher")
    kinds = (
        Kind("gb_residual", JoblibSerializer(), both, dict.fromkeys(both, rebuild)),
        Kind("mtl", JoblibSerializer(), both, networks),
    )
    return ModelRegistry(
        MemoryStorage(), reader=JsonRecordReader(), writer=JsonRecordWriter(), clock=FixedClock(),
        processes=LocalProcesses(), kinds={kind.model_type: kind for kind in kinds},
    )  # fmt: skip


def workshop_of(registry: ModelRegistry, *, batter: Trainer | None = None) -> Workshop:
    return Workshop(
        source=source_of(),
        registry=registry,
        trainers={**QUICK, "batter": batter or QUICK["batter"]},
        clock=FixedClock(),
        environment=FixedEnvironment(),
        progress=Silent(),
    )


def request_of(**changes: Any) -> TrainingRequest:
    facts: dict[str, Any] = {
        "model_type": "gb_residual",
        "name": "default",
        "seasons": (2010, 2011, 2012),
        "player_types": ("batter", "pitcher"),
    }
    return TrainingRequest(**{**facts, **changes})
