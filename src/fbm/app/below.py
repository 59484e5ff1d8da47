"""Seasons below the majors beside those of the majors, for the kinds of model that read both."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from returns.result import Result, Success

from fbm.domain.minor_seasons import MINOR, SEASONS_BACK, minor_seasons, missing_before
from fbm.domain.ports.minors import MinorsSource
from fbm.domain.ports.sources import SourceError
from fbm.domain.projection.batch import Playing
from fbm.domain.seasons import History


def with_minors(history: History, source: MinorsSource | None, first: int, last: int) -> Result[History, SourceError]:
    """Put what players did below the majors beside a history.

    Parameters
    ----------
    history : History
    source : MinorsSource or None
        None leaves the history as it is.
    first, last : int
        The seasons projected: what is read are those that they look back on, past one without minor leagues.

    Returns
    -------
    Result of History
        Without any where none are at hand.
    """
    if source is None:
        return Success(history)
    read = source.minors(first - SEASONS_BACK - 1, last - 1)
    return read.map(lambda minors: replace(history, minors=minor_seasons(minors)))


def reads_minors(feature_names: Iterable[str]) -> bool:
    """Tell whether features have something from below the majors in them."""
    return any(name.startswith(MINOR) for name in feature_names)


def out_of_date(
    reading: Mapping[Playing, Collection[str]], season: int, at_hand: Mapping[Playing, Collection[int]]
) -> tuple[str, ...]:
    """Say which models read old records below the majors, as the latest season is not at hand.

    Parameters
    ----------
    reading : mapping of player type to collection of str
        Types of the models that read them.
    season : int
        The season projected.
    at_hand : mapping of player type to collection of int
        Seasons below the majors: a source may have batters' only.

    Returns
    -------
    tuple of str
    """
    lacking: dict[tuple[tuple[str, ...], int], list[Playing]] = {}
    for player_type, kinds in reading.items():
        missing = missing_before(season, at_hand.get(player_type, ()))
        if kinds and missing is not None:
            lacking.setdefault((tuple(sorted(kinds)), missing), []).append(player_type)
    return tuple(_old(kinds, missing, types) for (kinds, missing), types in lacking.items())


def _old(kinds: tuple[str, ...], missing: int, types: Collection[Playing]) -> str:
    who = f"The {kinds[0]} reads" if len(kinds) == 1 else f"The {' and the '.join(kinds)} read"
    whose = "" if len(types) > 1 else f" for {next(iter(types))}s"
    return (
        f"{who} seasons below the majors, and those of {missing} are not at hand{whose}: "
        "import them with `fbm data import minors FILE…`."
    )
