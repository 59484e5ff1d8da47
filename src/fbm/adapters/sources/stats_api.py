"""Season responses of MLB's Stats API, saved as JSON: ``/api/v1/stats?stats=season&group=hitting&sportId=11&...``.

Only the keys named here are read; a response has many more.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Final, Literal, NamedTuple

import numpy as np
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic.alias_generators import to_camel
from pydantic_core import ErrorDetails, PydanticCustomError

from fbm.adapters.sources.csv_files import RefusedFileError, read_text
from fbm.adapters.sources.minor_rows import Outs, finite
from fbm.domain.minors import MINOR_BATTING, MINOR_PITCHING, MinorLines
from fbm.domain.ports.season_tables import BadFile
from fbm.domain.seasons import FloatArray, StrArray
from fbm.domain.stats import POSITIONS

SPORTS: Final[Mapping[int, str]] = {11: "AAA", 12: "AA", 13: "A+", 14: "A", 15: "A-", 16: "Rk", 5442: "Rk"}
"""The API's sports that are minor leagues; 1 are the majors, 17 winter leagues."""

BATTING: Final = {
    "g": "games_played", "pa": "plate_appearances", "ab": "at_bats", "h": "hits", "doubles": "doubles",
    "triples": "triples", "hr": "home_runs", "tb": "total_bases", "r": "runs", "rbi": "rbi", "sb": "stolen_bases",
    "cs": "caught_stealing", "bb": "base_on_balls", "so": "strike_outs", "hbp": "hit_by_pitch", "sh": "sac_bunts",
    "sf": "sac_flies",
}  # fmt: skip
PITCHING: Final = {
    "g": "games_played", "gs": "games_started", "outs": "innings_pitched", "bf": "batters_faced", "h": "hits",
    "r": "runs", "er": "earned_runs", "hr": "home_runs", "bb": "base_on_balls", "so": "strike_outs",
    "hbp": "hit_batsmen", "w": "wins", "l": "losses", "sv": "saves",
}  # fmt: skip

OUTFIELD: Final = "of"
"""Where the API does not say which field."""

CHANCES: Final = {"hitting": "plate_appearances", "pitching": "innings_pitched"}
"""What a line of each group counts out of."""


def _whole(value: object) -> object:
    """Refuse what would pass for a number: true and false."""
    if isinstance(value, bool):
        raise PydanticCustomError("whole", "not a number")
    return value


Count = Annotated[int, Field(ge=0, le=1500), BeforeValidator(_whole)] | None
Id = Annotated[int, Field(ge=1, le=10**9), BeforeValidator(_whole)]

PARTS: Final = (
    ("at_bats", "plate_appearances"), ("base_on_balls", "plate_appearances"), ("strike_outs", "plate_appearances"),
    ("hits", "at_bats"), ("home_runs", "hits"), ("hits", "batters_faced"), ("base_on_balls", "batters_faced"),
    ("strike_outs", "batters_faced"), ("earned_runs", "runs"), ("games_started", "games_played"),
)  # fmt: skip
"""Figures and those that they are part of, where both are told."""


class Part(BaseModel):
    """A part of an answer; keys that it has no field for are passed over."""

    model_config = ConfigDict(frozen=True, alias_generator=to_camel)


class Named(Part):
    """A club, a league or a sport."""

    id: Id
    name: str = ""


class Player(Part):
    """Whom a line is about."""

    id: Id
    full_name: str = ""


class Position(Part):
    """A place in the field."""

    abbreviation: str = ""


class Stat(Part):
    """Figures of a line."""

    age: Annotated[int, Field(ge=14, le=60)] | None = None
    games_played: Count = None
    plate_appearances: Count = None
    at_bats: Count = None
    hits: Count = None
    doubles: Count = None
    triples: Count = None
    home_runs: Count = None
    total_bases: Count = None
    runs: Count = None
    rbi: Count = None
    stolen_bases: Count = None
    caught_stealing: Count = None
    base_on_balls: Count = None
    strike_outs: Count = None
    hit_by_pitch: Count = None
    hit_batsmen: Count = None
    sac_bunts: Count = None
    sac_flies: Count = None
    games_started: Count = None
    innings_pitched: Outs | None = None
    batters_faced: Count = None
    earned_runs: Count = None
    wins: Count = None
    losses: Count = None
    saves: Count = None

    @model_validator(mode="after")
    def _parts_are_no_more_than_the_whole(self) -> Stat:
        for part, whole in PARTS:
            few, many = getattr(self, part), getattr(self, whole)
            if few is not None and many is not None and few > many:
                names = {"part": to_camel(part), "whole": to_camel(whole)}
                raise PydanticCustomError("part", "more {part} than {whole}", names)
        return self


