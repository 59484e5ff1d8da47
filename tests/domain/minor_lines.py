"""Minor-league lines built by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fbm.domain.minors import MINOR_BATTING, MINOR_PITCHING, MinorLines


def minor_lines(rows: Sequence[tuple[str, int, str]], **counts: Sequence[float]) -> MinorLines:
    """Batting lines of (player, season, level); players are 22, counts that are not given are missing."""
    return lines_with(MINOR_BATTING, rows, **counts)


def pitching_lines(rows: Sequence[tuple[str, int, str]], **counts: Sequence[float]) -> MinorLines:
    """The same for pitchers."""
    return lines_with(MINOR_PITCHING, rows, **counts)


def lines_with(stats: Sequence[str], rows: Sequence[tuple[str, int, str]], **counts: Sequence[float]) -> MinorLines:
    """The same with the counts of a source that has these stats."""
    n = len(rows)
    season = np.array([row[1] for row in rows], dtype=np.int64)
    known = {stat: np.array(column, dtype=np.float64) for stat, column in counts.items()}
    return MinorLines(
        player_id=np.array([row[0] for row in rows], dtype=np.str_),
        name=np.array([row[0].title() for row in rows], dtype=np.str_),
        season=season,
        level=np.array([row[2] for row in rows], dtype=np.str_),
        league=np.full(n, "IL"),
        team=np.full(n, "SEA"),
        position=np.full(n, ""),
        birth_year=(season - 22).astype(np.float64),
        counts={stat: known.get(stat, np.full(n, np.nan)) for stat in stats},
    )
