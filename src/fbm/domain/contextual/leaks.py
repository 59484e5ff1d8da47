"""What gives a hidden field away: fields of the same pitch, the state after it, and that anything comes after it.

See `docs/models/contextual.md`, "What is hidden with what".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from fbm.domain.contextual.pitches import Int32, PitchArrays
from fbm.domain.seasons import BoolArray

BETRAYS: Final[Mapping[str, tuple[str, ...]]] = {
    "result": ("event", "batted_ball", "exit_speed", "launch_angle"),
    "event": ("result", "batted_ball", "exit_speed", "launch_angle"),
    "batted_ball": ("event", "exit_speed", "launch_angle"),
    "exit_speed": ("result", "event", "batted_ball", "launch_angle"),
    "launch_angle": ("result", "event", "batted_ball", "exit_speed"),
    "pitch_type": ("velocity", "move_x", "move_z"),
    "velocity": ("pitch_type", "move_x", "move_z"),
    "move_x": ("pitch_type", "velocity", "move_z"),
    "move_z": ("pitch_type", "velocity", "move_x"),
}
"""For a hidden field, the fields of the same pitch that must be hidden with it."""

STATE: Final = ("balls", "strikes", "outs", "bases", "score", "inning", "half")
"""Fields that tell, on the pitches after it, what a pitch came to."""


def plate_appearance_index(arrays: PitchArrays) -> Int32:
    """Give each pitch the number of its plate appearance among all, rising from 0, shape (n,)."""
    new = np.ones(len(arrays), dtype=np.bool_)
    new[1:] = (np.diff(arrays.game) != 0) | (np.diff(arrays.at_bat) != 0)
    return np.asarray(np.cumsum(new, dtype=np.int32) - 1, dtype=np.int32)


def ends_plate_appearance(arrays: PitchArrays) -> BoolArray:
    """Tell which pitches are the last of their plate appearance, shape (n,)."""
    index = plate_appearance_index(arrays)
    last = np.ones(len(arrays), dtype=np.bool_)
    last[:-1] = np.diff(index) != 0
    return last


def betrayed_after(arrays: PitchArrays, hidden: BoolArray, *, plate_appearances: int = 1) -> BoolArray:
    """Tell on which pitches `STATE` gives a hidden result away.

    Those are the pitches after it in its plate appearance, and all of the plate appearances that follow in the game.

    Parameters
    ----------
    arrays : PitchArrays
    hidden : bool, shape (n,)
        Pitches whose result is hidden.
    plate_appearances : int
        How many plate appearances after its own count: 0 for none, a large number for the rest of the game.

    Returns
    -------
    bool, shape (n,)
    """
    rows = np.arange(len(arrays))
    index = plate_appearance_index(arrays)
    latest = np.maximum.accumulate(np.where(hidden, rows, -1))
    before = np.concatenate([[-1], latest[:-1]]) if len(rows) else latest
    source = np.maximum(before, 0)
    same_game = arrays.game[source] == arrays.game
    near = index - index[source] <= plate_appearances
    return np.asarray((before >= 0) & same_game & near)
