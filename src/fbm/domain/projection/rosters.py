"""What a person knows of next season's teams: where players will be, in which role, and how much they will play.

Shapes: `n` players of a batch, `k` stats.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

import numpy as np

from fbm.domain.projection.batch import Batch, Stage
from fbm.domain.projection.population import RELIEVER, STARTER
from fbm.domain.projection.roles import (
    CLOSER,
    PITCHING_ROLES,
    RELIEF,
    SETUP,
    USE,
    Usual,
    highest,
    natural_roles,
    usual_roles,
    within,
)
from fbm.domain.projection.window import NEUTRAL
from fbm.domain.seasons import FloatArray, StrArray

FULL_SEASON: Final[Mapping[str, float]] = {"batter": 700.0, STARTER: 600.0, RELIEVER: 210.0}
"""Plate appearances of a batter and outs of a starter (200 innings) and a reliever (70) who play all season."""

BEYOND: Final = 1.3
"""Innings over the most that anybody had in a role beyond which they cannot be meant."""


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
    """Places by player.

    Attributes
    ----------
    spots : mapping of player to tuple of Spot
        One of each player, or one as a batter and one as a pitcher.
    """

    spots: Mapping[str, tuple[Spot, ...]]

    def spot(self, player: str, player_type: str) -> Spot | None:
        """Give a player's place as a batter or as a pitcher."""
        return next((spot for spot in self.spots.get(player, ()) if spot.plays(player_type)), None)

    def pitching(self) -> Mapping[str, str]:
        """Whether pitchers start or relieve, by player; those whose role is left open are not in it."""
        spots = (spot for several in self.spots.values() for spot in several)
        return {spot.player_id: _start_or_relieve(spot.role) for spot in spots if spot.role in PITCHING_ROLES}

    def places(self, batch: Batch) -> list[tuple[int, Spot]]:
        """Give the rows of a batch that a roster has, each with its place in it."""
        found = ((row, self.spot(player, batch.player_type)) for row, player in enumerate(batch.player_id.tolist()))
        return [(row, spot) for row, spot in found if spot is not None]


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
            team[row], park[row] = spot.team, parks.get(spot.team, NEUTRAL)
        if spot.role is not None and (spot.role in PITCHING_ROLES) == (batch.player_type == "pitcher"):
            position[row] = _start_or_relieve(spot.role)
    return replace(batch, team=team.astype(np.str_), position=position.astype(np.str_), park=park)


def _start_or_relieve(role: str | None) -> str:
    """Give a role as a position; of batters it is one already."""
    return RELIEVER if role in (SETUP, CLOSER) else str(role)


def roster_stage(rosters: Rosters, parks: Mapping[str, float]) -> Stage:
    """Make the last stage: playing time and decisions as a roster has them.

    Parameters
    ----------
    rosters : Rosters
    parks : mapping of team to float
        As for `placed`: who came in since is placed by this stage.

    Returns
    -------
    Stage
        Named ``rosters``. Volume is the roster's where it has one. A pitcher who is given another role than his own
        gets wins, losses, quality starts, saves, holds and games for each out as others had them in that role in the
        last three seasons, and their innings where the roster has none; a reliever who is given one gets its saves and
        holds. Innings beyond `BEYOND` times the most in a role are passed over. Whatever volume or role is told,
        nobody has more of these stats than anybody in that role had.
    """
    return Stage("rosters", lambda batch: _overridden(placed(batch, rosters, parks), rosters, natural_roles(batch)))


@dataclass(frozen=True, slots=True)
class MovedInnings:
    """Innings that came with a role which is another than a pitcher had."""

    player_id: str
    role: str
    was: str
    outs: float


@dataclass(frozen=True, slots=True)
class TooManyInnings:
    """Innings told that are passed over: beyond `BEYOND` times the most that anybody had in that role."""

    player_id: str
    role: str
    outs: float
    most: float


def told_of_roles(batch: Batch, rosters: Rosters) -> tuple[MovedInnings | TooManyInnings, ...]:
    """Name those whose innings a role moves or does not allow.

    Parameters
    ----------
    batch : Batch
        Of pitchers, before the stage of `roster_stage`.
    rosters : Rosters
    """
    if batch.player_type == "batter" or not (places := rosters.places(batch)):
        return ()
    usual, natural = usual_roles(batch), natural_roles(batch)
    found = (_told(spot, str(natural[row]), usual) for row, spot in places)
    return tuple(note for notes in found for note in notes)


