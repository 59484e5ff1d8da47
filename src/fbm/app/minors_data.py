"""Bringing minor-league seasons home, and the ids that say who played them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final, Protocol

import numpy as np
from returns.result import Result

from fbm.app.data import DataError, as_data_error
from fbm.domain.crosswalk import Crosswalk, nobody, with_names
from fbm.domain.minors import LEVELS, MinorLines
from fbm.domain.ports.minors import CrosswalkFiles, MinorImport, MinorSeasonFiles, MinorTables, Unmatched
from fbm.domain.ports.progress import Progress
from fbm.domain.ports.season_tables import SOURCES, SeasonTables


class Home(SeasonTables, MinorTables, Protocol):
    """Tables of both, in one place."""


@dataclass(frozen=True, slots=True)
class MinorsBrought:
    """What an import of minor-league seasons has brought.

    Attributes
    ----------
    seasons : tuple of int
    lines : mapping of "batting" and "pitching" to mapping of level to int
        Lines by level, all seasons together.
    players, in_majors : int
        Everybody, and those of them who have an id of the major-league tables.
    unmatched : tuple of Unmatched
        Players whom nobody knows; their lines are kept under the ids of their source.
    had_ids : bool
        Whether there was a crosswalk to ask.
    """

    seasons: tuple[int, ...]
    lines: Mapping[str, Mapping[str, int]]
    players: int
    in_majors: int
    unmatched: tuple[Unmatched, ...]
    had_ids: bool


@dataclass(frozen=True, slots=True)
class IdsBrought:
    """What is held after an import of ids.

    Attributes
    ----------
    people : int
    ids : mapping of str to int
        How many of them have an id of each maker or platform.
    before : int
        People held before, whom the import was joined with.
    """

    people: int
    ids: Mapping[str, int]
    before: int = 0


MAJORS: Final = ":"
"""Sign between maker and id in ids that are not of the major-league tables."""


def import_minors(
    files: MinorSeasonFiles, home: Home, progress: Progress, *, replace_all: bool = False
) -> Result[MinorsBrought, DataError]:
    """Import minor-league seasons: those in the files, all of them or none.

    Parameters
    ----------
    files : MinorSeasonFiles
    home : Home
        Holds the crosswalk and the names in the majors, and takes the seasons.
    progress : Progress
    replace_all : bool
        Let go of every season held before, of the majors too.

    Returns
    -------
    Result of MinorsBrought
        A `FileError` for files that are not what they claim, `MixedSources` when a simulated league is held and
        `replace_all` is not given, `DamagedTable` for a crosswalk that cannot be read; nothing is changed then.
    """
    drop = SOURCES if replace_all else ()

    def keep(found: MinorImport, known: Crosswalk) -> Result[MinorsBrought, DataError]:
        kept = home.replace_minors(found.minors, progress, drop=drop).alt(as_data_error)
        return kept.map(lambda _: _brought(found, had_ids=len(known) > 0))

    crosswalk = home.crosswalk().bind(lambda ids: home.names().map(partial(with_names, ids))).alt(as_data_error)
    return crosswalk.bind(
        lambda known: files.read(known, progress).alt(as_data_error).bind(lambda found: keep(found, known))
    )


def import_ids(
    files: CrosswalkFiles, home: Home, progress: Progress, *, replace_all: bool = False
) -> Result[IdsBrought, DataError]:
    """Import ids: those of platforms beside the people held, a register in place of all but platforms' ids.

    Parameters
    ----------
    files : CrosswalkFiles
    home : Home
    progress : Progress
    replace_all : bool
        Let go of the ids held before.

    Returns
    -------
    Result of IdsBrought
        A `FileError` for files that are not what they claim; nothing is changed then.
    """
    # Of a crosswalk that cannot be read, nothing can be kept: importing is how it is mended.
    held = nobody() if replace_all else home.crosswalk().value_or(nobody())
    read = files.read(progress, held).alt(as_data_error)
    return read.bind(
        lambda people: home.replace_crosswalk(people).map(lambda _: _people(people, len(held))).alt(as_data_error)
    )


def _brought(found: MinorImport, *, had_ids: bool) -> MinorsBrought:
    minors = found.minors
    players = np.union1d(minors.batting.player_id, minors.pitching.player_id).tolist()
    return MinorsBrought(
        seasons=minors.seasons,
        lines={"batting": _by_level(minors.batting), "pitching": _by_level(minors.pitching)},
        players=len(players),
        in_majors=_in_majors(players),
        unmatched=found.unmatched,
        had_ids=had_ids,
    )


def _by_level(lines: MinorLines) -> dict[str, int]:
    return {level: int((lines.level == level).sum()) for level in LEVELS}


def _in_majors(players: Iterable[str]) -> int:
    return sum(MAJORS not in player for player in players)


def _people(crosswalk: Crosswalk, before: int) -> IdsBrought:
    counts = {maker: int((column != "").sum()) for maker, column in crosswalk.ids.items()}
    return IdsBrought(len(crosswalk), {"lahman": int((crosswalk.player_id != "").sum()), **counts}, before)
