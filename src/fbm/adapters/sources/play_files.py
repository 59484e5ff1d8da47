"""Plays as Chadwick's cwevent writes them, read season by season."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
from returns.result import Failure, Result, Success

from fbm.adapters.sources.pitch_chunks import ROW, RefusedPitchesError, pieces
from fbm.adapters.sources.pitch_layouts import Column, Layout
from fbm.adapters.sources.pitch_rules import Name, WholeNumber
from fbm.domain.ports.pitches import RETROSHEET
from fbm.domain.ports.progress import Progress
from fbm.domain.ports.relief import NoPlays, PlayFileError, SeasonPlays
from fbm.domain.ports.season_tables import BadFile
from fbm.domain.relief.plays import Fates, Plays
from fbm.domain.seasons import IntArray, StrArray

SCORE: Final = WholeNumber(0, 99, pl.Int16)

COLUMNS: Final = (
    Column("game_id", "GAME_ID", Name()),
    Column("event", "EVENT_ID", WholeNumber(1, 999, pl.Int16)),
    Column("home_bats", "BAT_HOME_ID", WholeNumber(0, 1)),
    Column("pitcher", "PIT_ID", Name()),
    Column("away", "AWAY_TEAM_ID", Name()),
    Column("away_score", "AWAY_SCORE_CT", SCORE),
    Column("home_score", "HOME_SCORE_CT", SCORE),
    Column("outs", "EVENT_OUTS_CT", WholeNumber(0, 3)),
    Column("runs", "EVENT_RUNS_CT", WholeNumber(0, 4)),
    Column("bases", "START_BASES_CD", WholeNumber(0, 7)),
)

MARK: Final = "EVENT_CD"
"""Column that shows a file to hold plays."""

WENT: Final = ("batter_went", "first_went", "second_went", "third_went")

FATES: Final = (
    Column("kind", MARK, WholeNumber(0, 99)),
    Column("charged", "RESP_PIT_ID", Name()),
    *(
        Column(name, called, WholeNumber(0, 9))
        for name, called in zip(WENT, ("BAT_DEST_ID", "RUN1_DEST_ID", "RUN2_DEST_ID", "RUN3_DEST_ID"), strict=True)
    ),
)
"""What became of batters and runners: a file without all of these columns tells of relief, not of quality starts."""

OTHERS: Final = {"pitch_number": "pitches"}
LAYOUT: Final = Layout(RETROSHEET, (*COLUMNS, *FATES), OTHERS)
WITHOUT_FATES: Final = Layout(RETROSHEET, COLUMNS, OTHERS)

_SEASON: Final = r"^[A-Z0-9]{3}(\d{4})\d{5}$"
"""A game's id: the home team, the date, and its number of the day."""

_RUNNERS: Final = np.array([bin(bases).count("1") for bases in range(8)])


class EventPlayFiles:
    """Files of plays.

    Parameters
    ----------
    paths : sequence of Path
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = paths

    def seasons(self, progress: Progress) -> Iterator[Result[SeasonPlays, PlayFileError]]:
        """Read every season that the files have, in order; the first failure is the last that is given.

        Yields
        ------
        Result of SeasonPlays
            `MissingFile`, `MissingColumn`, `OtherTable` or `BadFile` for the first thing that cannot be meant,
            a play that stands there twice too; `NoPlays` when there is none.
        """
        try:
            plays = self._read(progress)
        except RefusedPitchesError as refused:
            yield Failure(refused.error)
            return
        if not len(plays):
            yield Failure(NoPlays(tuple(path.name for path in self._paths)))
            return
        for (season,), played in sorted(plays.partition_by("season", as_dict=True).items()):
            yield Success(SeasonPlays(int(season), _plays(played)))

    def _read(self, progress: Progress) -> pl.DataFrame:
        progress.start("reading", len(self._paths))
        read = []
        for path in self._paths:
            for piece in pieces(path, _layout(path)):
                read.append(_dated(piece, path).with_columns(pl.lit(path.name).alias("file")))
            progress.advance()
        progress.finish()
        return _in_order(pl.concat(read, how="diagonal")) if read else pl.DataFrame()


def holds_plays(path: Path) -> bool:
    """Tell by the names of its columns whether a file holds plays; a file that cannot be read does not."""
    return MARK in _header(path)


def _layout(path: Path) -> Layout:
    return LAYOUT if {column.called for column in FATES} <= _header(path) else WITHOUT_FATES


def _header(path: Path) -> frozenset[str]:
    """Names of a file's columns; a file that cannot be read has none."""
    try:
        if path.suffix == ".parquet":
            return frozenset(pl.read_parquet_schema(path))
        return frozenset(pl.read_csv(path, n_rows=0, infer_schema=False).columns)
    except (pl.exceptions.PolarsError, OSError):
        return frozenset()


def _dated(piece: pl.DataFrame, path: Path) -> pl.DataFrame:
    """Add the season of each game; the first id that tells none is refused."""
    dated = piece.with_columns(pl.col("game_id").str.extract(_SEASON).cast(pl.Int64).alias("season"))
    wrong = dated.filter(pl.col("season").is_null())
    if len(wrong):
        header = 0 if path.suffix == ".parquet" else 1
        reason = "no team, date and number of a game"
        raise RefusedPitchesError(BadFile(path.name, wrong[ROW][0] + header, "GAME_ID", wrong["game_id"][0], reason))
    return dated


def _in_order(plays: pl.DataFrame) -> pl.DataFrame:
    ordered = plays.sort("season", "game_id", "event", maintain_order=True)
    twice = ordered.filter(pl.struct("game_id", "event").is_duplicated())
    if len(twice):
        game, event, file, row = (twice[name][1] for name in ("game_id", "event", "file", ROW))
        raise RefusedPitchesError(BadFile(file, row, "EVENT_ID", str(event), f"stands twice in game {game}"))
    return ordered


def _plays(frame: pl.DataFrame) -> Plays:
    def words(name: str) -> StrArray:
        return np.array(frame[name].to_list(), dtype=np.str_)

    def numbers(name: str) -> IntArray:
        return frame[name].to_numpy().astype(np.int64)

    game = words("game_id")
    return Plays(
        game=game,
        home_bats=numbers("home_bats"),
        pitcher=words("pitcher"),
        away_team=words("away"),
        home_team=game.astype("<U3"),
        away_score=numbers("away_score"),
        home_score=numbers("home_score"),
        outs=numbers("outs"),
        runs=numbers("runs"),
        runners=_RUNNERS[numbers("bases")],
        fates=_fates(frame, numbers("bases")),
    )


def _fates(frame: pl.DataFrame, bases: IntArray) -> Fates | None:
    """Tell what became of batters and runners; None unless every play of the season does."""
    names = [column.name for column in FATES]
    if not set(names) <= set(frame.columns) or frame.select(pl.any_horizontal(pl.col(names).is_null()).any()).item():
        return None
    return Fates(
        event=frame["kind"].to_numpy().astype(np.int64),
        bases=bases,
        charged=np.array(frame["charged"].to_list(), dtype=np.str_),
        went=frame.select(WENT).to_numpy().astype(np.int64),
    )
