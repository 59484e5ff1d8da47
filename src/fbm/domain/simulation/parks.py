"""Teams, their leagues and their parks.

Shapes: t seasons, c teams.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from fbm.domain.seasons import BoolArray, FloatArray, StrArray, Teams

UNIVERSAL_DH: Final = 2022
"""From this season on no pitcher bats; before it, those of the National League do."""

RUN_SPREAD, HOMER_SPREAD = 0.08, 0.14
"""Standard deviation between home parks, in logs."""


@dataclass(frozen=True, slots=True)
class Parks:
    """What parks do to home runs and to hits in play, half of the games away already in it; logs, shape (t, c)."""

    homers: FloatArray
    hits: FloatArray


def team_names(teams: int) -> StrArray:
    """Three letters for each team: ``AAA``, ``AAB``, ..."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return np.array([f"{letters[i % 26]}{letters[i // 26]}{'AN'[i % 2]}" for i in range(teams)], dtype=np.str_)


def league_names(teams: int) -> StrArray:
    """``AL`` and ``NL`` in turn."""
    return np.where(np.arange(teams) % 2 == 0, "AL", "NL")


def has_dh(seasons: Sequence[int], teams: int) -> BoolArray:
    """Tell where a designated hitter bats for the pitcher, shape (t, c)."""
    american = league_names(teams) == "AL"
    return np.array([american | (season >= UNIVERSAL_DH) for season in seasons])


def draw_parks(rng: np.random.Generator, seasons: int, teams: int) -> Parks:
    """Draw parks that stay as they are, but for a new one now and then."""
    return Parks(
        homers=0.5 * HOMER_SPREAD * _lasting(rng, seasons, teams),
        hits=0.5 * 0.6 * RUN_SPREAD * _lasting(rng, seasons, teams),
    )


def team_table(rng: np.random.Generator, parks: Parks, seasons: Sequence[int]) -> Teams:
    """Teams as a history holds them: park factors as three years of games would show them, half of them away."""
    t, c = parks.homers.shape
    runs = 100 * np.exp(0.35 * parks.homers + 1.6 * parks.hits)
    seen = np.round(runs + rng.normal(0, 1.2, (t, c))).ravel()
    return Teams(
        season=np.repeat(np.asarray(seasons, dtype=np.int64), c),
        team=np.tile(team_names(c), t),
        league=np.tile(league_names(c), t),
        games=np.full(t * c, 162.0),
        park_batting=seen,
        park_pitching=seen,
    )


def _lasting(rng: np.random.Generator, seasons: int, teams: int) -> FloatArray:
    """Draw a standard normal value for each team, anew in three seasons of a hundred."""
    values = rng.standard_normal((seasons, teams))
    stays = rng.random((seasons, teams)) >= 0.03
    for season in range(1, seasons):
        values[season] = np.where(stays[season], values[season - 1], values[season])
    return values
