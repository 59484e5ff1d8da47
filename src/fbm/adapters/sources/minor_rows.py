"""Rows of files with minor-league seasons, checked field by field. An empty field is absent: it comes out missing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Annotated, ClassVar, Final, Literal, TypeAlias

from pydantic import AliasGenerator, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from fbm.adapters.sources.rows import Row, Whole

_BREF: Final[Mapping[str, str]] = {
    "mlbam": "key_mlbam", "lahman": "lahman_playerID", "bbref_minors": "key_bbref_minors", "season": "Year",
    "name": "Name", "age": "Age", "team": "Aff", "level": "Lev", "league": "Lg", "avg": "BA", "bb_share": "BB%",
    "so_share": "K%", "innings": "IP", "so9": "SO9", "bb9": "BB9", "hr9": "HR9", "h9": "H9",
}  # fmt: skip
_FANGRAPHS: Final[Mapping[str, str]] = {
    "mlbam": "key_mlbam", "lahman": "lahman_playerID", "fangraphs": "PlayerId", "season": "Season", "name": "Name",
    "team": "Team", "level": "Level", "age": "Age", "doubles": "2B", "triples": "3B", "innings": "IP", "bf": "TBF",
    "bb_share": "BB%", "so_share": "K%",
}  # fmt: skip

LEVELS: Final = {
    "AAA": "AAA", "AA": "AA", "A+": "A+", "A": "A", "A-": "A-", "Rk+": "Rk", "Rk": "Rk", "FRk": "Rk",
}  # fmt: skip
"""Levels as sources write them, and as the tables do: all rookie leagues, at home and abroad, are one."""

CLUBS: Final = {
    "CHC": "CHN", "CHW": "CHA", "FLA": "FLO", "KCR": "KCA", "LAD": "LAN", "NYM": "NYN", "NYY": "NYA", "SDP": "SDN",
    "SFG": "SFN", "STL": "SLN", "TBD": "TBA", "TBR": "TBA", "WSN": "WAS",
}  # fmt: skip
"""Parent clubs as Baseball-Reference and FanGraphs write them, where the tables of the majors write them otherwise."""


def parent_club(text: str) -> str:
    """Write a parent club, or two that share a team (``BAL-CHW``), as the tables of the majors do."""
    return "-".join(CLUBS.get(club, club) for club in text.split("-"))


def _decimal(value: object) -> object:
    """Refuse what `float` would let pass: words, infinities, spaces, underscores."""
    if isinstance(value, str) and not (value.isascii() and value.replace(".", "", 1).isdigit()):
        raise PydanticCustomError("decimal", "not a number")
    return value


def _outs(value: object) -> object:
    """Outs of innings such as 120.1, whose tenths are thirds."""
    whole, _, thirds = str(value).partition(".")
    if not whole.isdigit() or not whole.isascii() or thirds not in ("", "0", "1", "2"):
        raise PydanticCustomError("innings", "not innings: thirds are written .1 and .2")
    return 3 * int(whole) + int(thirds or 0)


Count: TypeAlias = Annotated[int, Field(ge=0, le=1500), Whole] | None
Known: TypeAlias = Annotated[int, Field(ge=0, le=1500), Whole]
Season: TypeAlias = Annotated[int, Field(ge=1871, le=2100), Whole]
Age: TypeAlias = Annotated[int, Field(ge=14, le=60), Whole] | None
Level: TypeAlias = Literal["AAA", "AA", "A+", "A", "A-", "Rk+", "Rk", "FRk"]
Outs: TypeAlias = Annotated[int, Field(ge=0, le=1500), BeforeValidator(_outs)]
Decimal: TypeAlias = Annotated[float, Field(ge=0, le=200), BeforeValidator(_decimal)]
Percent: TypeAlias = Annotated[float, Field(ge=0, le=100), BeforeValidator(_decimal)]
Share: TypeAlias = Annotated[float, Field(ge=0, le=1), BeforeValidator(_decimal)]
Slugging: TypeAlias = Annotated[float, Field(ge=0, le=4), BeforeValidator(_decimal)]


def _names(names: Mapping[str, str]) -> ConfigDict:
    generator = AliasGenerator(validation_alias=lambda field: names.get(field, field.upper()))
    return ConfigDict(extra="forbid", frozen=True, alias_generator=generator)


class MinorRow(Row):
    """What every file with minor-league seasons says of a line; the ids of others may be added to it."""

    OPTIONAL = frozenset({"mlbam", "lahman"})
    mlbam: str = ""
    lahman: str = ""
    season: Season
    name: str
    age: Age = None
    level: Level


class BrefRow(MinorRow):
    """Baseball-Reference: every affiliated league, lines of some size. Some clubs have two teams in a league."""

    model_config = _names(_BREF)
    KEY = ()
    bbref_minors: str
    team: str = ""
    league: str = ""
    g: Count = None


class BrefBattingRow(BrefRow):
    """Shares are percent."""

    pa: Known
    avg: Share
    obp: Share
    slg: Slugging
    hr: Count = None
    sb: Count = None
    bb_share: Percent
    so_share: Percent


class BrefPitchingRow(BrefRow):
    """Counts but wins, losses, saves and starts are given per nine innings."""

    innings: Outs
    era: Decimal | None = None
    w: Count = None
    l: Count = None  # noqa: E741 - losses are called so everywhere
    sv: Count = None
    gs: Count = None
    so9: Decimal | None = None
    bb9: Decimal | None = None
    hr9: Decimal | None = None
    h9: Decimal | None = None


class FanGraphsRow(MinorRow):
    """FanGraphs: a row for each player, level and, in most files, team."""

    model_config = _names(_FANGRAPHS)
    fangraphs: str


class FanGraphsBattingRow(FanGraphsRow):
    """Full counting lines."""

    KEY = ("fangraphs", "season", "level", "team")
    team: str = ""
    g: Count = None
    ab: Count = None
    pa: Known
    h: Count = None
    doubles: Count = None
    triples: Count = None
    hr: Count = None
    r: Count = None
    rbi: Count = None
    bb: Count = None
    so: Count = None
    hbp: Count = None
    sf: Count = None
    sh: Count = None
    sb: Count = None
    cs: Count = None


class FanGraphsPitchingRow(FanGraphsRow):
    """Full counting lines."""

    KEY = ("fangraphs", "season", "level", "team")
    team: str = ""
    w: Count = None
    l: Count = None  # noqa: E741 - losses are called so everywhere
    g: Count = None
    gs: Count = None
    sv: Count = None
    innings: Outs
    bf: Count = None
    h: Count = None
    r: Count = None
    er: Count = None
    hr: Count = None
    bb: Count = None
    so: Count = None
    hbp: Count = None


class FanGraphsSharesRow(FanGraphsRow):
    """Walks and strikeouts only, as fractions."""

    KEY: ClassVar[tuple[str, ...]] = ("fangraphs", "season", "level")
    pa: Known
    bb_share: Share
    so_share: Share


class FanGraphsRegularsRow(FanGraphsSharesRow):
    """Walks, strikeouts and averages, as fractions."""

    KEY = ("fangraphs", "season", "level", "team")
    team: str = ""
    avg: Share
    obp: Share
    slg: Slugging


def finite(value: float | None) -> float:
    """Give a number, NaN for a missing one."""
    return math.nan if value is None else float(value)
