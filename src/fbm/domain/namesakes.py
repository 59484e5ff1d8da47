"""Recognising people by name and age, where a source has ids that nobody else knows.

FanGraphs gives players of the minor leagues another id when they reach the majors. Of the 8,228 players of its tables
of the minors whose ids are known, name and age point at 8,005, and never at somebody else. The majors may know a man by
another first name than the register does (Jake and Jacob); either is his.

Shapes: `n` people, `m` lines of a source.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeAlias

import numpy as np

from fbm.domain.ages import born_by_july
from fbm.domain.names import plain_name
from fbm.domain.seasons import FloatArray, IntArray, StrArray

_Key: TypeAlias = tuple[str, float]


class Clues(NamedTuple):
    """What a source says of its lines beside ids that others know.

    Attributes
    ----------
    own : str, shape (m,)
        Its own id of the player; empty for whom not to recognise.
    name : str, shape (m,)
    born : float64, shape (m,)
        Season less age; NaN where the source has no age.
    lasting : str
        The maker whose ids these are, if its ids stay with their players: then nobody is meant of whom another id of
        that maker is known. Empty where they are given up.
    """

    own: StrArray
    name: StrArray
    born: FloatArray
    lasting: str = ""


class Namesakes(NamedTuple):
    """Who may be meant: names and dates of birth, shape (n,) each; NaN where unknown, other names empty."""

    name: StrArray
    also: StrArray
    birth_year: FloatArray
    birth_month: FloatArray


def recognise(person: IntArray, clues: Clues, people: Namesakes) -> IntArray:
    """Recognise whom ids have not told.

    Parameters
    ----------
    person : int64, shape (m,)
        Row of `people`, -1 for who is to be recognised.
    clues : Clues
    people : Namesakes

    Returns
    -------
    int64, shape (m,)
        Filled in where all of a player's lines agree on a name and an age that one person alone has, and no other
        player of the source is that person.
    """
    asked = np.flatnonzero(person < 0)
    keys = _keys(clues, asked)
    held = _held(people, {name for name, _ in keys.values()})
    found = {own: held[key] for own, key in keys.items() if held.get(key, -1) >= 0}
    taken = Counter((*found.values(), *np.unique(person[person >= 0]).tolist()))
    sure = {own: row for own, row in found.items() if taken[row] == 1}
    result = person.copy()
    result[asked] = [sure.get(own, -1) for own in clues.own[asked].tolist()]
    return result


def _keys(clues: Clues, asked: IntArray) -> Mapping[str, _Key]:
    """Name and season less age of each player whose lines agree on them."""
    seen: dict[str, set[_Key]] = {}
    for own, name, born in _lines(clues, asked):
        seen.setdefault(own, set()).add((plain_name(name), born))
    return {own: next(iter(keys)) for own, keys in seen.items() if own and len(keys) == 1 and _whole(keys)}


def _lines(clues: Clues, asked: IntArray) -> Iterable[tuple[str, str, float]]:
    return zip(clues.own[asked].tolist(), clues.name[asked].tolist(), clues.born[asked].tolist(), strict=True)


def _whole(keys: Iterable[_Key]) -> bool:
    return all(name and np.isfinite(born) for name, born in keys)


def _held(people: Namesakes, names: set[str]) -> Mapping[_Key, int]:
    """Row of each name and age among those asked for, -1 where several people share them."""
    born = born_by_july(people.birth_year, people.birth_month)
    known = np.flatnonzero(np.isfinite(people.birth_year) & np.isfinite(people.birth_month))
    held: dict[_Key, int] = {}
    for row in known.tolist():
        for name in {plain_name(one) for one in (str(people.name[row]), str(people.also[row])) if one} & names:
            key = (name, float(born[row]))
            held[key] = -1 if key in held else row
    return held
