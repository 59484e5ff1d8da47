"""Season tables as data frames, Parquet bytes and digests, and back to columns.

A frame's rows stand in the order of its key and its digest is of what it holds, not of the file, so that the same data
give the same digest whatever wrote them. Missing numbers are null in the file and NaN outside.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, Final, TypeAlias, TypeVar

import numpy as np
import polars as pl
from polars.exceptions import PanicException, PolarsError

from fbm.domain.crosswalk import Crosswalk
from fbm.domain.minors import LINE_FIELDS, MinorLines
from fbm.domain.ports.sources import DamagedTable
from fbm.domain.seasons import FloatArray, IntArray, Lines, People, StrArray, Teams

C = TypeVar("C", People, Teams)
Column: TypeAlias = StrArray | IntArray | FloatArray

LINE_KEYS: Final = ("player_id", "season", "stint", "team", "league")
DEATH: Final = ("death_year", "death_month", "death_day")
LATER: Final = ("height", *DEATH)
LATER_PITCHING: Final = ("qs",)
"""Columns of people and of pitching lines that tables on disk may lack: they were written before there were any."""

PERSON_FIELDS: Final = ("player_id", "name", "birth_year", "birth_month", "birth_day")


def lines_frame(lines: Lines) -> pl.DataFrame:
    """Lines as a frame, ordered by player, stint and team."""
    keys = {name: getattr(lines, name) for name in LINE_KEYS}
    return _frame({**keys, **lines.counts}, order=("season", "player_id", "stint", "team"))


def minors_frame(lines: MinorLines) -> pl.DataFrame:
    """Minor-league lines as a frame, ordered by player, level and team."""
    keys = {name: getattr(lines, name) for name in LINE_FIELDS}
    order = ("season", "player_id", "level", "league", "team", *lines.counts)
    return _frame({**keys, **lines.counts}, order=order)


def frame_minors(frame: pl.DataFrame) -> MinorLines:
    """Minor-league lines of a frame."""
    columns = {name: _array(frame[name]) for name in frame.columns}
    keys = {name: columns.pop(name) for name in LINE_FIELDS}
    return MinorLines(**keys, counts=columns)


def crosswalk_frame(crosswalk: Crosswalk) -> pl.DataFrame:
    """Crosswalk as a frame, ordered by MLB's number; without positions where nobody has one, as in older tables."""
    keys = {name: getattr(crosswalk, name) for name in PERSON_FIELDS}
    if (crosswalk.position != "").any():
        keys["position"] = crosswalk.position
    return _frame({**keys, **crosswalk.ids}, order=("mlbam", "player_id", *crosswalk.ids))


def frame_crosswalk(frame: pl.DataFrame) -> Crosswalk:
    """Crosswalk of a frame."""
    columns = {name: _array(frame[name]) for name in frame.columns}
    keys = {name: columns.pop(name) for name in PERSON_FIELDS}
    nothing = np.full(len(frame), "")
    return Crosswalk(**keys, also=nothing, position=columns.pop("position", nothing), ids=columns)


def people_frame(people: People) -> pl.DataFrame:
    """People as a frame, ordered by player; a column in `DEATH` that nobody has is left out, as in older tables."""
    columns = {field.name: getattr(people, field.name) for field in fields(people)}
    unknown = {name for name in DEATH if not np.isfinite(columns[name]).any()}
    return _frame({name: column for name, column in columns.items() if name not in unknown}, order=("player_id",))


def teams_frame(teams: Teams) -> pl.DataFrame:
    """Team seasons as a frame, ordered by season and team."""
    return _frame({field.name: getattr(teams, field.name) for field in fields(teams)}, order=("season", "team"))


def frame_lines(frame: pl.DataFrame) -> Lines:
    """Lines of a frame."""
    columns = {name: _array(frame[name]) for name in frame.columns}
    keys = {name: columns.pop(name) for name in LINE_KEYS}
    return Lines(**keys, counts=columns)


def pitching_frame(lines: Lines) -> pl.DataFrame:
    """Pitching lines as a frame; a count in `LATER_PITCHING` that nobody has is left out, as in older tables."""
    unknown = {name for name in LATER_PITCHING if name in lines.counts and not np.isfinite(lines.counts[name]).any()}
    counts = {name: column for name, column in lines.counts.items() if name not in unknown}
    return lines_frame(replace(lines, counts=counts))


def frame_pitching(frame: pl.DataFrame) -> Lines:
    """Pitching lines of a frame; of a count in `LATER_PITCHING` that it lacks, nothing is known."""
    lines = frame_lines(frame)
    missing = dict.fromkeys(LATER_PITCHING, np.full(len(lines), np.nan))
    return replace(lines, counts={**missing, **lines.counts})


def frame_columns(frame: pl.DataFrame, kind: type[C]) -> C:
    """People or teams of a frame; of a column in `LATER` that it lacks, nothing is known."""
    names = [field.name for field in fields(kind)]
    lacking = (name for name in LATER if name in names and name not in frame.columns)
    known = frame.with_columns(pl.lit(None, pl.Float64).alias(name) for name in lacking)
    return kind(**{name: _array(known[name]) for name in names})


def frame_digest(frame: pl.DataFrame) -> str:
    """SHA-256 over names, kinds and values of a frame's columns, missing numbers all alike."""
    digest = hashlib.sha256()
    for name in frame.columns:
        column = frame[name]
        digest.update(f"{name}:{column.dtype}:{len(column)}\n".encode())
        digest.update(_bytes(column))
    return f"sha256:{digest.hexdigest()}"


def frame_bytes(frame: pl.DataFrame) -> bytes:
    """Parquet bytes of a frame."""
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd", statistics=False)
    return buffer.getvalue()


class DamagedTableError(Exception):
    """Carries a damaged table from the depth of a read to the one place that returns it."""

    def __init__(self, error: DamagedTable) -> None:
        super().__init__(error)
        self.error = error


def read_checked(path: Path, digest: str) -> pl.DataFrame:
    """Read the frame of a Parquet file and hold it against its digest.

    Raises
    ------
    FileNotFoundError
        When the file is not there.
    DamagedTableError
        When it cannot be read or holds something else.
    """
    try:
        data = path.read_bytes()
    except PermissionError as error:
        raise DamagedTableError(DamagedTable(path.name, str(error))) from error
    try:
        frame = pl.read_parquet(io.BytesIO(data))
    except (PolarsError, PanicException) as error:
        raise DamagedTableError(DamagedTable(path.name, str(error))) from error
    if frame_digest(frame) != digest:
        raise DamagedTableError(DamagedTable(path.name, "does not match its digest"))
    return frame


def _frame(columns: Mapping[str, Column], order: Sequence[str]) -> pl.DataFrame:
    frame = pl.DataFrame([pl.Series(name, column) for name, column in columns.items()])
    return frame.with_columns(pl.col(pl.Float64).fill_nan(None)).sort(order)


def _array(column: pl.Series) -> Any:
    if column.dtype == pl.String:
        return np.array(column.to_list(), dtype=np.str_)
    # Missing numbers come out as NaN; filling them first would cost more than all the rest.
    return column.to_numpy()


def _bytes(column: pl.Series) -> bytes:
    """Values in little-endian order; each string ends with a zero, so that no two lists of them look alike."""
    if column.dtype == pl.String:
        texts = column.fill_null("None") if column.null_count() else column
        return "\0".join((*texts.to_list(), "")).encode()
    values = _array(column)
    return bytes(values.astype(values.dtype.newbyteorder("<")).tobytes())
