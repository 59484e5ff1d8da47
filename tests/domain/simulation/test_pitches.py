from __future__ import annotations

import numpy as np
import pytest

from fbm.domain.contextual.games import plate_appearances
from fbm.domain.contextual.leaks import ends_plate_appearance
from fbm.domain.contextual.pitches import PitchArrays
from fbm.domain.contextual.preparing import prepare
from fbm.domain.pitches.table import Pitches
from fbm.domain.pitches.words import EVENTS, RESULTS
from fbm.domain.simulation.counts import PUT_IN_PLAY, STRUCK_OUT, WALKED, draw_sequences
from fbm.domain.simulation.league import SimulatedLeague, simulate_league
from fbm.domain.simulation.pitches import PitchSpec, simulate_pitches
from fbm.domain.simulation.rosters import mlbam_ids, simulated_crosswalk
from fbm.domain.simulation.spec import LeagueSpec

SPEC = LeagueSpec(first_season=2019, last_season=2021, teams=8, seed=3)
GAMES = PitchSpec(games=120, clubs=4)


@pytest.fixture(scope="module")
def league() -> SimulatedLeague:
    return simulate_league(SPEC)


@pytest.fixture(scope="module")
def seasons(league: SimulatedLeague) -> list[Pitches]:
    return list(simulate_pitches(league, SPEC, GAMES))


@pytest.fixture(scope="module")
def arrays(seasons: list[Pitches]) -> PitchArrays:
    return prepare(seasons[1])


def code(words: tuple[str, ...], *wanted: str) -> list[int]:
    return [words.index(word) for word in wanted]


def test_the_same_specs_give_the_same_pitches(league: SimulatedLeague, seasons: list[Pitches]) -> None:
    again = next(simulate_pitches(league, SPEC, GAMES))
    assert again.digest() == seasons[0].digest()
    assert seasons[1].digest() != seasons[0].digest()


def test_every_season_has_its_games(seasons: list[Pitches]) -> None:
    assert [int(season.season[0]) for season in seasons] == [2019, 2020, 2021]
    assert [len(season.games) for season in seasons] == [120] * 3
    assert all(250 < len(season) / 120 < 350 for season in seasons)


def test_counts_follow_from_the_pitches_before(seasons: list[Pitches]) -> None:
    season = seasons[0]
    after = np.flatnonzero(season.pitch > 1)
    before = after - 1
    np.testing.assert_array_equal(season.pitch[after], season.pitch[before] + 1)
    ball = np.isin(season.result[before], code(RESULTS, "ball", "blocked_ball"))
    foul = season.result[before] == RESULTS.index("foul")
    strikes = np.minimum(season.strikes[before] + ~ball, np.where(foul, 2, 3))
    np.testing.assert_array_equal(season.balls[after], season.balls[before] + ball)
    np.testing.assert_array_equal(season.strikes[after], strikes)
    first = season.pitch == 1
    assert season.balls[first].max() == season.strikes[first].max() == 0
    assert (season.balls.max(), season.strikes.max()) == (3, 2)


def test_events_stand_on_last_pitches_and_agree_with_them(seasons: list[Pitches], arrays: PitchArrays) -> None:
    season, last = seasons[1], ends_plate_appearance(arrays)
    np.testing.assert_array_equal(season.event >= 0, last)
    walked = season.event == EVENTS.index("walk")
    assert set(season.balls[walked].tolist()) == {3}
    struck_out = season.event == EVENTS.index("strikeout")
    assert set(season.strikes[struck_out].tolist()) == {2}
    in_play = season.result == RESULTS.index("hit_into_play")
    np.testing.assert_array_equal(in_play, season.batted_ball >= 0)
    np.testing.assert_array_equal(in_play, ~np.isnan(season.exit_speed))


def test_half_innings_have_three_outs_and_scores_only_rise(seasons: list[Pitches], arrays: PitchArrays) -> None:
    season = seasons[1]
    same_half = (np.diff(season.game) == 0) & (np.diff(season.half) == 0) & (np.diff(season.inning) == 0)
    assert (np.diff(season.outs)[same_half] >= 0).all()
    assert (np.diff(season.bat_score)[same_half] >= 0).all()
    counted = plate_appearances(arrays, "pitcher")
    assert 24 * 2 <= counted.counts["outs"].sum() / 120 <= 29 * 2


