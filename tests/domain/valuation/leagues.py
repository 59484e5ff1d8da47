"""Small leagues and players made up for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from fbm.domain.valuation.league import League, Points, Rotisserie, TwoWay
from fbm.domain.valuation.valuing import Pool

CATEGORIES: Mapping[str, tuple[str, ...]] = {"batter": ("hr", "sb", "avg"), "pitcher": ("so", "era")}
ROSTER: Mapping[str, int] = {"C": 1, "SS": 1, "OF": 2, "UTIL": 1, "SP": 1, "P": 2, "bench": 1}
ELIGIBLE = (("C",), ("SS",), ("SS", "2B"), ("OF",), ("OF", "1B"), ("DH",))


def league_of(
    teams: int = 2,
    *,
    roster: Mapping[str, int] = ROSTER,
    scoring: Rotisserie | Points | None = None,
    hitter_share: float | None = None,
    two_way: TwoWay = "both",
) -> League:
    """A league that four dozen players fill easily."""
    return League("small", teams, 10_000, 100, roster, scoring or Rotisserie(CATEGORIES), hitter_share, two_way=two_way)


def batters_of(seed: int, n: int = 30) -> Pool:
    """Batters with positions in turn."""
    rng = np.random.default_rng(seed)
    ab = rng.integers(200, 600, n).astype(np.float64)
    columns = {
        "pa": ab * 1.1,
        "ab": ab,
        "hr": rng.integers(0, 45, n).astype(np.float64),
        "sb": rng.integers(0, 40, n).astype(np.float64),
        "avg": rng.integers(220, 320, n) / 1000,
    }
    return Pool("batter", ids("b", n), columns, tuple(ELIGIBLE[place % len(ELIGIBLE)] for place in range(n)))


def pitchers_of(seed: int, n: int = 20) -> Pool:
    """Pitchers, half of them starters."""
    rng = np.random.default_rng(seed + 1000)
    columns = {
        "ip": rng.integers(40, 200, n).astype(np.float64),
        "so": rng.integers(30, 220, n).astype(np.float64),
        "era": rng.integers(250, 550, n) / 100,
    }
    return Pool("pitcher", ids("p", n), columns, tuple((("SP",), ("RP",))[place % 2] for place in range(n)))


def ids(letter: str, n: int) -> np.ndarray[tuple[int, ...], np.dtype[np.str_]]:
    """Ids in ascending order."""
    return np.array([f"{letter}{place:03}" for place in range(n)], dtype=np.str_)


def reordered(pool: Pool, order: Sequence[int]) -> Pool:
    """The same players in another order."""
    rows = np.array(order)
    return Pool(
        pool.player_type,
        pool.player_id[rows],
        {name: column[rows] for name, column in pool.columns.items()},
        tuple(pool.eligible[place] for place in order),
    )
