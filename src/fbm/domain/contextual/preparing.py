"""From the pitch table to arrays of codes."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from fbm.domain.contextual.pitches import (
    CATEGORICAL,
    FIRST_WORD,
    LAST_INNING,
    NUMERIC,
    UNKNOWN,
    VOCABULARIES,
    WIDEST_SCORE,
    Int16,
    PitchArrays,
)
from fbm.domain.pitches.table import NONE, Pitches

VERSION: Final = 1
"""Of what `prepare` does: raised whenever the same pitches would give other arrays."""

AS_THEY_ARE: Final = ("pitch_type", "result", "event", "batted_ball", "half", "stand", "throws")
COUNTED: Final = ("balls", "strikes", "outs")


def prepare(pitches: Pitches) -> PitchArrays:
    """Make arrays of a pitch table, in the words of `VOCABULARIES`.

    Parameters
    ----------
    pitches : Pitches
        In order.

    Returns
    -------
    PitchArrays
    """
    codes = np.empty((len(pitches), len(CATEGORICAL)), dtype=np.int16)
    for at, name in enumerate(CATEGORICAL):
        codes[:, at] = _codes(pitches, name)
    numbers = np.empty((len(pitches), len(NUMERIC)), dtype=np.float32)
    for at, name in enumerate(NUMERIC):
        numbers[:, at] = getattr(pitches, name)
    return PitchArrays(
        codes=codes,
        numbers=numbers,
        game=_rising(pitches),
        at_bat=pitches.at_bat,
        pitch=pitches.pitch,
        batter=pitches.batter,
        pitcher=pitches.pitcher,
        season=pitches.season,
        date=pitches.date,
    )


def _codes(pitches: Pitches, name: str) -> Int16:
    if name in AS_THEY_ARE or name in COUNTED:
        return _coded(getattr(pitches, name), name)
    if name == "bases":
        bases = pitches.on_1b + 2 * pitches.on_2b + 4 * pitches.on_3b
        return _coded(np.where((pitches.on_1b | pitches.on_2b | pitches.on_3b) < 0, NONE, bases), name)
    if name == "inning":
        inning = np.minimum(pitches.inning, LAST_INNING)
        return _coded(np.where(inning > 0, inning - 1, NONE), name)
    lead = np.clip(pitches.bat_score - pitches.fld_score, -WIDEST_SCORE, WIDEST_SCORE) + WIDEST_SCORE
    return _coded(np.where((pitches.bat_score < 0) | (pitches.fld_score < 0), NONE, lead), name)


def _coded(place: npt.NDArray[np.signedinteger], name: str) -> Int16:
    """Codes of places among a field's words; a place that it has not is unknown."""
    known = (place >= 0) & (place < len(VOCABULARIES.words[name]))
    return np.where(known, place.astype(np.int16) + FIRST_WORD, UNKNOWN).astype(np.int16)


def _rising(pitches: Pitches) -> npt.NDArray[np.int32]:
    new = np.ones(len(pitches), dtype=np.bool_)
    new[1:] = np.diff(pitches.game) != 0
    return np.asarray(np.cumsum(new, dtype=np.int32) - 1, dtype=np.int32)
