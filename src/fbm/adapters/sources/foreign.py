"""Projections of others: a CSV file of batters or of pitchers as FanGraphs exports it, or of both as ours are written.

In a file of both a column ``player_type`` tells them apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from returns.result import Failure, Result, Success

from fbm.adapters.sources.csv_files import RefusedFileError, read_table
from fbm.domain.crosswalk import Crosswalk, identify
from fbm.domain.evaluation.forecasts import Forecast
from fbm.domain.ports.foreign import ForeignSheet
from fbm.domain.ports.season_tables import BadFile, FileError, MissingColumn
from fbm.domain.projection.batch import Playing
from fbm.domain.seasons import BoolArray, FloatArray, StrArray

_IDS: Final[Mapping[str, tuple[str, ...]]] = {
    "mlbam": ("mlbamid", "xmlbamid", "mlbam_id", "mlbam", "key_mlbam"),
    "fangraphs": ("playerid", "idfg", "fangraphsid", "fangraphs_id", "key_fangraphs"),
}
_BOTH: Final[tuple[Playing, ...]] = ("batter", "pitcher")
_OWN_ID: Final = ("player_id",)
_TYPE: Final = ("player_type",)
_SEASON: Final = ("season", "year")
_NAME: Final = ("name", "playername", "player")
_COMMON: Final[Mapping[str, str]] = {"h": "h", "hr": "hr", "r": "r", "bb": "bb", "so": "so", "hbp": "hbp"}
_STATS: Final[Mapping[Playing, Mapping[str, str]]] = {
    "batter": {
        **_COMMON, "pa": "pa", "ab": "ab", "1b": "singles", "2b": "doubles", "3b": "triples", "rbi": "rbi", "sb": "sb",
        "cs": "cs", "sf": "sf", "sh": "sh", "avg": "avg", "obp": "obp", "slg": "slg", "ops": "ops", "woba": "woba",
    },
    "pitcher": {
        **_COMMON, "ip": "ip", "g": "g", "gs": "gs", "w": "w", "l": "l", "sv": "sv", "hld": "hld", "bs": "bs",
        "qs": "qs", "er": "er", "k": "so", "era": "era", "whip": "whip", "k/9": "k9", "bb/9": "bb9",
    },
}  # fmt: skip
"""Columns by their names in small letters, and ours, by which a column is found too."""

_THIRDS: Final = (0.0, 0.1, 0.2)
"""What stands behind the point where innings are written in thirds: 33.1 means 33 and a third."""


class _Table(NamedTuple):
    """A file as it stands: column names in small letters, and each record's line and fields."""

    file: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def texts(self, names: Sequence[str]) -> list[str] | None:
        """Fields of the first of some columns that is there."""
        found = next((name for name in names if name in self.header), None)
        return None if found is None else [fields[self.header.index(found)].strip() for _, fields in self.rows]


class ForeignFile:
    """A file with projections.

    Parameters
    ----------
    path : Path
    season : int, optional
        What it projects where no column ``Season`` says so.
    """

    def __init__(self, path: Path, season: int | None = None) -> None:
        self._path = path
        self._season = season

    def read(self, crosswalk: Crosswalk) -> Result[ForeignSheet, FileError]:
        """Read every player there is.

        Returns
        -------
        Result of ForeignSheet
            `MissingFile`, `MissingColumn` or `BadFile` for the first thing that cannot be meant.
        """
        try:
            header, rows = read_table(self._path)
            table = _Table(self._path.name, tuple(name.strip().lower() for name in header), rows)
            return Success(self._sheet(table, crosswalk))
        except RefusedFileError as refused:
            return Failure(refused.error)

    def _sheet(self, table: _Table, crosswalk: Crosswalk) -> ForeignSheet:
        sheets = [self._one(part, playing, crosswalk) for playing, part in _by_type(table)]
        return ForeignSheet(
            tuple(forecast for sheet in sheets for forecast in sheet.forecasts),
            tuple(name for sheet in sheets for name in sheet.unmatched),
        )

    def _one(self, table: _Table, playing: Playing, crosswalk: Crosswalk) -> ForeignSheet:
        names, seasons = table.texts(_NAME) or [""] * len(table.rows), self._seasons(table)
        columns = _columns(table, playing)
        player, matched = _players(table, crosswalk)
        _refuse_repeats(table, player, seasons)
        forecasts = tuple(
            _forecast(season, playing, player, columns, matched & (np.array(seasons) == season))
            for season in sorted(set(seasons))
        )
        unknown = tuple(name for name, known in zip(names, matched.tolist(), strict=True) if not known)
        return ForeignSheet(forecasts, unknown)

    def _seasons(self, table: _Table) -> list[int]:
        texts = table.texts(_SEASON)
        if texts is None and self._season is not None:
            return [self._season] * len(table.rows)
        if texts is None:
            raise RefusedFileError(MissingColumn(table.file, "Season", table.header))
        for (line, _), text in zip(table.rows, texts, strict=True):
            if not (text.isascii() and text.isdigit() and len(text) == 4):
                raise RefusedFileError(BadFile(table.file, line, "Season", text, "not a season"))
        return [int(text) for text in texts]


