"""Which version comes next, and which is the latest. Pure arithmetic over what a line holds."""

from __future__ import annotations

from collections.abc import Iterable

from returns.result import Failure, Result, Success

from fbm.domain.registry.errors import RegistryError, VersionConflict, VersionTaken
from fbm.domain.registry.naming import BaseName, check_version, format_versioned_name, parse_versioned_name


def next_version(versions: Iterable[int]) -> int:
    """One above the highest version ever claimed, removed ones counted; 1 for a new line.

    Examples
    --------
    >>> next_version(()), next_version((1, 2, 7))
    (1, 8)
    """
    return max(versions, default=0) + 1


def latest(live_versions: Iterable[int]) -> int | None:
    """Highest live version, or None."""
    return max(live_versions, default=None)


def requested_line(name: str, version: int | None) -> Result[tuple[BaseName, int | None], RegistryError]:
    """Read what a trainer asks for: a typed name, and perhaps an explicit version.

    A bare base name leaves the version open; `test_v1` asks for version 1 of `test`.

    Returns
    -------
    Result of (base name, version or None)
        `VersionConflict` when name and option name different versions; `BadName`, `BadVersion`.
    """
    return parse_versioned_name(name).bind(lambda pair: _reconcile(name, pair[0], pair[1], version))


def _reconcile(
    name: str, base: BaseName, typed: int, option: int | None
) -> Result[tuple[BaseName, int | None], RegistryError]:
    says_version = name != base
    if option is None:
        return Success((base, typed if says_version else None))
    if says_version and typed != option:
        return Failure(VersionConflict(name, typed, option))
    return check_version(option).map(lambda good: (base, good))


def resolve_version(
    base_name: BaseName, claimed: Iterable[int], version: int | None
) -> Result[tuple[int, str], RegistryError]:
    """Decide the version of a new release.

    Parameters
    ----------
    base_name : BaseName
    claimed : iterable of int
        Every version the line ever had, of any player type, removed ones too.
    version : int or None
        An explicit version, or None for the next free one.

    Returns
    -------
    Result of (version, versioned name)
        `VersionTaken` when the explicit version was ever claimed; `BadVersion`, also when no number is left.
    """
    numbers = frozenset(claimed)
    free = next_version(numbers)
    if version is None:
        return check_version(free).map(lambda number: (number, format_versioned_name(base_name, number)))
    return check_version(version).bind(lambda wanted: _unless_taken(base_name, wanted, numbers, free))


def _unless_taken(
    base_name: BaseName, wanted: int, claimed: frozenset[int], free: int
) -> Result[tuple[int, str], RegistryError]:
    name = format_versioned_name(base_name, wanted)
    if wanted in claimed:
        return Failure(VersionTaken(name, free, format_versioned_name(base_name, free)))
    return Success((wanted, name))