def test_a_home_run_brings_everybody_home(seasons: list[Pitches]) -> None:
    season = seasons[1]
    here = np.flatnonzero(season.event[:-1] == EVENTS.index("home_run"))
    here = here[(season.game[here] == season.game[here + 1]) & (season.half[here] == season.half[here + 1])]
    runs = season.bat_score[here + 1] - season.bat_score[here]
    on_base = season.on_1b[here] + season.on_2b[here] + season.on_3b[here]
    assert len(here) > 50
    np.testing.assert_array_equal(runs, 1 + on_base)


def played_and_true(league: SimulatedLeague, seasons: list[Pitches], name: str) -> np.ndarray:
    """Plate appearances, share that came to an outcome, and the true share, for each batter and season."""
    ids = dict(zip(mlbam_ids(league.history.people).tolist(), league.history.people.player_id.tolist(), strict=True))
    truth = league.truth.batting
    true = dict(zip(zip(truth.player_id.tolist(), truth.season.tolist(), strict=True), truth.counts[name], strict=True))
    rows = []
    for season in seasons:
        counted = plate_appearances(prepare(season), "batter")
        for player in np.unique(counted.player).tolist():
            his = counted.player == player
            faced = counted.counts["pa"][his].sum()
            rate = true[ids[player], int(season.season[0])]
            rows.append((faced, counted.counts[name][his].sum() / faced, rate))
    return np.array(rows)


@pytest.mark.parametrize("name", ["so", "bb", "hr", "singles", "doubles"])
def test_rates_are_those_of_true_talent(league: SimulatedLeague, seasons: list[Pitches], name: str) -> None:
    faced, played, true = played_and_true(league, seasons, name).T
    assert np.average(played, weights=faced) == pytest.approx(np.average(true, weights=faced), rel=0.08)


def test_those_who_truly_strike_out_more_do(league: SimulatedLeague, seasons: list[Pitches]) -> None:
    faced, played, true = played_and_true(league, seasons, "so").T
    regulars = faced > 80
    assert np.corrcoef(true[regulars], played[regulars])[0, 1] > 0.5


def test_everybody_has_an_id_and_the_crosswalk_knows_it(league: SimulatedLeague, seasons: list[Pitches]) -> None:
    players = simulated_crosswalk(league.history.people).of_players("mlbam")
    assert len(set(players.values())) == len(players) == len(league.history.people)
    assert set(np.unique(seasons[0].batter).astype(str)) <= set(players.values())


def test_sequences_end_as_they_must() -> None:
    rng = np.random.default_rng(0)
    end = np.repeat([WALKED, STRUCK_OUT, PUT_IN_PLAY], 400)
    drawn = draw_sequences(rng, end, np.full((1200, 6), 1 / 6))
    last = np.append(np.diff(drawn.appearance) != 0, True)
    balls, strikes, result = drawn.balls[last], drawn.strikes[last], drawn.result[last]
    assert (balls[:400] == 3).all()
    assert (result[:400] == 0).all()
    assert (strikes[400:800] == 2).all()
    assert set(result[400:800].tolist()) == {1, 2}
    assert (result[800:] == 4).all()


def test_sequences_are_as_long_as_the_leagues() -> None:
    """Walks take about 5.9 pitches, strikeouts 4.8, balls in play 3.4 (major leagues, 2017-2019)."""
    rng = np.random.default_rng(0)
    end = np.repeat([WALKED, STRUCK_OUT, PUT_IN_PLAY], 2000)
    drawn = draw_sequences(rng, end, np.full((6000, 6), 1 / 6))
    pitches = np.bincount(drawn.appearance)
    assert pitches[:2000].mean() == pytest.approx(5.9, abs=0.35)
    assert pitches[2000:4000].mean() == pytest.approx(4.85, abs=0.35)
    assert pitches[4000:].mean() == pytest.approx(3.4, abs=0.35)
