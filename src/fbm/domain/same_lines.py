"""Recognising players by their lines, where several tables tell of the same seasons.

FanGraphs' tables of different years know the same player by different ids. His name, season, level and playing time are
the same in all of them, and tell namesakes of one age apart. Of 165,413 lines, other tables tell the player of 42,643,
and never somebody else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

import numpy as np

from fbm.domain.crosswalk import Identified
from fbm.domain.minors import MinorLines
from fbm.domain.names import plain_name
from fbm.domain.seasons import FloatArray, IntArray

FEWEST: Final = 50
"""Plate appearances, or outs, from which a line is taken to be one player's alone."""

_Line: TypeAlias = tuple[bool, str, int, str, float]
_Who: TypeAlias = tuple[str, int]


class Told(NamedTuple):
    """A table and whom its lines are about, as far as it tells itself.

    Attributes
    ----------
    pitching : bool
    lines : MinorLines
    who : Identified
    """

    pitching: bool
    lines: MinorLines
    who: Identified


def shared(tables: Sequence[Told]) -> list[Identified]:
    """Take from other tables whom lines are about.

    Parameters
    ----------
    tables : sequence of Told

    Returns
    -------
    list of Identified
        With those filled in whose lines stand in other tables too, to the last plate appearance or out, as lines of one
        person and of nobody else.
    """
    known = _known(tables)
    unknown: dict[str, set[_Who]] = {}
    for table in tables:
        for line, row in _lines(table, np.flatnonzero(~table.who.matched)):
            unknown.setdefault(str(table.who.player_id[row]), set()).update(known.get(line, ()))
    sure = {player: next(iter(found)) for player, found in unknown.items() if len(found) == 1}
    return [_filled(table.who, sure) for table in tables]


def _known(tables: Sequence[Told]) -> Mapping[_Line, set[_Who]]:
    """Tell whose each line is, of those whom their tables know."""
    known: dict[_Line, set[_Who]] = {}
    for table in tables:
        for line, row in _lines(table, np.flatnonzero(table.who.matched)):
            known.setdefault(line, set()).add((str(table.who.player_id[row]), int(table.who.person[row])))
    return known


def _lines(table: Told, rows: IntArray) -> Iterable[tuple[_Line, int]]:
    lines, chances = table.lines, _chances(table)
    for row in rows[chances[rows] >= FEWEST].tolist():
        name, season = plain_name(str(lines.name[row])), int(lines.season[row])
        yield (table.pitching, name, season, str(lines.level[row]), float(chances[row])), row


def _chances(table: Told) -> FloatArray:
    counts = table.lines.counts
    return counts["outs"] if table.pitching else counts["pa"]


def _filled(who: Identified, sure: Mapping[str, _Who]) -> Identified:
    places = [at for at in np.flatnonzero(~who.matched).tolist() if str(who.player_id[at]) in sure]
    if not places:
        return who
    players, person, matched = who.player_id.tolist(), who.person.copy(), who.matched.copy()
    for at in places:
        players[at], person[at] = sure[players[at]]
        matched[at] = True
    return Identified(np.array(players, dtype=np.str_), person, matched)
