"""Plays in the columns of cwevent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
        numbers = [name for name, value in rows[0].items() if isinstance(value, int)]
        frame.with_columns(pl.col(numbers).cast(pl.Int64)).write_parquet(path)
    elif path.suffix == ".gz":
        import gzip

        path.write_bytes(gzip.compress(frame.write_csv().encode()))
    else:
        path.write_text(frame.write_csv())
    return path


@dataclass(frozen=True)
class Event:
    """What came of a visitor at bat, the home team in the field: outs, and where batter and runners went.

    `went` is in cwevent's codes, batter first; `kind` is EVENT_CD, `charged` who is charged with the batter.
    """

    pitcher: str
    outs: int = 0
    went: tuple[int, int, int, int] = (0, 0, 0, 0)
    kind: int = 2
    charged: str = ""


def outs(pitcher: str, count: int) -> list[Event]:
    """Outs one by one with nobody on base."""
    return [Event(pitcher, 1)] * count


def homers(pitcher: str, count: int) -> list[Event]:
    """Home runs with nobody on base."""
    return [Event(pitcher, 0, (4, 0, 0, 0), kind=23)] * count


def event_rows(events: Sequence[Event], game: str = "AAA202104010") -> list[dict[str, Any]]:
    """Rows of a game with all that cwevent tells of runners; the home team makes three outs between innings."""
    rows, bases, made, score = [], 0, 0, 0
    for event in events:
        runs = sum(end >= 4 for end in event.went)
        rows.append(_row(event, bases, score, runs))
        bases = sum({1 << (end - 1) for end in event.went if 1 <= end <= 3})
        made, score = made + event.outs, score + runs
        if made and made % 3 == 0 and event.outs:
            rows.append({**_row(Event("themj001", 3), 0, score, 0), "BAT_HOME_ID": 1})
            bases = 0
    return [{**row, "GAME_ID": game, "EVENT_ID": number} for number, row in enumerate(rows, start=1)]


def _row(event: Event, bases: int, score: int, runs: int) -> dict[str, Any]:
    ends = zip(("BAT_DEST_ID", "RUN1_DEST_ID", "RUN2_DEST_ID", "RUN3_DEST_ID"), event.went, strict=True)
    charged = event.charged or event.pitcher
    told = {"PIT_ID": event.pitcher, "RESP_PIT_ID": charged, "EVENT_CD": event.kind, "START_BASES_CD": bases}
    return {**PLAY, **told, "EVENT_OUTS_CT": event.outs, "EVENT_RUNS_CT": runs, "AWAY_SCORE_CT": score, **dict(ends)}
