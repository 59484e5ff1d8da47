"""Which fields of which pitches are hidden from a network that is to guess them.

A network reads a game forwards: a pitch sees itself and what came before it. So neither the count nor the score nor the
mere coming of a next pitch can give a hidden one away, and only the fields of the pitch itself must go with it.

Shapes: n pitches.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from fbm.domain.contextual.leaks import BETRAYS
from fbm.domain.contextual.pitches import CATEGORICAL, FIRST_WORD, MASK, NUMERIC, Float32, Int16
from fbm.domain.seasons import BoolArray

GUESSED: Final = ("result", "pitch_type", "event", "batted_ball")
"""Fields that a network guesses, by a head of its own for each."""

GROUPS: Final[Mapping[str, tuple[str, ...]]] = {name: (name, *BETRAYS[name]) for name in ("result", "pitch_type")}
"""What is hidden together: the result with what came of it, the type with the speed and the movement."""


def hide(codes: Int16, numbers: Float32, hidden: Mapping[str, BoolArray]) -> tuple[Int16, Float32]:
    """Hide groups of fields.

    Parameters
    ----------
    codes : int16, shape (n, len(CATEGORICAL))
    numbers : float32, shape (n, len(NUMERIC))
    hidden : mapping of group to bool, shape (n,)
        Groups of `GROUPS`, and of which pitches.

    Returns
    -------
    int16, float32
        Copies: `MASK` for hidden words, NaN for hidden numbers.
    """
    codes, numbers = codes.copy(), numbers.copy()
    for group, rows in hidden.items():
        for name in GROUPS[group]:
            if name in CATEGORICAL:
                codes[rows, CATEGORICAL.index(name)] = MASK
            else:
                numbers[rows, NUMERIC.index(name)] = np.nan
    return codes, numbers


def draw(codes: Int16, share: float, generator: np.random.Generator) -> dict[str, BoolArray]:
    """Draw what is hidden: for each group, a share of the pitches whose word is known.

    Parameters
    ----------
    codes : int16, shape (n, len(CATEGORICAL))
    share : float
        In (0, 1).
    generator : numpy.random.Generator
    """
    return {
        group: (generator.random(len(codes)) < share) & (codes[:, CATEGORICAL.index(group)] >= FIRST_WORD)
        for group in GROUPS
    }


def targets(codes: Int16, hidden: Mapping[str, BoolArray]) -> dict[str, Int16]:
    """Give the words to guess, shape (n,) for each of `GUESSED`: 0 where a field is not hidden or has no word."""
    found = {}
    for name in GUESSED:
        rows = np.zeros(len(codes), dtype=np.bool_)
        for group, chosen in hidden.items():
            rows |= chosen if name in GROUPS[group] else False
        words = codes[:, CATEGORICAL.index(name)]
        found[name] = np.where(rows & (words >= FIRST_WORD), words, 0).astype(np.int16)
    return found
