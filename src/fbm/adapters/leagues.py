"""League files: TOML, checked key by key."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError
from returns.result import Failure, Result, Success

from fbm.domain.ports.leagues import BadLeague, LeagueError, LeagueText, UnknownKey, UnreadableLeague
from fbm.domain.projection.finalise import BATTER_COLUMNS, PITCHER_COLUMNS
from fbm.domain.registry.naming import near_names
from fbm.domain.valuation.league import (
    BENCH,
    CENTS,
    DENOMINATORS,
    RATE_WEIGHTS,
    SGP,
    SLOTS,
    League,
    Points,
    Rotisserie,
    Thresholds,
    takes,
    terms,
)

FIVE_BY_FIVE: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"batter": ("r", "hr", "rbi", "sb", "avg"), "pitcher": ("w", "sv", "so", "era", "whip")}
)
KINDS: Final = ("batter", "pitcher")
_COLUMNS: Final = {"batter": BATTER_COLUMNS, "pitcher": PITCHER_COLUMNS}
_SUMS: Final = {"batter": "sb-cs", "pitcher": "sv+hld"}
LARGEST: Final = 64 << 10
"""Most characters of a league file."""


def _known_column(kind: str) -> Callable[[object], object]:
    def check(value: object) -> object:
        if value not in _COLUMNS[kind]:
            raise PydanticCustomError("column", "a column of the projection: {known}", {"known": _listed(kind)})
        return value

    return check


def _known_category(kind: str) -> Callable[[object], object]:
    """Check a column, or a sum of counts; blanks around its signs do not matter."""

    def check(value: object) -> object:
        plain = "".join(value.split()) if isinstance(value, str) else ""
        counts = set(_COLUMNS[kind]) - set(RATE_WEIGHTS)
        sums = {name for name, _ in terms(plain)}
        if plain not in _COLUMNS[kind] and not (sums and sums <= counts):
            text = "a column of the projection, or a sum of counts such as {sum}: {known}"
            raise PydanticCustomError("column", text, {"sum": _SUMS[kind], "known": _listed(kind)})
        return plain

    return check


def _listed(kind: str) -> str:
    return ", ".join(_COLUMNS[kind])


def _cents(value: object) -> object:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and round(value * CENTS, 6) % 1:
        raise PydanticCustomError("cents", "an amount with two decimals at most")
    return value


def _known_slot(value: object) -> object:
    if value not in SLOTS:
        raise PydanticCustomError("slot", "a slot")
    return value


Slot: TypeAlias = Annotated[str, BeforeValidator(_known_slot)]
BatterColumn: TypeAlias = Annotated[str, BeforeValidator(_known_column("batter"))]
PitcherColumn: TypeAlias = Annotated[str, BeforeValidator(_known_column("pitcher"))]
BatterCategory: TypeAlias = Annotated[str, BeforeValidator(_known_category("batter"))]
PitcherCategory: TypeAlias = Annotated[str, BeforeValidator(_known_category("pitcher"))]
Weight: TypeAlias = Annotated[float, Field(allow_inf_nan=False, ge=-1000, le=1000)]
Denominator: TypeAlias = Annotated[float, Field(gt=0, le=10_000)]
Places: TypeAlias = Annotated[int, Field(ge=0, le=30)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class _Categories(_Table):
    batter: Annotated[list[BatterCategory], Field(min_length=1, max_length=15)] = list(FIVE_BY_FIVE["batter"])
    pitcher: Annotated[list[PitcherCategory], Field(min_length=1, max_length=15)] = list(FIVE_BY_FIVE["pitcher"])


class _Eligibility(_Table):
    games: Annotated[int, Field(ge=1, le=162)] = 20
    starts: Annotated[int, Field(ge=1, le=40)] = 5
    relief: Annotated[int, Field(ge=1, le=100)] = 5


class _Sgp(_Table):
    batter: dict[BatterCategory, Denominator] = Field(default_factory=dict)
    pitcher: dict[PitcherCategory, Denominator] = Field(default_factory=dict)


class _PointsTable(_Table):
    batter: Annotated[dict[BatterColumn, Weight], Field(min_length=1)]
    pitcher: Annotated[dict[PitcherColumn, Weight], Field(min_length=1)]


class LeagueFile(_Table):
    """What may stand in a league file."""

    name: Annotated[str, Field(min_length=1, max_length=80)] = "league"
    format: Literal["rotisserie", "points"] = "rotisserie"
    teams: Annotated[int, Field(ge=2, le=30)] = 12
    budget: Annotated[float, Field(gt=0, le=100_000), BeforeValidator(_cents)] = 260
    minimum_bid: Annotated[float, Field(ge=0, le=1000), BeforeValidator(_cents)] = 1
    hitter_share: Annotated[float, Field(gt=0, lt=1)] | Literal["derived"] = "derived"
    method: Literal["z-scores", "sgp"] = "z-scores"
    two_way: Literal["both", "best"] = "both"
    categories: _Categories | None = None
    roster: dict[Slot, Places]
    eligibility: _Eligibility = _Eligibility()
    sgp: _Sgp | None = None
    points: _PointsTable | None = None


class TomlLeagues:
    """League files on the disk."""

    def read(self, file: str) -> Result[LeagueText, LeagueError]:
        """Read a file; `UnreadableLeague`, `UnknownKey` or `BadLeague` for the first thing that cannot be meant."""
        try:
            text = Path(file).read_text(encoding="utf-8-sig")
        except OSError as error:
            return Failure(UnreadableLeague(file, error.strerror or str(error)))
        except UnicodeDecodeError:
            return Failure(UnreadableLeague(file, "it is not UTF-8 text"))
        return self.parse(file, text)

    def example(self) -> str:
        """Give a league file to start from, with a remark on every key."""
        return resources.files("fbm.adapters").joinpath("league_example.toml").read_text(encoding="utf-8")

    def parse(self, file: str, text: str) -> Result[LeagueText, LeagueError]:
        """Read what stands, or once stood, in a file."""
        if len(text) > LARGEST:
            return Failure(UnreadableLeague(file, f"it has {len(text):,} characters, {LARGEST:,} are the most"))
        try:
            found = LeagueFile.model_validate(tomllib.loads(text))
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            return Failure(UnreadableLeague(file, f"it is not TOML: {error}"))
        except ValidationError as error:
            return Failure(_refusal(file, _telling(error.errors(include_url=False))))
        for check in _CHECKS:
            if objection := check(file, found):
                return Failure(objection)
        return Success(LeagueText(file, text, _league(found)))


def _league(found: LeagueFile) -> League:
    return League(
        name=found.name,
        teams=found.teams,
        budget_cents=round(found.budget * CENTS),
        minimum_cents=round(found.minimum_bid * CENTS),
        roster={slot: found.roster[slot] for slot in SLOTS if found.roster.get(slot)},
        scoring=_scoring(found),
        hitter_share=None if found.hitter_share == "derived" else found.hitter_share,
        thresholds=Thresholds(**found.eligibility.model_dump()),
        two_way=found.two_way,
    )


def _scoring(found: LeagueFile) -> Rotisserie | Points:
    if found.points is not None:
        return Points(found.points.model_dump())
    return Rotisserie(_categories(found), found.method, _denominators(found))


def _categories(found: LeagueFile) -> dict[str, tuple[str, ...]]:
    wanted = found.categories or _Categories()
    return {"batter": tuple(wanted.batter), "pitcher": tuple(wanted.pitcher)}


def _denominators(found: LeagueFile) -> dict[str, dict[str, float]]:
    given = found.sgp.model_dump() if found.sgp else {}
    return {kind: {**DENOMINATORS[kind], **given.get(kind, {})} for kind in KINDS}


def _places(found: LeagueFile) -> dict[str, int]:
    return {kind: sum(found.roster.get(slot, 0) for slot in takes(kind)) for kind in KINDS}


def _check_format(file: str, found: LeagueFile) -> LeagueError | None:
    """Refuse tables that the format has no use for, and points without points."""
    if found.format == "points" and found.points is None:
        return BadLeague(file, "points", "", "tables [points.batter] and [points.pitcher] with points for each stat")
    useless = ("points",) if found.format == "rotisserie" else ("categories", "sgp")
    for key in useless:
        if getattr(found, key) is not None:
            return BadLeague(file, key, "a table", f'left out where format = "{found.format}"')
    rates = [name for kind in KINDS for name in getattr(found.points, kind, {}) if name in RATE_WEIGHTS]
    if rates:
        return BadLeague(file, f"points.{rates[0]}", "a rate", "a count: a rate has no points")
    if found.sgp is not None and found.method != SGP:
        return BadLeague(file, "sgp", "a table", f'left out unless method = "{SGP}"')
    return None


def _check_categories(file: str, found: LeagueFile) -> LeagueError | None:
    """Refuse categories that stand twice, and those whose denominator nobody gave."""
    for kind, names in _categories(found).items():
        if twice := [name for name in names if names.count(name) > 1]:
            return BadLeague(file, f"categories.{kind}", twice[0], "each category once")
        without = [name for name in names if name not in _denominators(found)[kind]]
        if found.format == "rotisserie" and found.method == SGP and without:
            return BadLeague(file, f"sgp.{kind}.{without[0]}", "", "what one point in the standings costs, above 0")
    return None


def _check_roster(file: str, found: LeagueFile) -> LeagueError | None:
    """Refuse rosters without active places, and money that does not pay for them."""
    places = _places(found)
    if not any(places.values()):
        return BadLeague(file, "roster", "", "at least one active slot")
    seats = sum(places.values()) + found.roster.get(BENCH, 0)
    least = seats * found.minimum_bid
    if found.budget < least:
        allowed = f"at least {least:g}, since {seats} players cost {found.minimum_bid:g} or more each"
        return BadLeague(file, "budget", f"{found.budget:g}", allowed)
    return _check_share(file, found, places)


def _check_share(file: str, found: LeagueFile, places: Mapping[str, int]) -> LeagueError | None:
    share = found.hitter_share
    if share == "derived" or not all(places.values()):
        return None
    active = found.budget - found.roster.get(BENCH, 0) * found.minimum_bid
    least, most = (places["batter"] * found.minimum_bid / active, 1 - places["pitcher"] * found.minimum_bid / active)
    if least <= share <= most:
        return None
    return BadLeague(file, "hitter_share", f"{share:g}", f"from {least:.2f} to {most:.2f}, to pay for minimum bids")


_CHECKS: Final[tuple[Callable[[str, LeagueFile], LeagueError | None], ...]] = (
    _check_format,
    _check_categories,
    _check_roster,
)


def _telling(errors: list[ErrorDetails]) -> ErrorDetails:
    """Choose what to tell: a key that means nothing says more than the one that is missing for it."""
    return next((error for error in errors if error["type"] == "extra_forbidden"), errors[0])


def _refusal(file: str, error: ErrorDetails) -> LeagueError:
    *above, last = [str(part) for part in error["loc"] if part != "[key]"]
    places = [part for part in above if not part.startswith(("float", "literal", "function"))]
    if error["type"] == "extra_forbidden":
        known = _keys(places)
        return UnknownKey(file, ".".join([*places, last]), near_names(last, known), known)
    if error["type"] == "slot":
        return UnknownKey(file, ".".join([*places, last]), near_names(last.upper(), SLOTS), SLOTS)
    path = places if last.startswith(("float", "literal", "function", "constrained")) else [*places, last]
    value = "" if error["type"] == "missing" else _shown(error["input"])
    return BadLeague(file, ".".join(path), value, _allowed(path, error))


def _keys(path: list[str]) -> tuple[str, ...]:
    tables: dict[str, type[BaseModel]] = {
        "categories": _Categories, "eligibility": _Eligibility, "sgp": _Sgp, "points": _PointsTable,
    }  # fmt: skip
    return tuple((tables[path[0]] if path and path[0] in tables else LeagueFile).model_fields)


def _shown(value: object) -> str:
    text = (
        repr(value)
        if isinstance(value, (str, list, dict))
        else str(value).lower()
        if isinstance(value, bool)
        else str(value)
    )
    return text if len(text) <= 60 else f"{text[:57]}…"


def _allowed(path: list[str], error: ErrorDetails) -> str:
    """Say what may stand there."""
    if path[0] == "hitter_share":
        return '"derived" or a number above 0 and below 1'
    context: Mapping[str, Any] = error.get("ctx", {})
    if error["type"] == "missing":
        return _MISSING.get(path[-1], "there")
    if error["type"] == "literal_error":
        return str(context["expected"]).replace("'", '"')
    return _PHRASES.get(error["type"], error["msg"]).format(**context, table=".".join(path))


_MISSING: Final = {"roster": "a table [roster] with the slots of a team, such as C = 1"}
_PHRASES: Final = {
    **dict.fromkeys(("int_type", "int_from_float"), "a whole number"),
    **dict.fromkeys(("float_type", "float_parsing", "finite_number"), "a number"),
    "string_type": "a text in quotes",
    "list_type": 'a list such as ["r", "hr"]',
    **dict.fromkeys(("dict_type", "model_type", "model_attributes_type"), "a table, written [{table}]"),
    "greater_than_equal": "{ge} or more",
    "less_than_equal": "{le} or less",
    "greater_than": "more than {gt}",
    "less_than": "less than {lt}",
    "too_short": "at least {min_length} entry",
    "too_long": "at most {max_length} entries",
    "string_too_short": "a text",
    "string_too_long": "at most {max_length} characters",
}
