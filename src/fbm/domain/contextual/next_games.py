"""How well rates of next games are told: weighted errors beside those of other ways to tell them.

Shapes: w windows, t stats.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from fbm.domain.contextual.games import Int64
from fbm.domain.contextual.judging import mean_interval
from fbm.domain.contextual.windows import RateTable, Windows, league_of, summed
from fbm.domain.seasons import BoolArray, FloatArray

CONTEXT, LEAGUE = "mean_of_context", "league"


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What came of windows.

    Attributes
    ----------
    rates : float64, shape (w, t)
    chances : float64, shape (w,)
        The weights.
    player : int64, shape (w,)
        Windows of one player count as one draw.
    """

    rates: FloatArray
    chances: FloatArray
    player: Int64


class NextGames(NamedTuple):
    """Rates of windows, told without looking past the cut, and what came.

    Attributes
    ----------
    windows : Windows
    network : float64, shape (w, t)
    others : mapping of who tells to float64, shape (w, t)
        `CONTEXT` and `LEAGUE`; NaN where one has nothing to tell.
    outcomes : Outcomes
    """

    windows: Windows
    network: FloatArray
    others: Mapping[str, FloatArray]
    outcomes: Outcomes


class StatError(NamedTuple):
    """One stat's error.

    Attributes
    ----------
    rmse : mapping of who tells to float
        Root of the mean squared error, weighted by opportunities.
    over : mapping of who else tells to (float, float, float)
        Mean squared error of the network as a share of the other's, less one, with the ends of its 95 % interval.
    """

    rmse: Mapping[str, float]
    over: Mapping[str, tuple[float, float, float]]


def outcomes_of(table: RateTable, windows: Windows) -> Outcomes:
    """Tell what came; windows without a chance to come have rates of 0 and no weight."""
    chances = summed(table.chances, windows.cut, windows.end)
    events = summed(table.events, windows.cut, windows.end)
    return Outcomes(events / np.maximum(chances, 1)[:, None], chances, windows.player.astype(np.int64))


def plain_rates(table: RateTable, windows: Windows) -> dict[str, FloatArray]:
    """Tell rates without a network: the player's own in the context (the league's without a chance), the league's."""
    league = league_of(table, windows)
    chances = summed(table.chances, windows.start, windows.cut)[:, None]
    own = summed(table.events, windows.start, windows.cut) / np.maximum(chances, 1)
    return {CONTEXT: np.where(chances > 0, own, league), LEAGUE: league}


def errors(
    stats: tuple[str, ...], network: FloatArray, others: Mapping[str, FloatArray], outcomes: Outcomes
) -> dict[str, StatError]:
    """Judge rates by stat; of each comparison only the windows that the other has rates for (not NaN)."""
    return {stat: _error(place, network, others, outcomes) for place, stat in enumerate(stats)}


def _error(place: int, network: FloatArray, others: Mapping[str, FloatArray], outcomes: Outcomes) -> StatError:
    mine = (network[:, place] - outcomes.rates[:, place]) ** 2
    rmse = {"network": _root(mine, outcomes.chances)}
    over = {}
    for name, rates in others.items():
        known = np.isfinite(rates[:, place])
        if not known.any():
            continue
        theirs = (rates[:, place] - outcomes.rates[:, place]) ** 2
        rmse[name] = _root(theirs[known], outcomes.chances[known])
        if rmse[name] > 0:  # there is no share of an error that is none
            over[name] = _share(mine, theirs, outcomes, known)
    return StatError(rmse, over)


def _share(mine: FloatArray, theirs: FloatArray, outcomes: Outcomes, known: BoolArray) -> tuple[float, float, float]:
    weights = outcomes.chances[known]
    base = float(np.average(theirs[known], weights=weights))
    gap = mean_interval(mine[known] - theirs[known], outcomes.player[known], weights)
    return gap[0] / base, gap[1] / base, gap[2] / base


def _root(squares: FloatArray, weights: FloatArray) -> float:
    return float(np.sqrt(np.average(squares, weights=weights)))