def _by_type(table: _Table) -> list[tuple[Playing, _Table]]:
    """Take batters and pitchers of a file of both apart."""
    types = table.texts(_TYPE)
    if types is None:
        return [(_player_type(table), table)]
    for (line, _), text in zip(table.rows, types, strict=True):
        if text not in _BOTH:
            raise RefusedFileError(BadFile(table.file, line, "player_type", text, "not batter or pitcher"))
    of_type = {
        playing: tuple(row for row, text in zip(table.rows, types, strict=True) if text == playing) for playing in _BOTH
    }
    return [(playing, table._replace(rows=rows)) for playing, rows in of_type.items() if rows]


def _player_type(table: _Table) -> Playing:
    if "ip" in table.header:
        return "pitcher"
    if "pa" in table.header:
        return "batter"
    raise RefusedFileError(MissingColumn(table.file, "PA or IP", table.header))


def _columns(table: _Table, playing: Playing) -> dict[str, FloatArray]:
    columns: dict[str, FloatArray] = {}
    names = _STATS[playing]
    for name, stat in (*names.items(), *((stat, stat) for stat in names.values() if stat not in names)):
        texts = table.texts((name,))
        if texts is not None and stat not in columns:
            columns[stat] = np.array([_number(table, row, name, text) for row, text in enumerate(texts)])
    if "ip" in columns:
        columns["ip"] = _innings(columns["ip"])
    return columns


def _number(table: _Table, row: int, column: str, text: str) -> float:
    if not text:
        return np.nan
    try:
        value = float(text)
    except ValueError:
        value = np.nan
    if not isfinite(value) or value < 0:
        raise RefusedFileError(
            BadFile(table.file, table.rows[row][0], column.upper(), text, "not a number of 0 or more")
        )
    return value


def _innings(column: FloatArray) -> FloatArray:
    """Read innings in thirds where every one of a file could be meant so and one must be; else they are decimal."""
    parts = np.round(column - np.floor(column), 6)
    known = parts[np.isfinite(parts)]
    if not np.isin(known, _THIRDS).all() or not known.any():
        return column
    innings: FloatArray = np.floor(column) + np.round(10 * parts) / 3
    return innings


def _players(table: _Table, crosswalk: Crosswalk) -> tuple[StrArray, BoolArray]:
    ids = {maker: texts for maker, names in _IDS.items() if (texts := table.texts(names)) is not None}
    own = table.texts(_OWN_ID)
    if not ids and own is None:
        raise RefusedFileError(MissingColumn(table.file, "MLBAMID, playerid or player_id", table.header))
    # Programs that know no whole numbers with gaps write 665742.0.
    columns = {maker: np.array([text.removesuffix(".0") for text in texts], np.str_) for maker, texts in ids.items()}
    # Ids of the major-league tables begin with a letter; those made from others' name their maker before a colon.
    given = [text if text[:1].isalpha() and ":" not in text else "" for text in own or [""] * len(table.rows)]
    found = identify(np.array(given, dtype=np.str_), columns, crosswalk)
    return found.player_id, found.matched


def _refuse_repeats(table: _Table, player: StrArray, seasons: Sequence[int]) -> None:
    seen: dict[tuple[str, int], int] = {}
    for (line, _), key in zip(table.rows, zip(player.tolist(), seasons, strict=True), strict=True):
        if key[0] and (first := seen.setdefault(key, line)) != line:
            raise RefusedFileError(BadFile(table.file, line, "playerid", key[0], f"stands on line {first} too"))


def _forecast(
    season: int, playing: Playing, player: StrArray, columns: Mapping[str, FloatArray], rows: BoolArray
) -> Forecast:
    return Forecast(season, playing, player[rows], {stat: column[rows] for stat, column in columns.items()}, {})
