"""What a person knows of next season's teams: where players will be, in which role, and how much they will play.

Shapes: `n` players of a batch, `k` stats.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

import numpy as np

from fbm.domain.projection.batch import Batch, Stage
from fbm.domain.projection.population import RELIEVER, STARTER, STARTER_SHARE
from fbm.domain.seasons import BoolArray, FloatArray

CLOSER: Final = "CL"
SETUP: Final = "SU"
PITCHING_ROLES: Final = (STARTER, RELIEVER, SETUP, CLOSER)
"""Roles of pitchers: starters, those in relief, those who hold leads, and those who close."""

FULL_SEASON: Final[Mapping[str, float]] = {"batter": 700.0, STARTER: 600.0, RELIEVER: 210.0}
"""Plate appearances of a batter and outs of a starter (200 innings) and a reliever (70) who play all season."""

CLOSES: Final = 20.0
HOLDS: Final = 15.0
"""Saves and holds in a season from which a reliever closes, or holds leads."""

_RELIEF: Final = ("sv", "hld", "bs")
_USE: Final = ("w", "l", "g", "gs", "qs", *_RELIEF)


@dataclass(frozen=True, slots=True)
class Spot:
    """A player's place in a roster; what is None is left to the projection.

    Attributes
    ----------
    player_id : str
    team : str or None
    role : str or None
        One of `PITCHING_ROLES`, or the position of a batter.
    share : float or None
        Of a full season, see `FULL_SEASON`.
    pa, outs : float or None
        Plate appearances and outs; they go before a share.
    """

    player_id: str
    team: str | None = None
    role: str | None = None
    share: float | None = None
    pa: float | None = None
    outs: float | None = None

    def plays(self, player_type: str) -> bool:
        """Whether it is about a player as a batter or as a pitcher; both where it does not tell."""
        pitches = self.outs is not None or self.role in PITCHING_ROLES
        bats = self.pa is not None or (self.role is not None and self.role not in PITCHING_ROLES)
        if pitches == bats:
            return True
        return pitches == (player_type == "pitcher")


@dataclass(frozen=True, slots=True)
class Rosters:
    """Places by player."""

    spots: Mapping[str, Spot]

    def pitching(self) -> Mapping[str, str]:
        """Whether pitchers start or relieve, by player; those whose role is left open are not in it."""
        return {
            player: _start_or_relieve(spot.role) for player, spot in self.spots.items() if spot.role in PITCHING_ROLES
        }

    def places(self, batch: Batch) -> list[tuple[int, Spot]]:
        """Give the rows of a batch that a roster has, each with its place in it."""
        found = ((row, self.spots.get(player)) for row, player in enumerate(batch.player_id.tolist()))
        return [(row, spot) for row, spot in found if spot is not None and spot.plays(batch.player_type)]


NO_ROSTERS: Final = Rosters(MappingProxyType({}))


def placed(batch: Batch, rosters: Rosters, parks: Mapping[str, float]) -> Batch:
    """Put players where a roster has them, before anything is projected.

    Parameters
    ----------
    batch : Batch
        Without rates.
    rosters : Rosters
    parks : mapping of team to float
        Park factors of the season before, 100 is neutral.

    Returns
    -------
    Batch
        With the teams, parks and positions of the roster.
    """
    team, position, park = batch.team.astype(object), batch.position.astype(object), batch.park.copy()
    for row, spot in rosters.places(batch):
        if spot.team is not None:
            team[row], park[row] = spot.team, parks.get(spot.team, 100.0)
        if spot.role is not None and (spot.role in PITCHING_ROLES) == (batch.player_type == "pitcher"):
            position[row] = _start_or_relieve(spot.role)
    return replace(batch, team=team.astype(np.str_), position=position.astype(np.str_), park=park)


def _start_or_relieve(role: str | None) -> str:
    """Give a role as a position; of batters it is one already."""
    return RELIEVER if role in (SETUP, CLOSER) else str(role)


def roster_stage(rosters: Rosters, before: Batch, parks: Mapping[str, float]) -> Stage:
    """Make the last stage: playing time and decisions as a roster has them.

    Parameters
    ----------
    rosters : Rosters
    before : Batch
        The players before the roster was looked at, where they used to be. Who came in since is placed by this stage.
    parks : mapping of team to float
        As for `placed`.

    Returns
    -------
    Stage
        Named ``rosters``. Volume is the roster's where it has one. A pitcher who is given another role than his own
        gets wins, losses, quality starts, saves, holds and games for each out as others had them in that role in the
        last three seasons; a reliever who is given one gets its saves and holds.
    """
    natural = _positions(before)
    return Stage(
        "rosters", lambda batch: _overridden(placed(batch, rosters, parks), rosters, _positions(batch) | natural)
    )


def _positions(batch: Batch) -> dict[str, str]:
    return dict(zip(batch.player_id.tolist(), batch.position.tolist(), strict=True))


def _overridden(batch: Batch, rosters: Rosters, natural: Mapping[str, str]) -> Batch:
    rates, volume = batch.rates.copy(), batch.volume.copy()
    typical = _typical(batch) if batch.player_type == "pitcher" else {}
    for row, spot in rosters.places(batch):
        volume[row] = _volume(spot, batch, row)
        for stat in _taken_over(spot.role, natural[spot.player_id]) if typical else ():
            rates[row, batch.stats.index(stat)] = typical[str(spot.role)][stat]
    return replace(batch, rates=rates, volume=volume)


def _volume(spot: Spot, batch: Batch, row: int) -> float:
    batting = batch.player_type == "batter"
    given = spot.pa if batting else spot.outs
    if given is not None:
        return given
    if spot.share is not None:
        return spot.share * FULL_SEASON["batter" if batting else str(batch.position[row])]
    return float(batch.volume[row])


def _taken_over(role: str | None, natural: str) -> tuple[str, ...]:
    """Stats that a role brings with it for a pitcher who was a starter or a reliever."""
    if role not in PITCHING_ROLES:
        return ()
    if (role == STARTER) != (natural == STARTER):
        return _USE
    return () if role == STARTER else _RELIEF


def _typical(batch: Batch) -> dict[str, dict[str, float]]:
    """Decisions and games for each out in each role, over the seasons of the window."""
    members = _members(batch)
    usual = {role: _rates(batch, which) for role, which in members.items()}
    return {
        role: {stat: _first_known(rates[stat], usual[RELIEVER][stat]) for stat in rates}
        for role, rates in usual.items()
    }


def _members(batch: Batch) -> dict[str, BoolArray]:
    """Player seasons in each role, shape (n, 3)."""
    saves, holds = (np.nan_to_num(batch.counts[:, :, batch.stats.index(stat)]) for stat in ("sv", "hld"))
    starts = batch.starts >= STARTER_SHARE * batch.games
    played = batch.opportunities > 0
    closes, sets_up = ~starts & (saves >= CLOSES), ~starts & (holds >= HOLDS) & (saves < CLOSES)
    middle = played & ~starts & ~closes & ~sets_up
    return {STARTER: played & starts, RELIEVER: middle, SETUP: sets_up, CLOSER: closes}


def _rates(batch: Batch, which: BoolArray) -> dict[str, float]:
    return {
        stat: _rate(batch.counts[:, :, batch.stats.index(stat)][which], batch.opportunities[which]) for stat in _USE
    }


def _rate(counts: FloatArray, outs: FloatArray) -> float:
    known = np.isfinite(counts)
    total = float(outs[known].sum())
    return float(counts[known].sum()) / total if total > 0 else float("nan")


def _first_known(rate: float, other: float) -> float:
    return other if np.isnan(rate) else rate
