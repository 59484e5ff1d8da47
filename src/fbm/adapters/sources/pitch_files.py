"""Pitch files of one maker, read season by season.

Every file is read in pieces, and each piece kept small, by season, until all files are read: only then is it known that
a season is whole. So memory holds one piece, one season, and the others' compressed bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, TypeAlias

import polars as pl
from returns.result import Failure, Result, Success

from fbm.adapters.sources.pitch_chunks import ROW, RefusedPitchesError, pieces
from fbm.adapters.sources.pitch_frames import pitches_of
from fbm.adapters.sources.pitch_layouts import RETROSHEET_LAYOUT, STATCAST_LAYOUT, Layout
from fbm.domain.pitches.table import Pitches
from fbm.domain.ports.pitches import NoPitches, PitchFileError, TwiceThrown
from fbm.domain.ports.progress import Progress

FILE: Final = "file"
KEY: Final = ("date", "game_id", "at_bat", "pitch")

Pieces: TypeAlias = dict[int, list[bytes]]


class MakersPitchFiles:
    """Files of one maker.

    Parameters
    ----------
    paths : sequence of Path
    layout : Layout
    """

    def __init__(self, paths: Sequence[Path], layout: Layout) -> None:
        self._paths = paths
        self._layout = layout

    @property
    def source(self) -> str:
        """Name of the maker."""
        return self._layout.source

    def seasons(self, progress: Progress) -> Iterator[Result[Pitches, PitchFileError]]:
        """Read every season that the files have, in order; the first failure is the last that is given.

        Yields
        ------
        Result of Pitches
            `MissingFile`, `MissingColumn`, `OtherTable` or `BadFile` for the first thing that cannot be meant,
            `TwiceThrown` for a pitch that stands there twice, `NoPitches` when there is none.
        """
        try:
            read = self._read(progress)
            for season in sorted(read):
                yield Success(self._season(season, read.pop(season)))
        except RefusedPitchesError as refused:
            yield Failure(refused.error)

    def _read(self, progress: Progress) -> Pieces:
        progress.start("reading", len(self._paths))
        read: Pieces = {}
        for index, path in enumerate(self._paths):
            for piece in pieces(path, self._layout):
                _sort_in(piece, index, read)
            progress.advance()
        progress.finish()
        if not read:
            raise RefusedPitchesError(NoPitches(tuple(path.name for path in self._paths)))
        return read

    def _season(self, season: int, kept: Sequence[bytes]) -> Pitches:
        frame = pl.concat([pl.read_parquet(io.BytesIO(data)) for data in kept])
        ordered = frame.with_columns(pl.col("date").min().over("game_id")).sort(KEY)
        self._refuse_twice(ordered)
        kind = [] if "regular" in ordered.columns else [pl.lit(1, pl.Int8).alias("regular")]
        return pitches_of(ordered.with_columns(pl.lit(season, pl.Int16).alias("season"), *kind))

    def _refuse_twice(self, ordered: pl.DataFrame) -> None:
        same = ordered.select(pl.all_horizontal(pl.col(name) == pl.col(name).shift(1) for name in KEY)).to_series()
        if not same.any():
            return
        at = same.arg_max() or 0
        two = sorted((ordered[FILE][row], ordered[ROW][row]) for row in (at - 1, at))
        (first, first_row), (second, second_row) = two
        names = [path.name for path in self._paths]
        pitch = f"game {ordered['game_id'][at]}, plate appearance {ordered['at_bat'][at]}, pitch {ordered['pitch'][at]}"
        raise RefusedPitchesError(TwiceThrown(names[second], second_row, names[first], first_row, pitch))


def layout_of(source: str) -> Layout:
    """Give the layout of a maker's files, by its name."""
    return next(layout for layout in (STATCAST_LAYOUT, RETROSHEET_LAYOUT) if layout.source == source)


def _sort_in(piece: pl.DataFrame, file: int, read: Pieces) -> None:
    """Keep a piece's rows by season, compressed."""
    numbered = piece.with_columns(pl.lit(file, pl.UInt16).alias(FILE), (pl.col("date") // 10_000).alias("year"))
    for (year,), rows in numbered.partition_by("year", as_dict=True, include_key=False).items():
        buffer = io.BytesIO()
        rows.write_parquet(buffer, compression="lz4", statistics=False)
        read.setdefault(int(year), []).append(buffer.getvalue())
