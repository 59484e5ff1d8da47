"""What the stages of the baseline do with a player."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fbm.domain.projection.baseline.fit import MODES, BaselineFit, BaselineFits, Mode, fit_baseline
from fbm.domain.projection.batch import Batch, Playing
from fbm.domain.projection.finalise import finalise
from fbm.domain.projection.presets import Basis, run, stages_of
from fbm.domain.projection.window import open_batch
from fbm.domain.seasons import FloatArray, History, Lines, plate_appearances
from fbm.domain.simulation.league import simulate_league
from fbm.domain.simulation.spec import LeagueSpec
from tests.histories import small_history

LEAGUE: History = simulate_league(LeagueSpec(first_season=2008, last_season=2016, teams=12, seed=4)).history
FITS = BaselineFits(LEAGUE)
SEASON = 2016
BOTH: tuple[Playing, ...] = ("batter", "pitcher")


def before(stage: str, batch: Batch, mode: Mode = "expected") -> Batch:
    """A batch that has passed the stages in front of one."""
    stages = stages_of("baseline", batch.player_type, Basis(FITS.before(SEASON), mode))
    names = [one.name for one in stages]
    return run(batch, stages[: names.index(stage)])


def projected(batch: Batch, mode: Mode = "expected") -> Batch:
    return run(batch, stages_of("baseline", batch.player_type, Basis(FITS.before(SEASON), mode)))


def opened(player_type: Playing) -> Batch:
    return open_batch(LEAGUE, SEASON, player_type)


@pytest.mark.parametrize("player_type", BOTH)
def test_everybody_of_the_batch_gets_a_line(player_type: Playing) -> None:
    line = finalise(projected(opened(player_type)))
    unknown = {"hld", "bs"} if np.isnan(LEAGUE.pitching.counts["hld"]).all() else set()
    for name, column in line.columns.items():
        assert np.isfinite(column).all() or name in unknown, name
        assert (column >= 0).all() or name in unknown, name


@pytest.mark.parametrize("mode", MODES)
def test_nobody_saves_holds_and_blows_more_games_than_he_relieves_in(mode: Mode) -> None:
    line = finalise(projected(opened("pitcher"), mode))
    assert (line["sv"] + line["hld"] + line["bs"] <= line["g"] - line["gs"] + 1e-9).all()


@pytest.mark.parametrize("player_type", BOTH)
def test_the_stages_are_those_that_models_stand_behind(player_type: Playing) -> None:
    assert projected(opened(player_type)).trail == ("rates", "rebaseline", "aging", "playing_time")


def test_without_a_fit_there_are_no_stages() -> None:
    with pytest.raises(ValueError, match="baseline needs a fit"):
        stages_of("baseline", "batter")


def test_a_fit_of_another_season_is_refused() -> None:
    stages = stages_of("baseline", "batter", Basis(FITS.before(2015)))
    with pytest.raises(ValueError, match="of 2015 cannot project 2016"):
        run(opened("batter"), stages)


def test_a_player_whom_the_fit_has_not_seen_is_refused() -> None:
    batch = opened("batter")
    strange = np.where(np.arange(len(batch)) == 3, "nobody99", batch.player_id)
    with pytest.raises(ValueError, match="fitted without nobody99"):
        projected(replace(batch, player_id=strange))


def test_too_few_seasons_are_refused() -> None:
    with pytest.raises(ValueError, match="too few seasons"):
        fit_baseline(small_history(range(2010, 2013)))


@pytest.mark.parametrize("stat", ["g", "gs", "w", "sv"])
def test_a_single_line_that_lacks_a_count_of_use_changes_hardly_anything(stat: str) -> None:
    lines = LEAGUE.pitching
    lacking = np.flatnonzero(lines.season == 2014)[0]
    column = np.where(np.arange(len(lines)) == lacking, np.nan, lines.counts[stat])
    history = replace(LEAGUE, pitching=replace(lines, counts={**lines.counts, stat: column}))
    basis = Basis(BaselineFits(history).before(SEASON))
    line = finalise(run(open_batch(history, SEASON, "pitcher"), stages_of("baseline", "pitcher", basis)))
    whole = finalise(projected(opened("pitcher")))
    for name in ("ip", "g", "gs", "w", "sv"):
        assert line[name].sum() == pytest.approx(whole[name].sum(), rel=0.01), name


def test_a_move_to_a_park_for_hitters_brings_home_runs() -> None:
    batch = opened("batter")
    teams = LEAGUE.teams.season == SEASON - 1
    order = np.argsort(LEAGUE.teams.park_batting[teams])
    low, high = LEAGUE.teams.team[teams][order][[0, -1]].tolist()
    hitters, pitchers = (projected(replace(batch, team=np.full(len(batch), team))).rate("hr") for team in (high, low))
    assert hitters.mean() > 1.01 * pitchers.mean()


def test_rates_alone_know_nothing_of_the_team() -> None:
    batch = opened("batter")
    moved = replace(batch, team=np.full(len(batch), LEAGUE.teams.team[0]))
    np.testing.assert_array_equal(before("rebaseline", batch).rates, before("rebaseline", moved).rates)
    assert not np.array_equal(before("aging", batch).rates, before("aging", moved).rates)


def test_old_batters_lose_steals_by_age_and_young_ones_gain() -> None:
    batch = opened("batter")
    with_age, without = projected(batch).rate("sb"), before("aging", batch).rate("sb")
    assert (with_age - without)[batch.age >= 35].mean() < (with_age - without)[batch.age <= 24].mean()


def test_a_starter_sent_to_the_bullpen_strikes_out_more() -> None:
    batch = opened("pitcher")
    starters = batch.position == "SP"
    relieving = replace(batch, position=np.full(len(batch), "RP"))
    here, there = (projected(one).rate("so")[starters] for one in (batch, relieving))
    assert there.mean() > here.mean()


@pytest.mark.parametrize("player_type", BOTH)
def test_given_that_he_is_a_regular_nobody_plays_much_less_than_one(player_type: Playing) -> None:
    batch = opened(player_type)
    expected, regular = (projected(batch, mode).volume for mode in ("expected", "regular"))
    least = 200.0 if player_type == "batter" else 150.0
    assert np.quantile(regular, 0.05) > 0.8 * least
    assert np.quantile(expected, 0.05) < 0.5 * least


def test_rates_are_the_same_in_both_modes() -> None:
    batch = opened("batter")
    np.testing.assert_array_equal(projected(batch, "expected").rates, projected(batch, "regular").rates)


def test_expected_playing_time_adds_up() -> None:
    """Of all plate appearances of those known before, what is expected is what happened, to a tenth."""
    batch = opened("batter")
    assert abs(projected(batch).volume.sum() / played(batch).sum() - 1) < 0.1


def played(batch: Batch) -> FloatArray:
    lines = LEAGUE.batting.take(LEAGUE.batting.season == SEASON)
    pa = plate_appearances(lines)
    return np.array([pa[lines.player_id == player].sum() for player in batch.player_id.tolist()])


def short(history: History, season: int, games: float) -> History:
    """Cut a season: every count and the teams' games by the same share."""
    share = games / 162.0

    def cut(lines: Lines) -> Lines:
        counts = {
            stat: np.where(lines.season == season, np.rint(column * share), column)
            for stat, column in lines.counts.items()
        }
        return replace(lines, counts=counts)

    played = np.where(history.teams.season == season, games, history.teams.games)
    return replace(
        history, batting=cut(history.batting), pitching=cut(history.pitching),
        teams=replace(history.teams, games=played),
    )  # fmt: skip


