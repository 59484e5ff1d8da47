"""The small parts of the simulation, each by its law."""

from __future__ import annotations

import doctest

import numpy as np
import pytest
from returns.result import Failure, Success

from fbm.domain.simulation import names
from fbm.domain.simulation.environment import centre
from fbm.domain.simulation.names import invent_names, player_ids
from fbm.domain.simulation.parks import draw_parks, has_dh, team_names, team_table
from fbm.domain.simulation.plate import draw_batting
from fbm.domain.simulation.seating import deal
from fbm.domain.simulation.spec import BadSpec, LeagueSpec, checked
from fbm.domain.simulation.traits import BATTER, CORRELATIONS, PITCHER, Trait, draw_paths, log_odds, share


def rng() -> np.random.Generator:
    return np.random.default_rng(1)


def test_the_default_league_can_be_played() -> None:
    assert checked(LeagueSpec()) == Success(LeagueSpec(2008, 2022, 1, 30))


BAD = [
    (LeagueSpec(first_season=1800), "first_season"),
    (LeagueSpec(first_season=2020, last_season=2019), "last_season"),
    (LeagueSpec(first_season=1950, last_season=2022), "last_season"),
    (LeagueSpec(seed=-1), "seed"),
    (LeagueSpec(teams=2), "teams"),
    (LeagueSpec(teams=15), "teams"),
]


@pytest.mark.parametrize(("spec", "field"), BAD)
def test_a_league_that_cannot_be_played_names_the_field(spec: LeagueSpec, field: str) -> None:
    result = checked(spec)
    assert isinstance(result, Failure)
    error = result.failure()
    assert isinstance(error, BadSpec)
    assert (error.field, error.value) == (field, getattr(spec, field))


def test_player_ids_are_unique_and_in_style() -> None:
    ids = player_ids(*invent_names(rng(), 5000))
    assert len(set(ids.tolist())) == 5000
    assert doctest.testmod(names).failed == 0


def test_teams_have_names_of_their_own() -> None:
    assert len(set(team_names(60).tolist())) == 60


def test_deal_gives_no_team_twice_and_the_first_his_wish() -> None:
    wish = np.array([2, 2, -1, 0, 2])
    dealt = deal(rng(), wish, 6)
    assert len(set(dealt.tolist())) == 5
    assert dealt[[0, 3]].tolist() == [2, 0]
    assert ((dealt >= 0) & (dealt < 6)).all()


def test_centring_makes_the_weighted_rate_the_target() -> None:
    odds, weight = rng().normal(-2, 0.5, 400), rng().uniform(1, 600, 400)
    season = np.repeat([0, 1], 200)
    target = np.array([0.08, 0.2])
    centred = share(centre(odds, weight, season, target))
    for at in (0, 1):
        assert np.average(centred[season == at], weights=weight[season == at]) == pytest.approx(target[at], rel=1e-6)


def test_centring_keeps_the_order_and_the_distances() -> None:
    odds = np.array([-2.0, -1.0, 0.5])
    moved = centre(odds, np.ones(3), np.zeros(3, dtype=np.int64), np.array([0.3]))
    assert np.diff(moved) == pytest.approx(np.diff(odds))


@pytest.mark.parametrize("traits", [BATTER, PITCHER])
def test_traits_spread_as_they_say_at_their_peak(traits: tuple[Trait, ...]) -> None:
    age = np.full((4000, 1), 27.0)
    still = [Trait(t.name, t.rate, t.spread, t.change, t.memory, 27.0, t.rise, t.fall) for t in traits]
    paths = draw_paths(rng(), still, {}, age)[:, 0]
    # 4,000 draws tell a standard deviation to about 1 %, so 6 % is far out
    assert paths.std(axis=0) == pytest.approx([t.spread for t in traits], rel=0.06)
    assert paths.mean(axis=0) == pytest.approx([float(log_odds(t.rate)) for t in traits], abs=0.06)


def test_power_and_strikeouts_go_together_and_speed_does_not_go_with_power() -> None:
    paths = draw_paths(rng(), BATTER, CORRELATIONS, np.full((4000, 1), 27.0))[:, 0]
    trait = dict(zip([trait.name for trait in BATTER], paths.T, strict=True))
    assert np.corrcoef(trait["so"], trait["hr"])[0, 1] > 0.3
    assert np.corrcoef(trait["sb"], trait["hr"])[0, 1] < -0.2


def test_legs_age_sooner_than_eyes() -> None:
    age = np.array([[25.0, 34.0]])
    paths = draw_paths(rng(), [Trait(t.name, t.rate, 1e-9, 0.0, 0.0, t.peak, t.rise, t.fall) for t in BATTER], {}, age)
    change = dict(zip([t.name for t in BATTER], (paths[0, 1] - paths[0, 0]).tolist(), strict=True))
    assert change["sb"] < -0.5 < change["bb"]


def test_outcomes_add_up_to_the_chances() -> None:
    chances = np.array([0, 1, 600])
    shares = {
        name: np.full(3, 0.1)
        for name in ("hbp", "bb", "so", "hr", "babip", "doubles", "triples", "sb", "success", "sh")
    }
    counts = draw_batting(rng(), chances, shares)
    assert (counts["ab"] + counts["bb"] + counts["hbp"] + counts["sh"] + counts["sf"]).tolist() == chances.tolist()


def test_the_designated_hitter_is_everywhere_from_2022() -> None:
    assert has_dh([2021, 2022], 4).tolist() == [[True, False, True, False], [True] * 4]


def test_parks_mostly_stay_and_are_seen_about_as_they_are() -> None:
    parks = draw_parks(rng(), 10, 30)
    assert np.mean(parks.homers[1:] == parks.homers[:-1]) > 0.9
    table = team_table(rng(), parks, range(2001, 2011))
    assert 95 < table.park_batting.mean() < 105
    assert np.corrcoef(table.park_batting, (0.35 * parks.homers + 1.6 * parks.hits).ravel())[0, 1] > 0.8
