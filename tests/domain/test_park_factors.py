"""Park factors: a hand-made league whose parks are known, and what leaves them alone."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from fbm.domain.park_factors import Scores, main_parks, park_factors, season_factors

CLUBS = ("AAA", "BBB", "CCC", "DDD")
LEAGUES: Mapping[str, str] = dict.fromkeys(CLUBS, "AL")


def scores(parks: Mapping[str, float], *, season: int = 2022, venues: Mapping[str, int] | None = None) -> Scores:
    """Every club plays twelve games at each other's; both score four runs, times what the park does."""
    pairs = [(home, away) for home in CLUBS for away in CLUBS if home != away for _ in range(12)]
    home, away = (np.array(column) for column in zip(*pairs, strict=True))
    runs = np.array([4.0 * parks.get(club, 1.0) for club in home.tolist()])
    numbers = venues or {}
    venue = np.array([numbers.get(club, 0) for club in home.tolist()], dtype=np.int64)
    wins = np.tile([0.5, -0.5], len(pairs) // 2)  # as many games won at home as away
    return Scores(season, home, away, runs + wins, runs - wins, venue)


def test_a_league_of_like_parks_is_neutral() -> None:
    for factors in season_factors(scores({}), LEAGUES).values():
        assert factors.batting == pytest.approx(100.0)
        assert factors.pitching == pytest.approx(100.0)


def test_a_park_that_makes_runs_is_found_and_the_others_pay_for_it() -> None:
    found = season_factors(scores({"AAA": 1.2}), LEAGUES)
    # RF = 1.2, SF = 1.2 * 4 / 4.2 = 1.1429, SF1 = 1 - 0.1429 / 3 = 0.9524; half of each is 1.0476
    assert found["AAA"].batting == pytest.approx(104.76, abs=0.3)
    assert found["BBB"].batting < 100


def test_games_between_leagues_have_no_say() -> None:
    leagues = {**LEAGUES, "EEE": "NL"}
    plain = scores({"AAA": 1.2})
    extra = Scores(
        2022,
        np.append(plain.home, ["AAA", "EEE"]),
        np.append(plain.away, ["EEE", "AAA"]),
        np.append(plain.home_runs, [30.0, 0.0]),
        np.append(plain.away_runs, [30.0, 1.0]),
        np.append(plain.venue, [0, 0]),
    )
    assert season_factors(extra, leagues) == season_factors(plain, LEAGUES)


def test_clubs_whose_names_change_keep_their_factors() -> None:
    before = scores({"AAA": 1.2, "CCC": 0.9})
    names = {club: f"{club}x" for club in CLUBS}
    renamed = Scores(
        2022,
        np.array([names[club] for club in before.home.tolist()]),
        np.array([names[club] for club in before.away.tolist()]),
        before.home_runs,
        before.away_runs,
        before.venue,
    )
    found = season_factors(renamed, dict.fromkeys(names.values(), "AL"))
    assert {club: found[names[club]] for club in CLUBS} == season_factors(before, LEAGUES)


def test_a_season_before_counts_only_in_the_same_park() -> None:
    then = scores({"AAA": 1.4}, season=2021, venues={"AAA": 1, "BBB": 2, "CCC": 3, "DDD": 4})
    now = scores({}, venues={"AAA": 9, "BBB": 2, "CCC": 3, "DDD": 4})
    found = park_factors([(then, LEAGUES), (now, LEAGUES)])
    assert found["AAA"].batting == pytest.approx(100.0)
    assert found["AAA"].games == 72
    assert found["BBB"].games == 144
    unmoved = park_factors([(scores({"AAA": 1.4}, season=2021), LEAGUES), (scores({}), LEAGUES)])
    assert unmoved["AAA"].batting > 103


def test_a_club_without_a_main_park_has_none() -> None:
    one = scores({}, venues=dict.fromkeys(CLUBS, 1))
    wandering = Scores(
        one.season,
        one.home,
        one.away,
        one.home_runs,
        one.away_runs,
        np.where((one.home == "AAA") & (np.arange(len(one)) % 2 == 0), 7, one.venue),
    )
    assert set(main_parks(wandering)) == {"BBB", "CCC", "DDD"}
