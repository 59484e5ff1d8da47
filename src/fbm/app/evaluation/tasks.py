"""What is to be evaluated, cut into tasks that run anywhere: plain values, models as a registry's bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from fbm.app.projection_request import ProjectingError
from fbm.app.training_request import TrainingError
from fbm.domain.evaluation.forecasts import Forecast
from fbm.domain.evaluation.judging import Court
from fbm.domain.evaluation.labels import label_of
from fbm.domain.ports.executor import ExecutorError
from fbm.domain.ports.training import TrainerError
from fbm.domain.projection.baseline.fit import Mode

MOST_TRAINING_SEASONS: Final = 24
"""Target seasons a model learns from unless told otherwise; a blend holds six of them out in turn."""


@dataclass(frozen=True, slots=True)
class NothingBefore:
    """A season before which there is none to learn from: the first at hand, and how many a target season needs."""

    season: int
    first: int
    needs: int


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


@dataclass(frozen=True, slots=True)
class UntoldTraining:
    """A version that does not say which seasons it was trained on, so that nobody can tell what it saw."""

    model_type: str
    name: str


@dataclass(frozen=True, slots=True)
class UnjudgedSeasons:
    """Foreign projections of none, or not of all, of the seasons that are judged."""

    name: str
    missing: tuple[int, ...]
    player_type: str


@dataclass(frozen=True, slots=True)
class ToldTwice:
    """Two foreign projections of the same name, season and type of player."""

    name: str
    season: int
    player_type: str


EvaluatingError: TypeAlias = (
    ProjectingError
    | TrainingError
    | TrainerError
    | ExecutorError
    | NothingBefore
    | UnknownBaseline
    | SawTheSeason
    | UntoldTraining
    | UnjudgedSeasons
    | ToldTwice
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
    trained_until : int or None
        Last season it saw; None where it does not say.
    stored : Stored
    """

    ref: str
    trained_until: int | None
    stored: Stored


@dataclass(frozen=True, slots=True)
class EvaluationRequest:
    """What is to be judged.

    Attributes
    ----------
    seasons : tuple of int
    pipelines : tuple of str
    seeds : tuple of int
    modes : tuple of {"expected", "regular"}
        For pipelines with a model of playing time: which of its answers are judged.
    quantiles : bool
        Whether projections say how sure they are, so that their calibration can be judged.
    tracking : bool
        Whether models may use tracking figures.
    minors : bool
        Whether blends may use seasons below the majors.
    training_seasons : int
        Most target seasons a model learns from.
    named : mapping of model type to NamedVersion
        Versions of the user's registry that are used instead of training.
    foreign : mapping of name to tuple of Forecast
        What others have said.
    court : Court
    """

    seasons: tuple[int, ...]
    pipelines: tuple[str, ...]
    court: Court
    seeds: tuple[int, ...] = (42,)
    modes: tuple[Mode, ...] = ("expected",)
    quantiles: bool = False
    tracking: bool = True
    minors: bool = True
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
    tracking, minors : bool
    """

    model_type: str
    base: str
    season: int
    years: tuple[int, ...]
    seed: int
    tracking: bool = True
    minors: bool = True


@dataclass(frozen=True, slots=True)
class ProjectionTask:
    """A season to project.

    Attributes
    ----------
    pipeline : str
    season, seed : int
    playing_time : {"expected", "regular"}
    quantiles : bool
    models : mapping of model type to ref
    stored : tuple of Stored
        Registries that hold them.
    """

    pipeline: str
    season: int
    seed: int
    playing_time: Mode = "expected"
    quantiles: bool = False
    models: Mapping[str, str] = field(default_factory=dict)
    stored: tuple[Stored, ...] = ()

    @property
    def label(self) -> str:
        """Name under which it is judged."""
        return label_of(self.pipeline, self.playing_time)


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
