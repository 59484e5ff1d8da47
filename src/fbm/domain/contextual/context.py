"""What stands around a pitch, as columns: the fields themselves, those of its neighbours, and who plays.

Names: one of `CATEGORICAL`; ``previous_`` and ``second_`` (the one before that) or ``next_`` in front of one, for
pitches of the same plate appearance; ``batter``, ``pitcher``; ``last`` (ends its plate appearance); ``pitch``.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from fbm.domain.contextual.leaks import ends_plate_appearance, plate_appearance_index
from fbm.domain.contextual.pitches import CATEGORICAL, PAD, Int32, PitchArrays

NEIGHBOURS: Final = {"previous_": -1, "second_": -2, "next_": 1}
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
    if name in {"batter", "pitcher"}:
        return np.asarray(getattr(arrays, name), dtype=np.int32)
    if name == "last":
        return ends_plate_appearance(arrays).astype(np.int32)
    if name == "pitch":
        return np.minimum(arrays.pitch, LATE).astype(np.int32)
    prefix, step = next(((p, s) for p, s in NEIGHBOURS.items() if name.startswith(p)), ("", 0))
    if not step or name.removeprefix(prefix) not in CATEGORICAL:
        raise ValueError(f"{name} is no column of context")
    return _neighbour(arrays, name.removeprefix(prefix), step)


def _neighbour(arrays: PitchArrays, field: str, step: int) -> Int32:
    rows = np.arange(len(arrays)) + step
    there = (rows >= 0) & (rows < len(arrays))
    source = np.where(there, rows, 0)
    index = plate_appearance_index(arrays)
    same = there & (index[source] == index)
    return np.where(same, arrays.column(field)[source], PAD).astype(np.int32)
