"""Answers of MLB's Stats API that make a season of the major leagues, saved as JSON.

Four kinds, told by their outermost key: ``stats`` (``/stats?stats=season&sportId=1&group=hitting&season=2023``, the sum
of everybody's season), ``people`` (``/people?personIds=…&hydrate=stats(group=[hitting,pitching,fielding],
type=[yearByYear],sportId=1)``, who they are and a line for every season and club), ``schedule`` (``dates``) and
``teams``. Only the keys named here are read; an answer has many more.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import BeforeValidator, Field, ValidationError
from pydantic_core import PydanticCustomError

from fbm.adapters.sources.csv_files import RefusedFileError
from fbm.adapters.sources.minor_rows import Outs, finite
from fbm.adapters.sources.stats_api import BATTING as MINOR_BATTING
from fbm.adapters.sources.stats_api import PITCHING as MINOR_PITCHING
from fbm.adapters.sources.stats_api import Count, Id, Named, Part, Player, Position, Stat, parsed, refused
from fbm.domain.ports.season_tables import BadFile
from fbm.domain.stats import BATTING, PITCHING, POSITIONS

MAJORS: Final = 1
"""The API's number of the major leagues among its sports."""

BATTED: Final[Mapping[str, str]] = {
    **{stat: MINOR_BATTING[stat] for stat in BATTING if stat in MINOR_BATTING},
    "ibb": "intentional_walks", "gidp": "ground_into_double_play",
}  # fmt: skip
PITCHED: Final[Mapping[str, str]] = {
    **{stat: MINOR_PITCHING[stat] for stat in PITCHING if stat in MINOR_PITCHING},
    "cg": "complete_games", "sho": "shutouts", "hld": "holds", "bs": "blown_saves", "qs": "quality_starts",
    "ibb": "intentional_walks", "wp": "wild_pitches", "bk": "balks", "gf": "games_finished",
}  # fmt: skip
"""Counts of season tables, and where they stand in an answer. Quality starts stand in few."""

PLAYED: Final = frozenset("FOQR")
"""Codes of games that are over: final, game over, forfeited by either side."""

CALLED_OFF: Final = frozenset("CD")
"""Codes of games that were not played: cancelled, or postponed to a day that has an entry of its own."""

Season: TypeAlias = Annotated[int, Field(ge=1871, le=2100)]
Runs: TypeAlias = Annotated[int, Field(ge=0, le=99)]


def _inches(value: object) -> object:
    """Inches of a height such as ``6' 2"``."""
    feet, mark, inches = str(value).partition("'")
    inches = inches.strip().removesuffix('"')
    if not (mark and feet.strip().isdecimal() and (inches.isdecimal() or not inches)):
        raise PydanticCustomError("height", "not feet and inches")
    return 12 * int(feet) + int(inches or 0)


def _day(value: object) -> object:
    """Year, month and day of a date such as ``1994-07-05``."""
    parts = str(value).split("-")
    if len(parts) != 3 or not all(part.isdecimal() for part in parts):
        raise PydanticCustomError("day", "not a day")
    return tuple(map(int, parts))


Day: TypeAlias = Annotated[
    tuple[
        Annotated[int, Field(ge=1800, le=2100)], Annotated[int, Field(ge=1, le=12)], Annotated[int, Field(ge=1, le=31)]
    ],
    BeforeValidator(_day),
]
Inches: TypeAlias = Annotated[int, Field(ge=36, le=96), BeforeValidator(_inches)]


class Coded(Part):
    """A hand."""

    code: Literal["L", "R", "S"]


class MajorStat(Stat):
    """Figures of a line of the majors; a fielding line's position stands among them."""

    intentional_walks: Count = None
    ground_into_double_play: Count = None
    complete_games: Count = None
    shutouts: Count = None
    holds: Count = None
    blown_saves: Count = None
    quality_starts: Count = None
    wild_pitches: Count = None
    balks: Count = None
    games_finished: Count = None
    innings: Outs | None = None
    games: Count = None
    position: Position | None = None


