"""Final scores of real seasons, from Retrosheet's plays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from fbm.domain.park_factors import Scores
from tests.real_data import data_file

LAHMANS: Final = {"ANA": "LAA"}
"""Retrosheet's clubs that Lahman calls otherwise."""


class RealGame(NamedTuple):
    """A game: its day, clubs by Lahman's codes, and the final score."""

    day: str
    home: str
    away: str
    home_runs: int
    away_runs: int


def real_games(season: int) -> list[RealGame]:
    """Every regular game of a season, in order."""
    path = data_file("retrosheet", f"plays_{season}.parquet")
    assert path is not None
    at_home = pl.col("BAT_HOME_ID") == 1
    runs = pl.col("EVENT_RUNS_CT")
    games = (
        pl.read_parquet(path)
        .sort("GAME_ID", "EVENT_ID")
        .group_by("GAME_ID", maintain_order=True)
        .agg(
            pl.col("GAME_DATE", "HOME_TEAM_ID", "AWAY_TEAM_ID").last(),
            runs.filter(at_home).sum().alias("home"),
            runs.filter(~at_home).sum().alias("away"),
        )
    )
    return [
        RealGame(str(day), LAHMANS.get(home, home), LAHMANS.get(away, away), int(scored), int(allowed))
        for _, day, home, away, scored, allowed in games.iter_rows()
    ]


def real_scores(season: int) -> Scores:
    """The same as columns; where they were played is not known."""
    games = real_games(season)
    return Scores(
        season,
        np.array([game.home for game in games]),
        np.array([game.away for game in games]),
        np.array([game.home_runs for game in games], dtype=np.float64),
        np.array([game.away_runs for game in games], dtype=np.float64),
        np.zeros(len(games), dtype=np.int64),
    )


def lahman_teams(season: int) -> Mapping[str, Mapping[str, str]]:
    """Rows of Lahman's Teams.csv by club."""
    path = data_file("lahman", "Teams.csv")
    assert path is not None
    rows = pl.read_csv(path, infer_schema_length=0).filter(pl.col("yearID") == str(season)).to_dicts()
    return {row["teamID"]: row for row in rows}
