"""Schedules of MLB's Stats API: which games were played, how they ended, and whether a season is over."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fbm.adapters.sources.csv_files import RefusedFileError
from fbm.adapters.sources.majors_api import CALLED_OFF, Game
from fbm.domain.clubs import club_code
from fbm.domain.park_factors import Scores
from fbm.domain.ports.majors import UnfinishedSeason
from fbm.domain.ports.season_tables import BadFile
from fbm.domain.seasons import FloatArray, StrArray


def not_over(season: int, games: Sequence[Game]) -> UnfinishedSeason | None:
    """Tell whether games are still to be played: neither over nor called off, on any day that they stand at."""
    played = {game.game_pk for game in games if game.played}
    open_ = {game.game_pk for game in games if game.status.coded_game_state not in CALLED_OFF} - played
    return UnfinishedSeason(season, len(played), len(open_)) if open_ or not played else None


def scores_of(season: int, games: Sequence[Game]) -> Scores:
    """Give the final scores, each game once: as it stands last, for one that went on another day.

    Raises
    ------
    RefusedFileError
        With `BadFile` for a club that is not known here.
    """
    last = list({game.game_pk: game for game in games if game.played}.values())
    return Scores(
        season,
        home=_clubs(season, [game.teams.home.team.id for game in last]),
        away=_clubs(season, [game.teams.away.team.id for game in last]),
        home_runs=_runs([game.teams.home.score for game in last]),
        away_runs=_runs([game.teams.away.score for game in last]),
        venue=np.array([game.venue.id if game.venue else 0 for game in last], dtype=np.int64),
    )


def _clubs(season: int, numbers: Sequence[int]) -> StrArray:
    codes = [club_code(number, season) for number in numbers]
    if None in codes:
        number = numbers[codes.index(None)]
        raise RefusedFileError(
            BadFile("schedule", 1, "teams.id", str(number), f"no major-league club of {season} that is known here")
        )
    return np.array(codes, dtype=np.str_)


def _runs(scores: Sequence[int | None]) -> FloatArray:
    return np.array(scores, dtype=np.float64)
