"""Features that batters and pitchers share: what the window's seasons and the projection so far say.

Shapes: `n` players, 3 seasons with the latest first. All of it reads a batch at the stage that the model corrects, the
same when training and when projecting. Projected playing time is no feature: it is not known at that stage.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from fbm.domain.projection.batch import WINDOW, Batch
from fbm.domain.seasons import FloatArray

Columns = dict[str, FloatArray]
"""Feature names to columns of shape (n,)."""

UNREAD: Final = frozenset({"qs"})
"""Stats that are projected and read by no model: they came after the first ones, whose features stay what they are."""

AGO: Final = tuple(range(1, WINDOW + 1))
"""How many seasons ago each season of the window was."""


def rate_columns(batch: Batch) -> Columns:
    """Projected rate, last season's rate and how far it lay above the projection, for each stat but those in `UNREAD`.

    Returns
    -------
    dict of str to float64, shape (n,)
        Multiples of the league's rate in the latest season, so that a feature means the same in every era; NaN where
        the league has no such event or the player no opportunity.
    """
    league = np.where(batch.league[0] > 0, batch.league[0], np.nan)
    projected, last = batch.rates / league, season_rates(batch, 0) / league
    columns: Columns = {}
    for column, stat in enumerate(batch.stats):
        if stat in UNREAD:
            continue
        columns[f"{stat}_rate"] = projected[:, column]
        columns[f"{stat}_last"] = last[:, column]
        columns[f"{stat}_last_gap"] = last[:, column] - projected[:, column]
    return columns


def season_rates(batch: Batch, position: int) -> FloatArray:
    """Raw rates of one season of the window, shape (n, k), events per opportunity.

    Parameters
    ----------
    batch : Batch
    position : int
        0 for the latest season, 2 for the earliest.
    """
    chances = batch.opportunities[:, position, None]
    rates: FloatArray = batch.counts[:, position, :] / np.where(chances > 0, chances, np.nan)
    return rates


def volume_columns(batch: Batch, weights: tuple[float, ...], ballast: float) -> Columns:
    """How much was seen of each player.

    Parameters
    ----------
    batch : Batch
    weights : tuple of float, length 3
        Season weights, latest first.
    ballast : float
        Weighted opportunities at which a record counts as much as the league's mean.

    Returns
    -------
    dict of str to float64, shape (n,)
        Opportunities and games by season, their weighted sum, `reliability` in [0, 1) and seasons seen, 0 to 3.
    """
    weighted = batch.opportunities @ np.asarray(weights)
    columns: Columns = {
        "weighted_opportunities": weighted,
        "reliability": weighted / (weighted + ballast),
        "seasons_seen": (batch.opportunities > 0).sum(axis=1).astype(np.float64),
    }
    for position, ago in enumerate(AGO):
        columns[f"opportunities_{ago}"] = batch.opportunities[:, position]
        columns[f"games_{ago}"] = batch.games[:, position]
    return columns


def person_columns(batch: Batch) -> Columns:
    """Age in years, its square, and the park factor with 100 as neutral."""
    return {"age": batch.age, "age_squared": batch.age**2, "park": batch.park}


def ratio(part: FloatArray, whole: FloatArray) -> FloatArray:
    """Part of the whole, NaN where the whole is nothing."""
    quotient: FloatArray = part / np.where(whole > 0, whole, np.nan)
    return quotient
