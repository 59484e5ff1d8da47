"""Projection sheets as files: CSV, Parquet or JSON, each with its provenance.

One file holds both player types. In the tables a column `player_type` tells them apart, and a column that one type
does not have is null for it. The provenance stands in the JSON itself, in the Parquet file's metadata, and beside a
CSV file in `<file>.meta.json`.
"""

from __future__ import annotations

import io
import json
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import polars as pl
from returns.result import Failure, Result, Success

from fbm.domain.ids import BATTER, PITCHER
from fbm.domain.ports.sheets import SheetError, UnwritableFile, ending_of
from fbm.domain.projection.sheet import PERSON_COLUMNS, ProjectionSheet, document, provenance

META_KEY: Final = "fbm"
"""Key of the provenance in a Parquet file's metadata."""

_PERSON_TYPES: Final[Mapping[str, type[pl.DataType]]] = {
    "player_type": pl.String,
    **dict.fromkeys(PERSON_COLUMNS, pl.String),
    "mlbam_id": pl.Int64,
    "age": pl.Int64,
}


_VALUE_TYPES: Final[Mapping[str, type[pl.DataType]]] = {
    "rank": pl.Int64,
    **dict.fromkeys(("slot", "position_rank", "eligible"), pl.String),
}

_FORMULA: Final = "^[=+@\\t\\r-]"
"""Beginnings that make spreadsheets take a text for a formula."""


class SheetFiles:
    """Writes sheets to files, whole or not at all."""

    def write(self, sheet: ProjectionSheet, file: str) -> Result[tuple[str, ...], SheetError]:
        """Write a sheet in the format that the file's ending names; gives the files written."""
        match ending_of(file):
            case Success(ending):
                return _put(_FORMATS[ending](sheet, Path(file))).alt(lambda error: UnwritableFile(file, _reason(error)))
            case unknown:
                return Failure(unknown.failure())


def frame_of(sheet: ProjectionSheet) -> pl.DataFrame:
    """Put batters and pitchers below one another: `player_type`, who they are, then every column of either."""
    rows = [{"player_type": BATTER, **row} for row in sheet.batters]
    rows += [{"player_type": PITCHER, **row} for row in sheet.pitchers]
    figures = {name: pl.Float64 for part in (sheet.batters, sheet.pitchers) for row in part[:1] for name in row}
    values = {name: kind for name, kind in _VALUE_TYPES.items() if name in figures}
    return pl.DataFrame(rows, schema={**_PERSON_TYPES, **figures, **_PERSON_TYPES, **values})


def _harmless(frame: pl.DataFrame) -> pl.DataFrame:
    """Put an apostrophe before texts that a spreadsheet would run; numbers stay numbers."""
    texts = pl.col(pl.String)
    return frame.with_columns(pl.when(texts.str.contains(_FORMULA)).then("'" + texts).otherwise(texts).name.keep())


def _csv(sheet: ProjectionSheet, path: Path) -> dict[Path, bytes]:
    beside = path.with_name(f"{path.name}.meta.json")
    return {path: _harmless(frame_of(sheet)).write_csv().encode(), beside: _plain(provenance(sheet))}


def _parquet(sheet: ProjectionSheet, path: Path) -> dict[Path, bytes]:
    buffer = io.BytesIO()
    frame_of(sheet).write_parquet(buffer, metadata={META_KEY: json.dumps(provenance(sheet))})
    return {path: buffer.getvalue()}


def _json(sheet: ProjectionSheet, path: Path) -> dict[Path, bytes]:
    return {path: _plain(document(sheet))}


_FORMATS: Final[Mapping[str, Callable[[ProjectionSheet, Path], dict[Path, bytes]]]] = {
    ".csv": _csv,
    ".json": _json,
    ".parquet": _parquet,
}


def _plain(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _put(contents: Mapping[Path, bytes]) -> Result[tuple[str, ...], OSError]:
    """Write everything aside first, so that a full disk leaves what stood there before."""
    aside = {path: path.with_name(f".{path.name}.{uuid.uuid4().hex}") for path in contents}
    try:
        for path, data in contents.items():
            aside[path].write_bytes(data)
        for path, temporary in aside.items():
            temporary.replace(path)
    except OSError as error:
        return Failure(error)
    finally:
        for temporary in aside.values():
            temporary.unlink(missing_ok=True)
    return Success(tuple(str(path) for path in contents))


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
