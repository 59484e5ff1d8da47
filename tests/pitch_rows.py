"""Hand-made pitches, and files of them as makers have them."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from fbm.adapters.sources.pitch_files import MakersPitchFiles, layout_of
from fbm.domain.pitches.table import Pitches
from tests.fakes_progress import Silent

Row = dict[str, Any]

PITCH: Mapping[str, Any] = {
    "game_pk": "500", "game_id": "ANA202104010", "game_date": "2021-04-01", "game_type": "R", "at_bat_number": 1,
    "pitch_number": 1, "batter": 1001, "pitcher": 2001, "stand": "R", "p_throws": "L", "balls": 0, "strikes": 0,
    "outs_when_up": 0, "on_1b": "", "on_2b": "", "on_3b": "", "inning": 1, "inning_topbot": "Top", "bat_score": 0,
    "fld_score": 0, "description": "ball", "events": "", "bb_type": "", "pitch_type": "FF", "release_speed": 95.1,
    "pfx_x": -0.5, "pfx_z": 1.2, "plate_x": 0.1, "plate_z": 2.4, "launch_speed": "", "launch_angle": "",
}  # fmt: skip
"""A first pitch that is a ball, with the columns of both makers."""


def pitch(**changes: Any) -> Row:
    """A pitch that differs from `PITCH` in some columns."""
    return {**PITCH, **changes}


def inning() -> list[Row]:
    """Half an inning: a walk, a double play on the second pitch, a strikeout; then a home run in the bottom."""
    strikeout = [
        pitch(
            at_bat_number=3,
            batter=1003,
            pitch_number=number,
            strikes=number - 1,
            outs_when_up=2,
            description="called_strike",
            events="strikeout" if number == 3 else "",
        )
        for number in (1, 2, 3)
    ]
    return [
        *(pitch(pitch_number=n, balls=n - 1, events="walk" if n == 4 else "") for n in (1, 2, 3, 4)),
        pitch(at_bat_number=2, batter=1002, on_1b=1001, description="foul"),
        pitch(
            at_bat_number=2, batter=1002, on_1b=1001, pitch_number=2, strikes=1, description="hit_into_play",
            events="grounded_into_double_play", bb_type="ground_ball", launch_speed=88.5, launch_angle=-12,
        ),
        *strikeout,
        pitch(
            at_bat_number=4, batter=2002, pitcher=1009, inning_topbot="Bot", description="hit_into_play_score",
            events="home_run", bb_type="fly_ball", p_throws="R", stand="L", launch_speed=104, launch_angle=28,
        ),
    ]  # fmt: skip


def csv_text(rows: Sequence[Row]) -> str:
    """The rows as CSV."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def write_csv(path: Path, rows: Sequence[Row]) -> Path:
    """Write the rows as CSV, compressed where the name says so."""
    data = csv_text(rows).encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def write_parquet(path: Path, rows: Sequence[Row]) -> Path:
    """Write the rows as Parquet, numbers as numbers and empty ones null."""
    frame = pl.DataFrame([{name: None if value == "" else value for name, value in row.items()} for row in rows])
    frame.write_parquet(path)
    return path


def read(source: str, *paths: Path) -> list[Pitches]:
    """Read files that are as they should be."""
    return [season.unwrap() for season in MakersPitchFiles(paths, layout_of(source)).seasons(Silent())]


def failure(source: str, *paths: Path) -> Any:
    """Give what is wrong with files."""
    return list(MakersPitchFiles(paths, layout_of(source)).seasons(Silent()))[-1].failure()


def table(path: Path, rows: Sequence[Row]) -> Pitches:
    """Make the table of rows of one season, by way of a file."""
    (pitches,) = read("statcast", write_csv(path / "rows.csv", rows))
    return pitches
