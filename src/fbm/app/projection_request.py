"""What is asked of a projection, what comes of it, and what may be in its way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from fbm.app.pipeline.builder import PipelineError
from fbm.app.rosters import RosterError, RosterNote
from fbm.app.spreads import NoSpread
from fbm.domain.minors import Minors
from fbm.domain.ports.contextual import NoPitchesHere
from fbm.domain.ports.rosters import RosterLine
from fbm.domain.ports.sources import SourceError
from fbm.domain.projection.baseline.fit import Mode
from fbm.domain.projection.batch import Playing
from fbm.domain.projection.rosters import NO_ROSTERS, Rosters
from fbm.domain.projection.sheet import ProjectionSheet
from fbm.domain.projection.trail import Step
from fbm.domain.seasons import History
from fbm.domain.uncertainty.quantiles import SHOWN

BOTH: tuple[Playing, ...] = ("batter", "pitcher")


@dataclass(frozen=True, slots=True)
class UnusedModel:
    """A model was named for a pipeline that has no place for its kind."""

    model_type: str
    pipeline: str
    takes: tuple[str, ...]
    near: tuple[str, ...]


ProjectingError: TypeAlias = PipelineError | SourceError | UnusedModel | RosterError | NoSpread


@dataclass(frozen=True, slots=True)
class ProjectionRequest:
    """What is to be projected.

    Attributes
    ----------
    season : int
    pipeline : str
    models : mapping of model type to ref
        Versions that were named; for kinds left out, one is chosen. A key such as ``mtl/batter`` names one for one
        type of player.
    playing_time : {"expected", "regular"}
        For pipelines with a model of it: of everybody projected, or given that a player is a regular.
    rosters : tuple of RosterLine
        Teams, roles and playing time that are known better.
    quantiles : bool
        Whether every column comes with its 10 %, 50 % and 90 % quantiles; of everybody, so not given to be a regular.
    levels : tuple of float
        Other quantiles than those, in hundredths.
    """

    season: int
    pipeline: str
    models: Mapping[str, str]
    playing_time: Mode = "expected"
    rosters: tuple[RosterLine, ...] = ()
    quantiles: bool = False
    levels: tuple[float, ...] = SHOWN


@dataclass(frozen=True, slots=True)
class Projected:
    """A sheet, what a person should be told beside it, and how it came about.

    Attributes
    ----------
    sheet : ProjectionSheet
    notices : tuple of str
    history : History
        The seasons it was made from.
    steps : mapping of player type to tuple of Step
        The players before the first stage and after each.
    below : Minors or None
        The minor-league seasons that prospects were projected from, if any were.
    rosters : Rosters
        Teams, roles and playing time that were known better.
    roster_notes : tuple of RosterNote
        What a person should know of the lines of rosters.
    """

    sheet: ProjectionSheet
    notices: tuple[str, ...]
    history: History
    steps: Mapping[Playing, tuple[Step, ...]]
    below: Minors | None = None
    rosters: Rosters = NO_ROSTERS
    roster_notes: tuple[RosterNote, ...] = ()


def as_projecting_error(error: SourceError | PipelineError | RosterError | NoSpread | NoPitchesHere) -> ProjectingError:
    """Widen the type of an error."""
    return error
