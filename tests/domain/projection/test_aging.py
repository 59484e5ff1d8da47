from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fbm.domain.models.marcel import AgeCurve
from fbm.domain.projection.aging import age_factors, component_aging, uniform_aging
from fbm.domain.projection.batch import Playing
from fbm.domain.projection.presets import stages_of
from tests.domain.projection.small import batch_with, one

CLASSIC = AgeCurve(29.0, 0.006, 0.003)


def aged(preset: str, stat: str, age: float, player_type: Playing, position: str = "RP") -> float:
    batch = batch_with(stat, counts=[[0, 0, 0]], opportunities=[[0, 0, 0]], player_type=player_type, age=age, rate=1.0)
    stage = next(stage for stage in stages_of(preset, player_type) if stage.name == "aging")
    return one(stage(replace(batch, position=np.array([position]))))


def test_the_young_gain_and_the_old_lose() -> None:
    # 27: 1 + 2 x .006; 29: the peak; 39: 1 - 10 x .003; unknown: as it is.
    ages = np.array([27.0, 29.0, 39.0, np.nan])
    assert age_factors(ages, CLASSIC) == pytest.approx([1.012, 1.0, 0.97, 1.0])


def test_no_age_turns_a_rate_negative() -> None:
    assert age_factors(np.array([60.0]), AgeCurve(25.0, 0.0, 0.035))[0] == pytest.approx(0.1)


def test_less_of_a_bad_stat_is_better() -> None:
    batch = batch_with("er", counts=[[0, 0, 0]], opportunities=[[0, 0, 0]], age=39, rate=0.5)
    assert one(uniform_aging(CLASSIC, {"er"})(batch)) == pytest.approx(0.5 / 0.97)
    assert one(uniform_aging(CLASSIC)(batch)) == pytest.approx(0.5 * 0.97)


def test_a_stat_without_a_curve_does_not_age() -> None:
    batch = batch_with("gs", counts=[[0, 0, 0]], opportunities=[[0, 0, 0]], age=40, rate=0.5)
    assert one(component_aging({})(batch)) == 0.5


def test_relievers_age_on_the_curves_of_pitchers() -> None:
    # Strikeouts of a reliever of 36: ten years past 26 at .015 x 1.1; hits nine years past 27 at .008 x 1.1.
    assert aged("marcel", "so", 36, "pitcher") == pytest.approx(1 - 10 * 0.0165)
    assert aged("marcel", "h", 36, "pitcher") == pytest.approx(1 / (1 - 9 * 0.0088))
    assert aged("marcel", "so", 36, "pitcher", "SP") == pytest.approx(1 - 10 * 0.015)


def test_old_batters_strike_out_more() -> None:
    # Six years past 30 at .004, upside down.
    assert aged("marcel", "so", 36, "batter", "ss") == pytest.approx(1 / (1 - 6 * 0.004))


def test_catchers_wear_out_faster_but_do_not_grow_faster() -> None:
    # Home runs peak at 28: four years at .015 x 1.3; four years short of it at .006.
    assert aged("marcel", "hr", 32, "batter", "c") == pytest.approx(1 - 4 * 0.0195)
    assert aged("marcel", "hr", 24, "batter", "c") == pytest.approx(1 + 4 * 0.006)


def test_classic_batters_strike_out_more_and_bunt_as_ever() -> None:
    # Ten years past 29 at .003.
    assert aged("marcel_classic", "so", 39, "batter", "ss") == pytest.approx(1 / 0.97)
    assert aged("marcel_classic", "cs", 39, "batter", "ss") == pytest.approx(1 / 0.97)
    assert aged("marcel_classic", "hr", 39, "batter", "ss") == pytest.approx(0.97)
    assert aged("marcel_classic", "sh", 39, "batter", "ss") == 1


@pytest.mark.parametrize("stat", ["h", "er", "r", "hr", "bb", "hbp"])
def test_classic_pitchers_give_up_more_as_they_age(stat: str) -> None:
    assert aged("marcel_classic", stat, 35, "pitcher") > 1 > aged("marcel_classic", stat, 24, "pitcher")
