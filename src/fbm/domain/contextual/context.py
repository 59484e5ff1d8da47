"""What stands around a pitch, as columns: the fields themselves, those of its neighbours, and who plays.

Names: one of `CATEGORICAL`; ``previous_`` and ``second_`` (the one before that) or ``next_`` in front of one, for
pitches of the same plate appearance; ``batter``, ``pitcher``; ``last`` (ends its plate appearance); ``pitch``;
``balls_after``, ``strikes_after``, ``fouls_after`` (how many of the pitches after it in its plate appearance were that)
and ``event_after`` (what the plate appearance came to, where this is not its last pitch): together with the count these
nearly say what a hidden result was, so a table that is held beside a network which sees them must have them too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from fbm.domain.contextual.leaks import ends_plate_appearance, plate_appearance_index
from fbm.domain.contextual.pitches import CATEGORICAL, PAD, VOCABULARIES, Int32, PitchArrays

NEIGHBOURS: Final = {"previous_": -1, "second_": -2, "next_": 1}
AFTER: Final[Mapping[str, tuple[str, ...]]] = {
    "balls_after": ("ball", "blocked_ball", "intent_ball", "automatic_ball", "pitchout"),
    "strikes_after": (
        "called_strike", "swinging_strike", "swinging_strike_blocked", "foul_tip", "missed_bunt", "bunt_foul_tip",
        "automatic_strike", "swinging_pitchout", "unknown_strike",
    ),
    "fouls_after": ("foul", "foul_bunt", "foul_pitchout"),
}  # fmt: skip
MOST_AFTER: Final = 4
"""More pitches of a kind than this are as many."""
LATE: Final = 8
"""Pitches of a plate appearance from this one on are one value."""


def context(arrays: PitchArrays, name: str) -> Int32:
    """Work out a column of context.

    Parameters
    ----------
    arrays : PitchArrays
        Whole plate appearances.
    name : str

    Returns
    -------
    int32, shape (n,)
        Codes, `PAD` where there is no such neighbour; ids; or counts.

    Raises
    ------
    ValueError
        For a name that is none of these.
    """
    if name in CATEGORICAL:
        return arrays.column(name).astype(np.int32)
    if name in OWN:
        return np.asarray(OWN[name](arrays), dtype=np.int32)
    if name in AFTER:
        return _count_after(arrays, name)
    prefix, step = next(((p, s) for p, s in NEIGHBOURS.items() if name.startswith(p)), ("", 0))
    if not step or name.removeprefix(prefix) not in CATEGORICAL:
        raise ValueError(f"{name} is no column of context")
    return _neighbour(arrays, name.removeprefix(prefix), step)


def _count_after(arrays: PitchArrays, name: str) -> Int32:
    among = np.isin(arrays.column("result"), [VOCABULARIES.code("result", word) for word in AFTER[name]])
    index = plate_appearance_index(arrays)
    before = np.cumsum(among)
    last = np.flatnonzero(ends_plate_appearance(arrays))
    return np.asarray(np.minimum(before[last][index] - before, MOST_AFTER), dtype=np.int32)


def _event_after(arrays: PitchArrays) -> Int32:
    ends = ends_plate_appearance(arrays)
    event = arrays.column("event")[np.flatnonzero(ends)][plate_appearance_index(arrays)]
    return np.where(ends, PAD, event).astype(np.int32)


def _neighbour(arrays: PitchArrays, field: str, step: int) -> Int32:
    rows = np.arange(len(arrays)) + step
    there = (rows >= 0) & (rows < len(arrays))
    source = np.where(there, rows, 0)
    index = plate_appearance_index(arrays)
    same = there & (index[source] == index)
    return np.asarray(np.where(same, arrays.column(field)[source], PAD), dtype=np.int32)


OWN: Final[Mapping[str, Callable[[PitchArrays], npt.NDArray[np.generic]]]] = {
    "batter": lambda arrays: arrays.batter,
    "pitcher": lambda arrays: arrays.pitcher,
    "last": ends_plate_appearance,
    "pitch": lambda arrays: np.minimum(arrays.pitch, LATE),
    "event_after": _event_after,
}
