"""Which measures of a comparison are worth a line, and a sentence on the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from fbm.domain.registry.diffing import direction

FEW: Final = 20
"""Measures that are all listed: a table of so many rows is read at a glance."""


class Folded(NamedTuple):
    """Measures to list, in their order, and what is said of the rest; nothing where there is none.

    `same` tells, where none is listed, whether there were any to compare.
    """

    listed: tuple[str, ...]
    rest: str
    same: bool = True

    @property
    def nothing(self) -> str:
        """What is said where no measure is listed."""
        return f"{'Same measures.' if self.same else 'No measure is in two versions.'}\n{self.rest}"


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
        Of more than `FEW` without those that a single version has, and those that are the same in all versions; and
        where more than `FEW` differ, without those by which neither is better, such as the ends of intervals.
    """
    if everything or len(measures) <= FEW:
        return Folded(tuple(measures), "")
    shared = [key for key, values in measures.items() if sum(value is not None for value in values) > 1]
    differing = [key for key in shared if any(value != measures[key][0] for value in measures[key])]
    many = len(differing) > FEW
    listed = tuple(key for key in differing if not many or direction(key) or None in measures[key])
    rest = (len(measures) - len(shared), len(shared) - len(differing), len(differing) - len(listed))
    return Folded(listed, _rest(*rest), same=bool(shared) or not measures)


def _rest(lone: int, identical: int, sideless: int) -> str:
    told = ((lone, "in one version only"), (identical, "identical"), (sideless, "without a better side"))
    counted = " and ".join(f"{count:,} {what}" for count, what in told if count)
    return f"Not listed: {counted} (--all lists them).\n" if counted else ""
