"""Batches of one stat, written out by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fbm.domain.projection.batch import Batch, Playing


def batch_with(
    stat: str,
    *,
    counts: Sequence[Sequence[float]],
    opportunities: Sequence[Sequence[float]],
    league: Sequence[float] = (0.1, 0.1, 0.1),
    player_type: Playing = "batter",
    season: int = 2015,
    age: float = 29,
    starts: float = 0,
    rate: float = np.nan,
) -> Batch:
    """Players' counts of one stat, the latest season first; thirty games a season for everyone."""
    n = len(counts)
    return Batch(
        season=season,
        player_type=player_type,
        player_id=np.array([f"player{number}" for number in range(n)], dtype=np.str_),
        team=np.full(n, "AAA"),
        position=np.full(n, "RP" if player_type == "pitcher" else "ss"),
        age=np.full(n, float(age)),
        stats=(stat,),
        counts=np.array(counts, dtype=np.float64)[:, :, None],
        opportunities=np.array(opportunities, dtype=np.float64),
        games=np.full((n, 3), 30.0),
        starts=np.full((n, 3), float(starts)),
        league=np.array(league, dtype=np.float64)[:, None],
        own_league=np.tile(np.array(league, dtype=np.float64)[:, None], (n, 1, 1)),
        last_league=np.full((n, 1), float(league[0])),
        rates=np.full((n, 1), rate),
        volume=np.full(n, np.nan),
        park=np.full(n, 100.0),
    )


def one(batch: Batch) -> float:
    """Give the rate of the only player's only stat."""
    return float(batch.rates[0, 0])
