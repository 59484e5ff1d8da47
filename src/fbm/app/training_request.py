"""What is asked of a training, what it works with, what it tells, and what may be in its way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from fbm.app.pipeline.models import NoMinors
from fbm.app.pipeline.presets import UnknownPipeline
from fbm.app.registry.facade import ModelRegistry
from fbm.domain.ports.minors import MinorsSource
from fbm.domain.ports.progress import Progress
from fbm.domain.ports.sources import SeasonSource, SourceError
from fbm.domain.ports.surroundings import Clock, Environment
from fbm.domain.ports.training import Trainer
from fbm.domain.projection.batch import Playing
from fbm.domain.registry.errors import RegistryError
from fbm.domain.registry.release import Release


@dataclass(frozen=True, slots=True)
class TooFewSeasons:
    """Validation holds the last seasons out, so it needs more than these."""

    seasons: tuple[int, ...]
    held_out: int


@dataclass(frozen=True, slots=True)
class NothingToCorrect:
    """A pipeline that no model of this kind corrects, and those that one does."""

    model_type: str
    pipeline: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoPlayers:
    """Seasons without a single player to learn from."""

    player_type: str
    seasons: tuple[int, ...]


TrainingError: TypeAlias = (
    RegistryError | SourceError | UnknownPipeline | TooFewSeasons | NothingToCorrect | NoPlayers | NoMinors
)


@dataclass(frozen=True, slots=True)
class TrainingRequest:
    """What is to be trained.

    Attributes
    ----------
    model_type, name : str
    version : int or None
    seasons : tuple of int
        Target seasons, ascending; features come from the three before each.
    pipeline : str
        The pipeline without models that is corrected.
    player_types : tuple of {"batter", "pitcher"}
    seed : int
    validate : bool
        Hold the last season out first, and keep the report.
    tracking : bool
        Whether a blend may use tracking figures where enough seasons have them.
    minors : bool
        Whether a blend may use seasons below the majors where there are enough of them.
    command : str
        What trains the same again.
    description : str
    tags : mapping of str to str
    """

    model_type: str
    name: str
    seasons: tuple[int, ...]
    player_types: tuple[Playing, ...]
    version: int | None = None
    pipeline: str = "marcel"
    seed: int = 42
    validate: bool = False
    tracking: bool = True
    minors: bool = True
    command: str = ""
    description: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TrainingReport:
    """What was published.

    Attributes
    ----------
    release : Release
    rows : mapping of player type to int
        Player seasons learned from.
    wanted : str or None
        The version asked for, when another training took it meanwhile and this one got the next free number.
    """

    release: Release
    rows: Mapping[str, int]
    wanted: str | None = None


@dataclass(frozen=True, slots=True)
class Workshop:
    """What training works with.

    Attributes
    ----------
    source : SeasonSource
    registry : ModelRegistry
    trainers : mapping of player type to Trainer
    clock : Clock
    environment : Environment
    progress : Progress
    minors : MinorsSource or None
        Minor-league seasons, for the kinds that learn from them.
    """

    source: SeasonSource
    registry: ModelRegistry
    trainers: Mapping[Playing, Trainer]
    clock: Clock
    environment: Environment
    progress: Progress
    minors: MinorsSource | None = None


def as_training_error(error: RegistryError | SourceError) -> TrainingError:
    """Widen the type of an error."""
    return error
