"""The league around the players: what its rates are in each season, and how talents are held to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Final

import numpy as np

from fbm.domain.seasons import FloatArray, IntArray, Rows
from fbm.domain.simulation.parks import Parks
from fbm.domain.simulation.pools import SETTLING
from fbm.domain.simulation.seating import Seats
from fbm.domain.simulation.traits import Trait, log_odds, share

TREND: Final[Mapping[str, float]] = {"so": 0.022, "hr": 0.012, "sb": -0.01}
"""Log-odds that the league gains in a year."""

DRIFTING: Final = ("bb", "hbp", "so", "hr", "babip", "doubles", "triples", "sb", "success", "runs")

WANDERING: Final = 0.02
"""Standard deviation of what a rate does besides, from one year to the next, in log-odds."""


@dataclass(frozen=True, slots=True)
class Stints:
    """Seats of the seasons that count, those of traded players in two; one entry each.

    Attributes
    ----------
    player : int64
        Index into the pool.
    season : int64
        Index into the seasons that count.
    stint : int64
        From 1.
    team, role : int64
    chances : float64
        As in `Seats`.
    """

    player: IntArray
    season: IntArray
    stint: IntArray
    team: IntArray
    role: IntArray
    chances: FloatArray

    def __len__(self) -> int:
        return len(self.player)

    def take(self, rows: Rows) -> Stints:
        """Pick stints by mask or position."""
        return Stints(*(getattr(self, field.name)[rows] for field in fields(self)))


def draw_drift(rng: np.random.Generator, seasons: int) -> Mapping[str, FloatArray]:
    """Draw how the league moves season by season, the same for those who bat and those who pitch.

    Returns
    -------
    mapping of trait name to float64, shape (t,)
        Log-odds, about zero in the middle of the seasons.
    """
    middle = np.arange(seasons) - (seasons - 1) / 2
    wandering = np.cumsum(rng.normal(0, WANDERING, (len(DRIFTING), seasons)), axis=1)
    wandering -= wandering.mean(axis=1, keepdims=True)
    return {name: TREND.get(name, 0.0) * middle + wandering[at] for at, name in enumerate(DRIFTING)}


def targets(traits: Sequence[Trait], drift: Mapping[str, FloatArray]) -> Mapping[str, FloatArray]:
    """Work out the league's rates season by season, shape (t,) each."""
    return {trait.name: share(log_odds(trait.rate) + drift[trait.name]) for trait in traits if trait.name in drift}


def centre(odds: FloatArray, weight: FloatArray, season: IntArray, target: FloatArray) -> FloatArray:
    """Move everybody's log-odds by what makes each season's weighted rate the league's.

    Parameters
    ----------
    odds, weight : float64, shape (m,)
    season : int64, shape (m,)
        Index into `target`.
    target : float64, shape (t,)
        Shares.

    Returns
    -------
    float64, shape (m,)
    """
    total = np.bincount(season, weight, len(target))
    moved = odds.copy()
    for _ in range(6):
        p = share(moved)
        rate = np.bincount(season, weight * p, len(target)) / total
        slope = np.bincount(season, weight * p * (1 - p), len(target)) / total
        moved = moved + ((target - rate) / slope)[season]
    return moved


def in_parks(shares: Mapping[str, FloatArray], parks: Parks, stints: Stints) -> dict[str, FloatArray]:
    """Shares as the team's park makes them."""
    at = (stints.season, stints.team)
    return {
        **shares,
        "hr": np.minimum(shares["hr"] * np.exp(parks.homers[at]), 0.5),
        "babip": np.minimum(shares["babip"] * np.exp(parks.hits[at]), 0.6),
    }


def split_trades(rng: np.random.Generator, seats: Seats) -> Stints:
    """Make stints of the seats of seasons that count: one each, two for those who were traded."""
    counting = seats.take(seats.season >= SETTLING)
    traded = np.flatnonzero(counting.second_team >= 0)
    first = np.ones(len(counting))
    first[traded] = rng.uniform(0.3, 0.7, len(traded))
    stays = Stints(
        player=counting.player,
        season=counting.season - SETTLING,
        stint=np.ones_like(counting.player),
        team=counting.team,
        role=counting.role,
        chances=counting.chances * first,
    )
    goes = replace(
        stays, stint=stays.stint + 1, team=counting.second_team, chances=counting.chances * (1 - first)
    ).take(traded)
    return Stints(*(np.concatenate([getattr(part, field.name) for part in (stays, goes)]) for field in fields(Stints)))
