"""What players did below the majors, season by season, for those who read it beside their record in the majors.

Shapes: `m` player seasons below the majors, `n` rows of a panel.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

import numpy as np

from fbm.domain.minor_rates import (
    BALLASTS,
    LEVEL_WEIGHTS,
    chances_of,
    compared_counts,
    expected_counts,
    level_ages,
    level_places,
)
from fbm.domain.minors import MinorLines, Minors
from fbm.domain.seasons import FloatArray, History, IntArray, Lines, StrArray
from fbm.domain.tracking import rows_before

COMPARED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "batter": ("hr", "so", "bb", "other_hits", "extra_bases", "sb"),
        "pitcher": ("so", "bb", "hr", "h", "er"),
    }
)
"""Stats that are compared with what an average player of the same season, level and league did."""

MINOR: Final = "minors "
"""Beginning of the names of these columns."""

SEASONS_BACK: Final = 5
"""Seasons that are looked back on; a man established in the majors has been out of the minors for longer."""

MEMORY: Final = 0.7
"""Weight of a season over that of the season after it."""

UNPLAYED: Final = 2020
"""The year without minor leagues: where nobody has a line of it, the season after looks back past it."""

_EXPECTED: Final = " expected"
_CHANCES, _LAST, _DOORSTEP, _AGE = "chances", "last", "aaa last", "age"


def minor_seasons(minors: Minors) -> dict[str, Lines]:
    """Add lines below the majors up by player and season.

    Parameters
    ----------
    minors : Minors

    Returns
    -------
    dict of player type to Lines, m lines each
        Counts are those of `COMPARED`, what an average player would have done (``hr expected``), chances (plate
        appearances or outs) and years older than the level's mean times chances, all weighed by level; and unweighed
        chances, all (``last``) and those in AAA (``aaa last``). Empty for a type without lines.
    """
    found = {"batter": minors.batting, "pitcher": minors.pitching}
    return {player_type: _summed(lines, player_type) for player_type, lines in found.items() if len(lines)}


def minor_columns(history: History, player_type: str, player_id: StrArray, season: IntArray) -> dict[str, FloatArray]:
    """Give each player's record below the majors in the seasons before one.

    Parameters
    ----------
    history : History
    player_type : {"batter", "pitcher"}
    player_id : str, shape (n,)
    season : int64, shape (n,)
        Lines of these seasons and later ones are not read.

    Returns
    -------
    dict of str to float64, shape (n,)
        Logarithms of what he did over what an average player would have, later seasons and higher levels weighing
        more, drawn to 0 where little was seen; chances; years older than the others at his levels. NaN for who was not
        there, and for chances of a season in which nobody was. Nothing at all where a history has no such lines.
    """
    lines = history.minors.get(player_type)
    if lines is None or not len(lines):
        return {}
    played = UNPLAYED in lines.season
    order, known = (one if played else _without_gap(one) for one in (season, lines.season))
    places = rows_before(replace(lines, season=known), player_id, order, SEASONS_BACK)
    seen = {name: _remembered(column, places) for name, column in lines.counts.items()}
    there = seen[_CHANCES] > 0
    indexes = {stat: _index(seen, player_type, stat) for stat in COMPARED[player_type]}
    older = seen[_AGE] / np.where(there, seen[_CHANCES], 1.0)
    told = {**indexes, _AGE: older}
    counted = np.isin(order - 1, known)
    last = {name: np.append(lines.counts[name], 0.0)[places[:, 0]] for name in (_LAST, _DOORSTEP)}
    return {
        **{MINOR + name: np.where(there, column, np.nan) for name, column in told.items()},
        MINOR + _CHANCES: seen[_CHANCES],
        **{MINOR + name: np.where(counted, column, np.nan) for name, column in last.items()},
    }


def missing_before(season: int, at_hand: Collection[int]) -> int | None:
    """Give the latest season below the majors before one, if it is not at hand; 2020 had none."""
    last = season - 1
    if last == UNPLAYED and last not in at_hand:
        last -= 1
    return None if last in at_hand else last


def _without_gap(season: IntArray) -> IntArray:
    """Count seasons as if there had been no unplayed one."""
    return season - (season > UNPLAYED)


def _summed(lines: MinorLines, player_type: str) -> Lines:
    """One line for each player and season."""
    keys = np.stack([np.unique(lines.player_id, return_inverse=True)[1], lines.season])
    _, first, group = np.unique(keys, axis=1, return_index=True, return_inverse=True)
    weighed = _weighed(lines, player_type)
    sums = {name: np.bincount(group, column, len(first)).astype(np.float64) for name, column in weighed.items()}
    nowhere = np.full(len(first), "", dtype=np.str_)
    return Lines(
        lines.player_id[first], lines.season[first], np.ones(len(first), dtype=np.int64), nowhere, nowhere, sums
    )


def _weighed(lines: MinorLines, player_type: str) -> dict[str, FloatArray]:
    level, chances = level_places(lines), chances_of(lines, player_type)
    weight = np.array(LEVEL_WEIGHTS)[level]
    counts = {stat: compared_counts(lines, player_type)[stat] for stat in COMPARED[player_type]}
    expected = expected_counts(lines, counts, chances)
    older = lines.season - lines.birth_year - level_ages(lines, chances)
    return {
        **{stat: weight * np.nan_to_num(column) for stat, column in counts.items()},
        **{stat + _EXPECTED: weight * np.nan_to_num(column) for stat, column in expected.items()},
        _CHANCES: weight * chances,
        _AGE: weight * chances * np.nan_to_num(older),
        _LAST: chances,
        _DOORSTEP: chances * (level == 0),
    }


def _remembered(column: FloatArray, places: IntArray) -> FloatArray:
    total: FloatArray = np.append(column, 0.0)[places] @ MEMORY ** np.arange(SEASONS_BACK)
    return total


def _index(seen: Mapping[str, FloatArray], player_type: str, stat: str) -> FloatArray:
    ballast = BALLASTS[player_type][stat]
    index: FloatArray = np.log((seen[stat] + ballast) / (seen[stat + _EXPECTED] + ballast))
    return index
