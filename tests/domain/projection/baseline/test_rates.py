"""What the regressions of rates make of bodies, and which of them bend."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fbm.domain.projection.baseline.design import Setting, known_of
from fbm.domain.projection.baseline.fit import BaselineFits, TypeFit
from fbm.domain.projection.baseline.rates import CURVED, RateFit
from fbm.domain.projection.batch import Playing
from fbm.domain.seasons import FloatArray, History
from tests.histories import small_history

LEAGUE = small_history(range(2000, 2012), players=200)
SEASON = 2012
SOME = np.random.default_rng(5).integers(66, 80, len(LEAGUE.people)).astype(np.float64)


def with_heights(heights: FloatArray) -> History:
    return replace(LEAGUE, people=replace(LEAGUE.people, height=heights))


def fitted(history: History, player_type: Playing = "batter") -> TypeFit:
    return BaselineFits(history).type_before(SEASON, player_type)


def rates_by(fit: TypeFit, rates: RateFit) -> dict[str, FloatArray]:
    """Predicted rates of all players of a fit, by stat."""
    known = known_of(fit.players, fit.memories)
    return dict(zip(rates.stats, rates.predict(known, Setting.actual(fit.players)).T, strict=True))


def rates_of(history: History, player_type: Playing = "batter") -> dict[str, FloatArray]:
    fit = fitted(history, player_type)
    return rates_by(fit, fit.rates)


def test_an_unknown_height_is_the_usual_one() -> None:
    unknown, usual = (rates_of(with_heights(np.where(SOME > 76, one, SOME))) for one in (np.nan, 73.0))
    for stat, column in unknown.items():
        np.testing.assert_array_equal(column, usual[stat])


@pytest.mark.parametrize("player_type", ["batter", "pitcher"])
def test_heights_matter_for_batters_only(player_type: Playing) -> None:
    one, other = rates_of(LEAGUE, player_type), rates_of(with_heights(SOME), player_type)
    assert any(not np.array_equal(one[stat], other[stat]) for stat in one) == (player_type == "batter")


def test_bent_columns_are_read_for_times_on_base_only() -> None:
    fit = fitted(LEAGUE)
    without = replace(fit.rates, curved=fit.rates.linear, is_curved=np.zeros_like(fit.rates.is_curved))
    one, other = rates_by(fit, fit.rates), rates_by(fit, without)
    assert {stat for stat in one if not np.array_equal(one[stat], other[stat])} == CURVED


@pytest.mark.parametrize("player_type", ["batter", "pitcher"])
def test_rates_of_pitchers_are_linear(player_type: Playing) -> None:
    assert fitted(LEAGUE, player_type).rates.is_curved.any() == (player_type == "batter")
