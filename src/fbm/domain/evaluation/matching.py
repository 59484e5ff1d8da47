"""The same players for everybody: forecasts of a season laid beside what happened.

Shapes: `n` players: who played, and who did not but was projected by all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Final

import numpy as np

from fbm.domain.evaluation.forecasts import Forecast, Quantiles
from fbm.domain.evaluation.outcomes import Outcomes
from fbm.domain.models.marcel import FULL_SEASON, SHORT_SEASONS
from fbm.domain.projection.batch import Playing
from fbm.domain.projection.finalise import OUTS_PER_INNING
from fbm.domain.seasons import BoolArray, FloatArray, IntArray, StrArray

RATES: Final = frozenset({"avg", "obp", "slg", "ops", "woba", "era", "whip", "k9", "bb9"})
"""Columns that are no counts."""

VOLUME: Final[Mapping[Playing, str]] = {"batter": "pa", "pitcher": "ip"}


@dataclass(frozen=True, slots=True)
class Population:
    """Who is judged category by category: those who played this much.

    Attributes
    ----------
    min_pa : float
        Plate appearances of a batter.
    min_ip : float
        Innings of a pitcher.
    """

    min_pa: float = 200.0
    min_ip: float = 50.0

    def least(self, player_type: Playing, season: int) -> float:
        """Least playing time of a season; of one cut short, the share of its games."""
        full = self.min_pa if player_type == "batter" else self.min_ip
        return full * season_share(season)


@dataclass(frozen=True, slots=True)
class Said:
    """One forecast, on the players of a match.

    Attributes
    ----------
    projected : bool, shape (n,)
    columns : mapping of column name to float64, shape (n,)
        NaN for who was not projected.
    quantiles : mapping of stat to Quantiles
    """

    projected: BoolArray
    columns: Mapping[str, FloatArray]
    quantiles: Mapping[str, Quantiles]


@dataclass(frozen=True, slots=True)
class Match:
    """A season of one type of player, and what was said of it.

    Attributes
    ----------
    season : int
    player_type : {"batter", "pitcher"}
    player_id : str, shape (n,)
    role : str, shape (n,)
        Empty for who did not play.
    age : float64, shape (n,)
    played, population, judged : bool, shape (n,)
        Who played at all, who played enough, and who of those was projected by everybody.
    actual : mapping of column name to float64, shape (n,)
        Counts of who did not play are zero, his rates NaN.
    said : mapping of name to tuple of Said
        A forecast for each seed.
    """

    season: int
    player_type: Playing
    player_id: StrArray
    role: StrArray
    age: FloatArray
    played: BoolArray
    population: BoolArray
    judged: BoolArray
    actual: Mapping[str, FloatArray]
    said: Mapping[str, tuple[Said, ...]]

    def __len__(self) -> int:
        return len(self.player_id)

    def volume(self) -> FloatArray:
        """Plate appearances or innings that were played, shape (n,)."""
        return self.actual[VOLUME[self.player_type]]


def season_share(season: int) -> float:
    """Share of a whole season's games that a season had: 1 but for those cut short."""
    return SHORT_SEASONS.get(season, FULL_SEASON) / FULL_SEASON


def match(outcomes: Outcomes, forecasts: Mapping[str, Sequence[Forecast]], population: Population) -> Match:
    """Lay forecasts beside outcomes.

    Parameters
    ----------
    outcomes : Outcomes
    forecasts : mapping of name to sequence of Forecast
        At least one; one for each seed. Projected counts of a season cut short are scaled to its games.
    population : Population
    """
    sets = [frozenset(one.player_id.tolist()) for several in forecasts.values() for one in several]
    shared = reduce(frozenset.intersection, sets)
    ids = np.array(sorted({*outcomes.player_id.tolist(), *shared}), dtype=np.str_)
    at = np.searchsorted(ids, outcomes.player_id)
    actual = _actual(outcomes, at, len(ids))
    played = np.isin(ids, outcomes.player_id)
    volume = actual[VOLUME[outcomes.player_type]]
    enough = volume >= population.least(outcomes.player_type, outcomes.season) - 1e-9
    in_all = np.isin(ids, np.array(sorted(shared), dtype=np.str_))
    role = np.full(len(ids), "", dtype=outcomes.role.dtype)
    role[at] = outcomes.role
    return Match(
        season=outcomes.season,
        player_type=outcomes.player_type,
        player_id=ids,
        role=role,
        age=_spread(outcomes.age, at, len(ids), np.nan),
        played=played,
        population=enough,
        judged=enough & in_all,
        actual=actual,
        said={name: tuple(_said(one, ids) for one in several) for name, several in forecasts.items()},
    )


def with_sums(columns: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    """Add what follows from other columns: saves and holds less blown saves, and batters faced.

    Batters faced are taken to be outs, hits, walks and hit batsmen: in projections and outcomes alike, which leaves
    errors and outs on the bases out of both.
    """
    known = dict(columns)
    if {"sv", "hld", "bs"} <= set(known):
        known["nsvh"] = known["sv"] + known["hld"] - known["bs"]
    if {"ip", "h", "bb", "hbp"} <= set(known):
        known["bf"] = OUTS_PER_INNING * known["ip"] + known["h"] + known["bb"] + known["hbp"]
    return known


def _actual(outcomes: Outcomes, at: IntArray, n: int) -> dict[str, FloatArray]:
    columns = with_sums(outcomes.columns)
    return {
        name: _spread(column, at, n, np.nan if name in RATES else _absent(column)) for name, column in columns.items()
    }


def _absent(column: FloatArray) -> float:
    """Give the count of who did not play: none, unless nobody's is known."""
    return 0.0 if np.isfinite(column).any() else np.nan


def _spread(column: FloatArray, at: IntArray, n: int, rest: float) -> FloatArray:
    whole = np.full(n, rest)
    whole[at] = column
    return whole


def _said(forecast: Forecast, ids: StrArray) -> Said:
    _, here, there = np.intersect1d(ids, forecast.player_id, return_indices=True)
    projected = np.zeros(len(ids), dtype=np.bool_)
    projected[here] = True
    share = season_share(forecast.season)

    def laid(name: str, column: FloatArray) -> FloatArray:
        whole = np.full((len(ids), *column.shape[1:]), np.nan)
        whole[here] = column[there] * (1.0 if name in RATES else share)
        return whole

    columns = {name: laid(name, column) for name, column in with_sums(forecast.columns).items()}
    quantiles = {stat: Quantiles(one.levels, laid(stat, one.values)) for stat, one in forecast.quantiles.items()}
    return Said(projected, columns, quantiles)
