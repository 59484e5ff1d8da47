"""Who is who: the ids that data makers and fantasy platforms give the same players.

Shapes: `n` people, `m` lines of a source. An id that is not known is empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np

from fbm.domain.namesakes import Clues, Namesakes, recognise
from fbm.domain.seasons import BoolArray, FloatArray, IntArray, Rows, StrArray

MAKERS: Final = ("mlbam", "fangraphs", "bbref", "bbref_minors", "retro")
"""Makers of data, the most trusted first."""

PLATFORMS: Final = ("yahoo", "espn", "cbs", "nfbc", "rotowire", "ottoneu", "fantrax")
"""Fantasy platforms."""


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """People with their ids.

    Attributes
    ----------
    player_id : str, shape (n,)
        The id of the major-league tables (Lahman's); empty for who has none yet.
    name : str, shape (n,)
    also : str, shape (n,)
        Another name that he goes by; empty where none is known.
    birth_year, birth_month, birth_day : float64, shape (n,)
        NaN where unknown.
    position : str, shape (n,)
        Where he is used in the field, in capitals (``SS``, ``OF``); empty where no source of ids says so, and of
        pitchers. As known when the file was made, which may be after the season that is projected.
    ids : mapping of maker or platform to str, shape (n,)
        Keys are `MAKERS` and `PLATFORMS`.
    """

    player_id: StrArray
    name: StrArray
    also: StrArray
    birth_year: FloatArray
    birth_month: FloatArray
    birth_day: FloatArray
    position: StrArray
    ids: Mapping[str, StrArray]

    def __len__(self) -> int:
        return len(self.player_id)

    def take(self, rows: Rows) -> Crosswalk:
        """Pick people by mask or position."""
        return Crosswalk(
            self.player_id[rows],
            self.name[rows],
            self.also[rows],
            self.birth_year[rows],
            self.birth_month[rows],
            self.birth_day[rows],
            self.position[rows],
            {maker: column[rows] for maker, column in self.ids.items()},
        )

    def of_players(self, maker: str) -> Mapping[str, str]:
        """Ids of one maker or platform by the id of the major-league tables, for those who have both."""
        pairs = zip(self.player_id.tolist(), self.ids[maker].tolist(), strict=True)
        return {player: other for player, other in pairs if player and other}


def nobody() -> Crosswalk:
    """Give a crosswalk without people."""
    words, numbers = np.array([], dtype=np.str_), np.zeros(0)
    return Crosswalk(words, words, words, numbers, numbers, numbers, words, dict.fromkeys((*MAKERS, *PLATFORMS), words))


def with_names(crosswalk: Crosswalk, names: Mapping[str, str]) -> Crosswalk:
    """Put names beside those of a crosswalk, by the ids of the major-league tables."""
    other = [names.get(player, "") for player in crosswalk.player_id.tolist()]
    return replace(crosswalk, also=np.array(other, dtype=np.str_))


class Identified(NamedTuple):
    """Who the lines of a source are about.

    Attributes
    ----------
    player_id : str, shape (m,)
        The id of the major-league tables for who has one, else the source's with the maker in front.
    person : int64, shape (m,)
        Row of the crosswalk, -1 for who is not in it.
    matched : bool, shape (m,)
        Whether the source or the crosswalk says who it is.
    """

    player_id: StrArray
    person: IntArray
    matched: BoolArray


def identify(
    given: StrArray, ids: Mapping[str, StrArray], crosswalk: Crosswalk, clues: Iterable[Clues] = ()
) -> Identified:
    """Find out whom lines are about.

    Parameters
    ----------
    given : str, shape (m,)
        The id of the major-league tables where the source has it.
    ids : mapping of maker to str, shape (m,)
        Other ids that the source has.
    crosswalk : Crosswalk
    clues : iterable of Clues
        Names and ages, by which those are recognised whose ids tell nothing.
    """
    person = np.full(len(given), -1)
    for maker in (maker for maker in MAKERS if maker in ids):
        person = np.where(person < 0, _rows(ids[maker], crosswalk.ids[maker]), person)
    for one in clues:
        person = recognise(person, one, _namesakes(crosswalk, one.lasting))
    known = person >= 0
    by_crosswalk = np.where(known, crosswalk.player_id[person], "") if len(crosswalk) else np.full(len(given), "")
    major = np.where(given != "", given, by_crosswalk)
    player_id = np.where(major != "", major, _spelled(ids, _makers_own(person, crosswalk)))
    return Identified(player_id, person, known | (given != ""))


def _namesakes(crosswalk: Crosswalk, lasting: str) -> Namesakes:
    """Who may be meant; the name of who has another id that stays is left out."""
    meant = crosswalk.ids[lasting] == "" if lasting else np.ones(len(crosswalk), dtype=np.bool_)
    name, also = (np.where(meant, names, "") for names in (crosswalk.name, crosswalk.also))
    return Namesakes(name, also, crosswalk.birth_year, crosswalk.birth_month)


def _rows(wanted: StrArray, held: StrArray) -> IntArray:
    """Row of each wanted id among those held, -1 where it is empty or not there."""
    at = {key: row for row, key in enumerate(held.tolist()) if key}
    return np.array([at.get(key, -1) for key in wanted.tolist()], dtype=np.int64)


def _makers_own(person: IntArray, crosswalk: Crosswalk) -> StrArray:
    """MLBAM ids that the crosswalk has for lines."""
    if not len(crosswalk):
        return np.full(len(person), "")
    return np.where(person >= 0, crosswalk.ids["mlbam"][person], "")


def _spelled(ids: Mapping[str, StrArray], mlbam: StrArray) -> StrArray:
    """Write the best id there is with its maker in front."""
    result = np.where(mlbam != "", np.char.add("mlbam:", mlbam), "")
    for maker in (maker for maker in MAKERS if maker in ids):
        own = np.where(ids[maker] != "", np.char.add(f"{maker}:", ids[maker]), "")
        result = np.where(result != "", result, own)
    return result
