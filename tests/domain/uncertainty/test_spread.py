from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fbm.domain.projection.window import STATS
from fbm.domain.uncertainty.quantiles import LEVELS, SEED, calibration, quantiles_along, quantiles_of, transforms
from fbm.domain.uncertainty.sample import Sample, sample_from
from fbm.domain.uncertainty.spread import DRAWS, MOST, Luck, draw_volumes, fit_spread


def drawn(n: int, seed: int) -> Sample:
    """Batters of whom a share never plays, with talent that differs from what was projected."""
    rng = np.random.default_rng(seed)
    said = rng.uniform(40.0, 600.0, n)
    plays = rng.uniform(size=n) < 0.4 + 0.55 * said / 600.0
    volume = np.where(plays, np.clip(np.rint(said * rng.uniform(0.4, 1.5, n)), 1, 750), 0.0)
    rates = {stat: np.full(n, 0.05 if stat != "so" else 0.2) * rng.uniform(0.6, 1.4, n) for stat in STATS["batter"]}
    counts = {
        stat: rng.poisson(rate * volume * rng.gamma(20.0, 1 / 20.0, n)).astype(np.float64)
        for stat, rate in rates.items()
    }
    return Sample(
        player_type="batter",
        season=np.full(n, 2015.0),
        said=said,
        last=said * rng.uniform(0.7, 1.3, n),
        role=np.zeros(n),
        volume=volume,
        rates=rates,
        counts=counts,
    )


def starters(n: int) -> Sample:
    """Pitchers half of whom only start: as many games are said of those as starts."""
    rng = np.random.default_rng(4)
    role = (np.arange(n) % 2).astype(np.float64)
    said = np.where(role > 0, 500.0, 200.0) * rng.uniform(0.6, 1.2, n)
    volume = np.rint(said * rng.uniform(0.5, 1.4, n))
    a_game = np.where(role > 0, 17.0, 3.0)
    rates = {stat: np.full(n, 0.05) for stat in STATS["pitcher"]}
    rates |= {"g": 1.0 / a_game, "gs": role / a_game}
    counts = {stat: rng.poisson(rate * volume).astype(np.float64) for stat, rate in rates.items()}
    counts |= {"g": np.rint(volume / a_game), "gs": np.rint(role * volume / a_game)}
    return Sample("pitcher", np.full(n, 2015.0), said, said, role, volume, rates, counts)


PAST, NEXT = drawn(6000, 1), drawn(3000, 2)


def test_too_little_to_learn_from_gives_nothing() -> None:
    assert fit_spread(drawn(999, 1)) is None


def test_a_tenth_of_what_happens_lies_beyond_either_tail() -> None:
    spread = fit_spread(PAST)
    assert spread is not None
    # A tenth of some 2,000 who played has a standard error of .0067; the worst of fifty shares may lie 3.5 of them off.
    for name, found in calibration(spread, NEXT).items():
        assert found.below == pytest.approx(0.1, abs=0.024), name
        assert found.above == pytest.approx(0.1, abs=0.024), name


def test_a_stat_that_the_sample_did_not_project_has_no_spread() -> None:
    """As with holds in the first season that has them: nothing was said, so nothing tells how far it missed."""
    silent = replace(PAST, rates={**PAST.rates, "sb": np.zeros(len(PAST))})
    spread = fit_spread(silent)
    assert spread is not None
    assert "sb" not in spread.counts
    assert "hr" in spread.counts


def test_a_spread_that_is_too_narrow_shows() -> None:
    spread = fit_spread(PAST)
    assert spread is not None
    wider = Sample(
        "batter", NEXT.season, NEXT.said, NEXT.last, NEXT.role, NEXT.volume, NEXT.rates,
        {**NEXT.counts, "hr": np.where(np.arange(3000) % 2 == 0, 0.0, 3 * NEXT.counts["hr"])},
    )  # fmt: skip
    assert calibration(spread, wider)["hr"].below > 0.15


def test_the_share_of_those_who_never_play_is_kept() -> None:
    spread = fit_spread(PAST)
    assert spread is not None
    few = NEXT.take(NEXT.said < 100)
    quantiles = quantiles_of(spread, few)
    assert (quantiles.columns["pa"][:, LEVELS.index(0.25)] == 0).mean() > 0.9
    assert (quantiles.columns["hr"][:, LEVELS.index(0.1)] == 0).all()


def test_quantiles_are_those_of_the_seasons_drawn() -> None:
    spread = fit_spread(PAST)
    assert spread is not None
    few = NEXT.take(np.arange(20))
    drawn_volumes = draw_volumes(spread, few)
    found = quantiles_of(spread, few).columns["pa"]
    np.testing.assert_allclose(found, np.quantile(drawn_volumes, LEVELS, axis=1, method="weibull").T)


def test_nobody_plays_more_than_anybody_has_however_much_is_expected() -> None:
    spread = fit_spread(PAST)
    assert spread is not None
    asked = replace(NEXT.take(NEXT.said > 500), said=np.full((NEXT.said > 500).sum(), 900.0))
    most = draw_volumes(spread, asked).max()
    assert PAST.volume.max() <= most == MOST["batter"]


def test_no_quantile_of_a_pitchers_games_is_below_that_of_his_starts() -> None:
    past = starters(3000)
    spread = fit_spread(past)
    assert spread is not None
    found = quantiles_of(spread, past.take(np.arange(200))).columns
    assert (found["gs"][:, LEVELS.index(0.9)] > 20).any()
    assert (found["g"] >= found["gs"]).all()
    assert (found["r"] >= found["er"]).all()
    assert (found["qs"] <= found["gs"]).all()
    assert found["qs"].max() > 0


