"""The pitches of plate appearances whose end is known.

Counts are a Markov chain whose steps are the league's, bent by the type of pitch; so that each plate appearance ends
as it did, a step's chance is weighted by the chance of that end from where it leads (Doob's h-transform).

Shapes: n plate appearances, m of them going on, t types, 6 kinds of result.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from fbm.domain.seasons import FloatArray, IntArray

BALL, CALLED, SWINGING, FOUL, IN_PLAY, HIT = range(6)
WALKED, HIT_BY_PITCH, STRUCK_OUT, PUT_IN_PLAY = range(4)
"""Ends of a plate appearance."""

TYPES: Final = ("FF", "SI", "FC", "SL", "CU", "CH")
FAST: Final = np.array([1.0, 1.0, 0.5, 0.0, 0.0, 0.0])

LEAGUE: Final = np.array(
    [
        [(0.393, 0.317, 0.075, 0.105, 0.107, 0.003), (0.416, 0.109, 0.131, 0.171, 0.170, 0.003),
         (0.450, 0.037, 0.148, 0.188, 0.173, 0.004)],
        [(0.344, 0.233, 0.105, 0.157, 0.159, 0.002), (0.352, 0.112, 0.136, 0.199, 0.198, 0.003),
         (0.381, 0.041, 0.154, 0.215, 0.205, 0.004)],
        [(0.311, 0.250, 0.094, 0.169, 0.175, 0.001), (0.295, 0.121, 0.133, 0.223, 0.226, 0.002),
         (0.301, 0.049, 0.152, 0.250, 0.244, 0.004)],
        [(0.328, 0.564, 0.017, 0.044, 0.046, 0.001), (0.272, 0.164, 0.104, 0.223, 0.236, 0.001),
         (0.220, 0.054, 0.136, 0.289, 0.299, 0.002)],
    ]
)  # fmt: skip
"""Results by balls and strikes: ball, called, swinging, foul, in play, hit batter; major leagues 2017-2019."""

BENT: Final = np.array(
    [
        (1.00, 1.10, 0.80, 1.15, 1.00, 1.0),
        (0.95, 1.15, 0.50, 1.00, 1.25, 1.4),
        (0.95, 1.00, 0.95, 1.10, 1.05, 0.8),
        (1.02, 0.90, 1.50, 0.85, 0.90, 0.8),
        (1.10, 1.20, 1.20, 0.70, 0.80, 1.2),
        (1.05, 0.65, 1.50, 0.90, 1.05, 0.7),
    ]
)
"""How much likelier each result is with each of `TYPES`."""

WITH_TWO_STRIKES: Final = np.array([0.9, 0.65, 0.9, 1.35, 1.4, 1.2])
BEHIND: Final = np.array([1.3, 1.25, 1.0, 0.75, 0.5, 0.8])
AFTER: Final = np.array(
    [
        (1.0, 0.9, 1.0, 1.15, 1.1, 1.2),
        (0.9, 1.1, 1.0, 1.1, 1.0, 1.15),
        (1.0, 1.0, 0.9, 1.1, 1.0, 1.1),
        (1.1, 1.0, 1.0, 0.95, 0.9, 1.0),
        (1.25, 1.0, 1.0, 1.0, 0.6, 1.0),
        (1.2, 1.1, 1.0, 1.0, 1.0, 0.6),
    ]
)
"""How much more a type is thrown with two strikes, behind in the count, and after each type."""


class Sequences(NamedTuple):
    """Pitches in the order of plate appearance and number; int64, shape (pitches,) each."""

    appearance: IntArray
    number: IntArray
    balls: IntArray
    strikes: IntArray
    kind: IntArray
    result: IntArray


def draw_sequences(rng: np.random.Generator, end: IntArray, mix: FloatArray) -> Sequences:
    """Draw the pitches of plate appearances.

    Parameters
    ----------
    rng : Generator
    end : int64, shape (n,)
        `WALKED`, `HIT_BY_PITCH`, `STRUCK_OUT` or `PUT_IN_PLAY`.
    mix : float64, shape (n, t)
        How often the pitcher throws each of `TYPES`.
    """
    going = np.arange(len(end))
    balls, strikes = np.zeros_like(end), np.zeros_like(end)
    last = np.full(len(end), -1)
    steps: list[Sequences] = []
    while len(going):
        b, s = balls[going], strikes[going]
        kind, result = _step(rng, _mix(mix[going], b, s, last[going]), (b, s), end[going])
        steps.append(Sequences(going, np.full(len(going), len(steps) + 1), b, s, kind, result))
        last[going] = kind
        balls[going] += result == BALL
        strikes[going] += (result == CALLED) | (result == SWINGING) | ((result == FOUL) & (s < 2))
        over = (balls[going] == 4) | (strikes[going] == 3) | (result == IN_PLAY) | (result == HIT)
        going = going[~over]
    joined = [np.concatenate(columns) for columns in zip(*steps, strict=True)]
    order = np.lexsort([joined[1], joined[0]])
    return Sequences(*(column[order] for column in joined))


def _mix(mix: FloatArray, balls: IntArray, strikes: IntArray, last: IntArray) -> FloatArray:
    """How often each type is thrown now, shape (m, t)."""
    bent = np.where((strikes == 2)[:, None], mix * WITH_TWO_STRIKES, mix)
    bent = np.where((balls > strikes + 1)[:, None], bent * BEHIND, bent)
    bent = np.where((last >= 0)[:, None], bent * AFTER[np.maximum(last, 0)], bent)
    return np.asarray(bent / bent.sum(axis=1, keepdims=True))


def _step(
    rng: np.random.Generator, mix: FloatArray, count: tuple[IntArray, IntArray], end: IntArray
) -> tuple[IntArray, IntArray]:
    """Draw type and result of one pitch together."""
    shares = LEAGUE[count][:, None, :] * BENT[None, :, :]
    shares = shares / shares.sum(axis=2, keepdims=True)
    weight = mix[:, :, None] * shares * CHANCE[(end, *count)][:, None, :]
    total = np.cumsum(weight.reshape(len(end), -1), axis=1)
    drawn = (rng.random(len(end))[:, None] * total[:, -1:] > total).sum(axis=1)
    return drawn // 6, drawn % 6


def _chances() -> FloatArray:
    """Chance of each end after each result at each count, shape (4, 4, 3, 6)."""
    after = np.zeros((4, 4, 3, 6))
    after[WALKED, 3, :, BALL] = 1
    after[STRUCK_OUT, :, 2, CALLED] = after[STRUCK_OUT, :, 2, SWINGING] = 1
    after[PUT_IN_PLAY, :, :, IN_PLAY] = after[HIT_BY_PITCH, :, :, HIT] = 1
    for balls in (3, 2, 1, 0):
        for strikes in (2, 1, 0):
            if balls < 3:
                after[:, balls, strikes, BALL] = _from(after, balls + 1, strikes)
            if strikes < 2:
                after[:, balls, strikes, [CALLED, SWINGING, FOUL]] = _from(after, balls, strikes + 1)[:, None]
            else:
                after[:, balls, strikes, FOUL] = _from(after, balls, strikes)
    return after


def _from(after: FloatArray, balls: int, strikes: int) -> FloatArray:
    """Chance of each end from a count; fouls with two strikes lead back to it."""
    league = LEAGUE[balls, strikes]
    if strikes < 2:
        return np.asarray(after[:, balls, strikes] @ league)
    others = np.delete(np.arange(6), FOUL)
    return np.asarray(after[:, balls, strikes][:, others] @ league[others] / (1 - league[FOUL]))


CHANCE: Final = _chances()
