"""How much everyone will play: Marcel's rule of thumb.

Shapes: `n` players, 3 seasons of the window with the latest first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final, TypeAlias

import numpy as np

from fbm.domain.models.marcel import FULL_SEASON, PITCHER_WEIGHTS, PlayingTime
from fbm.domain.projection.batch import WINDOW, Batch, StageFunction
from fbm.domain.projection.population import start_share
from fbm.domain.seasons import FloatArray

Volumes: TypeAlias = Callable[[Batch], FloatArray]
"""A rule for projected opportunities, shape (n,)."""

_AS_PLAYED: Final[Mapping[int, int]] = MappingProxyType({})


def marcel_volumes(rule: PlayingTime, short_seasons: Mapping[int, int] = _AS_PLAYED) -> Volumes:
    """Make a rule: shares of the last two seasons, a floor, and something on top for starting pitchers.

    Parameters
    ----------
    rule : PlayingTime
    short_seasons : mapping of season to games
        Seasons cut short, whose opportunities are scaled to 162 games: with 2020 given, 100 plate appearances of
        that season count as 100 x 162 / 60 = 270.

    Returns
    -------
    function of Batch to float64, shape (n,)
        Plate appearances, or outs for pitchers.

    References
    ----------
    Tango, "The 2004 Marcels": PA = .5 PA1 + .1 PA2 + 200; IP = .5 IP1 + .1 IP2 + 60 for starters or 25 for relievers,
    and between the two by the share of games started, its seasons weighted 3/2/1: this is how the published innings of
    2004 come out.
    """

    def volumes(batch: Batch) -> FloatArray:
        seasons = [batch.season - ago for ago in range(1, WINDOW + 1)]
        scale = np.array([FULL_SEASON / short_seasons.get(season, FULL_SEASON) for season in seasons])
        played = batch.opportunities * scale
        starting = rule.starting * start_share(batch.games, batch.starts, PITCHER_WEIGHTS)
        result: FloatArray = rule.last * played[:, 0] + rule.before * played[:, 1] + rule.floor + starting
        return np.rint(result) if rule.whole else result

    return volumes


def playing_time(volumes: Volumes) -> StageFunction:
    """Make the stage that sets the projected opportunities."""

    def project(batch: Batch) -> Batch:
        return replace(batch, volume=volumes(batch))

    return project