class Split(Part):
    """A line of a season: with a club, or the sum of several, which names none."""

    season: Season
    stat: MajorStat
    sport: Named | None = None
    team: Named | None = None
    player: Player | None = None
    position: Position | None = None
    game_type: str = "R"

    def counts(self, group: str) -> dict[str, float]:
        """Give counts of the season tables; those that the line does not tell are left out."""
        fields = BATTED if group == "hitting" else PITCHED
        told = {stat: finite(getattr(self.stat, field)) for stat, field in fields.items()}
        return {stat: value for stat, value in told.items() if value == value}

    def place(self) -> str | None:
        """Give the fielding position as season tables call it, None for all of the outfield and for pinch hitters."""
        position = self.stat.position or self.position
        found = position.abbreviation.lower() if position else ""
        return found if found in POSITIONS else None


class _Label(Part):
    display_name: str = ""


class Group(Part):
    """Lines of one kind."""

    type: _Label = _Label()
    group: _Label
    splits: tuple[Split, ...] = ()
    total_splits: Annotated[int, Field(ge=0)] | None = None


class Person(Part):
    """Somebody, and the lines of every season."""

    id: Id
    full_name: str
    birth_date: Day | None = None
    death_date: Day | None = None
    height: Inches | None = None
    bat_side: Coded | None = None
    pitch_hand: Coded | None = None
    stats: tuple[Group, ...] = ()

    @property
    def lines(self) -> int:
        """Lines of all seasons."""
        return sum(len(group.splits) for group in self.stats)


class _Status(Part):
    coded_game_state: str


class _Side(Part):
    team: Named
    score: Runs | None = None


class _Sides(Part):
    home: _Side
    away: _Side


class Game(Part):
    """A game of a schedule."""

    game_pk: Id
    game_type: str
    season: Season
    status: _Status
    teams: _Sides
    venue: Named | None = None

    @property
    def played(self) -> bool:
        """Whether it is over and has a score."""
        scores = (self.teams.home.score, self.teams.away.score)
        return self.status.coded_game_state in PLAYED and None not in scores


class _Date(Part):
    games: tuple[Game, ...] = ()


class Club(Part):
    """A club in a season."""

    id: Id
    season: Season
    league: Named | None = None


class Sums(Part):
    """Everybody's sum of a season."""

    stats: tuple[Group, ...]


class People(Part):
    """People with their lines."""

    people: tuple[Person, ...]


class Schedule(Part):
    """Games by day."""

    dates: tuple[_Date, ...]
    total_games: Annotated[int, Field(ge=0)] | None = None

    @property
    def lacking(self) -> int:
        """How many of the games that it counts it does not list."""
        listed = sum(len(date.games) for date in self.dates)
        return max(0, (self.total_games or 0) - listed)

    @property
    def games(self) -> tuple[Game, ...]:
        """Games of the regular season, in order; one that was moved or went on another day stands there twice."""
        return tuple(game for date in self.dates for game in date.games if game.game_type == "R")


class Clubs(Part):
    """Clubs of a season."""

    teams: tuple[Club, ...]


Answer: TypeAlias = Sums | People | Schedule | Clubs

KINDS: Final[Mapping[str, type[Sums] | type[People] | type[Schedule] | type[Clubs]]] = {
    "stats": Sums, "people": People, "dates": Schedule, "teams": Clubs,
}  # fmt: skip


def read_answer(path: Path) -> Answer:
    """Read a saved answer.

    Raises
    ------
    RefusedFileError
        With `MissingFile`, or `BadFile` naming the first value that cannot be meant by its place in the answer.
    """
    value = parsed(path)
    keys = value if isinstance(value, dict) else {}
    kind = next((kind for key, kind in KINDS.items() if key in keys), None)
    if kind is None:
        raise RefusedFileError(BadFile(path.name, 1, "", "", "neither stats, people, a schedule nor teams"))
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        raise RefusedFileError(refused(path, error.errors(include_url=False)[0])) from error
