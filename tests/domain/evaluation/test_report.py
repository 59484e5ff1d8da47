from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from fbm.domain.evaluation.report import Validation, rolling_report, validation_report

VALIDATION = Validation(
    season=2014,
    actual={"hr": np.array([0.03, 0.05, 0.01])},
    model={"hr": np.array([0.03, 0.04, 0.01])},
    baseline={"hr": np.array([0.04, 0.03, 0.02]), "so": np.zeros(3)},
    weights=np.array([100.0, 200.0, 100.0]),
)


def test_errors_are_events_per_600_opportunities() -> None:
    found = validation_report(VALIDATION)["validation"]
    # Half of the weight errs by .01, 6 per 600: root of 36 / 2; mean 3.
    assert found["model"]["hr"]["rmse"] == pytest.approx(18**0.5)
    assert found["model"]["hr"]["mae"] == pytest.approx(3.0)
    # The baseline errs by 6, 12 and 6: root of (36 + 2 x 144 + 36) / 4.
    assert found["baseline"]["hr"]["rmse"] == pytest.approx(90**0.5)


def test_the_difference_is_the_model_s_error_minus_the_baseline_s() -> None:
    found = validation_report(VALIDATION)["validation"]
    difference = found["difference"]["hr"]["rmse"]
    assert difference["delta"] == pytest.approx(18**0.5 - 90**0.5)
    assert difference["lo"] <= difference["delta"] <= difference["hi"]


def test_only_the_model_s_stats_are_told() -> None:
    found = validation_report(VALIDATION)["validation"]
    assert [list(found[part]) for part in ("model", "baseline", "difference")] == [["hr"]] * 3


def test_a_report_is_plain_numbers() -> None:
    found = validation_report(VALIDATION)
    assert json.loads(json.dumps(found)) == found
    assert (found["validation"]["season"], found["validation"]["n"]) == (2014, 3)


def test_weights_matter() -> None:
    even = validation_report(replace(VALIDATION, weights=np.ones(3)))["validation"]
    assert even["model"]["hr"]["rmse"] == pytest.approx(12**0.5)


def test_a_player_without_an_actual_count_is_left_out_of_that_stat() -> None:
    actual = {"hr": np.array([0.03, np.nan, 0.01])}
    assert validation_report(replace(VALIDATION, actual=actual))["validation"]["model"]["hr"]["rmse"] == 0.0


def test_seasons_are_pooled_by_their_weights() -> None:
    first = replace(VALIDATION, players=np.array(["a", "b", "c"]))
    second = replace(
        first, season=2015, model={"hr": np.array([0.03, 0.05, 0.02])}, weights=np.array([100.0, 200.0, 300.0])
    )
    found = rolling_report([first, second])
    assert [found["seasons"][season]["n"] for season in ("2014", "2015")] == [3, 3]
    assert found["pooled"]["n"] == 6
    # Of 1000 opportunities, 200 err by 6 in the first season and 300 in the second.
    assert found["pooled"]["model"]["hr"]["rmse"] == pytest.approx((36 * 500 / 1000) ** 0.5)
    assert json.loads(json.dumps(found)) == found


def test_only_stats_of_every_season_are_pooled() -> None:
    first = replace(VALIDATION, players=np.array(["a", "b", "c"]))
    both = dict.fromkeys(("hr", "so"), np.zeros(3))
    more = replace(first, season=2015, actual=both, model=both)
    assert list(rolling_report([first, more])["pooled"]["model"]) == ["hr"]
