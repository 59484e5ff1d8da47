"""Which fields of which pitches are hidden from a network that is to guess them.

A network reads a game plate appearance by plate appearance: a pitch sees those before its own and all of its own. So no
later plate appearance can give it away. Hidden with it are the fields of the same pitch that tell it, and, with a
result, the state that the pitches after it in its plate appearance were thrown in. What is left is what a table by
`fbm.domain.contextual.context` can be given too: the results, event and types of the same plate appearance.

Shapes: n pitches.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from fbm.domain.contextual.games import Int64
from fbm.domain.contextual.leaks import BETRAYS
from fbm.domain.contextual.pitches import CATEGORICAL, FIRST_WORD, MASK, NUMERIC, Float32, Int16
from fbm.domain.seasons import BoolArray

TELLING: Final = ("balls", "strikes", "outs", "bases", "score")
"""What tells, on the pitches after it, what a hidden one came to; the inning stays the same."""

GUESSED: Final = ("result", "pitch_type", "event", "batted_ball")
"""Fields that a network guesses, by a head of its own for each."""

GROUPS: Final[Mapping[str, tuple[str, ...]]] = {name: (name, *BETRAYS[name]) for name in ("result", "pitch_type")}
"""What is hidden together: the result with what came of it, the type with the speed and the movement."""


def hide(codes: Int16, numbers: Float32, hidden: Mapping[str, BoolArray], turn: Int64) -> tuple[Int16, Float32]:
    """Hide groups of fields.

    Parameters
    ----------
    codes : int16, shape (n, len(CATEGORICAL))
    numbers : float32, shape (n, len(NUMERIC))
    hidden : mapping of group to bool, shape (n,)
        Groups of `GROUPS`, and of which pitches.
    turn : int64, shape (n,)
        As in `after_hidden`.

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
    if "result" in hidden:
        betrayed = after_hidden(hidden["result"], turn)
        for name in TELLING:
            codes[betrayed, CATEGORICAL.index(name)] = MASK
    return codes, numbers


def after_hidden(hidden: BoolArray, turn: Int64) -> BoolArray:
    """Tell which pitches come after a hidden one in its plate appearance, shape (n,).

    Parameters
    ----------
    hidden : bool, shape (n,)
    turn : int64, shape (n,)
        The plate appearance; pitches of one lie side by side, and neighbours differ.
    """
    new = np.ones(len(turn), dtype=np.bool_)
    new[1:] = np.diff(turn) != 0
    before: Int64 = np.cumsum(hidden) - hidden
    at_start: Int64 = before[np.flatnonzero(new)][np.cumsum(new) - 1]
    return np.asarray(before > at_start, dtype=np.bool_)


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
