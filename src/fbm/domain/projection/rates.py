"""Rates from three seasons: recent ones weigh more, and short records are pulled towards the league.

Shapes: `n` players, `k` stats, 3 seasons of the window with the latest first.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np

from fbm.domain.models.marcel import Weights
from fbm.domain.projection.batch import Batch, StageFunction
from fbm.domain.seasons import FloatArray

_NOTHING: Final[Mapping[str, float]] = MappingProxyType({})


def weighted_rates(
    weights: Weights,
    ballast: float | Mapping[str, float],
    *,
    to_none: Mapping[str, float] = _NOTHING,
    own_league: bool = False,
) -> StageFunction:
    """Make the first stage: season-weighted rates, regressed to the league's.

    Parameters
    ----------
    weights : tuple of float, length 3
        Season weights, latest first.
    ballast : float or mapping of stat name to float
        Weight of the league's rate, in season-weighted opportunities, > 0; for all stats or each of them.
    to_none : mapping of stat name to float
        Stats that are regressed to zero instead, and the weight of that zero: what only a few are asked to do.
    own_league : bool
        Whether players are compared with the league they were in, or with the majors as one.

    Returns
    -------
    function of Batch to Batch
        Sets the rates to ``(sum w x + ballast league) / (sum w opportunities + ballast)``, where `league` is the
        league's rate in the same seasons, weighted like the player's own. A stat without a figure stays NaN.

    References
    ----------
    Tango, "The 2004 Marcels" (the example of Beltran).
    """
    season_weights = np.asarray(weights)

    def project(batch: Batch) -> Batch:
        amount = np.array([to_none.get(stat, _ballast(ballast, stat)) for stat in batch.stats])
        anchor = league_means(batch, weights, own_league=own_league) * np.array(
            [stat not in to_none for stat in batch.stats]
        )
        events = np.einsum("s,nsk->nk", season_weights, batch.counts)
        chances = (batch.opportunities @ season_weights)[:, None]
        return batch.with_rates((events + amount * anchor) / (chances + amount))

    return project


def _ballast(ballast: float | Mapping[str, float], stat: str) -> float:
    return ballast[stat] if isinstance(ballast, Mapping) else ballast


def league_means(batch: Batch, weights: Weights, *, own_league: bool = False) -> FloatArray:
    """League rates in the seasons a player was seen in, weighted like his own record.

    Parameters
    ----------
    batch : Batch
    weights : tuple of float, length 3
        Season weights, latest first.
    own_league : bool
        Whether to tell the leagues apart.

    Returns
    -------
    float64, shape (n, k)
        Events per opportunity. A player without an opportunity gets the seasons by their weights alone; seasons in
        which nothing is known of the league do not count.
    """
    record = batch.opportunities * np.asarray(weights)
    unseen = record.sum(axis=1, keepdims=True) == 0
    shares = np.where(unseen, np.asarray(weights), record)
    league = batch.own_league if own_league else np.broadcast_to(batch.league, batch.counts.shape)
    known = np.isfinite(league)
    total = np.einsum("ns,nsk->nk", shares, known)
    events = np.einsum("ns,nsk->nk", shares, np.where(known, league, 0.0))
    return np.where(total > 0, events / np.where(total > 0, total, 1.0), np.nan)