@pytest.mark.parametrize("player_type", BOTH)
def test_a_season_cut_short_does_not_cut_playing_time(player_type: Playing) -> None:
    cut = short(LEAGUE, SEASON - 1, 60.0)
    volumes = []
    for history in (LEAGUE, cut):
        basis = Basis(BaselineFits(history).before(SEASON))
        volumes.append(run(open_batch(history, SEASON, player_type), stages_of("baseline", player_type, basis)).volume)
    assert abs(volumes[1].mean() / volumes[0].mean() - 1) < 0.2


@pytest.mark.parametrize(("season", "same"), [(SEASON - 1, True), (SEASON - 2, False)])
def test_a_season_cut_short_is_no_target_for_wins(season: int, same: bool) -> None:
    cut = short(LEAGUE, SEASON - 1, 60.0)
    one, two = (BaselineFits(history).type_before(SEASON, "pitcher") for history in (cut, doubled(cut, "w", season)))
    first, second = (fit.use["expected"][0].ridge for fit in (one, two))
    assert np.array_equal(first.coefficients, second.coefficients) == same


def test_a_season_cut_short_is_a_target_for_rates() -> None:
    cut = short(LEAGUE, SEASON - 1, 60.0)
    histories = (cut, doubled(cut, "er", SEASON - 1))
    one, two = (BaselineFits(history).type_before(SEASON, "pitcher") for history in histories)
    assert not np.array_equal(one.rates.linear.coefficients, two.rates.linear.coefficients)


def doubled(history: History, stat: str, season: int) -> History:
    """Double a count of every other pitcher in a season."""
    lines = history.pitching
    chosen = (lines.season == season) & (np.unique(lines.player_id, return_inverse=True)[1] % 2 == 0)
    column = np.where(chosen, 2 * lines.counts[stat], lines.counts[stat])
    return replace(history, pitching=replace(lines, counts={**lines.counts, stat: column}))


def test_a_fit_is_plain_data() -> None:
    fit: BaselineFit = FITS.before(SEASON)
    assert FITS.before(SEASON).of["batter"] is fit.of["batter"]
    assert set(fit.of) == {"batter", "pitcher"}


@pytest.mark.parametrize("mode", MODES)
def test_holds_that_nobody_counted_are_unknown_and_who_sat_out_is_no_zero(mode: Mode) -> None:
    uncounted = {name: np.full(len(LEAGUE.pitching), np.nan) for name in ("hld", "bs")}
    history = replace(LEAGUE, pitching=replace(LEAGUE.pitching, counts={**LEAGUE.pitching.counts, **uncounted}))
    basis = Basis(BaselineFits(history).before(SEASON), mode)
    made = finalise(run(open_batch(history, SEASON, "pitcher"), stages_of("baseline", "pitcher", basis)))
    assert np.isnan(made["hld"]).all()
    assert np.isnan(made["bs"]).all()
    assert np.isfinite(made["sv"]).all()


def test_nobody_is_expected_to_play_more_than_as_a_regular() -> None:
    for player_type in BOTH:
        expected, regular = (projected(opened(player_type), mode).volume for mode in MODES)
        assert (expected <= regular).all()
        assert (expected < regular).any()


def test_who_only_starts_is_given_no_saves_to_speak_of() -> None:
    made = projected(opened("pitcher"))
    only = (made.starts.sum(axis=1) == made.games.sum(axis=1)) & (made.starts.sum(axis=1) > 30)
    assert only.sum() > 5
    saves = made.rate("sv")[only] * made.volume[only]
    assert saves.mean() < 0.5
