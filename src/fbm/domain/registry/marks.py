"""Marks by which a publish and a collection of garbage see one another.

A publish announces the digests it relies on before it looks whether their bytes are there; a collection announces what
it condemns before it deletes. Each then looks for the other's marks, so one of the two always sees the other. A mark
has an expiry and names its process, so that one left by a killed process is spent by itself: at once where the process
can be seen to be gone, else when it expires.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
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
    holder : str
        The process that made it, as `Processes` names it.
    """

    digests: tuple[str, ...]
    at: str
    expires_at: str
    holder: str = ""


def named(marks: Iterable[Mark]) -> frozenset[str]:
    """Give the digests that marks name."""
    return frozenset(digest for mark in marks for digest in mark.digests)


def is_spent(mark: Mark, now: str, gone: Callable[[str], bool]) -> bool:
    """Tell whether a mark means nothing any more; times in one format compare as texts.

    Examples
    --------
    >>> is_spent(Mark((), "09:00", "09:15", "me"), "09:10", lambda holder: False)
    False
    """
    return mark.expires_at <= now or gone(mark.holder)
