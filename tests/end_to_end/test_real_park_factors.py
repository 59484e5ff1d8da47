"""Park factors made of every game's score of 2017 to 2022, against those that Lahman publishes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import pytest

from fbm.domain.park_factors import Scores, park_factors
from fbm.domain.seasons import FloatArray
from tests.real_data import data_file
from tests.real_games import lahman_teams, real_scores

pytestmark = pytest.mark.skipif(
    data_file("retrosheet", "plays_2017.parquet") is None, reason="no plays: set FBM_TEST_DATA to their directory"
)

MEASURED = {
    2018: (0.995, 0.994, 0.54, 0.59),
    2019: (0.989, 0.988, 0.73, 0.74),
    2020: (0.896, 0.914, 1.62, 1.63),
    2021: (0.983, 0.985, 0.94, 0.92),
    2022: (0.981, 0.989, 0.61, 0.55),
}
"""Correlation of batting and pitching factors over two seasons with Lahman's, and mean absolute difference."""

ONE_SEASON = {2019: 0.818, 2020: 0.658, 2021: 0.958, 2022: 0.879}
THREE_SEASONS = {2019: 0.948, 2020: 0.921, 2021: 0.921, 2022: 0.976}
"""Correlation of batting factors over the season alone, and over three; what Lahman publishes is neither."""

scores_of = cache(real_scores)


def compared(season: int, seasons: Sequence[int]) -> tuple[FloatArray, FloatArray]:
    """Batting and pitching factors, Lahman's and ours, shape (clubs, 2)."""
    told: list[tuple[Scores, dict[str, str]]] = [
        (scores_of(one), {club: row["lgID"] for club, row in lahman_teams(one).items()}) for one in seasons
    ]
    ours, theirs = park_factors(told), lahman_teams(season)
    clubs = sorted(theirs)
    return (
        np.array([[float(theirs[club]["BPF"]), float(theirs[club]["PPF"])] for club in clubs]),
        np.array([ours[club][:2] for club in clubs]),
    )


def correlation(theirs: FloatArray, ours: FloatArray) -> float:
    return float(np.corrcoef(theirs, ours)[0, 1])


def test_scores_of_plays_are_those_of_the_season() -> None:
    for season in range(2017, 2023):
        runs = sum(float(row["R"]) for row in lahman_teams(season).values())
        scores = scores_of(season)
        assert float(scores.home_runs.sum() + scores.away_runs.sum()) == runs
        assert scores.games() == {club: int(row["G"]) for club, row in lahman_teams(season).items()}


@pytest.mark.parametrize("season", MEASURED)
def test_two_seasons_give_what_lahman_publishes(season: int) -> None:
    theirs, ours = compared(season, (season - 1, season))
    batting, pitching = (correlation(theirs[:, side], ours[:, side]) for side in (0, 1))
    off = np.abs(theirs - ours).mean(axis=0)
    assert (batting, pitching) == pytest.approx(MEASURED[season][:2], abs=0.001)
    assert tuple(off) == pytest.approx(MEASURED[season][2:], abs=0.01)


@pytest.mark.parametrize(("back", "measured"), [(1, ONE_SEASON), (3, THREE_SEASONS)])
def test_neither_one_season_nor_three_come_as_near(back: int, measured: dict[int, float]) -> None:
    for season, expected in measured.items():
        theirs, ours = compared(season, range(season - back + 1, season + 1))
        assert correlation(theirs[:, 0], ours[:, 0]) == pytest.approx(expected, abs=0.001)
    nearer = [season for season, value in measured.items() if value > MEASURED[season][0]]
    assert nearer in ([], [2020])  # sixty games of 2020: three seasons tell more than two
