"""Batters' careers: season by season who has which position and how often he bats."""

from __future__ import annotations

from typing import Final

import numpy as np

from fbm.domain.seasons import BoolArray, FloatArray, IntArray
from fbm.domain.simulation.pools import Pool
from fbm.domain.simulation.seating import NEVER, Careers, Draft, Seats, Standing, join
from fbm.domain.simulation.traits import share

FIELD: Final = ("c", "1b", "2b", "3b", "ss", "lf", "cf", "rf")
CATCHER: Final = 0
EXTRA: Final = len(FIELD)
"""The ninth man: designated hitter, or pinch hitters where pitchers bat."""

PLATE_APPEARANCES: Final = (600.0, 690.0, 680.0, 690.0, 670.0, 690.0, 690.0, 690.0)
"""Of all of a team's players at a position, in a season."""
WITH_DH, WITHOUT_DH = 660.0, 330.0

REGULAR: Final = 400.0
"""Plate appearances that make a man a regular, which speaks for him the year after."""
BEST_BAT_OFTEN: Final = (1.05, 0.95)
"""Plate appearances of the best and the least regular, relative: the best bat high in the order."""

POWER: Final = (0.0, 0.25, -0.15, 0.1, -0.25, 0.1, -0.1, 0.2)
SPEED: Final = (-1.2, -0.9, 0.3, -0.4, 0.45, 0.15, 0.7, 0.05)
"""Log-odds that a position's players bring to `hr` and to `sb`."""


def suit_positions(pool: Pool, position: IntArray) -> None:
    """Give each position its kind of player: power at the corners, speed up the middle."""
    pool.paths[:, :, pool.column("hr")] += np.array(POWER)[position][:, None]
    pool.paths[:, :, pool.column("sb")] += np.array(SPEED)[position][:, None]


def batter_worth(pool: Pool) -> FloatArray:
    """Weigh what a batter truly is, bat, legs and glove together; standard deviations, shape (n, t)."""
    bb, hbp, so = (share(pool.trait(name)) for name in ("bb", "hbp", "so"))
    contact = 1 - bb - hbp - so
    hr = contact * share(pool.trait("hr"))
    hits = (contact - hr) * share(pool.trait("babip"))
    bases = 0.35 * share(pool.trait("doubles")) + 0.7 * share(pool.trait("triples"))
    bat = 0.7 * (bb + hbp) + hits * (0.9 + bases) + 2.05 * hr + 0.06 * share(pool.trait("sb"))
    return np.asarray((bat - 0.32) / 0.03 + 2.4 * pool.trait("glove"))


def seat_batters(rng: np.random.Generator, pool: Pool, position: IntArray, *, has_dh: BoolArray) -> Careers:
    """Play through all seasons and say who batted how often.

    Parameters
    ----------
    rng : Generator
    pool : Pool
    position : int64, shape (n,)
    has_dh : bool, shape (t, teams)
        Whether a team has a designated hitter.

    Returns
    -------
    Careers
    """
    standing = Standing(pool, batter_worth(pool))
    regular = np.zeros(len(pool), dtype=np.bool_)
    seats = []
    for season, dh in enumerate(has_dh):
        standing.look(rng, season)
        rating = standing.opinion + 0.8 * regular + 0.15 * rng.standard_normal(len(pool))
        picked = _season(Draft(rng, pool, standing, season, len(dh), rating), position, dh)
        standing.move(picked)
        regular[:] = False
        regular[picked.player[picked.chances > REGULAR]] = True
        seats.append(picked)
        standing.retire(rng, season, picked.player)
    return Careers(join(seats), standing.left, np.full(len(pool), NEVER))


def _season(draft: Draft, position: IntArray, dh: BoolArray) -> Seats:
    """Deal out one season: each group takes its share of the plate appearances that those before it left."""
    left = np.tile(np.array([*PLATE_APPEARANCES, 0.0])[:, None], draft.teams)
    left[EXTRA] = np.where(dh, WITH_DH, WITHOUT_DH)
    ranked = [draft.ranked(position == at) for at in range(len(FIELD))]
    seats = []
    for rank, column, players in _groups(ranked, draft.rating, draft.teams):
        team = draft.deal(players)
        if rank == 0:
            left[column, team] *= np.linspace(*BEST_BAT_OFTEN, len(players))
        taken = left[column, team] * _usage(draft, rank, column, players)
        left[column, team] -= taken
        role = np.where((column == EXTRA) & dh[team], EXTRA, position[players])
        seats.append(draft.seats(players, team, role, taken))
    dealt = join(seats)
    return dealt.take(dealt.chances >= 3)


def _groups(ranked: list[IntArray], rating: FloatArray, teams: int) -> list[tuple[int, int, IntArray]]:
    """Rank, column and players of each group: regulars, the ninth men, then the bench in two rows."""
    rest = np.concatenate([players[teams : 2 * teams] for at, players in enumerate(ranked) if at != CATCHER])
    rest = rest[np.argsort(-rating[rest])]
    extra, more = rest[:teams], rest[-teams:]
    bench = [players[teams:][~np.isin(players[teams:], np.concatenate([extra, more]))] for players in ranked]
    return [
        *((0, at, players[:teams]) for at, players in enumerate(ranked)),
        (0, EXTRA, extra),
        *((1, at, players[:teams]) for at, players in enumerate(bench)),
        *((2, at, players[teams : 2 * teams]) for at, players in enumerate(bench)),
        (2, EXTRA, more),
    ]


def _usage(draft: Draft, rank: int, column: int, players: IntArray) -> FloatArray:
    """Share of what is left that players of a rank take: health, and how much they are relied on."""
    n = len(players)
    if rank == 2:
        return np.ones(n)
    health = draft.health(players)
    if rank == 1:
        return np.minimum(health * draft.rng.uniform(0.75, 1.4, n), 1.0)
    relied = np.clip(np.linspace(1.12, 0.68, n) + draft.rng.normal(0, 0.08, n), 0.4, 1.0)
    return np.asarray(health * relied * (0.8 if column == CATCHER else 1.0))
