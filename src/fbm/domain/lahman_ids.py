"""Whom Lahman's tables mean by an id, for players of whom a source has MLB's numbers only.

Lahman's ids are mostly Baseball-Reference's, not always; a player whom Lahman does not have yet gets one that is nobody
else's. What is known later takes the place of what was guessed: the same numbers give the same careers.

Shapes: `n` players of the source.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias

import numpy as np

from fbm.domain.crosswalk import MAKERS, PLATFORMS, Crosswalk
from fbm.domain.names import plain_name
from fbm.domain.projection.sheet import MLBAM
from fbm.domain.seasons import People, StrArray

_Key: TypeAlias = tuple[str, float, float, float]
"""A name and a day of birth."""

SHARED: Final = ("bbref", "retro")
"""Ids that both Lahman and a register have, the more often filled first."""


class Identity(NamedTuple):
    """An id, and how sure it is: the lower the rank, the surer."""

    player_id: str
    rank: int


BY_ID, BY_NAME, REGISTERED, NUMBERED = range(4)
"""Ranks: Lahman's id, by one that both have; by name and day of birth, or the register's word with nothing against it;
the register's own, of whom Lahman does not have; MLB's number itself."""


def lahman_ids(people: People, mlbam: StrArray, register: Crosswalk, lahman: Crosswalk) -> list[Identity]:
    """Find the ids of players.

    Parameters
    ----------
    people : People
        Names and days of birth, as the source has them; its ids are not read.
    mlbam : str, shape (n,)
        MLB's numbers of the same.
    register : Crosswalk
        What is known of MLB's numbers.
    lahman : Crosswalk
        Everybody whom Lahman has, with the ids of `SHARED` where it tells them.

    Returns
    -------
    list of Identity, n long
        No two alike: of two that would be, the surer keeps it, and the other goes by MLB's number.
    """
    search = _Search(register, lahman)
    found = [search.identity(number, people, row) for row, number in enumerate(mlbam.tolist())]
    return _apart(found, mlbam.tolist())


def listed_people(people: People, ids: Mapping[str, StrArray] = MappingProxyType({})) -> Crosswalk:
    """Make people of season tables searchable.

    Parameters
    ----------
    people : People
    ids : mapping of maker to str, shape (n,)
        What else they are called, as Lahman's own list tells; seasons alone tell nothing of it.
    """
    nothing = np.full(len(people), "")
    return Crosswalk(
        player_id=people.player_id,
        name=people.name,
        also=nothing,
        birth_year=people.birth_year,
        birth_month=people.birth_month,
        birth_day=people.birth_day,
        position=nothing,
        ids={**dict.fromkeys((*MAKERS, *PLATFORMS), nothing), **ids},
    )


class _Search:
    """Both lists by everything that is asked for."""

    def __init__(self, register: Crosswalk, lahman: Crosswalk) -> None:
        self._register, self._lahman = register, lahman
        self._by_number = _rows(register.ids["mlbam"].tolist())
        self._by_shared = {maker: _rows(lahman.ids[maker].tolist()) for maker in SHARED}
        self._by_id = _rows(lahman.player_id.tolist())
        self._by_name = _alone(_birthdays(lahman.name, lahman, plain_name))
        self._by_last = _alone(_birthdays(lahman.name, lahman, _last_name))

    def identity(self, number: str, people: People, row: int) -> Identity:
        known = self._by_number.get(number)
        shared = None if known is None else self._shared(known)
        if shared is not None:
            return self._lahmans(shared, BY_ID)
        namesake = self._namesake(people, row)
        if namesake is not None:
            return self._lahmans(namesake, BY_NAME)
        return Identity(f"{MLBAM}{number}", NUMBERED) if known is None else self._registered(known, number)

    def _registered(self, known: int, number: str) -> Identity:
        """Take the register's own id where nothing speaks against it."""
        own = str(self._register.player_id[known] or self._register.ids["bbref"][known])
        row = self._by_id.get(own)
        if row is not None and self._agree(known, row):
            return self._lahmans(row, BY_NAME)
        return Identity(own, REGISTERED) if own and row is None else Identity(f"{MLBAM}{number}", NUMBERED)

    def _lahmans(self, row: int, rank: int) -> Identity:
        return Identity(str(self._lahman.player_id[row]), rank)

    def _shared(self, known: int) -> int | None:
        """Row in Lahman's list of a person in the register, by an id that both have."""
        rows = (self._by_shared[maker].get(str(self._register.ids[maker][known])) for maker in SHARED)
        return next((row for row in rows if row is not None), None)

    def _agree(self, known: int, row: int) -> bool:
        """Tell whether nothing speaks against one person: Lahman may have given an id to another."""
        theirs = str(self._lahman.ids["bbref"][row])
        ours = str(self._register.ids["bbref"][known])
        born = abs(float(self._lahman.birth_year[row]) - float(self._register.birth_year[known]))
        return (not theirs or not ours or theirs == ours) and not born > 1

    def _namesake(self, people: People, row: int) -> int | None:
        day = (people.birth_year[row], people.birth_month[row], people.birth_day[row])
        if not all(map(math.isfinite, day)):
            return None
        name = str(people.name[row])
        whole = self._by_name.get((plain_name(name), *day))
        return whole if whole is not None else self._by_last.get((_last_name(name), *day))


def _rows(keys: Iterable[str]) -> dict[str, int]:
    return {key: row for row, key in enumerate(keys) if key}


def _birthdays(names: StrArray, people: Crosswalk, spell: Callable[[str], str]) -> list[_Key]:
    days = zip(people.birth_year.tolist(), people.birth_month.tolist(), people.birth_day.tolist(), strict=True)
    return [(spell(name), *day) for name, day in zip(names.tolist(), days, strict=True)]


def _alone(keys: list[_Key]) -> Mapping[_Key, int]:
    """Rows of keys that nobody shares; days that are not known are nobody's."""
    counted = Counter(keys)
    return {key: row for row, key in enumerate(keys) if counted[key] == 1 and all(map(math.isfinite, key[1:]))}


def _last_name(name: str) -> str:
    return plain_name(name).rpartition(" ")[2]


def _apart(found: list[Identity], numbers: list[str]) -> list[Identity]:
    """Leave an id to the surest of those who would share it."""
    surest: dict[str, int] = {}
    for row, identity in enumerate(found):
        held = surest.get(identity.player_id)
        if held is None or identity.rank < found[held].rank:
            surest[identity.player_id] = row
    return [
        identity if surest[identity.player_id] == row else Identity(f"{MLBAM}{numbers[row]}", NUMBERED)
        for row, identity in enumerate(found)
    ]
