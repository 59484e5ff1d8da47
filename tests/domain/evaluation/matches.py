"""Seasons written out: what happened and what was said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from fbm.domain.evaluation.forecasts import Forecast, Quantiles
from fbm.domain.evaluation.outcomes import Outcomes
from fbm.domain.projection.batch import Playing

BATTING = ("pa", "hr", "r", "rbi", "sb", "so", "bb", "obp", "woba")


def outcomes(
    rows: Mapping[str, Mapping[str, float]],
    season: int = 2019,
    player_type: Playing = "batter",
    ages: Mapping[str, float] | None = None,
) -> Outcomes:
    """Lay rows out by player; a column that a row does not name is zero."""
    ids = sorted(rows)
    names = dict.fromkeys(name for row in rows.values() for name in row)
    return Outcomes(
        season=season,
        player_type=player_type,
        player_id=np.array(ids, dtype=np.str_),
        role=np.array(["1B" if player_type == "batter" else "SP"] * len(ids), dtype=np.str_),
        age=np.array([(ages or {}).get(player, 27.0) for player in ids]),
        columns={name: np.array([rows[player].get(name, 0.0) for player in ids]) for name in names},
    )


def forecast(
    rows: Mapping[str, Mapping[str, float]],
    season: int = 2019,
    player_type: Playing = "batter",
    quantiles: Mapping[str, Quantiles] | None = None,
) -> Forecast:
    ids = list(rows)
    names = dict.fromkeys(name for row in rows.values() for name in row)
    columns = {name: np.array([rows[player].get(name, 0.0) for player in ids]) for name in names}
    return Forecast(season, player_type, np.array(ids, dtype=np.str_), columns, quantiles or {})


def drawn_season(seed: int, *, season: int = 2019, n: int = 60) -> Outcomes:
    """Draw batters who played between 100 and 700 plate appearances."""
    rng = np.random.default_rng(seed)
    pa = rng.integers(100, 700, n).astype(float)
    columns = {stat: np.round(pa * rng.uniform(0.01, 0.1, n)) for stat in BATTING[1:7]}
    columns |= {"pa": pa, "obp": rng.normal(0.33, 0.03, n), "woba": rng.normal(0.32, 0.03, n)}
    ids = np.array([f"bat{number:03d}" for number in range(n)], dtype=np.str_)
    return Outcomes(season, "batter", ids, np.full(n, "1B"), np.linspace(20, 40, n), columns)


def guess(actual: Outcomes, noise: float, seed: int, keep: Sequence[bool] | None = None) -> Forecast:
    """Know what happened, but for some noise, as a share of each column's spread."""
    rng = np.random.default_rng(seed)
    rows = np.ones(len(actual), dtype=bool) if keep is None else np.asarray(keep)
    columns = {
        name: (column + noise * column.std() * rng.normal(size=len(column)))[rows]
        for name, column in actual.columns.items()
    }
    return Forecast(actual.season, actual.player_type, actual.player_id[rows], columns, {})
