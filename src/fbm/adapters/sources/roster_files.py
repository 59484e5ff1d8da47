"""Rosters as CSV files that people write by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import BeforeValidator, ConfigDict, Field, create_model
from pydantic_core import PydanticCustomError
from returns.result import Failure, Result, Success

from fbm.adapters.sources.csv_files import RefusedFileError, read_header, read_sheet
from fbm.adapters.sources.rows import Row
from fbm.domain.ports.rosters import RosterLine
from fbm.domain.ports.season_tables import FileError, MissingColumn

WHO: Final = ("player_id", "name")
SAYS: Final = ("team", "role", "share", "pa", "ip")


def _capitals(value: object) -> object:
    return value.strip().upper() if isinstance(value, str) else value


def _innings(value: object) -> object:
    """Read innings as outs: ``.1`` and ``.2`` are thirds, as box scores write them."""
    try:
        innings = float(str(value))
    except ValueError as error:
        raise PydanticCustomError("innings", "not innings such as 180, 65.1 or 65.33") from error
    whole, _, part = str(value).partition(".")
    return 3 * float(whole) + int(part) if part in ("1", "2") else 3 * innings


Role = Annotated[
    Literal["SP", "RP", "SU", "CL", "C", "1B", "2B", "3B", "SS", "LF", "CF", "RF", "DH"], BeforeValidator(_capitals)
]
FIELDS: Final[dict[str, Any]] = {
    "player_id": (str, ""),
    "name": (str, ""),
    "team": (Annotated[str, BeforeValidator(_capitals)] | None, None),
    "role": (Role | None, None),
    "share": (Annotated[float, Field(ge=0, le=1.2)] | None, None),
    "pa": (Annotated[float, Field(ge=0, le=800)] | None, None),
    "ip": (Annotated[float, Field(ge=0, le=900), BeforeValidator(_innings)] | None, None),
}


class RosterRow(Row):
    """A row of a roster: of its columns, those that the file has."""

    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=None)
    KEY: ClassVar[tuple[str, ...]] = ()


class CsvRoster:
    """A roster with a first line of column names: `player_id` or `name`, and any of team, role, share, pa and ip.

    Parameters
    ----------
    path : Path
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Result[tuple[RosterLine, ...], FileError]:
        """Read every line.

        Returns
        -------
        Result of tuple of RosterLine
            `MissingFile`, `MissingColumn` or `BadFile` for the first line that cannot be meant.
        """
        try:
            return Success(self._lines())
        except RefusedFileError as refused:
            return Failure(refused.error)

    def _lines(self) -> tuple[RosterLine, ...]:
        sheet = read_sheet(self._path, self._model(read_header(self._path)))
        return tuple(
            _line(sheet.file, line, row.model_dump()) for line, row in zip(sheet.lines, sheet.rows, strict=True)
        )

    def _model(self, header: tuple[str, ...]) -> type[RosterRow]:
        for needed in (WHO, SAYS):
            if not set(needed) & set(header):
                raise RefusedFileError(MissingColumn(self._path.name, " or ".join(needed), header))
        present: dict[str, Any] = {
            name: (kind, Field(default, validation_alias=name))
            for name, (kind, default) in FIELDS.items()
            if name in header
        }
        return create_model("RosterRow", __base__=RosterRow, **present)


def _line(file: str, line: int, row: dict[str, Any]) -> RosterLine:
    player = row.get("player_id") or row.get("name", "")
    says = (row.get("team"), _spelled(row.get("role")), row.get("share"), row.get("pa"), row.get("ip"))
    return RosterLine(file, line, player, *says)


def _spelled(role: str | None) -> str | None:
    """Positions of batters are in small letters within."""
    return role if role is None or role in ("SP", "RP", "SU", "CL") else role.lower()