def test_quantiles_rise_and_are_the_same_every_time() -> None:
    spread = fit_spread(PAST)
    assert spread is not None
    first, second = (quantiles_of(spread, NEXT.take(np.arange(50))) for _ in range(2))
    for name in ("pa", "hr", "r", "obp"):
        assert (np.diff(first.columns[name], axis=1) >= 0).all()
        np.testing.assert_array_equal(first.columns[name], second.columns[name])


@pytest.mark.parametrize("player_type", ["batter", "pitcher"])
def test_quantiles_of_a_player_do_not_depend_on_who_else_is_projected(player_type: str) -> None:
    past = PAST if player_type == "batter" else starters(3000)
    spread = fit_spread(past)
    assert spread is not None
    everybody = past.take(np.arange(60))
    numbers = [1000 + row for row in range(60)]
    among = quantiles_of(spread, everybody, players=numbers).columns
    rows = np.array([41, 7])
    alone = quantiles_of(spread, everybody.take(rows), players=[numbers[row] for row in rows.tolist()]).columns
    for name, column in alone.items():
        np.testing.assert_array_equal(column, among[name][rows], err_msg=name)


def test_players_who_are_alike_are_not_drawn_alike() -> None:
    spread = fit_spread(PAST)
    assert spread is not None
    twins = NEXT.take(np.full(2, int(np.argmax(NEXT.said))))
    volume = np.full((2, 250), 600.0)
    hits = spread.draw("singles", twins.rates["singles"], volume, twins, Luck(1, (5, 6)))
    assert (hits[0] != hits[1]).mean() > 0.8


def test_what_a_count_is_held_against_does_not_move_its_quantiles_where_they_agree() -> None:
    past = starters(3000)
    runs = {stat: past.rates["er"] * (1.1 if stat == "r" else 1.0) for stat in ("er", "r")}
    happened = {"r": past.counts["er"] + np.random.default_rng(7).poisson(0.1 * past.counts["er"])}
    past = replace(past, rates={**past.rates, **runs}, counts={**past.counts, **happened})
    spread = fit_spread(past)
    assert spread is not None
    asked = past.take(np.arange(1, 201, 2))
    found = quantiles_of(spread, asked).columns["r"]
    drawn = spread.draw("r", asked.rates["r"], draw_volumes(spread, asked), asked, Luck(SEED, range(100)))
    assert found.mean() == pytest.approx(quantiles_along(drawn, LEVELS).mean(), rel=0.004)


def test_of_players_who_are_equally_near_the_first_are_taken() -> None:
    alike = replace(PAST.take(np.zeros(2000, dtype=np.int64)), volume=np.arange(2000.0) / 4)
    # What processors make of the last decimals is no difference: by it, those who stand last would be the nearest.
    alike = replace(alike, role=np.linspace(1e-11, 0.0, 2000))
    spread = fit_spread(alike)
    assert spread is not None
    np.testing.assert_array_equal(
        draw_volumes(spread, replace(alike, role=np.zeros(2000)).take(np.array([0])))[0], np.rint(alike.volume[:DRAWS])
    )


def test_one_more_draw_lies_beyond_a_tail_as_often_as_it_says() -> None:
    drawn = np.random.default_rng(1).normal(size=(40_000, 20))
    low, high = quantiles_along(drawn[:, 1:], (0.1, 0.9)).T
    assert np.mean(drawn[:, 0] < low) == pytest.approx(0.1, abs=0.005)
    assert np.mean(drawn[:, 0] > high) == pytest.approx(0.1, abs=0.005)


def test_draws_that_are_unknown_are_left_out_of_quantiles() -> None:
    drawn = np.array([[3.0, np.nan, 1.0, 2.0], [np.nan] * 4])
    assert quantiles_along(drawn, (0.25, 0.5))[0].tolist() == [1.0, 2.0]
    assert np.isnan(quantiles_along(drawn, (0.5,))[1]).all()


def test_outcomes_are_compared_with_ties_broken_at_random() -> None:
    spread = fit_spread(PAST)
    assert spread is not None
    nobody = transforms(spread, NEXT)["volume"][NEXT.volume == 0]
    assert len(np.unique(np.round(nobody, 6))) > len(nobody) // 2


def test_a_stat_the_source_does_not_know_has_no_quantiles() -> None:
    unknown = {**PAST.counts, "cs": np.full(len(PAST), np.nan)}
    spread = fit_spread(
        Sample("batter", PAST.season, PAST.said, PAST.last, PAST.role, PAST.volume, PAST.rates, unknown)
    )
    assert spread is not None
    quantiles = quantiles_of(spread, NEXT.take(np.arange(5)))
    assert np.isnan(quantiles.columns["cs"]).all()
    assert np.isfinite(quantiles.columns["hr"]).all()


def test_a_sample_kept_before_there_were_quality_starts_knows_none() -> None:
    stats = [stat for stat in STATS["pitcher"] if stat != "qs"]
    columns = dict.fromkeys(("season", "said", "last", "role", "volume"), np.ones(3))
    params = {**columns, "rates": dict.fromkeys(stats, np.ones(3)), "counts": dict.fromkeys(stats, np.ones(3))}
    sample = sample_from(params, "pitcher")
    assert tuple(sample.counts) == STATS["pitcher"]
    assert np.isnan(sample.counts["qs"]).all()
    with pytest.raises(ValueError, match="lacks"):
        sample_from({**params, "rates": dict.fromkeys(stats[1:], np.ones(3))}, "pitcher")


def test_a_sample_is_the_same_from_plain_data() -> None:
    again = sample_from(PAST.get_params(), "batter")
    np.testing.assert_array_equal(again.counts["hr"], PAST.counts["hr"])
    with pytest.raises(ValueError, match="lacks"):
        sample_from({"season": PAST.season}, "batter")
