"""Files with players' ids: the Chadwick register or a table made of it, and fantasy platforms' ids beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Final, TypeAlias

import numpy as np
from pydantic import AliasGenerator, ConfigDict, Field
from returns.result import Failure, Result, Success

from fbm.adapters.sources.csv_files import RefusedFileError, read_header, read_sheet
from fbm.adapters.sources.rows import Row, Whole
from fbm.domain.crosswalk import MAKERS, PLATFORMS, Crosswalk
from fbm.domain.ports.progress import Progress
from fbm.domain.ports.season_tables import FileError, MissingColumn
from fbm.domain.seasons import FloatArray, StrArray

_REGISTER: Final[Mapping[str, str]] = {
    "lahman": "lahman_playerID", "first_name": "name_first", "last_name": "name_last", "mlbam": "key_mlbam",
    "fangraphs": "key_fangraphs", "bbref": "key_bbref", "bbref_minors": "key_bbref_minors", "retro": "key_retro",
    "birth_year": "birth_year", "birth_month": "birth_month", "birth_day": "birth_day",
}  # fmt: skip
_PLATFORMS: Final[Mapping[str, str]] = {
    "lahman": "IDPLAYER", "name": "PLAYERNAME", "mlbam": "MLBID", "fangraphs": "IDFANGRAPHS", "bbref": "BREFID",
    "retro": "RETROID", "position": "POS", "positions": "ALLPOS",
    **{platform: f"{platform.upper()}ID" for platform in PLATFORMS},
}  # fmt: skip

_FIELD: Final = frozenset({"C", "1B", "2B", "3B", "SS", "LF", "CF", "RF", "OF", "DH"})
"""Positions of those who bat."""

_OWNED: Final = ("player_id", "fangraphs", "bbref", "retro")
"""Ids of platforms' files that a register has too."""

Record: TypeAlias = dict[str, str]
Year: TypeAlias = Annotated[int, Field(ge=1800, le=2100), Whole] | None
Month: TypeAlias = Annotated[int, Field(ge=1, le=12), Whole] | None
Day: TypeAlias = Annotated[int, Field(ge=1, le=31), Whole] | None


def _names(names: Mapping[str, str]) -> ConfigDict:
    generator = AliasGenerator(validation_alias=lambda field: names.get(field, field))
    return ConfigDict(extra="forbid", frozen=True, alias_generator=generator)


class RegisterRow(Row):
    """A person of the Chadwick register."""

    model_config = _names(_REGISTER)
    KEY = ("mlbam", "bbref", "bbref_minors", "retro", "fangraphs")
    first_name: str = ""
    last_name: str = ""
    mlbam: str = ""
    fangraphs: str = ""
    bbref: str = ""
    bbref_minors: str = ""
    retro: str = ""
    birth_year: Year = None
    birth_month: Month = None
    birth_day: Day = None


class LahmanRegisterRow(RegisterRow):
    """The same with Lahman's ids, which differ from Baseball-Reference's for some."""

    lahman: str = ""


class PlatformsRow(Row):
    """A player of the fantasy platforms."""

    model_config = _names(_PLATFORMS)
    KEY = ("lahman", "mlbam", "fangraphs")
    OPTIONAL = frozenset({"position", "positions"})
    lahman: str = ""
    name: str = ""
    mlbam: str = ""
    fangraphs: str = ""
    bbref: str = ""
    retro: str = ""
    yahoo: str = ""
    espn: str = ""
    cbs: str = ""
    nfbc: str = ""
    rotowire: str = ""
    ottoneu: str = ""
    fantrax: str = ""
    position: str = ""
    positions: str = ""