def _told(spot: Spot, natural: str, usual: Mapping[str, Usual]) -> Iterator[MovedInnings | TooManyInnings]:
    role = _role(spot, natural)
    meant = _meant(spot, role, usual)
    if spot.outs is not None and meant.outs is None:
        yield TooManyInnings(spot.player_id, role, spot.outs, _most(spot, role, usual)[1])
    if _brings_innings(meant, natural, usual):
        yield MovedInnings(spot.player_id, role, natural, usual[role].outs)


def _overridden(batch: Batch, rosters: Rosters, natural: StrArray) -> Batch:
    rates, volume = batch.rates.copy(), batch.volume.copy()
    usual = usual_roles(batch) if batch.player_type == "pitcher" else {}
    for row, spot in rosters.places(batch):
        if usual:
            volume[row] = _outs(spot, str(natural[row]), float(volume[row]), usual)
            rates[row] = _used(spot, str(natural[row]), rates[row], batch.stats, usual, float(volume[row]))
        else:
            volume[row] = _appearances(spot, float(volume[row]))
    return replace(batch, rates=rates, volume=volume)


def _appearances(spot: Spot, projected: float) -> float:
    if spot.pa is not None:
        return spot.pa
    return projected if spot.share is None else spot.share * FULL_SEASON["batter"]


def _outs(spot: Spot, natural: str, projected: float, usual: Mapping[str, Usual]) -> float:
    role = _role(spot, natural)
    meant = _meant(spot, role, usual)
    if meant.outs is not None:
        return meant.outs
    if meant.share is not None:
        return meant.share * FULL_SEASON[_start_or_relieve(role)]
    return usual[role].outs if _brings_innings(meant, natural, usual) else projected


def _meant(spot: Spot, role: str, usual: Mapping[str, Usual]) -> Spot:
    """Pass over innings that cannot be."""
    beyond = spot.outs is not None and spot.outs > BEYOND * _most(spot, role, usual)[1]
    return replace(spot, outs=None) if beyond else spot


def _brings_innings(spot: Spot, natural: str, usual: Mapping[str, Usual]) -> bool:
    """Whether a new role says how much somebody pitches."""
    open_ = spot.outs is None and spot.share is None
    return open_ and _changes(spot, natural) and bool(np.isfinite(usual[_role(spot, natural)].outs))


def _role(spot: Spot, natural: str) -> str:
    return spot.role if spot.role is not None and spot.role in PITCHING_ROLES else natural


def _changes(spot: Spot, natural: str) -> bool:
    """Whether a starter is told to relieve, or a reliever to start."""
    return spot.role in PITCHING_ROLES and (spot.role == STARTER) != (natural == STARTER)


def _most(spot: Spot, role: str, usual: Mapping[str, Usual]) -> tuple[dict[str, float], float]:
    """Give what nobody in a role had more of; of a reliever who is not told which one, nobody in relief."""
    known = (role,) if role == STARTER or spot.role in PITCHING_ROLES else (RELIEVER, SETUP, CLOSER)
    return highest(usual[one] for one in known)


def _used(
    spot: Spot, natural: str, rates: FloatArray, stats: tuple[str, ...], usual: Mapping[str, Usual], outs: float
) -> FloatArray:
    """Give a pitcher's rates, shape (k,), with those of his role, and no totals that nobody in it has."""
    if outs <= 0 or (spot.role is None and spot.outs is None and spot.share is None):
        return rates
    role, changed = _role(spot, natural), rates.copy()
    taken = () if _has_it_already(spot, rates, stats, usual) else _taken_over(spot, natural)
    for stat in taken:
        changed[stats.index(stat)] = usual[role].rates[stat]
    totals = within({stat: float(changed[stats.index(stat)]) * outs for stat in USE}, _most(spot, role, usual)[0])
    for stat, total in totals.items():
        changed[stats.index(stat)] = total / outs
    return changed


def _has_it_already(spot: Spot, rates: FloatArray, stats: tuple[str, ...], usual: Mapping[str, Usual]) -> bool:
    """Tell whether a closer or a man who holds leads is projected to do more of it than others in his role."""
    stat = {CLOSER: "sv", SETUP: "hld"}.get(spot.role or "")
    return stat is not None and bool(rates[stats.index(stat)] >= usual[str(spot.role)].rates[stat])


def _taken_over(spot: Spot, natural: str) -> tuple[str, ...]:
    """Stats that a role brings with it for a pitcher who was a starter or a reliever."""
    if spot.role not in PITCHING_ROLES:
        return ()
    if _changes(spot, natural):
        return USE
    return () if spot.role == STARTER else RELIEF
