"""Files with players' ids: the Chadwick register or a table made of it, and fantasy platforms' ids beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Final, TypeAlias

from pydantic import AliasGenerator, ConfigDict, Field
from returns.result import Failure, Result, Success

from fbm.adapters.sources.csv_files import RefusedFileError, read_header, read_sheet
from fbm.adapters.sources.id_records import BIRTH, Record, crosswalk_of, joined, records_of
from fbm.adapters.sources.rows import Row, Whole
from fbm.domain.crosswalk import MAKERS, PLATFORMS, Crosswalk
from fbm.domain.ports.progress import Progress
from fbm.domain.ports.season_tables import FileError, MissingColumn

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

    def read(self, progress: Progress, held: Crosswalk | None = None) -> Result[Crosswalk, FileError]:
        """Read everybody; where two files speak of the same player, what the first left open comes from the second.

        Registers count before the files of platforms, whatever their order: those give some players the ids of others.
        Of whom a register knows, they tell no id of the majors but the register's own, and of nobody an id of somebody
        else.

        Parameters
        ----------
        progress : Progress
            One step for each file.
        held : Crosswalk, optional
            What was known before: platforms' ids are added to it, a register replaces all of it but platforms' ids.

        Returns
        -------
        Result of Crosswalk
            `MissingFile`, `MissingColumn` or `BadFile` for the first thing that cannot be meant.
        """
        progress.start("reading", len(self._paths))
        registered: list[Record] = []
        told: list[Record] = []
        try:
            for path in self._paths:
                header = read_header(path)
                if "MLBID" in header:
                    told += [_record(row, row.lahman, row.name) for row in read_sheet(path, PlatformsRow).rows]
                else:
                    registered += _registered(path, header)
                progress.advance()
        except RefusedFileError as refused:
            return Failure(refused.error)
        progress.finish()
        before = [] if held is None else records_of(held)
        return Success(crosswalk_of(joined(registered, told, before)))


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
    wanted = (*MAKERS, *PLATFORMS, *BIRTH)
    values = {field: str(getattr(row, field, None) or "") for field in wanted}
    told = {**values, "player_id": player, "name": name, "position": _position(row)}
    return {field: value for field, value in told.items() if value}


def _position(row: PlatformsRow | RegisterRow) -> str:
    """First of the positions that platforms have a player at, of those for batters."""
    if isinstance(row, RegisterRow):
        return ""
    words = f"{row.position}/{row.positions}".upper().replace(",", "/").split("/")
    return next((word.strip() for word in words if word.strip() in _FIELD), "")
