"""Rows of Lahman's CSV files, checked field by field. Empty fields are absent, so they come out as missing."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Annotated, ClassVar, Final, Literal

from pydantic import AliasChoices, AliasGenerator, BaseModel, BeforeValidator, ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError
from pydantic_core.core_schema import ValidationInfo

COLUMNS: Final[Mapping[str, str | AliasChoices]] = {
    "player_id": "playerID", "season": "yearID", "stint": "stint", "team": "teamID", "league": "lgID",
    "doubles": AliasChoices("2B", "X2B"), "triples": AliasChoices("3B", "X3B"), "outs": "IPouts", "bf": "BFP",
    "first_name": "nameFirst", "last_name": "nameLast", "bats": "bats", "throws": "throws",
    "birth_year": "birthYear", "birth_month": "birthMonth", "birth_day": "birthDay",
    "height": "height", "bbref": "bbrefID", "retro": "retroID",
    "death_year": "deathYear", "death_month": "deathMonth", "death_day": "deathDay",
    "games": "G", "park_batting": "BPF", "park_pitching": "PPF",
    "g_p": "G_p", "g_c": "G_c", "g_1b": "G_1b", "g_2b": "G_2b", "g_3b": "G_3b", "g_ss": "G_ss",
    "g_lf": "G_lf", "g_cf": "G_cf", "g_rf": "G_rf", "g_dh": "G_dh",
}  # fmt: skip
"""Field to column; a stat that is not here is its name in capitals."""


def _whole(value: object) -> object:
    """Refuse what `int` would let pass: letters, signs, spaces, underscores, decimals."""
    if isinstance(value, str) and not (value.isascii() and value.isdigit()):
        raise PydanticCustomError("whole", "not a whole number")
    return value


def _known(value: object) -> object:
    """Take a zero for what it stands for: nobody knows."""
    return None if value == "0" else value


Whole = BeforeValidator(_whole)
Known = BeforeValidator(_known)
Count = Annotated[int, Field(ge=0, le=999), Whole] | None
PitchingCount = Annotated[int, Field(ge=0, le=3000), Whole] | None
Games = Annotated[int, Field(ge=0, le=200), Whole] | None
Season = Annotated[int, Field(ge=1871, le=2100), Whole]
Stint = Annotated[int, Field(ge=1, le=20), Whole]
Park = Annotated[int, Field(ge=50, le=200), Whole] | None
Year = Annotated[int, Field(ge=1800, le=2100), Whole] | None
Month = Annotated[int, Field(ge=1, le=12), Whole] | None
Day = Annotated[int, Field(ge=1, le=31), Whole] | None
Hand = Literal["L", "R", "B", "S"] | None


class Row(BaseModel):
    """A row of one file.

    `KEY` names the fields that no two rows share, none where rows may be alike; `OPTIONAL` those whose column a file
    may lack.
    """

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        alias_generator=AliasGenerator(validation_alias=lambda field: COLUMNS.get(field, field.upper())),
    )
    KEY: ClassVar[tuple[str, ...]]
    OPTIONAL: ClassVar[frozenset[str]] = frozenset()

    @property
    def key(self) -> tuple[Hashable, ...]:
        """What no two rows of a file share."""
        return tuple(getattr(self, name) for name in self.KEY)


class PlayerRow(Row):
    """A row that is about a player."""

    player_id: str


class BattingRow(PlayerRow):
    """A row of Batting.csv."""

    KEY = ("player_id", "season", "stint")
    season: Season
    stint: Stint
    team: str
    league: str = ""
    g: Games = None
    ab: Count = None
    r: Count = None
    h: Count = None
    doubles: Count = None
    triples: Count = None
    hr: Count = None
    rbi: Count = None
    sb: Count = None
    cs: Count = None
    bb: Count = None
    so: Count = None
    ibb: Count = None
    hbp: Count = None
    sh: Count = None
    sf: Count = None
    gidp: Count = None

    @field_validator("h")
    @classmethod
    def _no_more_hits_than_at_bats(cls, value: int | None, info: ValidationInfo) -> int | None:
        return _at_most(value, info, "ab")

    @field_validator("hr")
    @classmethod
    def _no_more_homers_than_hits(cls, value: int | None, info: ValidationInfo) -> int | None:
        return _at_most(value, info, "h")


class PitchingRow(PlayerRow):
    """A row of Pitching.csv."""

    KEY = ("player_id", "season", "stint")
    season: Season
    stint: Stint
    team: str
    league: str = ""
    w: Games = None
    l: Games = None  # noqa: E741 - losses are called so everywhere
    g: Games = None
    gs: Games = None
    cg: Games = None
    sho: Games = None
    sv: Games = None
    outs: PitchingCount = None
    h: PitchingCount = None
    r: PitchingCount = None
    er: PitchingCount = None
    hr: PitchingCount = None
    bb: PitchingCount = None
    so: PitchingCount = None
    ibb: PitchingCount = None
    hbp: PitchingCount = None
    wp: PitchingCount = None
    bk: PitchingCount = None
    bf: PitchingCount = None
    gf: Games = None

    @field_validator("gs")
    @classmethod
    def _no_more_starts_than_games(cls, value: int | None, info: ValidationInfo) -> int | None:
        return _at_most(value, info, "g")

    @field_validator("er")
    @classmethod
    def _no_more_earned_than_runs(cls, value: int | None, info: ValidationInfo) -> int | None:
        return _at_most(value, info, "r")


class AppearancesRow(PlayerRow):
    """A row of Appearances.csv: games by position; there is no stint in it."""

    KEY = ("player_id", "season", "team")
    season: Season
    team: str
    league: str = ""
    g_p: Games = None
    g_c: Games = None
    g_1b: Games = None
    g_2b: Games = None
    g_3b: Games = None
    g_ss: Games = None
    g_lf: Games = None
    g_cf: Games = None
    g_rf: Games = None
    g_dh: Games = None


class PeopleRow(PlayerRow):
    """A row of People.csv."""

    KEY = ("player_id",)
    OPTIONAL = frozenset({"height", "death_year", "death_month", "death_day", "bbref", "retro"})
    first_name: str = ""
    last_name: str = ""
    birth_year: Year = None
    birth_month: Month = None
    birth_day: Day = None
    bats: Hand = None
    throws: Hand = None
    height: Annotated[int, Field(ge=36, le=96), Whole] | None = None
    death_year: Year = None
    death_month: Annotated[Month, Known] = None
    death_day: Annotated[Day, Known] = None
    bbref: str = ""
    retro: str = ""


class TeamsRow(Row):
    """A row of Teams.csv."""

    KEY = ("season", "team")
    season: Season
    team: str
    league: str = ""
    games: Games = None
    park_batting: Park = None
    park_pitching: Park = None


def _at_most(value: int | None, info: ValidationInfo, other: str) -> int | None:
    """Refuse a part that is larger than its whole; a whole that is missing or bad itself says nothing."""
    whole = info.data.get(other)
    if value is not None and whole is not None and value > whole:
        raise PydanticCustomError(
            "part", "more than {column}, which is {whole}", {"column": other.upper(), "whole": whole}
        )
    return value
