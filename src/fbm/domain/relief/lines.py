"""What was scored by pitcher and season, and how it joins the pitching lines.

Shapes: `a` turns on the mound, `n` lines.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from fbm.domain.relief.decisions import Decisions
from fbm.domain.seasons import FloatArray, IntArray, Lines

RELIEF: Final = ("sv", "hld", "bs", "qs")
"""Counts of a line of what was scored."""

JOINED: Final = ("hld", "bs", "qs")
"""Counts that pitching lines take from it where they have none; saves are official there."""

_FRANCHISES: Final = {"ANA": "LAA"}
"""Retrosheet's teams that Lahman calls otherwise."""


def relief_lines(decisions: Decisions, season: int) -> Lines:
    """Add up what pitchers were credited with.

    Parameters
    ----------
    decisions : Decisions
        Of a season.
    season : int

    Returns
    -------
    Lines
        One for each pitcher and team, by pitcher: whoever pitched has one. `qs` is NaN where the plays do not tell.
    """
    turns = decisions.turns
    keys = np.char.add(np.char.add(turns.pitcher, "\t"), turns.team)
    found, first, place = np.unique(keys, return_index=True, return_inverse=True)
    marks = (decisions.saves, decisions.holds, decisions.blown, decisions.quality)
    return Lines(
        player_id=turns.pitcher[first],
        season=np.full(len(found), season),
        stint=np.ones(len(found), dtype=np.int64),
        team=np.array([_FRANCHISES.get(team, team) for team in turns.team[first].tolist()], dtype=np.str_),
        league=np.full(len(found), ""),
        counts={
            stat: np.bincount(place, mark, len(found)).astype(np.float64)
            for stat, mark in zip(RELIEF, marks, strict=True)
        },
    )


def with_relief(pitching: Lines, relief: Lines) -> Lines:
    """Put holds, blown saves and quality starts into pitching lines.

    Parameters
    ----------
    pitching : Lines
        A line for each player, season and stint.
    relief : Lines
        Of whole seasons; it has no say in others, nor in counts that it lacks.

    Returns
    -------
    Lines
        What the lines do not tell themselves: in the seasons of `relief`, it is that of the pitcher with the line's
        team, in his first stint with it, none for who has none; what he did for a team without a line of his stays
        out. Counts that they have are the scorers' own, and stay.
    """
    if not len(relief):
        return pitching
    row = _matching(pitching, relief)
    counts = {stat: _joined(pitching, relief, stat, row) for stat in JOINED}
    return replace(pitching, counts={**pitching.counts, **counts})


def _joined(pitching: Lines, relief: Lines, stat: str, row: IntArray) -> FloatArray:
    """Take a count that a line lacks from the relief, in the seasons of which that has any; official ones stay."""
    own = pitching.counts.get(stat, np.full(len(pitching), np.nan))
    scored = relief.counts.get(stat, np.full(len(relief), np.nan))
    covered = np.isin(pitching.season, relief.season[np.isfinite(scored)])
    return np.where(covered & np.isnan(own), np.append(scored, 0.0)[row], own)


def _matching(pitching: Lines, relief: Lines) -> IntArray:
    """Row of the relief of each pitching line, -1 where there is none or an earlier stint has it."""
    at = {key: row for row, key in enumerate(_keys(relief))}
    order = np.argsort(pitching.stint, kind="stable")
    keys = _keys(pitching)
    found = np.full(len(pitching), -1)
    for line in order.tolist():
        found[line] = at.pop(keys[line], -1)
    return found


def _keys(lines: Lines) -> list[tuple[str, int, str]]:
    return list(zip(lines.player_id.tolist(), lines.season.tolist(), lines.team.tolist(), strict=True))
