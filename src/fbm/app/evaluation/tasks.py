"""What is to be evaluated, cut into tasks that run anywhere: plain values, models as the bytes a registry would keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from fbm.app.projecting import ProjectingError
from fbm.app.training import TrainingError
from fbm.domain.evaluation.forecasts import Forecast
from fbm.domain.evaluation.judging import Court
from fbm.domain.ports.executor import ExecutorError
from fbm.domain.ports.training import TrainerError

MOST_TRAINING_SEASONS: Final = 12
"""Target seasons a model learns from unless told otherwise: older ones were another game, and cost time."""


@dataclass(frozen=True, slots=True)
class NothingBefore:
    """A season before which there is none to learn from."""

    season: int
    first: int


@dataclass(frozen=True, slots=True)
class UnknownBaseline:
    """The pipeline to hold the others against is none of those that are judged."""

    name: str
    judged: tuple[str, ...]
    near: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SawTheSeason:
    """A version that was to be judged on seasons it was trained on, or that came before one it was trained on."""

    model_type: str
    name: str
    season: int
    trained_until: int


EvaluatingError: TypeAlias = (
    ProjectingError | TrainingError | TrainerError | ExecutorError | NothingBefore | UnknownBaseline | SawTheSeason
)

Stored: TypeAlias = Mapping[str, bytes]
"""What a registry holds, by key."""


@dataclass(frozen=True, slots=True)
class NamedVersion:
    """A version of the user's registry.

    Attributes
    ----------
    ref : str
        Under which the stored bytes hold it.
    trained_until : int
        Last season it saw.
    stored : Stored
    """

    ref: str
    trained_until: int
    stored: Stored


@dataclass(frozen=True, slots=True)
class EvaluationRequest:
    """What is to be judged.

    Attributes
    ----------
    seasons : tuple of int
    pipelines : tuple of str
    seeds : tuple of int
    training_seasons : int
        Most target seasons a model learns from.
    named : mapping of model type to Stored
        Versions of the user's registry that are used instead of training.
    foreign : mapping of name to tuple of Forecast
        What others have said.
    court : Court
    """

    seasons: tuple[int, ...]
    pipelines: tuple[str, ...]
    court: Court
    seeds: tuple[int, ...] = (42,)
    training_seasons: int = MOST_TRAINING_SEASONS
    named: Mapping[str, NamedVersion] = field(default_factory=dict)
    foreign: Mapping[str, tuple[Forecast, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TrainingTask:
    """A model to train for a season.

    Attributes
    ----------
    model_type : str
    base : str
        The pipeline without models that it corrects.
    season : int
        The season to be projected with it.
    years : tuple of int
        Target seasons it learns from.
    seed : int
    """

    model_type: str
    base: str
    season: int
    years: tuple[int, ...]
    seed: int


@dataclass(frozen=True, slots=True)
class ProjectionTask:
    """A season to project.

    Attributes
    ----------
    pipeline : str
    season, seed : int
    models : mapping of model type to ref
    stored : tuple of Stored
        Registries that hold them.
    """

    pipeline: str
    season: int
    seed: int
    models: Mapping[str, str] = field(default_factory=dict)
    stored: tuple[Stored, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a task.

    Attributes
    ----------
    elapsed_s : float
    stored : Stored
        Of a training: the registry with its model.
    forecasts : tuple of Forecast
        Of a projection: batters and pitchers.
    notices : tuple of str
    """

    elapsed_s: float
    stored: Stored = field(default_factory=dict)
    forecasts: tuple[Forecast, ...] = ()
    notices: tuple[str, ...] = ()
