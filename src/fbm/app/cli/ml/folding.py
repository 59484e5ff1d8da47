"""Which measures of a comparison are worth a line, and a sentence on the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from fbm.domain.registry.diffing import direction

FEW: Final = 20
"""Measures that are all listed: a table of so many rows is read at a glance."""


class Folded(NamedTuple):
    """Measures to list, in their order, and what is said of the rest; nothing where there is none."""

    listed: tuple[str, ...]
    rest: str


def folded(measures: Mapping[str, Sequence[object]], *, everything: bool = False) -> Folded:
    """Leave out what tells nothing of which version to take.

    Parameters
    ----------
    measures : mapping of dotted measure to sequence of object
        The value of each version, None where it has none.
    everything : bool
        Leave out nothing.

    Returns
    -------
    Folded
        Of more than `FEW` without those that are the same in all versions; and where more than `FEW` differ, without
        those by which neither is better, such as the ends of intervals. What a version lacks is listed always.
    """
    if everything or len(measures) <= FEW:
        return Folded(tuple(measures), "")
    differing = [key for key, values in measures.items() if any(value != values[0] for value in values)]
    many = len(differing) > FEW
    listed = tuple(key for key in differing if not many or direction(key) or None in measures[key])
    return Folded(listed, _rest(len(measures) - len(differing), len(differing) - len(listed)))


def _rest(identical: int, sideless: int) -> str:
    told = ((identical, "identical"), (sideless, "without a better side"))
    counted = " and ".join(f"{count:,} {what}" for count, what in told if count)
    return f"Not listed: {counted} (--all lists them).\n" if counted else ""
