"""The pitch table as data frames and Parquet bytes, and back."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl
from polars.exceptions import PanicException, PolarsError

from fbm.adapters.sources.frames import DamagedTableError
from fbm.domain.pitches import words
from fbm.domain.pitches.table import NONE, Pitches
from fbm.domain.ports.sources import DamagedTable

WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "stand": words.STANDS,
    "throws": words.THROWS,
    "half": words.HALVES,
    "pitch_type": words.PITCH_TYPES,
    "result": words.RESULTS,
    "event": words.EVENTS,
    "batted_ball": words.BATTED_BALLS,
}
KINDS: Final[Mapping[str, type[np.generic]]] = {
    "date": np.int32, "season": np.int16, "regular": np.int8, "at_bat": np.int16, "pitch": np.int16,
    "batter": np.int32, "pitcher": np.int32, "stand": np.int8, "throws": np.int8, "balls": np.int8,
    "strikes": np.int8, "outs": np.int8, "on_1b": np.int8, "on_2b": np.int8, "on_3b": np.int8, "inning": np.int16,
    "half": np.int8, "bat_score": np.int16, "fld_score": np.int16, "pitch_type": np.int8, "result": np.int8,
    "event": np.int8, "batted_ball": np.int8, "velocity": np.float32, "move_x": np.float32, "move_z": np.float32,
    "plate_x": np.float32, "plate_z": np.float32, "exit_speed": np.float32, "launch_angle": np.float32,
}  # fmt: skip


def pitches_of(frame: pl.DataFrame) -> Pitches:
    """Make the table of a frame with its columns, words as places; columns that are not there are missing values.

    Parameters
    ----------
    frame : DataFrame
        With `game_id`, ordered by date, game, plate appearance and pitch.
    """
    games = frame["game_id"].cast(pl.String).unique().sort()
    game = frame["game_id"].cast(pl.String).cast(pl.Enum(games)).to_physical().to_numpy().astype(np.int32)
    columns = {name: _array(frame, name, kind) for name, kind in KINDS.items()}
    return Pitches(games=np.array(games.to_list(), dtype=np.str_), game=game, **columns)


def frame_of(pitches: Pitches) -> pl.DataFrame:
    """Make the frame of a table: words as such, missing values null."""
    games = pl.Series("game_id", pitches.games.tolist(), dtype=pl.String)
    columns = [games.gather(pitches.game)]
    columns += [_series(name, column) for name, column in pitches.columns() if name != "game"]
    return pl.DataFrame(columns)


def pitch_bytes(pitches: Pitches) -> bytes:
    """Parquet bytes of a table."""
    buffer = io.BytesIO()
    frame_of(pitches).write_parquet(buffer, compression="zstd", statistics=False)
    return buffer.getvalue()


def read_pitches(path: Path, digest: str) -> Pitches:
    """Read a table and hold it against its digest.

    Raises
    ------
    FileNotFoundError
        When the file is not there.
    DamagedTableError
        When it cannot be read or holds something else.
    """
    try:
        frame = pl.read_parquet(io.BytesIO(path.read_bytes()))
        pitches = pitches_of(frame.with_columns(_place(frame, name) for name in WORDS))
    except (PolarsError, PanicException, PermissionError, ValueError) as error:
        raise DamagedTableError(DamagedTable(path.name, str(error))) from error
    if pitches.digest() != digest:
        raise DamagedTableError(DamagedTable(path.name, "does not match its digest"))
    return pitches


def _place(frame: pl.DataFrame, name: str) -> pl.Series:
    return frame[name].cast(pl.String).cast(pl.Enum(WORDS[name])).to_physical().cast(pl.Int8).rename(name)


def _array(frame: pl.DataFrame, name: str, kind: type[np.generic]) -> Any:
    if name not in frame.columns:
        missing = np.nan if kind is np.float32 else NONE
        return np.full(len(frame), missing, dtype=kind)
    missing = float("nan") if kind is np.float32 else NONE
    return frame[name].fill_null(missing).to_numpy().astype(kind)


def _series(name: str, column: Any) -> pl.Series:
    values = pl.Series(name, column)
    if name in WORDS:
        words_of = dict(enumerate(WORDS[name]))
        return values.replace_strict(words_of, default=None, return_dtype=pl.Enum(WORDS[name]))
    if values.dtype == pl.Float32:
        return values.fill_nan(None)
    return values.set(values == NONE, None)
