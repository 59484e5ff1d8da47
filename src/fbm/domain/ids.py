"""Small words that everyone uses: player types, and seasons as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from returns.result import Failure, Result, Success

BATTER: Final = "batter"
PITCHER: Final = "pitcher"
SHARED: Final = "shared"
PLAYER_TYPES: Final = (BATTER, PITCHER, SHARED)

_PART: Final = r"(\d{4})(?:-(\d{4}))?"


class BadSeasons(NamedTuple):
    """Text that names no seasons: the part that could not be read, and why."""

    part: str
    reason: str


def parse_seasons(text: str) -> Result[tuple[int, ...], BadSeasons]:
    """Read seasons such as ``2019,2021`` or ``2015-2022``, or both.

    Returns
    -------
    Result of tuple of int
        Ascending, each once. `BadSeasons` for a part that is neither a year nor a range, or runs backwards.

    Examples
    --------
    >>> parse_seasons("2015-2017,2020").unwrap()
    (2015, 2016, 2017, 2020)
    """
    seasons: set[int] = set()
    for part in (piece.strip() for piece in text.split(",")):
        found = re.fullmatch(_PART, part, re.ASCII)
        if found is None:
            return Failure(BadSeasons(part, "not a season or a range of seasons"))
        first, last = int(found[1]), int(found[2] or found[1])
        if last < first:
            return Failure(BadSeasons(part, "a range that runs backwards"))
        seasons.update(range(first, last + 1))
    return Success(tuple(sorted(seasons)))


def format_seasons(seasons: Iterable[int]) -> str:
    """Write seasons as ranges.

    Examples
    --------
    >>> format_seasons((2020, 2015, 2016, 2017))
    '2015-2017,2020'
    """
    return ",".join(_range(first, last) for first, last in _runs(sorted(set(seasons))))


def _runs(ascending: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for season in ascending:
        if runs and season == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], season)
        else:
            runs.append((season, season))
    return runs


def _range(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"
