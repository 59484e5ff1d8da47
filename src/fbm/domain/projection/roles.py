"""What pitchers have in each role: innings, decisions and games, and the most of them that anybody had.

Shapes: `n` pitchers of a batch, 3 seasons of the window.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from fbm.domain.models.marcel import FULL_SEASON, SHORT_SEASONS
from fbm.domain.projection.batch import WINDOW, Batch
from fbm.domain.projection.population import RELIEVER, STARTER, STARTER_SHARE, roles
from fbm.domain.seasons import BoolArray, FloatArray, StrArray

CLOSER: Final = "CL"
SETUP: Final = "SU"
PITCHING_ROLES: Final = (STARTER, RELIEVER, SETUP, CLOSER)
"""Roles of pitchers: starters, those in relief, those who hold leads, and those who close."""

GROUPS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"OF": ("lf", "cf", "rf"), "IF": ("1b", "2b", "3b", "ss"), "MI": ("2b", "ss"), "CI": ("1b", "3b")}
)
"""Names of several positions of batters."""

PITCHES: Final = "P"
"""The role of a pitcher who stays what he is."""

CLOSES: Final = 20.0
HOLDS: Final = 15.0
"""Saves and holds in a season from which a reliever closes, or holds leads."""

RELIEF: Final = ("sv", "hld", "bs")
USE: Final = ("w", "l", "g", "gs", "qs", *RELIEF)
"""Stats that a role decides, and those of them that belong to relief."""

_ENDED: Final = ("w", "l", "sv", "hld")
"""What a pitcher has at most one of in a game."""


@dataclass(frozen=True, slots=True)
class Usual:
    """What a role has had in the last three seasons.

    Attributes
    ----------
    rates : mapping of stat to float
        Of `USE`, for each out.
    outs : float
        In 162 games, of the man who got a typical out in that role.
    most : mapping of stat to float
        Of `USE`, what nobody had more of in a season; NaN where nothing is known.
    most_outs : float
    """

    rates: Mapping[str, float]
    outs: float
    most: Mapping[str, float]
    most_outs: float


def natural_roles(batch: Batch) -> StrArray:
    """Say who starts and who relieves by his record in the majors, shape (n,); by his position who has none there."""
    return np.where(batch.games.sum(axis=1) > 0, roles(batch.games, batch.starts), batch.position)


def usual_roles(batch: Batch) -> dict[str, Usual]:
    """Give what each of `PITCHING_ROLES` had; a role that nobody had is told by relievers."""
    members = _members(batch)
    other = _usual(batch, members[RELIEVER], None)
    return {role: _usual(batch, which, other) for role, which in members.items()}


def within(totals: Mapping[str, float], most: Mapping[str, float]) -> dict[str, float]:
    """Keep a season's totals within what can be.

    Parameters
    ----------
    totals : mapping of stat to float
        Of `USE`.
    most : mapping of stat to float
        What nobody has more of.

    Returns
    -------
    dict of stat to float
        No more than the most; starts are games, quality starts are starts, and wins, losses, saves and holds together
        are no more than games.
    """
    found = {stat: float(np.fmin(total, most[stat])) for stat, total in totals.items()}
    found["g"] = float(np.fmax(found["g"], found["gs"]))
    found["qs"] = float(np.minimum(found["qs"], found["gs"]))
    ended = float(np.nansum([found[stat] for stat in _ENDED]))
    if ended > found["g"]:
        found |= {stat: found[stat] * found["g"] / ended for stat in _ENDED}
    return found


def highest(usual: Iterable[Usual]) -> tuple[dict[str, float], float]:
    """Give the most of several roles together: by stat, and outs."""
    known = tuple(usual)
    most = {stat: float(np.fmax.reduce([one.most[stat] for one in known])) for stat in USE}
    return most, max(one.most_outs for one in known)


def _members(batch: Batch) -> dict[str, BoolArray]:
    """Player seasons in each role, shape (n, 3)."""
    saves, holds = (np.nan_to_num(batch.counts[:, :, batch.stats.index(stat)]) for stat in ("sv", "hld"))
    starts = batch.starts >= STARTER_SHARE * batch.games
    played = batch.opportunities > 0
    closes, sets_up = ~starts & (saves >= CLOSES), ~starts & (holds >= HOLDS) & (saves < CLOSES)
    middle = played & ~starts & ~closes & ~sets_up
    return {STARTER: played & starts, RELIEVER: middle, SETUP: sets_up, CLOSER: closes}


def _usual(batch: Batch, which: BoolArray, other: Usual | None) -> Usual:
    counts = {stat: batch.counts[:, :, batch.stats.index(stat)][which] for stat in USE}
    outs, full = batch.opportunities[which], (batch.opportunities * _scale(batch.season))[which]
    rates, most = ({stat: found(column, outs) for stat, column in counts.items()} for found in (_rate, _most))
    if other is not None:
        rates = {stat: _known(rate, other.rates[stat]) for stat, rate in rates.items()}
        most = {stat: _known(top, other.most[stat]) for stat, top in most.items()}
    if not len(outs):
        return Usual(rates, *((other.outs, most, other.most_outs) if other else (np.nan, most, np.nan)))
    return Usual(rates, float((full**2).sum() / full.sum()), most, float(outs.max()))


def _scale(season: int) -> FloatArray:
    """Bring the seasons of a window to 162 games, shape (3,)."""
    lengths = [SHORT_SEASONS.get(season - ago, FULL_SEASON) for ago in range(1, WINDOW + 1)]
    return FULL_SEASON / np.array(lengths, dtype=np.float64)


def _rate(counts: FloatArray, outs: FloatArray) -> float:
    known = np.isfinite(counts)
    total = float(outs[known].sum())
    return float(counts[known].sum()) / total if total > 0 else float("nan")


def _most(counts: FloatArray, _outs: FloatArray) -> float:
    return float(np.fmax.reduce(counts, initial=np.nan))


def _known(rate: float, other: float) -> float:
    return other if np.isnan(rate) else rate
