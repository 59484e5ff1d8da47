"""Small batches built by hand, and leagues of them in which something can be learned.

Shapes: `n` players, `k` stats.
"""

from __future__ import annotations

import numpy as np

from fbm.domain.features.choice import features_of
from fbm.domain.features.matrix import stacked
from fbm.domain.models.specs import Corrects
from fbm.domain.ports.training import TrainingSet
from fbm.domain.projection.batch import Batch, Playing
from fbm.domain.seasons import FloatArray

CORRECTS = Corrects("marcel", "aging")
STATS = {"batter": ("hr", "so", "singles"), "pitcher": ("h", "er", "so")}


def batch_of(player_type: Playing = "batter", *, season: int = 2014, n: int = 60, seed: int = 0) -> Batch:
    """Players with three seasons each, projected at the plain mean rate of their window.

    A third of the players have no line in the earliest season.
    """
    rng = np.random.default_rng((seed, season))
    stats = STATS[player_type]
    opportunities = rng.integers(100, 650, size=(n, 3)).astype(np.float64)
    opportunities[: n // 3, 2] = 0
    counts = np.stack([rng.poisson(opportunities * rate) for rate in (0.03, 0.2, 0.15)], axis=2).astype(np.float64)
    games = np.ceil(opportunities / 4)
    return Batch(
        season=season,
        player_type=player_type,
        player_id=np.array([f"player{number:03d}" for number in range(n)]),
        team=np.full(n, "AAA"),
        position=rng.choice(np.array(["c", "ss", "cf", "1b", "p"]), n),
        age=rng.integers(21, 40, n).astype(np.float64),
        stats=stats,
        counts=counts,
        opportunities=opportunities,
        games=games,
        starts=np.floor(games / 2) if player_type == "pitcher" else np.zeros_like(games),
        league=np.tile([0.03, 0.2, 0.15], (3, 1)),
        own_league=np.tile([0.03, 0.2, 0.15], (n, 3, 1)),
        last_league=np.tile([0.03, 0.2, 0.15], (n, 1)),
        rates=counts.sum(axis=1) / opportunities.sum(axis=1)[:, None],
        volume=np.full(n, np.nan),
        park=rng.choice(np.array([95.0, 100.0, 108.0]), n),
        trail=("rates", "aging"),
    )


def age_effect(batch: Batch) -> FloatArray:
    """What every projection of `learnable` misses: older than 30 loses, younger gains, shape (n,), per opportunity."""
    return np.where(batch.age > 30, -0.02, 0.02)


def learnable(seasons: range, player_type: Playing = "batter", *, noise: float = 0.02) -> TrainingSet:
    """Player seasons whose residuals are the age effect, the season's own shift and noise."""
    batches = [batch_of(player_type, season=season, n=120) for season in seasons]
    rng = np.random.default_rng(seasons.start)
    effect = np.concatenate([age_effect(batch) + rng.normal(0, 0.01) for batch in batches])
    targets = {stat: effect + rng.normal(0, noise, len(effect)) for stat in STATS[player_type]}
    return TrainingSet(
        player_type=player_type,
        corrects=CORRECTS,
        matrix=stacked([features_of(batch) for batch in batches]),
        targets=targets,
        weights=rng.integers(100, 650, len(effect)).astype(np.float64),
        seasons=np.repeat(np.array(seasons), 120),
        player_ids=np.concatenate([batch.player_id for batch in batches]),
    )
