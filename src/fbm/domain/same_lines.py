"""Recognising players by their lines, where several tables tell of the same seasons.

FanGraphs' tables of different years know the same player by different ids. His name, season, level and playing time are
the same in all of them, and tell namesakes of one age apart. Of 165,413 lines, other tables tell the player of 42,643,
and never somebody else.

Tables also differ in first names (Mike and Michael). Surname, first letter and age stand in for the name then. So all
other tables tell the player of 122,248 lines of one, and somebody else of 18: the lines of two men, each of whom tables
know by two ids.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

import numpy as np

from fbm.domain.crosswalk import Identified
from fbm.domain.minors import MinorLines
from fbm.domain.names import plain_name
from fbm.domain.seasons import FloatArray, IntArray

FEWEST: Final = 50
"""Plate appearances, or outs, from which a line is taken to be one player's alone."""

_Name: TypeAlias = str | tuple[str, str, float]
_Line: TypeAlias = tuple[bool, _Name, int, str, float]
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
        person and of nobody else: by their names, and then by surname, first letter and age, where the person does
        not stand in the same table under his own name.
    """
    by_name = [table._replace(who=who) for table, who in zip(tables, _found(tables, _whole_name), strict=True)]
    return _found(by_name, _surname_and_age, once=True)


def _found(
    tables: Sequence[Told], naming: Callable[[MinorLines, int], _Name | None], *, once: bool = False
) -> list[Identified]:
    """Take whom lines are about from the tables that know; with `once`, nobody who stands in the table already."""
    known = _known(tables, naming)
    unknown: dict[str, set[_Who]] = {}
    for table in tables:
        here = set(table.who.person[table.who.matched].tolist()) if once else set()
        for line, row in _lines(table, np.flatnonzero(~table.who.matched), naming):
            meant = {who for who in known.get(line, ()) if who[1] not in here or who[1] < 0}
            unknown.setdefault(str(table.who.player_id[row]), set()).update(meant)
    sure = {player: next(iter(found)) for player, found in unknown.items() if len(found) == 1}
    return [_filled(table.who, sure) for table in tables]


def _known(tables: Sequence[Told], naming: Callable[[MinorLines, int], _Name | None]) -> Mapping[_Line, set[_Who]]:
    """Tell whose each line is, of those whom their tables know."""
    known: dict[_Line, set[_Who]] = {}
    for table in tables:
        for line, row in _lines(table, np.flatnonzero(table.who.matched), naming):
            known.setdefault(line, set()).add((str(table.who.player_id[row]), int(table.who.person[row])))
    return known


def _lines(
    table: Told, rows: IntArray, naming: Callable[[MinorLines, int], _Name | None]
) -> Iterable[tuple[_Line, int]]:
    lines, chances = table.lines, _chances(table)
    for row in rows[chances[rows] >= FEWEST].tolist():
        name = naming(lines, row)
        if name is not None:
            yield (table.pitching, name, int(lines.season[row]), str(lines.level[row]), float(chances[row])), row


def _whole_name(lines: MinorLines, row: int) -> _Name | None:
    return plain_name(str(lines.name[row]))


def _surname_and_age(lines: MinorLines, row: int) -> _Name | None:
    """Surname, first letter, and season less age; nothing where one of them is unknown."""
    words, born = plain_name(str(lines.name[row])).split(), float(lines.birth_year[row])
    return (words[-1], words[0][0], born) if len(words) > 1 and np.isfinite(born) else None


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
