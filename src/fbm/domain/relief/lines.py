"""Relief by pitcher and season, and how it joins the pitching lines.

Shapes: `a` turns on the mound, `n` lines.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from fbm.domain.relief.decisions import Decisions
from fbm.domain.seasons import IntArray, Lines

RELIEF: Final = ("sv", "hld", "bs")
"""Counts of a line of relief."""

JOINED: Final = ("hld", "bs")
"""Counts that pitching lines take from it; saves are official there."""

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
        One for each pitcher and team, by pitcher: whoever pitched has one.
    """
    turns = decisions.turns
    keys = np.char.add(np.char.add(turns.pitcher, "\t"), turns.team)
    found, first, place = np.unique(keys, return_index=True, return_inverse=True)
    credited = {"sv": decisions.saves, "hld": decisions.holds, "bs": decisions.blown}
    return Lines(
        player_id=turns.pitcher[first],
        season=np.full(len(found), season),
        stint=np.ones(len(found), dtype=np.int64),
        team=np.array([_FRANCHISES.get(team, team) for team in turns.team[first].tolist()], dtype=np.str_),
        league=np.full(len(found), ""),
        counts={stat: np.bincount(place, marks, len(found)).astype(np.float64) for stat, marks in credited.items()},
    )


def with_relief(pitching: Lines, relief: Lines) -> Lines:
    """Put holds and blown saves into pitching lines.

    Parameters
    ----------
    pitching : Lines
        A line for each player, season and stint.
    relief : Lines
        Of whole seasons; it has no say in others.

    Returns
    -------
    Lines
        In the seasons of `relief`, holds and blown saves are those of the pitcher with the line's team, in his first
        stint with it, none for who has none; what he did for a team without a line of his stays out.
    """
    if not len(relief):
        return pitching
    covered = np.isin(pitching.season, np.unique(relief.season))
    row = _matching(pitching, relief)
    counts = {
        stat: np.where(covered, np.append(relief.counts[stat], 0.0)[row], pitching.counts[stat]) for stat in JOINED
    }
    return replace(pitching, counts={**pitching.counts, **counts})


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
