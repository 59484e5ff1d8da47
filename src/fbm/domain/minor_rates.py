"""How lines below the majors compare with their leagues, so that they mean the same in every league and year.

Shapes: `m` lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from fbm.domain.minors import LEVELS, MinorLines
from fbm.domain.seasons import FloatArray, IntArray

LEVEL_WEIGHTS: Final = (1.0, 0.9, 0.75, 0.65, 0.55, 0.5)
"""Weights of the levels: the lower, the less a line says of what a man will be in the majors."""

BALLASTS: Final[Mapping[str, Mapping[str, float]]] = {
    "batter": {
        "hr": 8.0, "so": 12.0, "bb": 12.0, "other_hits": 60.0, "extra_bases": 20.0, "doubles": 20.0, "triples": 4.0,
        "sb": 4.0, "cs": 4.0, "hbp": 5.0, "r": 30.0, "rbi": 30.0,
    },
    "pitcher": {"so": 15.0, "bb": 15.0, "hr": 12.0, "h": 80.0, "er": 40.0, "hbp": 8.0, "sv": 5.0},
}  # fmt: skip
"""Events of an average player in whose company each record is seen, so that short records stay near the average."""


def chances_of(lines: MinorLines, player_type: str) -> FloatArray:
    """Plate appearances or outs of minor-league lines, shape (m,), unknown ones as none."""
    return np.nan_to_num(lines.counts["pa" if player_type == "batter" else "outs"])


def compared_counts(lines: MinorLines, player_type: str) -> dict[str, FloatArray]:
    """Give the counts that are compared, NaN where unknown: those of `BALLASTS`."""
    counts = dict(lines.counts)
    if player_type == "batter":
        counts["other_hits"] = counts["h"] - counts["hr"]
        counts["extra_bases"] = counts["tb"] - counts["h"] - 3 * counts["hr"]
    return {stat: counts[stat] for stat in BALLASTS[player_type]}


def expected_counts(lines: MinorLines, counts: Mapping[str, FloatArray], chances: FloatArray) -> dict[str, FloatArray]:
    """Events of an average player of the same season, level and league, NaN where a line's own are not known."""
    keys = np.char.add(np.char.add(lines.season.astype(np.str_), lines.level), lines.league)
    _, group = np.unique(keys, return_inverse=True)
    expected: dict[str, FloatArray] = {}
    for stat, column in counts.items():
        known = np.isfinite(column)
        events = _per_group(group, np.where(known, column, 0.0))
        rate = _ratio(events, _per_group(group, known * chances))
        expected[stat] = np.where(known, rate[group] * chances, np.nan)
    return expected


def level_places(lines: MinorLines) -> IntArray:
    """Place of each line's level in `LEVELS`, shape (m,)."""
    places = {level: place for place, level in enumerate(LEVELS)}
    return np.array([places[level] for level in lines.level.tolist()], dtype=np.int64)


def level_ages(lines: MinorLines, chances: FloatArray) -> FloatArray:
    """Mean age at each line's level in its season, shape (m,)."""
    age = lines.season - lines.birth_year
    _, group = np.unique(np.char.add(lines.season.astype(np.str_), lines.level), return_inverse=True)
    known = np.isfinite(age) * chances
    return np.asarray(_ratio(_per_group(group, np.nan_to_num(age) * known), _per_group(group, known))[group])


def _per_group(group: IntArray, column: FloatArray) -> FloatArray:
    return np.asarray(np.bincount(group, column, minlength=1), dtype=np.float64)


def _ratio(part: FloatArray, whole: FloatArray) -> FloatArray:
    quotient: FloatArray = part / np.where(whole > 0, whole, np.nan)
    return quotient
