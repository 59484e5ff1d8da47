from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fbm.domain.features.residuals import apply_residuals, blend_weight, centred, evident_share, residual_targets
from fbm.domain.projection.batch import Batch, Playing
from fbm.domain.seasons import FloatArray, Lines
from tests.batches import batch_of

NAMES = ("ab", "h", "doubles", "triples", "hr", "bb", "hbp", "sh", "sf", "so", "outs", "er")


def season_lines(season: int, players: dict[str, dict[str, float]]) -> Lines:
    """Season totals with zero for every count not given."""
    n = len(players)
    counts = {name: np.array([line.get(name, 0.0) for line in players.values()]) for name in NAMES}
    return Lines(
        player_id=np.array(list(players)),
        season=np.full(n, season),
        stint=np.ones(n, dtype=np.int64),
        team=np.full(n, "AAA"),
        league=np.full(n, "AL"),
        counts=counts,
    )


def three(player_type: Playing = "batter") -> Batch:
    """Players player000 to player002, projected at hr .05, so .2, singles .15 (or the pitchers' three)."""
    return replace(batch_of(player_type, n=3), rates=np.tile([0.05, 0.2, 0.15], (3, 1)))


def test_a_target_is_the_actual_minus_the_projected_rate() -> None:
    actual = season_lines(2014, {"player001": {"ab": 90, "bb": 10, "h": 20, "doubles": 3, "hr": 7, "so": 25}})
    targets, weights, rows = residual_targets(three(), actual)
    assert (rows.tolist(), weights.tolist()) == ([1], [100.0])
    # 7 / 100 - .05; 25 / 100 - .2; (20 - 3 - 0 - 7) / 100 - .15
    assert [targets[stat][0] for stat in ("hr", "so", "singles")] == pytest.approx([0.02, 0.05, -0.05])


def test_pitchers_are_measured_in_outs() -> None:
    actual = season_lines(2014, {"player002": {"outs": 300, "h": 30, "er": 60, "so": 75}})
    targets, weights, rows = residual_targets(three("pitcher"), actual)
    assert (rows.tolist(), weights.tolist()) == ([2], [300.0])
    assert [targets[stat][0] for stat in ("h", "er", "so")] == pytest.approx([0.05, 0.0, 0.1])


def test_players_are_joined_by_id_whatever_the_order_of_lines() -> None:
    lines = {"player002": {"ab": 200.0, "so": 20.0}, "other": {"ab": 50.0}, "player000": {"ab": 100.0, "so": 30.0}}
    targets, weights, rows = residual_targets(three(), season_lines(2014, lines))
    assert dict(zip(rows.tolist(), weights.tolist(), strict=True)) == {0: 100.0, 2: 200.0}
    assert dict(zip(rows.tolist(), targets["so"].tolist(), strict=True)) == pytest.approx({0: 0.1, 2: -0.1})


def test_a_line_without_opportunities_or_of_another_season_is_no_target() -> None:
    assert len(residual_targets(three(), season_lines(2014, {"player000": {}})).rows) == 0
    assert len(residual_targets(three(), season_lines(2013, {"player000": {"ab": 10.0}})).rows) == 0


def corrected(residual: FloatArray) -> list[float]:
    return [float(rate) for rate in apply_residuals(three(), {"hr": residual}).rate("hr")]


def test_residuals_are_added_and_leave_other_stats_alone() -> None:
    batch = apply_residuals(three(), {"hr": np.array([0.01, 0.0, -0.01])})
    assert batch.rate("hr").tolist() == pytest.approx([0.06, 0.05, 0.04])
    assert np.array_equal(batch.rates[:, 1:], three().rates[:, 1:])


def test_no_rate_falls_below_zero_or_rises_above_twice_itself_and_the_league_s() -> None:
    # The league's rate is .03: 2 x .05 + .03 = .13.
    assert corrected(np.array([-0.06, 0.5, np.nan])) == pytest.approx([0.0, 0.13, 0.05])


def test_no_correction_lifts_a_rate_above_one() -> None:
    batch = replace(three(), rates=np.tile([0.9, 1.2, 0.1], (3, 1)))
    after = apply_residuals(batch, {"hr": np.ones(3), "so": np.zeros(3)})
    assert after.rates[0].tolist() == [1.0, 1.2, 0.1]


