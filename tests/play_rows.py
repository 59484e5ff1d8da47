"""Plays in the columns of cwevent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

PLAY: Mapping[str, Any] = {
    "GAME_ID": "AAA202104010", "EVENT_ID": 1, "BAT_HOME_ID": 0, "PIT_ID": "starj001", "AWAY_TEAM_ID": "BBB",
    "AWAY_SCORE_CT": 0, "HOME_SCORE_CT": 0, "EVENT_OUTS_CT": 1, "EVENT_RUNS_CT": 0, "START_BASES_CD": 0, "EVENT_CD": 2,
}  # fmt: skip


def play_rows(game: str, *, holder: str = "holdj001", closer: str = "closj001") -> list[dict[str, Any]]:
    """A game that the home team wins 1 to 0: six innings of the starter, a hold of two, and a save."""
    pitchers = ["starj001"] * 18 + [holder] * 6 + [closer] * 3
    rows = [{**PLAY, "PIT_ID": pitcher, "HOME_SCORE_CT": int(out > 0)} for out, pitcher in enumerate(pitchers)]
    lead = {**PLAY, "PIT_ID": "themj001", "BAT_HOME_ID": 1, "EVENT_RUNS_CT": 1, "START_BASES_CD": 6}
    ordered = [rows[0], lead, *rows[1:]]
    return [{**row, "GAME_ID": game, "EVENT_ID": number} for number, row in enumerate(ordered, start=1)]


def write_plays(path: Path, rows: Sequence[Mapping[str, Any]]) -> Path:
    """Write plays to CSV, also compressed, or Parquet."""
    frame = pl.DataFrame([{name: None if v is None else str(v) for name, v in row.items()} for row in rows])
    if path.suffix == ".parquet":
        numbers = [name for name, value in PLAY.items() if isinstance(value, int)]
        frame.with_columns(pl.col(numbers).cast(pl.Int64)).write_parquet(path)
    elif path.suffix == ".gz":
        import gzip

        path.write_bytes(gzip.compress(frame.write_csv().encode()))
    else:
        path.write_text(frame.write_csv())
    return path
