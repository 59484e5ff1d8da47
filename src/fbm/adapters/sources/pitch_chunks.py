"""Pitch files read in pieces: each piece is checked and made small before the next is read."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import polars as pl
from polars.exceptions import PolarsError

from fbm.adapters.sources.pitch_layouts import AFTER_THE_SEASON, GAME_TYPES, Layout
from fbm.domain.ports.pitches import OtherTable, PitchFileError
from fbm.domain.ports.season_tables import A_DIRECTORY, BadFile, MissingColumn, MissingFile

PIECE: Final = 60_000
"""Rows read at once."""

ROW: Final = "row"
"""Column of a piece with the row's number in its file, from 1."""


class RefusedPitchesError(Exception):
    """Carries a failure from the depth of a file to the one place of an importer that returns it."""

    def __init__(self, error: PitchFileError) -> None:
        super().__init__(error)
        self.error = error


def pieces(path: Path, layout: Layout) -> Iterator[pl.DataFrame]:
    """Read a file piece by piece.

    Parameters
    ----------
    path : Path
        ``.parquet``, else CSV, which may be compressed with gzip (``.gz``).
    layout : Layout

    Yields
    ------
    DataFrame
        The columns of `layout` in the table's types, without `regular` where the maker does not tell, and `ROW`.

    Raises
    ------
    RefusedPitchesError
        With `MissingFile`, `MissingColumn`, `OtherTable`, or `BadFile` for the first row that cannot be meant.
    """
    parquet = path.suffix == ".parquet"
    row = 1
    try:
        frame = _scan_parquet(path, layout) if parquet else _scan_csv(path, layout)
        for piece in frame.select(layout.wanted()).collect_batches(chunk_size=PIECE, maintain_order=True):
            yield _checked(piece, layout, path.name, row, 0 if parquet else 1)
            row += len(piece)
    except (PolarsError, OSError, EOFError) as error:
        raise RefusedPitchesError(_unreadable(path, error)) from error


def _scan_parquet(path: Path, layout: Layout) -> pl.LazyFrame:
    with path.open("rb"):
        frame = pl.scan_parquet(path)
    _check_columns(frame.collect_schema().names(), layout, path.name)
    return frame


def _scan_csv(path: Path, layout: Layout) -> pl.LazyFrame:
    _check_columns(_header(path), layout, path.name)
    _check_end(path)
    return pl.scan_csv(path, infer_schema=False, null_values=["null"], low_memory=True)


def _header(path: Path) -> Sequence[str]:
    with path.open("rb") as raw, gzip.open(raw) if path.suffix == ".gz" else raw as opened:
        first = opened.readline()
    try:
        return next(csv.reader(io.StringIO(first.decode("utf-8-sig"))), [])
    except UnicodeDecodeError as error:
        raise RefusedPitchesError(BadFile(path.name, 1, "", repr(first[:20]), "not UTF-8")) from error


def _check_columns(header: Sequence[str], layout: Layout, file: str) -> None:
    other = next((holds for mark, holds in layout.others.items() if mark in header), None)
    if other is not None:
        raise RefusedPitchesError(OtherTable(file, other))
    missing = next((column for column in layout.wanted() if column not in header), None)
    if missing is not None:
        raise RefusedPitchesError(MissingColumn(file, missing, tuple(header)))


def _check_end(path: Path) -> None:
    """Refuse a file whose last line has no end; a compressed one that is cut off cannot be read at all."""
    if path.suffix == ".gz":
        return
    with path.open("rb") as opened:
        opened.seek(max(path.stat().st_size - 20, 0))
        tail = opened.read()
    if not tail.endswith((b"\n", b"\r")):
        value = tail.decode("utf-8", "replace")
        raise RefusedPitchesError(BadFile(path.name, _lines(path), "", value, "the last line has no end: cut off"))


def _lines(path: Path) -> int:
    with path.open("rb") as opened:
        return sum(block.count(b"\n") for block in iter(lambda: opened.read(1 << 20), b"")) + 1


def _checked(piece: pl.DataFrame, layout: Layout, file: str, row: int, header: int) -> pl.DataFrame:
    """Read every column; the first row with a value that its column cannot hold is refused."""
    read = {column.name: column.rule.read(piece[column.called]) for column in layout.columns}
    wrong = pl.DataFrame([checked.wrong.rename(name) for name, checked in read.items()])
    if wrong.select(pl.any_horizontal(pl.all()).any()).item():
        raise RefusedPitchesError(_first_wrong(piece, wrong, layout, file, row + header))
    numbers = pl.int_range(row, row + len(piece), eager=True, dtype=pl.UInt32).rename(ROW)
    kept = pl.DataFrame([checked.values.rename(name) for name, checked in read.items()] + [numbers])
    return _in_season(kept) if "regular" in kept.columns else kept


def _first_wrong(piece: pl.DataFrame, wrong: pl.DataFrame, layout: Layout, file: str, row: int) -> BadFile:
    at = wrong.select(pl.any_horizontal(pl.all()).arg_max()).item()
    column = next(column for column in layout.columns if wrong[column.name][at])
    value = piece[column.called][at]
    reason = "empty" if value is None else column.rule.reason
    return BadFile(file, row + at, column.called, "" if value is None else str(value), reason)


def _in_season(piece: pl.DataFrame) -> pl.DataFrame:
    """Leave out spring training and exhibitions; say which games are of the regular season."""
    regular = GAME_TYPES.index("R")
    counted = [GAME_TYPES.index(kind) for kind in ("R", *AFTER_THE_SEASON)]
    kept = piece.filter(pl.col("regular").is_in(counted))
    return kept.with_columns((pl.col("regular") == regular).cast(pl.Int8))


def _unreadable(path: Path, error: Exception) -> PitchFileError:
    if path.is_dir():
        return BadFile(path.name, 0, "", "", A_DIRECTORY)
    if isinstance(error, FileNotFoundError | PermissionError):
        return MissingFile(path.name, str(path.parent))
    return BadFile(path.name, 0, "", "", str(error).splitlines()[0][:200] if str(error) else "cannot be read")