class IdFiles:
    """Files with ids, joined by MLB's number.

    Parameters
    ----------
    paths : sequence of Path
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = tuple(paths)

    def read(self, progress: Progress) -> Result[Crosswalk, FileError]:
        """Read everybody; where two files speak of the same player, what the first left open comes from the second.

        Registers count before the files of platforms, whatever their order: those give some players the ids of others.
        Of whom a register knows, they tell no id of the majors but the register's own, and of nobody an id of somebody
        else.

        Parameters
        ----------
        progress : Progress
            One step for each file.

        Returns
        -------
        Result of Crosswalk
            `MissingFile`, `MissingColumn` or `BadFile` for the first thing that cannot be meant.
        """
        progress.start("reading", len(self._paths))
        people: dict[str, Record] = {}
        told: list[Record] = []
        try:
            for path in self._paths:
                header = read_header(path)
                if "MLBID" in header:
                    told += [_record(row, row.lahman, row.name) for row in read_sheet(path, PlatformsRow).rows]
                else:
                    _take_in(people, _registered(path, header))
                progress.advance()
        except RefusedFileError as refused:
            return Failure(refused.error)
        progress.finish()
        _take_in(people, _believed(told, people))
        return Success(_crosswalk(list(people.values())))


def _registered(path: Path, header: tuple[str, ...]) -> list[Record]:
    if "key_mlbam" not in header:
        raise RefusedFileError(MissingColumn(path.name, "key_mlbam or MLBID", header))
    if "lahman_playerID" in header:
        rows = read_sheet(path, LahmanRegisterRow).rows
        return [_record(row, row.lahman, f"{row.first_name} {row.last_name}".strip()) for row in rows]
    return [
        _record(row, row.bbref, f"{row.first_name} {row.last_name}".strip())
        for row in read_sheet(path, RegisterRow).rows
    ]


def _record(row: PlatformsRow | RegisterRow, player: str, name: str) -> Record:
    """Everything a row says, as text; what it does not say is left out."""
    wanted = (*MAKERS, *PLATFORMS, "birth_year", "birth_month", "birth_day")
    values = {field: str(getattr(row, field, None) or "") for field in wanted}
    told = {**values, "player_id": player, "name": name, "position": _position(row)}
    return {field: value for field, value in told.items() if value}


def _position(row: PlatformsRow | RegisterRow) -> str:
    """First of the positions that platforms have a player at, of those for batters."""
    if isinstance(row, RegisterRow):
        return ""
    words = f"{row.position}/{row.positions}".upper().replace(",", "/").split("/")
    return next((word.strip() for word in words if word.strip() in _FIELD), "")


def _take_in(people: dict[str, Record], records: Iterable[Record]) -> None:
    for record in records:
        people[_key(record)] = {**record, **people.get(_key(record), {})}


def _key(record: Record) -> str:
    return record.get("mlbam") or " ".join(record.get(maker, "") for maker in MAKERS)


def _believed(records: Sequence[Record], register: Mapping[str, Record]) -> list[Record]:
    """Take ids out of platforms' records that the register gives to somebody else, or a known player not at all."""
    owners: dict[tuple[str, str], str] = {
        (field, person[field]): key for key, person in register.items() for field in _OWNED if field in person
    }

    def own(record: Record, field: str, value: str) -> bool:
        if field in _OWNED and owners.get((field, value), _key(record)) != _key(record):
            return False
        known = register.get(_key(record))
        return field != "player_id" or known is None or value in (known.get("player_id"), known.get("bbref"))

    return [{field: value for field, value in record.items() if own(record, field, value)} for record in records]


def _crosswalk(people: Sequence[Mapping[str, str]]) -> Crosswalk:
    return Crosswalk(
        player_id=_words(people, "player_id"),
        name=_words(people, "name"),
        also=np.full(len(people), ""),
        birth_year=_numbers(people, "birth_year"),
        birth_month=_numbers(people, "birth_month"),
        birth_day=_numbers(people, "birth_day"),
        position=_words(people, "position"),
        ids={maker: _words(people, maker) for maker in (*MAKERS, *PLATFORMS)},
    )


def _words(people: Sequence[Mapping[str, str]], field: str) -> StrArray:
    return np.array([person.get(field, "") for person in people], dtype=np.str_)


def _numbers(people: Sequence[Mapping[str, str]], field: str) -> FloatArray:
    return np.array([float(person.get(field, "nan")) for person in people], dtype=np.float64)
