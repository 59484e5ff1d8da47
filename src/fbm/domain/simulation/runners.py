"""What plate appearances do to runners, outs and runs. Shapes: m plate appearances at once."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from fbm.domain.pitches.words import BATTED_BALLS, EVENTS
from fbm.domain.seasons import BoolArray, FloatArray, IntArray
from fbm.domain.simulation.rosters import OUTCOMES

EVENT_OF: Final = ("walk", "hit_by_pitch", "strikeout", "home_run", "single", "double", "triple")
OUT: Final = len(OUTCOMES)

BATTED: Final = {
    "home_run": (0.0, 0.04, 0.96, 0.0),
    "single": (0.47, 0.48, 0.05, 0.0),
    "double": (0.12, 0.53, 0.35, 0.0),
    "triple": (0.08, 0.40, 0.52, 0.0),
    "field_out": (0.45, 0.11, 0.40, 0.04),
}
"""Shares of ground balls, line drives, fly balls and popups, major leagues 2017-2019."""

DOUBLE_PLAY, FORCE, SACRIFICE, ERROR = 0.40, 0.19, 0.75, 0.024
"""Shares of the outs that can be one: double plays and force-outs of ground balls with a man on first, sacrifice flies
of fly balls with a man on third; and errors, of all."""
SCORES_FROM_SECOND, THIRD_FROM_FIRST, SCORES_FROM_FIRST = 0.6, 0.28, 0.43
"""Runners who take the extra base: two of them on a single, the last on a double."""


class Situation(NamedTuple):
    """Outs and who is on, before or after; int64 and bool, shape (m,) each."""

    outs: IntArray
    first: BoolArray
    second: BoolArray
    third: BoolArray


class Moved(NamedTuple):
    """The situation after, and the runs that scored."""

    after: Situation
    runs: IntArray


def draw_events(rng: np.random.Generator, outcome: IntArray, now: Situation) -> tuple[IntArray, IntArray]:
    """Draw the events of outcomes, and how balls in play were hit.

    Parameters
    ----------
    rng : Generator
    outcome : int64, shape (m,)
        Place in `OUTCOMES`, or `OUT`.
    now : Situation

    Returns
    -------
    int64, shape (m,), twice
        Codes of `EVENTS` and `BATTED_BALLS`, -1 where nothing was hit.
    """
    plain = np.array([EVENTS.index(word) for word in (*EVENT_OF, "field_out")])[outcome]
    batted = _batted(rng, plain)
    luck = rng.random(len(outcome))
    out, twice = outcome == OUT, now.outs < 2
    ground = out & (batted == BATTED_BALLS.index("ground_ball")) & now.first
    fly = out & (batted == BATTED_BALLS.index("fly_ball")) & now.third & twice
    chosen = [
        (out & (luck > 1 - ERROR), "field_error"),
        (ground & twice & (luck < DOUBLE_PLAY), "grounded_into_double_play"),
        (ground & (luck < DOUBLE_PLAY + FORCE), "force_out"),
        (fly & (luck < SACRIFICE), "sac_fly"),
    ]
    event = np.select([mask for mask, _ in chosen], [EVENTS.index(word) for _, word in chosen], plain)
    return event, batted


def move(rng: np.random.Generator, event: IntArray, now: Situation) -> Moved:
    """Move the runners, count outs and runs."""
    extra = rng.random(len(event))
    moved = [
        _free(now),
        _single(now, extra),
        _double(now, extra),
        _cleared(now, third=True),
        _cleared(now, third=False),
    ]
    moved += [_out(now), _sacrifice(now), _force(now), _double_play(now)]
    kinds = [
        ("walk", "hit_by_pitch"), ("single", "field_error"), ("double",), ("triple",), ("home_run",),
        ("strikeout", "field_out"), ("sac_fly",), ("force_out",), ("grounded_into_double_play",),
    ]  # fmt: skip
    masks = [np.isin(event, [EVENTS.index(word) for word in words]) for words in kinds]
    after = Situation(
        np.select(masks, [one.after.outs for one in moved], now.outs),
        np.select(masks, [one.after.first for one in moved], now.first),
        np.select(masks, [one.after.second for one in moved], now.second),
        np.select(masks, [one.after.third for one in moved], now.third),
    )
    runs = np.select(masks, [one.runs for one in moved], 0)
    return Moved(after, np.where(after.outs >= 3, 0, runs))


def _batted(rng: np.random.Generator, event: IntArray) -> IntArray:
    luck = rng.random(len(event))
    batted = np.full(len(event), -1)
    for word, shares in BATTED.items():
        kind = np.minimum(np.searchsorted(np.cumsum(shares), luck), len(shares) - 1)
        batted = np.where(event == EVENTS.index(word), kind, batted)
    return batted


def _free(now: Situation) -> Moved:
    runs = now.first & now.second & now.third
    third = now.third | (now.first & now.second)
    return Moved(Situation(now.outs, np.ones_like(now.first), now.first | now.second, third), runs.astype(np.int64))


def _single(now: Situation, extra: FloatArray) -> Moved:
    scores = now.second & (extra < SCORES_FROM_SECOND)
    stays = now.second & ~scores
    far = now.first & ~stays & (extra < THIRD_FROM_FIRST)
    runs = now.third.astype(np.int64) + scores
    return Moved(Situation(now.outs, np.ones_like(now.first), now.first & ~far, stays | far), runs)


def _double(now: Situation, extra: FloatArray) -> Moved:
    scores = now.first & (extra < SCORES_FROM_FIRST)
    runs = now.third.astype(np.int64) + now.second + scores
    return Moved(Situation(now.outs, np.zeros_like(now.first), np.ones_like(now.first), now.first & ~scores), runs)


def _cleared(now: Situation, *, third: bool) -> Moved:
    none = np.zeros_like(now.first)
    runs = now.first.astype(np.int64) + now.second + now.third + (not third)
    return Moved(Situation(now.outs, none, none, np.full_like(none, third)), runs)


def _out(now: Situation) -> Moved:
    return Moved(now._replace(outs=now.outs + 1), np.zeros_like(now.outs))


def _sacrifice(now: Situation) -> Moved:
    return Moved(now._replace(outs=now.outs + 1, third=np.zeros_like(now.third)), now.third.astype(np.int64))


def _force(now: Situation) -> Moved:
    third = now.second | now.third
    runs = (now.second & now.third).astype(np.int64)
    return Moved(Situation(now.outs + 1, np.ones_like(now.first), np.zeros_like(now.second), third), runs)


def _double_play(now: Situation) -> Moved:
    none = np.zeros_like(now.first)
    return Moved(Situation(now.outs + 2, none, none, now.second), now.third.astype(np.int64))
