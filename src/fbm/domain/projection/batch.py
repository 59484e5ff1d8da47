"""The one value that flows through a pipeline: all players of one type, on their way to a projection.

Shapes: `n` players, `k` stats, 3 seasons of the window with the latest first. A stage takes a batch and gives a new
one; arrays are never written to after construction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from fbm.domain.seasons import FloatArray, StrArray

WINDOW = 3
"""Seasons a projection looks back."""

Playing: TypeAlias = Literal["batter", "pitcher"]


@dataclass(frozen=True, slots=True)
class Fallback:
    """Players whom a stage over a model left as they were, since something it needs of them is not known.

    Attributes
    ----------
    stage : str
    players : int
        How many.
    of : int
        Of how many in the batch.
    """

    stage: str
    players: int
    of: int


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a line came from that does not come from the majors alone.

    Attributes
    ----------
    name : str
        Of the player, whom the tables of the majors may not know.
    minors : str
        Where he was below the majors and how much, such as ``AAA 412, AA 120``.
    in_majors : bool
        Whether his record in the majors counts too.
    """

    name: str
    minors: str
    in_majors: bool


@dataclass(frozen=True, slots=True)
class Batch:
    """Players of one type before a season.

    Attributes
    ----------
    season : int
        The season projected; everything here was known when it began.
    player_type : {"batter", "pitcher"}
    player_id, team, position : str, shape (n,)
        Team and position of the last season seen.
    age : float64, shape (n,)
        Season minus birth year; NaN where the birth year is unknown.
    stats : tuple of str, length k
    counts : float64, shape (n, 3, k)
        Counts of the window's seasons; zero in a season without a line, NaN where the source has no figure.
    opportunities : float64, shape (n, 3)
        Plate appearances, or outs recorded for pitchers.
    games, starts : float64, shape (n, 3)
        Games played and, for pitchers, started (zero for batters).
    league : float64, shape (3, k)
        League rates per opportunity of the window's seasons, without pitchers' batting; the majors as one league.
    own_league : float64, shape (n, 3, k)
        The same of the leagues each player was in, by his opportunities in each; of the majors where he had none.
    last_league : float64, shape (n, k)
        Rates of the latest season in the league where each player was last seen.
    rates : float64, shape (n, k)
        Events per opportunity as projected so far; NaN before the first stage.
    volume : float64, shape (n,)
        Projected opportunities; NaN before the playing-time stage.
    park : float64, shape (n,)
        Park factor of the last team, 100 is neutral.
    trail : tuple of str
        Names of the stages passed.
    fallbacks : tuple of Fallback
        What stages over models had to leave alone.
    origins : mapping of player id to Origin
        Those whose lines do not come from the majors alone.
    """

    season: int
    player_type: Playing
    player_id: StrArray
    team: StrArray
    position: StrArray
    age: FloatArray
    stats: tuple[str, ...]
    counts: FloatArray
    opportunities: FloatArray
    games: FloatArray
    starts: FloatArray
    league: FloatArray
    own_league: FloatArray
    last_league: FloatArray
    rates: FloatArray
    volume: FloatArray
    park: FloatArray
    trail: tuple[str, ...] = ()
    fallbacks: tuple[Fallback, ...] = ()
    origins: Mapping[str, Origin] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.player_id)

    def rate(self, stat: str) -> FloatArray:
        """Projected rate of one stat, shape (n,)."""
        column: FloatArray = self.rates[:, self.stats.index(stat)]
        return column

    def with_rates(self, rates: FloatArray) -> Batch:
        """Replace the projected rates, shape (n, k)."""
        return replace(self, rates=rates)

    def noted(self, fallback: Fallback) -> Batch:
        """Note whom a stage left alone."""
        return replace(self, fallbacks=(*self.fallbacks, fallback))

    def passed(self, stage: str) -> Batch:
        """Note that a stage was passed."""
        return replace(self, trail=(*self.trail, stage))


StageFunction: TypeAlias = Callable[[Batch], Batch]


@dataclass(frozen=True, slots=True)
class Stage:
    """A named step of a pipeline: a pure function from batch to batch."""

    name: str
    apply: StageFunction

    def __call__(self, batch: Batch) -> Batch:
        """Run the step and note its name on the trail."""
        return self.apply(batch).passed(self.name)
