"""Minor-league season lines as columns: who did what at which level.

Shapes: `n` lines, one array entry each. Missing counts are NaN, never zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np

from fbm.domain.seasons import BoolArray, FloatArray, IntArray, Rows, StrArray

LEVELS: Final = ("AAA", "AA", "A+", "A", "A-", "Rk")
"""Levels from the majors' doorstep down; ``A-`` is the short season that ended with 2020."""

MINOR_BATTING: Final = (
    "g", "pa", "ab", "h", "doubles", "triples", "hr", "tb", "r", "rbi", "sb", "cs", "bb", "so", "hbp", "sh", "sf",
)  # fmt: skip
"""Counts of a minor-league batting line. `tb` are total bases: some sources have them, but no doubles and triples."""

MINOR_PITCHING: Final = ("g", "gs", "outs", "bf", "h", "r", "er", "hr", "bb", "so", "hbp", "w", "l", "sv")
"""Counts of a minor-league pitching line."""


@dataclass(frozen=True, slots=True)
class MinorLines:
    """Counts of one kind, a line for each player, season and minor-league team.

    Attributes
    ----------
    player_id : str, shape (n,)
        The id of the major-league tables for who has one, else that of the source with its name in front
        (``mlbam:642715``).
    name : str, shape (n,)
    season : int64, shape (n,)
    level : str, shape (n,)
        One of `LEVELS`.
    league, team, position : str, shape (n,)
        Empty where the source has none; the team is the parent club, named as in the majors, or the affiliate, as the
        source has it.
    birth_year : float64, shape (n,)
        NaN where unknown.
    counts : mapping of stat name to float64, shape (n,)
        Named as in `MINOR_BATTING` or `MINOR_PITCHING`; NaN where the source has no figure.
    """

    player_id: StrArray
    name: StrArray
    season: IntArray
    level: StrArray
    league: StrArray
    team: StrArray
    position: StrArray
    birth_year: FloatArray
    counts: Mapping[str, FloatArray]

    def __len__(self) -> int:
        return len(self.player_id)

    def take(self, rows: Rows) -> MinorLines:
        """Pick lines by mask or position."""
        picked: dict[str, Any] = {name: getattr(self, name)[rows] for name in LINE_FIELDS}
        return MinorLines(**picked, counts={name: column[rows] for name, column in self.counts.items()})

    def between(self, first: int, last: int) -> MinorLines:
        """Keep the seasons from `first` to `last`, both included."""
        return self.take((self.season >= first) & (self.season <= last))


LINE_FIELDS: Final = tuple(field.name for field in fields(MinorLines) if field.name != "counts")


@dataclass(frozen=True, slots=True)
class Minors:
    """What is known of the minor leagues."""

    batting: MinorLines
    pitching: MinorLines

    @property
    def seasons(self) -> tuple[int, ...]:
        """Seasons with at least a line, ascending."""
        return tuple(np.union1d(self.batting.season, self.pitching.season).tolist())

    def between(self, first: int, last: int) -> Minors:
        """Keep the seasons from `first` to `last`, both included."""
        return Minors(self.batting.between(first, last), self.pitching.between(first, last))


def no_lines(stats: Sequence[str]) -> MinorLines:
    """Give lines of nobody."""
    words, numbers = np.array([], dtype=np.str_), np.zeros(0)
    return MinorLines(
        player_id=words, name=words, season=np.zeros(0, dtype=np.int64), level=words, league=words, team=words,
        position=words, birth_year=numbers, counts=dict.fromkeys(stats, numbers),
    )  # fmt: skip


def no_minors() -> Minors:
    """Give minor leagues of which nothing is known."""
    return Minors(no_lines(MINOR_BATTING), no_lines(MINOR_PITCHING))


def joined_lines(pieces: Sequence[MinorLines], stats: Sequence[str]) -> MinorLines:
    """Put lines below one another; a stat that a piece does not have is missing there."""
    pieces = (no_lines(stats), *pieces)
    joined: dict[str, Any] = {name: np.concatenate([getattr(one, name) for one in pieces]) for name in LINE_FIELDS}
    counts = {stat: np.concatenate([_column(piece, stat) for piece in pieces]) for stat in stats}
    return MinorLines(**joined, counts=counts)


def _column(piece: MinorLines, stat: str) -> FloatArray:
    found = piece.counts.get(stat)
    return np.full(len(piece), np.nan) if found is None else found


def merged(sheets: Sequence[MinorLines], stats: Sequence[str]) -> MinorLines:
    """Merge lines of several sources, in which the same players may stand.

    Parameters
    ----------
    sheets : sequence of MinorLines
        One for each source.
    stats : sequence of str

    Returns
    -------
    MinorLines
        For each season and level, the lines of the source that knows the most stats of the most players; a source
        that knows less adds the players it lacks, unless it knows everything, as then it has everybody.
    """
    pieces: list[MinorLines] = []
    for sheet in sorted(sheets, key=_richness, reverse=True):
        fresh = np.ones(len(sheet), dtype=np.bool_)
        for piece in pieces:
            fresh &= ~_stands_in(sheet, piece)
        pieces.append(sheet.take(fresh))
    return joined_lines(pieces, stats)


def _richness(sheet: MinorLines) -> tuple[int, int]:
    known = sum(bool(np.isfinite(column).any()) for column in sheet.counts.values())
    return known, len(sheet)


def _stands_in(sheet: MinorLines, piece: MinorLines) -> BoolArray:
    """Tell which lines have their place taken: by the player's own line, or by a source with all players."""
    mine, theirs = _keys(sheet), _keys(piece)
    taken = np.isin(mine, theirs)
    if all(np.isfinite(column).any() for column in piece.counts.values()):
        taken |= np.isin(_places(sheet), np.unique(_places(piece)))
    return taken


def _places(lines: MinorLines) -> StrArray:
    return np.char.add(np.char.add(lines.season.astype(np.str_), " "), lines.level)


def _keys(lines: MinorLines) -> StrArray:
    return np.char.add(np.char.add(_places(lines), " "), lines.player_id)
