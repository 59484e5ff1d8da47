from __future__ import annotations

import numpy as np

from fbm.domain.layers.base import base_line, base_predictions
from fbm.domain.layers.features import layer_features
from fbm.domain.layers.lines import Line
from fbm.domain.layers.targets import happened, league_rate, target_of
from fbm.domain.projection.baseline.fit import MODES, BaselineFit, BaselineFits, Mode, TypeFit
from fbm.domain.projection.baseline.panel import open_panel
from fbm.domain.projection.batch import Batch, Playing
from fbm.domain.projection.presets import Basis, run, stages_of
from fbm.domain.projection.window import open_batch
from fbm.domain.seasons import History
from fbm.domain.tracking import tracked_columns
from tests.layers import league, tracked

BOTH: tuple[Playing, ...] = ("batter", "pitcher")
SEASON = 2014


def test_features_of_a_season_are_the_same_to_the_bit_without_it_and_all_that_follows() -> None:
    whole = tracked(league(), 2008)
    for player_type in BOTH:
        known = [open_panel(history, player_type).between(SEASON, SEASON) for history in (whole, whole.before(SEASON))]
        full, cut = (layer_features(panel) for panel in known)
        assert full.names == cut.names
        np.testing.assert_array_equal(full.values, cut.values)


def test_the_baseline_a_blend_starts_from_is_the_same_to_the_bit_without_the_season() -> None:
    whole = league()
    for player_type in BOTH:
        fits = [BaselineFits(history).type_before(SEASON, player_type) for history in (whole, whole.before(SEASON))]
        full, cut = (base_predictions(fit, fit.players) for fit in fits)
        for name, column in full.items():
            np.testing.assert_array_equal(column, cut[name])


def test_the_baselines_line_is_what_its_stages_give() -> None:
    history = league().before(SEASON)
    for player_type in BOTH:
        fit = BaselineFits(history).type_before(SEASON, player_type)
        for mode in MODES:
            _agree(base_line(fit, fit.players, mode), _staged(history, player_type, fit, mode))


def _staged(history: History, player_type: Playing, fit: TypeFit, mode: Mode) -> Batch:
    basis = Basis(BaselineFit(SEASON, {player_type: fit}), mode)
    return run(open_batch(history, SEASON, player_type), stages_of("baseline", player_type, basis))


def _agree(line: Line, batch: Batch) -> None:
    np.testing.assert_allclose(line.volume, batch.volume)
    for stat in batch.stats:
        np.testing.assert_allclose(line.rates[stat], batch.rate(stat), atol=1e-12)


def test_a_rate_is_a_multiple_of_the_leagues_and_those_who_never_played_weigh_nothing() -> None:
    panel = open_panel(league(), "batter").between(2012, 2012)
    target = target_of(panel, "rate:on_base")
    played = panel.happened["volume"] > 0
    assert (~played).any()
    assert (target.weights[~played] == 0).all()
    counts = target.values * panel.happened["volume"] * league_rate(panel, "on_base", 0)
    np.testing.assert_allclose(counts[played], happened(panel, "on_base")[played])


def test_a_tracked_player_is_drawn_to_the_mean_and_one_who_was_not_is_unknown() -> None:
    history = tracked(league(), 2012)
    panel = open_panel(history, "batter").between(2013, 2014)
    before = tracked_columns(history, "batter", panel.player_id, panel.season)["track ev"]
    early = tracked_columns(history, "batter", panel.player_id, panel.season - 5)["track ev"]
    assert np.isfinite(before).any()
    assert np.nanmax(np.abs(before)) < 4.0
    assert np.isnan(early).all()
    assert np.isnan(tracked_columns(history, "batter", panel.player_id, panel.season)["track chase"]).all()