def test_the_batch_given_is_not_written_to() -> None:
    batch = three()
    apply_residuals(batch, {"hr": np.ones(3)})
    assert np.array_equal(batch.rates, three().rates)


def test_a_stat_that_the_batch_lacks_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="saves"):
        apply_residuals(three(), {"saves": np.zeros(3)})


def test_what_a_whole_season_shares_is_not_learned() -> None:
    seasons = np.array([2010, 2010, 2011, 2011])
    weights = np.array([1.0, 3.0, 1.0, 1.0])
    # Weighted means 5 and 30.
    assert centred(np.array([2.0, 6.0, 20.0, 40.0]), weights, seasons).tolist() == [-3.0, 1.0, -10.0, 10.0]


def test_the_blend_is_the_share_that_makes_the_squared_error_least() -> None:
    rng = np.random.default_rng(2)
    correction, weights = rng.normal(size=200), rng.uniform(1, 600, 200)
    residual = 0.6 * correction + rng.normal(size=200)
    share = blend_weight(residual, correction, weights)
    errors = [np.sum(weights * (residual - tried * correction) ** 2) for tried in (share - 0.01, share, share + 0.01)]
    assert errors[1] == min(errors)
    assert 0.4 < share < 0.8


def test_the_blend_stays_between_nothing_and_all() -> None:
    correction, weights = np.array([1.0, -1.0]), np.ones(2)
    assert blend_weight(3 * correction, correction, weights) == 1.0
    assert blend_weight(-correction, correction, weights) == 0.0
    assert blend_weight(correction, np.zeros(2), weights) == 0.0


def test_a_share_that_is_evident_is_told() -> None:
    generator = np.random.default_rng(5)
    correction, noise = generator.normal(size=4000), generator.normal(size=4000)
    share = evident_share(0.5 * correction + 0.1 * noise, correction, np.ones(4000), np.arange(4000))
    assert share == pytest.approx(0.5, abs=0.01)


def test_a_share_is_drawn_to_none_by_its_uncertainty_and_is_none_where_that_is_larger() -> None:
    generator = np.random.default_rng(5)
    correction, noise = generator.normal(size=400), generator.normal(size=400)
    weights, draw = np.ones(400), np.arange(400)
    residual = 0.2 * correction + 3 * noise
    assert evident_share(residual, correction, weights, draw) < blend_weight(residual, correction, weights)
    assert evident_share(-0.05 * correction + 0.1 * noise, correction, weights, draw) == 0.0
    assert evident_share(residual, np.zeros(400), weights, draw) == 0.0


def test_values_of_one_player_are_evidence_once() -> None:
    correction = np.array([1.0, -1.0, 0.5, -0.5])
    residual = np.array([0.4, 0.0, 0.2, -0.3])
    once = evident_share(residual, correction, np.ones(4), np.arange(4))
    often = evident_share(np.repeat(residual, 25), np.repeat(correction, 25), np.ones(100), np.repeat(np.arange(4), 25))
    assert often == pytest.approx(once)


@pytest.mark.parametrize(("runs", "after"), [(0.16, 0.24), (0.1, 0.15)])
def test_runs_follow_earned_runs_that_are_corrected(runs: float, after: float) -> None:
    batch = replace(three("pitcher"), stats=("er", "r", "so"), rates=np.tile([0.1, runs, 0.2], (3, 1)))
    batch = replace(batch, league=np.full_like(batch.league, 0.2))
    assert apply_residuals(batch, {"er": np.full(3, 0.05)}).rate("r").tolist() == pytest.approx([after] * 3)
    both = apply_residuals(batch, {"er": np.full(3, 0.05), "r": np.full(3, 0.01)})
    assert both.rate("r").tolist() == pytest.approx([runs + 0.01] * 3)


def test_who_allowed_no_earned_run_allows_as_many_more_runs() -> None:
    batch = replace(three("pitcher"), stats=("er", "r", "so"), rates=np.tile([0.0, 0.1, 0.2], (3, 1)))
    batch = replace(batch, league=np.full_like(batch.league, 0.2))
    assert apply_residuals(batch, {"er": np.full(3, 0.05)}).rate("r").tolist() == pytest.approx([0.15] * 3)
