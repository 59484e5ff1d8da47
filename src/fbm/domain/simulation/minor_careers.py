"""Who plays where in the minor leagues: candidates on their way up, and those for whom the majors have no seat.

Shapes: n players of a pool, t seasons that count, m lines.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from fbm.domain.minors import LEVELS
from fbm.domain.seasons import BoolArray, FloatArray, IntArray, Rows
from fbm.domain.simulation.pools import SETTLING, Pool
from fbm.domain.simulation.seating import Careers
from fbm.domain.simulation.traits import share

YOUNGEST: Final = 17

LADDER: Final = np.array(
    [
        [0.82, 0.18, 0.00, 0.00, 0.00, 0.00],
        [0.42, 0.54, 0.04, 0.00, 0.00, 0.00],
        [0.08, 0.50, 0.39, 0.03, 0.00, 0.00],
        [0.00, 0.10, 0.55, 0.33, 0.02, 0.00],
        [0.00, 0.00, 0.10, 0.55, 0.20, 0.15],
        [0.00, 0.00, 0.00, 0.10, 0.30, 0.60],
    ]
)
"""Chance of each level for a candidate whose first chance at the majors is 0 (or past), 1, ... 5 years away."""

MERIT: Final = 0.12
"""How far a standard deviation of worth moves a man up the ladder, as a share of all who are as far from the majors."""

PROMOTED: Final = 0.25
"""Share of seasons that end one level higher than they began."""


@dataclass(frozen=True, slots=True)
class MinorStints:
    """Seasons at a level, one entry each: m lines.

    Attributes
    ----------
    player, season, level : int64, shape (m,)
        Indexes into the pool, the seasons that count and `LEVELS`.
    part : float64, shape (m,)
        Share of a full season that he was there, in (0, 1].
    """

    player: IntArray
    season: IntArray
    level: IntArray
    part: FloatArray

    def __len__(self) -> int:
        return len(self.player)

    def take(self, rows: Rows) -> MinorStints:
        """Pick lines by mask or position."""
        return MinorStints(*(getattr(self, field.name)[rows] for field in fields(self)))


def minor_stints(rng: np.random.Generator, pool: Pool, careers: Careers, worth: FloatArray, full: float) -> MinorStints:
    """Say who plays at which level.

    Parameters
    ----------
    rng : Generator
    pool : Pool
    careers : Careers
        Seats in the majors; a season spent there in part is spent in the minors for the rest.
    worth : float64, shape (n, t + `SETTLING`)
        True worth in units of its spread.
    full : float
        Chances of a season in the majors that leave no time for the minors.
    """
    free = _free(pool, careers, full)
    player, season = np.nonzero(_there(pool, careers) & (free > 0.1))
    away = np.clip(pool.entry[player] - season - SETTLING, 0, len(LADDER) - 1)
    merit = MERIT * worth[player, season + SETTLING]
    level = _levels(LADDER[away], np.clip(rng.random(len(player)) - merit, 0.0, 1 - 1e-9))
    hurt = rng.random(len(player)) < share(pool.trait("fragility")[player, season + SETTLING])
    health = np.where(hurt, rng.uniform(0.12, 0.92, len(hurt)), rng.uniform(0.9, 1.0, len(hurt)))
    return _with_promotions(rng, MinorStints(player, season, level, free[player, season] * health))


def _there(pool: Pool, careers: Careers) -> BoolArray:
    """Whether each player is a professional, shape (n, t): from some years before his first chance until he goes."""
    seasons = np.arange(SETTLING, pool.age.shape[1])
    starting = pool.entry[:, None] - seasons < len(LADDER)
    here = seasons <= careers.left[:, None]
    return starting & here & (pool.age[:, SETTLING:] >= YOUNGEST)


def _free(pool: Pool, careers: Careers, full: float) -> FloatArray:
    """Share of each season that is not spent in the majors, shape (n, t)."""
    seats = careers.seats.take(careers.seats.season >= SETTLING)
    played = np.zeros((len(pool), pool.age.shape[1] - SETTLING))
    np.add.at(played, (seats.player, seats.season - SETTLING), seats.chances)
    return np.clip(1 - played / full, 0.0, 1.0)


def _levels(chances: FloatArray, draw: FloatArray) -> IntArray:
    """Pick a level for each line: small draws are high levels."""
    return np.asarray((draw[:, None] >= np.cumsum(chances, axis=1)).sum(axis=1).clip(max=len(LEVELS) - 1))


def _with_promotions(rng: np.random.Generator, stints: MinorStints) -> MinorStints:
    """Let some end the season one level higher."""
    moves = (rng.random(len(stints)) < PROMOTED) & (stints.level > 0)
    first = rng.uniform(0.3, 0.7, len(stints))
    stay = MinorStints(stints.player, stints.season, stints.level, stints.part * np.where(moves, first, 1.0))
    go = MinorStints(stints.player, stints.season, stints.level - 1, stints.part * (1 - first)).take(moves)
    return MinorStints(*(np.concatenate([getattr(stay, f.name), getattr(go, f.name)]) for f in fields(MinorStints)))
