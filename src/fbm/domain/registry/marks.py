"""Marks by which a publish and a collection of garbage see one another.

A publish announces the digests it relies on before it looks whether their bytes are there; a collection announces what
it condemns before it deletes. Each then looks for the other's marks, so one of the two always sees the other. A mark
has an expiry, so that one left by a killed process is spent by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

INTENT_LIFE_S: Final = 900.0
"""Seconds that an intent holds; a publish that takes longer announces itself again before it claims its number."""

CONDEMNATION_LIFE_S: Final = 900.0
"""Seconds that a condemnation holds; a collection stops deleting well before."""

MARGIN_S: Final = 60.0
"""Seconds before its expiry from which a mark is no longer relied on by whoever made it."""


class Mark(NamedTuple):
    """Digests that a running publish needs, or that a running collection condemns.

    Attributes
    ----------
    digests : tuple of str
    at, expires_at : str
        In UTC, as records write times.
    """

    digests: tuple[str, ...]
    at: str
    expires_at: str


def named(marks: Iterable[Mark], now: str) -> frozenset[str]:
    """Digests named by marks that are not spent at a moment.

    Examples
    --------
    >>> sorted(named([Mark(("a",), "10:00", "10:15"), Mark(("b",), "09:00", "09:15")], now="10:01"))
    ['a']
    """
    return frozenset(digest for mark in marks if not is_spent(mark, now) for digest in mark.digests)


def is_spent(mark: Mark, now: str) -> bool:
    """Tell whether a mark means nothing any more; times in one format compare as texts."""
    return mark.expires_at <= now
