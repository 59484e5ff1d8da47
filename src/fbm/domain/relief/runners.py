"""Who is charged with earned runs: the pitcher who put the runner on, not the one on the mound when he scores.

Shapes: `n` plays, `e` earned runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from fbm.domain.relief.plays import Fates, Plays
from fbm.domain.seasons import IntArray, StrArray

EARNED: Final = (4, 6)
"""Ends of a runner that are earned runs of a pitcher."""

CHOICES: Final = (2, 19)
"""Plays on which a runner may be put out in place of another: outs in the field and fielder's choices."""

NOBODY: Final = ""


class EarnedRuns(NamedTuple):
    """Earned runs in the order they scored.

    Attributes
    ----------
    play : int64, shape (e,)
        Place of the play.
    pitcher : str, shape (e,)
        Charged with it.
    """

    play: IntArray
    pitcher: StrArray


def earned_runs(plays: Plays, fates: Fates) -> EarnedRuns:
    """Charge pitchers with earned runs.

    Parameters
    ----------
    plays : Plays
    fates : Fates
        Of these plays.

    Returns
    -------
    EarnedRuns
        A runner who is put on by an earlier pitcher stays his; if he is put out in place of another, that one becomes
        his instead.

    References
    ----------
    Official Baseball Rules, 9.16(g) and (h).
    """
    at, pitchers = [], []
    owners: list[str] = [NOBODY] * 4
    halves = _halves(plays)
    rows = zip(fates.event.tolist(), fates.bases.tolist(), fates.charged.tolist(), fates.went.tolist(), strict=True)
    for row, (event, bases, charged, went) in enumerate(rows):
        before = owners if not halves[row] else [NOBODY] * 4
        owners = [charged, *_on_base(before, bases, str(plays.pitcher[row]))]
        if event in CHOICES and 0 in went:
            owners = _replaced(owners, went)
        scored = [owners[base] for base, end in enumerate(went) if end in EARNED]
        at += [row] * len(scored)
        pitchers += scored
        owners = _moved(owners, went)
    return EarnedRuns(np.array(at, dtype=np.int64), np.array(pitchers, dtype=np.str_))


def _halves(plays: Plays) -> list[bool]:
    """Whether each play begins a half-inning."""
    changed = (plays.game[1:] != plays.game[:-1]) | (plays.home_bats[1:] != plays.home_bats[:-1])
    begins: list[bool] = np.concatenate(([True], changed))[: len(plays)].tolist()
    return begins


def _on_base(owners: Sequence[str], bases: int, pitcher: str) -> list[str]:
    """Owners of the runners on first, second and third; who was placed there belongs to the pitcher at hand."""
    return [(owners[base] or pitcher) if bases >> (base - 1) & 1 else NOBODY for base in (1, 2, 3)]


def _replaced(owners: Sequence[str], went: Sequence[int]) -> list[str]:
    """Hand the owner of who was put out in place of another to whoever comes behind him, and so on to the batter."""
    handed = list(owners)
    for base in (3, 2, 1):
        if handed[base] and went[base] == 0 and (went[0] >= 1 or all(owners[1:base])):
            behind = [one for one in range(base) if one == 0 or handed[one]]
            for one, other in zip(behind, [*behind[1:], base], strict=True):
                handed[one] = handed[other]
            handed[base] = NOBODY
    return handed


def _moved(owners: Sequence[str], went: Sequence[int]) -> list[str]:
    """Owners of the bases after a play."""
    moved = [NOBODY] * 4
    for base, end in enumerate(went):
        if 1 <= end <= 3:
            moved[end] = owners[base]
    return moved
