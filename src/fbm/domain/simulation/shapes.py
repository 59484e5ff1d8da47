"""What pitches look like: what pitchers throw, how hard, how it moves, where it goes and how it is hit.

Shapes: q people, n pitches, t types.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from fbm.domain.pitches.words import EVENTS
from fbm.domain.seasons import BoolArray, FloatArray, IntArray
from fbm.domain.simulation.counts import BALL, CALLED, HIT, IN_PLAY

SLOWER: Final = np.array([0.0, 0.8, 4.5, 8.5, 14.5, 8.5])
"""How much slower than his fastball each of `TYPES` is, mph."""
MOVES_X: Final = np.array([-0.60, -1.25, 0.20, 0.45, 0.80, -1.20])
MOVES_Z: Final = np.array([1.35, 0.75, 0.70, 0.15, -0.85, 0.55])
"""Movement of right-handers' pitches, feet, from the catcher's view; left-handers' is the mirror image."""
USAGE: Final = np.array([3.6, 1.6, 0.8, 1.9, 1.1, 1.1])
"""Weights of Dirichlet's distribution that arsenals are drawn from."""

MIDDLE, HALF_WIDTH, HALF_HEIGHT = 2.5, 0.83, 0.9
"""The strike zone, feet."""

SPEED_OFF, ANGLE, ANGLE_SPREAD = (
    np.array([86.0, 93.0, 91.0, 80.0]),
    np.array([-10.0, 15.0, 34.0, 62.0]),
    np.array([12.0, 5.0, 8.0, 9.0]),
)
"""Off the bat, by `BATTED_BALLS`: mph, degrees, and their spread."""


class Arsenals(NamedTuple):
    """What everybody would throw: mph, shape (q,), and shares of `TYPES`, shape (q, t); moves in feet, shape (q, 2)."""

    speed: FloatArray
    mix: FloatArray
    moves: FloatArray


class Looks(NamedTuple):
    """Measurements of pitches, float64, shape (n,) each; NaN where nothing was hit."""

    velocity: FloatArray
    move_x: FloatArray
    move_z: FloatArray
    plate_x: FloatArray
    plate_z: FloatArray
    exit_speed: FloatArray
    launch_angle: FloatArray


def draw_arsenals(rng: np.random.Generator, people: int) -> Arsenals:
    """Draw what everybody throws, all career long."""
    return Arsenals(
        speed=rng.normal(93.0, 2.0, people),
        mix=rng.dirichlet(USAGE, people) + 0.01,
        moves=rng.normal(0, 0.18, (people, 2)),
    )


def draw_looks(
    rng: np.random.Generator,
    thrown: tuple[IntArray, IntArray],
    arsenals: Arsenals,
    *,
    left: BoolArray,
) -> Looks:
    """Draw speed, movement and location of pitches.

    Parameters
    ----------
    rng : Generator
    thrown : two of int64, shape (n,)
        Type, place in `TYPES`, and result, as in `fbm.domain.simulation.counts`.
    arsenals : Arsenals
        Each pitch's pitcher's.
    left : bool, shape (n,)
        Whether a left-hander throws.
    """
    kind, result = thrown
    n = len(kind)
    noise = rng.standard_normal((4, n))
    side = np.where(left, -1.0, 1.0)
    plate_x, plate_z = _location(rng, result)
    nothing = np.full(n, np.nan)
    return Looks(
        velocity=arsenals.speed - SLOWER[kind] + 0.9 * noise[0],
        move_x=side * (MOVES_X[kind] + arsenals.moves[:, 0] + 0.18 * noise[1]),
        move_z=MOVES_Z[kind] + arsenals.moves[:, 1] + 0.18 * noise[2],
        plate_x=plate_x,
        plate_z=plate_z - 0.25 * (SLOWER[kind] > 5) * (result == BALL),
        exit_speed=nothing,
        launch_angle=nothing,
    )


def hit(rng: np.random.Generator, looks: Looks, batted: IntArray, event: IntArray) -> Looks:
    """Say how the balls in play came off the bat; `batted` is -1 where nothing was hit."""
    was, kind = batted >= 0, np.maximum(batted, 0)
    noise = rng.standard_normal((2, len(batted)))
    far = np.isin(event, [EVENTS.index(word) for word in ("home_run", "double", "triple")])
    speed = SPEED_OFF[kind] + 7.0 * noise[0] + np.where(event == EVENTS.index("home_run"), 12.0, 5.0 * far)
    angle = ANGLE[kind] + ANGLE_SPREAD[kind] * noise[1]
    return looks._replace(
        exit_speed=np.where(was, np.clip(speed, 25, 121), np.nan),
        launch_angle=np.where(was, np.clip(np.where(far & (kind == 2), 28 + 4 * noise[1], angle), -85, 88), np.nan),
    )


def _location(rng: np.random.Generator, result: IntArray) -> tuple[FloatArray, FloatArray]:
    """Feet at the plate: called strikes in the zone, balls outside, swings around its edges."""
    n = len(result)
    angle = rng.uniform(0, 2 * np.pi, n)
    near, far = np.sqrt(rng.random(n)), 1.15 + 0.55 * np.abs(rng.standard_normal(n))
    radius = np.select(
        [result == CALLED, result == BALL, result == HIT, result == IN_PLAY],
        [near, far, far + 1.2, 1.05 * near],
        1.35 * near,
    )
    return HALF_WIDTH * radius * np.cos(angle), MIDDLE + HALF_HEIGHT * radius * np.sin(angle)
