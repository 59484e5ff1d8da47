"""Who is drafted, into which slot, and whom his team would have instead: rosters filled as well as they can be.

A set of players that fits into slots is an independent set of a transversal matroid, and what a player adds does not
depend on his slot. So taking players by value, each if everybody taken so far can still be seated, is optimal: no
assignment has a higher total (Edmonds 1971; it equals what a linear assignment solver finds).

Shapes: `n` players of one type. Slots are kinds of slots with as many places as all teams together have.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from fbm.domain.seasons import FloatArray


@dataclass(frozen=True, slots=True)
class Seating:
    """Rosters of a whole league, for one type of player.

    Attributes
    ----------
    slots : tuple of str or None, length n
        The slot of each player; None for who is not drafted.
    levels : mapping of slot to float
        Replacement level: value of the best player left who could take a place in that slot, others moving over if
        that helps.
    unfilled : mapping of slot to int
        Places that nobody is left for.
    """

    slots: tuple[str | None, ...]
    levels: Mapping[str, float]
    unfilled: Mapping[str, int]


def seat(values: FloatArray, fits: Sequence[frozenset[str]], places: Mapping[str, int]) -> Seating:
    """Fill rosters so that the values of those drafted add up to the most possible.

    Parameters
    ----------
    values : float64, shape (n,)
        Equals are taken in the order in which they stand.
    fits : sequence of frozenset of str, length n
        Slots that each player may take.
    places : mapping of slot to int

    Returns
    -------
    Seating
    """
    table = _Table(fits, places)
    spanned: set[frozenset[str]] = set()
    for player in np.argsort(-values, kind="stable").tolist():
        # Who fits nowhere now never will: seats are moved, not given up.
        if fits[player] not in spanned and not table.take(player):
            spanned.add(fits[player])
    free = {slot: places[slot] - len(table.members[slot]) for slot in places}
    slots: list[str | None] = [None] * len(fits)
    for slot, members in table.members.items():
        for player in members:
            slots[player] = slot
    return Seating(tuple(slots), _levels(values, fits, table), {slot: left for slot, left in free.items() if left})


class _Table:
    """Who sits where."""

    def __init__(self, fits: Sequence[frozenset[str]], places: Mapping[str, int]) -> None:
        self._fits = fits
        self._places = places
        self.members: dict[str, list[int]] = {slot: [] for slot in places}

    def take(self, player: int) -> bool:
        """Seat a player, others moving over where that makes room; False if nothing does."""
        came: dict[str, str | None] = {slot: None for slot in self.members if slot in self._fits[player]}
        queue = list(came)
        for slot in queue:
            if len(self.members[slot]) < self._places[slot]:
                self._shift(player, slot, came)
                return True
            for other in self._reached(slot):
                if other not in came:
                    came[other] = slot
                    queue.append(other)
        return False

    def sources(self, slot: str) -> set[str]:
        """Slots from which somebody can move on until a place in `slot` is taken, itself among them."""
        found, grew = {slot}, True
        while grew:
            more = {other for other in self.members if other not in found and self._reached(other) & found}
            grew = bool(more)
            found |= more
        return found

    def _reached(self, slot: str) -> set[str]:
        return {other for other in self.members if any(other in self._fits[member] for member in self.members[slot])}

    def _shift(self, player: int, slot: str, came: Mapping[str, str | None]) -> None:
        """Move one member of each slot on the way to the next one, and seat the player in the first."""
        while (before := came[slot]) is not None:
            mover = min(member for member in self.members[before] if slot in self._fits[member])
            self.members[before].remove(mover)
            self.members[slot].append(mover)
            slot = before
        self.members[slot].append(player)


def _levels(values: FloatArray, fits: Sequence[frozenset[str]], table: _Table) -> dict[str, float]:
    drafted = {player for members in table.members.values() for player in members}
    best: dict[frozenset[str], float] = {}
    for player, fit in enumerate(fits):
        if player not in drafted:
            best[fit] = max(best.get(fit, -np.inf), float(values[player]))
    return {slot: _level(table.sources(slot), best, values, table) for slot in table.members}


def _level(sources: Iterable[str], best: Mapping[frozenset[str], float], values: FloatArray, table: _Table) -> float:
    """Value of the best player left for any of the slots; where nobody is left, of the last one drafted there."""
    reached = set(sources)
    left = [value for fit, value in best.items() if fit & reached]
    if left:
        return max(left)
    return min((float(values[player]) for slot in reached for player in table.members[slot]), default=0.0)