class _Split(Part):
    season: Annotated[int, Field(ge=1871, le=2100)]
    stat: Stat
    player: Player
    sport: Named
    team: Named | None = None
    league: Named | None = None
    position: Position | None = None


class _Group(Part):
    display_name: Literal["hitting", "pitching"]


class _Table(Part):
    group: _Group
    splits: tuple[_Split, ...]


class _Response(Part):
    stats: tuple[_Table, ...]


class ResponseLines(NamedTuple):
    """Lines of one table of a response, and the ids of its players."""

    pitching: bool
    lines: MinorLines
    ids: dict[str, StrArray]


def read_response(path: Path) -> list[ResponseLines]:
    """Read a saved response.

    Raises
    ------
    RefusedFileError
        With `MissingFile`, or `BadFile` naming the first value that cannot be meant by its place in the response.
    """
    try:
        response = _Response.model_validate(parsed(path))
    except ValidationError as error:
        raise RefusedFileError(refused(path, error.errors(include_url=False)[0])) from error
    _check_lines(path, response)
    return [_lines(table.group.display_name == "pitching", _of_teams(table.splits)) for table in response.stats]


def parsed(path: Path) -> object:
    """Read JSON.

    Raises
    ------
    RefusedFileError
        With `MissingFile` or `BadFile`.
    """
    text = read_text(path)
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        start = text[error.pos : error.pos + 20]
        raise RefusedFileError(BadFile(path.name, error.lineno, "", start, "not JSON")) from error
    except (RecursionError, ValueError) as error:  # brackets without end, or a number of thousands of digits
        raise RefusedFileError(BadFile(path.name, 1, "", text[:20], "no season response")) from error


def refused(path: Path, found: ErrorDetails) -> BadFile:
    """Say what is refused in a reader's words: pydantic's own name the classes of this file."""
    place = ".".join(map(str, found["loc"]))
    if found["type"] == "missing":
        return BadFile(path.name, 1, place, "", "required, and not there")
    objects = found["type"] in ("model_type", "dict_type")
    reason = "not an object with names" if objects else found["msg"]
    return BadFile(path.name, 1, place, "" if found["type"] == "part" else str(found["input"])[:40], reason)


def _check_lines(path: Path, response: _Response) -> None:
    """Refuse lines of other leagues, and lines that do not say out of how many chances."""
    for at, table in enumerate(response.stats):
        chances = CHANCES[table.group.display_name]
        for row, split in enumerate(table.splits):
            place = f"stats.{at}.splits.{row}"
            if split.sport.id not in SPORTS:
                value = str(split.sport.id)
                raise RefusedFileError(BadFile(path.name, 1, f"{place}.sport.id", value, "not a minor league"))
            if getattr(split.stat, chances) is None:
                column = f"{place}.stat.{to_camel(chances)}"
                raise RefusedFileError(BadFile(path.name, 1, column, "", "required, and not there"))


def _of_teams(splits: Sequence[_Split]) -> list[_Split]:
    """Leave out totals of players whose teams have a line each: they would count twice."""
    told = {_season_of(split) for split in splits if split.team is not None}
    return [split for split in splits if split.team is not None or _season_of(split) not in told]


def _season_of(split: _Split) -> tuple[int, int, int]:
    return split.player.id, split.season, split.sport.id


def _lines(pitching: bool, splits: Sequence[_Split]) -> ResponseLines:
    season = np.array([split.season for split in splits], dtype=np.int64)
    age = np.array([finite(split.stat.age) for split in splits], dtype=np.float64)
    lines = MinorLines(
        player_id=_words([""] * len(splits)),
        name=_words([split.player.full_name for split in splits]),
        season=season,
        level=_words([SPORTS[split.sport.id] for split in splits]),
        league=_words([split.league.name if split.league else "" for split in splits]),
        team=_words([split.team.name if split.team else "" for split in splits]),
        position=_words([_position(split) for split in splits]),
        birth_year=season - age,
        counts=_counts(splits, PITCHING if pitching else BATTING, MINOR_PITCHING if pitching else MINOR_BATTING),
    )
    return ResponseLines(pitching, lines, {"mlbam": _words([str(split.player.id) for split in splits])})


def _position(split: _Split) -> str:
    found = split.position.abbreviation.lower() if split.position else ""
    return found if found in (*POSITIONS, OUTFIELD) else ""


def _counts(splits: Sequence[_Split], fields: Mapping[str, str], stats: Sequence[str]) -> dict[str, FloatArray]:
    return {
        stat: np.array([finite(getattr(split.stat, fields[stat])) for split in splits], dtype=np.float64)
        for stat in stats
    }


def _words(values: Sequence[str]) -> StrArray:
    return np.array(values, dtype=np.str_)
