"""Major-league seasons of players, club by club, as lines of the season tables.

Lahman's tables have a line for each club that a player was with, in order, in batting also for those who never came to
bat. Here the same is made of what is told by club.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

import numpy as np

from fbm.domain.seasons import Lines
from fbm.domain.stats import BATTING, PITCHING, POSITIONS

Counts: TypeAlias = Mapping[str, float]
ByClub: TypeAlias = Mapping[str, Counts]
"""Counts by club, in the order in which a player was with them."""

DH: Final = "dh"

COUNTED: Final = frozenset({"g", "pa", "ab", "h", "doubles", "triples", "hr", "r", "rbi", "bb", "so", "outs", "er"})
"""What every line of a club tells; other figures may stand in the sum alone."""


class PlayerSeason(NamedTuple):
    """What is told of a player's season.

    Attributes
    ----------
    player_id, name : str
    season : int
    batting, pitching, fielding : mapping of club to counts
        Counts of `fbm.domain.stats`; of fielding, games by position.
    whole_batting, whole_pitching : mapping of stat to float, optional
        The season's sum as another answer tells it; None where it has none.
    """

    player_id: str
    name: str
    season: int
    batting: ByClub
    pitching: ByClub
    fielding: ByClub
    whole_batting: Counts | None = None
    whole_pitching: Counts | None = None

    def clubs(self) -> tuple[str, ...]:
        """Clubs in order: as he pitched for them if he did so most, else as he batted, the others where they fit."""
        orders = sorted((self.batting, self.pitching, self.fielding), key=_games, reverse=True)
        merged: list[str] = []
        for order in orders:
            _merge(merged, list(order))
        return tuple(merged)


class Mismatch(NamedTuple):
    """A figure of which two answers tell different things.

    Attributes
    ----------
    season : int
    name : str
        Of a player or a club.
    what : str
    parts, whole : float
        The sum of the clubs or players, and what is told of all of them; NaN for nothing at all.
    """

    season: int
    name: str
    what: str
    parts: float
    whole: float


class MajorLines(NamedTuple):
    """Lines of a season's players."""

    batting: Lines
    pitching: Lines
    positions: Lines


class _Row(NamedTuple):
    player_id: str
    season: int
    stint: int
    team: str
    counts: Counts


def major_lines(players: Iterable[PlayerSeason], leagues: Mapping[tuple[int, str], str]) -> MajorLines:
    """Make lines of players' seasons.

    Parameters
    ----------
    players : iterable of PlayerSeason
    leagues : mapping of season and club to league

    Returns
    -------
    MajorLines
        In batting and positions a line for every club of a player, in pitching for those that he pitched for. Who has
        no batting line with a club never came to bat for it: his counts are none, his games those he pitched or
        fielded. A position nobody is told to have played in a season is not known, rather than never played.
    """
    told = list(players)
    known = {(player.season, place) for player in told for games in player.fielding.values() for place in games}
    rows = [(player, stint, club) for player in told for stint, club in enumerate(player.clubs(), 1)]
    batting = [_row(player, stint, club, _batting(player, club)) for player, stint, club in rows]
    pitching = [
        _row(player, stint, club, player.pitching[club]) for player, stint, club in rows if club in player.pitching
    ]
    positions = [_row(player, stint, club, _positions(player, club, known)) for player, stint, club in rows]
    return MajorLines(
        _lines(batting, BATTING, leagues), _lines(pitching, PITCHING, leagues), _lines(positions, POSITIONS, leagues)
    )


def mismatches(player: PlayerSeason) -> tuple[Mismatch, ...]:
    """Hold the sums over a player's clubs against his season's.

    Figures that one of both lacks have nothing to say, but for those in `COUNTED` that the season has and a club lacks.
    """
    groups = (("batting", player.batting, player.whole_batting), ("pitching", player.pitching, player.whole_pitching))
    return tuple(one for name, clubs, whole in groups for one in _differences(player, name, clubs, whole))


def _differences(player: PlayerSeason, group: str, clubs: ByClub, whole: Counts | None) -> Iterable[Mismatch]:
    if whole is None:
        games = _games(clubs)
        return [Mismatch(player.season, player.name, f"{group} g", games, math.nan)] if games else []
    stats = sorted({stat for counts in clubs.values() for stat in counts} | set(whole))
    sums = {stat: math.fsum(counts.get(stat, math.nan) for counts in clubs.values()) for stat in stats}
    return [
        Mismatch(player.season, player.name, f"{group} {stat}", sums[stat], whole[stat])
        for stat in stats
        if abs(sums[stat] - whole.get(stat, math.nan)) > 0
        or (stat in COUNTED and stat in whole and math.isnan(sums[stat]))
    ]


def _games(clubs: ByClub) -> float:
    """Games over clubs; of fielding, those at the position played most."""
    return sum(max([counts["g"]] if "g" in counts else [*counts.values(), 0.0]) for counts in clubs.values())


def _merge(merged: list[str], order: Sequence[str]) -> None:
    """Put clubs that are missing before the next one that is there."""
    for at, club in enumerate(order):
        if club not in merged:
            later = [merged.index(other) for other in order[at + 1 :] if other in merged]
            merged.insert(min(later, default=len(merged)), club)


def _batting(player: PlayerSeason, club: str) -> Counts:
    if club in player.batting:
        return player.batting[club]
    games = max(_games({club: counts[club]}) for counts in (player.pitching, player.fielding) if club in counts)
    return {**dict.fromkeys(BATTING, 0.0), "g": games}


def _positions(player: PlayerSeason, club: str, known: set[tuple[int, str]]) -> Counts:
    """Games by position; where fielding tells of none on the mound, the pitching line does."""
    games = {"p": player.pitching.get(club, {}).get("g", 0.0), **player.fielding.get(club, {})}
    return {place: games.get(place, 0.0) for place in POSITIONS if place == "p" or (player.season, place) in known}


def _row(player: PlayerSeason, stint: int, club: str, counts: Counts) -> _Row:
    return _Row(player.player_id, player.season, stint, club, counts)


def _lines(rows: Sequence[_Row], stats: Sequence[str], leagues: Mapping[tuple[int, str], str]) -> Lines:
    return Lines(
        player_id=np.array([row.player_id for row in rows], dtype=np.str_),
        season=np.array([row.season for row in rows], dtype=np.int64),
        stint=np.array([row.stint for row in rows], dtype=np.int64),
        team=np.array([row.team for row in rows], dtype=np.str_),
        league=np.array([leagues[row.season, row.team] for row in rows], dtype=np.str_),
        counts={stat: np.array([row.counts.get(stat, math.nan) for row in rows], dtype=np.float64) for stat in stats},
    )
