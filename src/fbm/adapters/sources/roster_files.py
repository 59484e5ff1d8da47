"""Rosters as CSV files that people write by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import BeforeValidator, ConfigDict, Field, create_model
from pydantic_core import PydanticCustomError
from returns.result import Failure, Result, Success

from fbm.adapters.sources.csv_files import RefusedFileError, read_header, read_sheet
from fbm.adapters.sources.rows import Row
from fbm.domain.ports.rosters import FANGRAPHS, MLBAM, RosterLine, RosterText
from fbm.domain.ports.season_tables import BadFile, FileError, MissingColumn
from fbm.domain.projection.roles import GROUPS, PITCHES, PITCHING_ROLES

WHO: Final = ("player_id", "mlbam_id", "fangraphs_id", "name")
SAYS: Final = ("team", "role", "share", "pa", "ip")
MAKERS: Final = {"mlbam_id": MLBAM, "fangraphs_id": FANGRAPHS}
MOST_INNINGS: Final = 300


def _capitals(value: object) -> object:
    return value.strip().upper() if isinstance(value, str) else value


def _innings(value: object) -> object:
    """Read innings as outs: ``.1`` and ``.2`` are thirds, as box scores write them."""
    try:
        innings = float(str(value))
    except ValueError as error:
        raise PydanticCustomError("innings", "not innings such as 180, 65.1 or 65.33") from error
    if not 0 <= innings <= MOST_INNINGS:
        raise PydanticCustomError("innings", f"not from 0 to {MOST_INNINGS} innings")
    # Blanks and noughts behind are what spreadsheets leave or add: 65.1 is the same as 65.10.
    thirds = str(value).strip().partition(".")[2].rstrip("0")
    return 3 * int(innings) + int(thirds) if thirds in ("1", "2") else 3 * innings


def _number(value: object) -> object:
    """Read MLB's number as a spreadsheet may have left it: 665742.0."""
    return value.strip().removesuffix(".0") if isinstance(value, str) else value


Role = Annotated[
    Literal["SP", "RP", "SU", "CL", "P", "OF", "IF", "MI", "CI", "C", "1B", "2B", "3B", "SS", "LF", "CF", "RF", "DH"],
    BeforeValidator(_capitals),
]
FIELDS: Final[dict[str, Any]] = {
    "player_id": (str, ""),
    "mlbam_id": (Annotated[str, BeforeValidator(_number)], ""),
    "fangraphs_id": (str, ""),
    "name": (str, ""),
    "team": (Annotated[str, BeforeValidator(_capitals)] | None, None),
    "role": (Role | None, None),
    "share": (Annotated[float, Field(ge=0, le=1.2)] | None, None),
    "pa": (Annotated[float, Field(ge=0, le=800)] | None, None),
    "ip": (Annotated[float, BeforeValidator(_innings)] | None, None),
}


class RosterRow(Row):
    """A row of a roster: of its columns, those that the file has."""

    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=None)
    KEY: ClassVar[tuple[str, ...]] = ()


class CsvRoster:
    """A roster with a first line of column names: one of `WHO` and one of `SAYS`, or more.

    Capitals and blanks in them do not matter.

    Parameters
    ----------
    path : Path
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Result[RosterText, FileError]:
        """Read every line.

        Returns
        -------
        Result of RosterText
            `MissingFile`, `MissingColumn` or `BadFile` for the first line that cannot be meant.
        """
        try:
            return Success(self._text())
        except RefusedFileError as refused:
            return Failure(refused.error)

    def _text(self) -> RosterText:
        header = read_header(self._path)
        sheet = read_sheet(self._path, self._model(header))
        lines = (_line(sheet.file, line, row.model_dump()) for line, row in zip(sheet.lines, sheet.rows, strict=True))
        unread = (column.strip() for column in header if _plain(column) not in FIELDS)
        return RosterText(tuple(lines), tuple(filter(None, unread)))

    def _model(self, header: tuple[str, ...]) -> type[RosterRow]:
        spelled: dict[str, str] = {}
        for column in header:
            if (name := _plain(column)) in FIELDS and spelled.setdefault(name, column) is not column:
                raise RefusedFileError(BadFile(self._path.name, 1, name, column, "the column stands there twice"))
        for needed in (WHO, SAYS):
            if not set(needed) & spelled.keys():
                raise RefusedFileError(MissingColumn(self._path.name, " or ".join(needed), header))
        present: dict[str, Any] = {
            name: (kind, Field(default, validation_alias=spelled[name]))
            for name, (kind, default) in FIELDS.items()
            if name in spelled
        }
        return create_model("RosterRow", __base__=RosterRow, **present)


def _plain(column: str) -> str:
    return "_".join(column.lower().split())


def _line(file: str, line: int, row: dict[str, Any]) -> RosterLine:
    others = (prefix + row[column].strip() for column, prefix in MAKERS.items() if row.get(column, "").strip())
    player, name = row.get("player_id", "").strip() or next(others, ""), row.get("name", "").strip()
    says = (row.get("team"), _spelled(row.get("role")), row.get("share"), row.get("pa"), row.get("ip"))
    return RosterLine(file, line, player or name, *says, name=name if player and name else None)


def _spelled(role: str | None) -> str | None:
    """Positions of batters are in small letters within, groups of them are not."""
    return role if role is None or role in (*PITCHING_ROLES, PITCHES, *GROUPS) else role.lower()
