from __future__ import annotations

import numpy as np
import pytest

from fbm.domain.evaluation.forecasts import Quantiles, forecast_of
from fbm.domain.evaluation.matching import Population, match, with_sums
from fbm.domain.projection.sheet import Row
from tests.domain.evaluation.matches import forecast, outcomes

ACTUAL = outcomes({"a": {"pa": 600, "hr": 30}, "b": {"pa": 250, "hr": 9}, "c": {"pa": 199, "hr": 5}})


def judged(*projected: str) -> list[str]:
    one, other = (forecast({player: {"hr": 1.0} for player in players}) for players in (projected, "abcd"))
    found = match(ACTUAL, {"one": [one], "other": [other]}, Population())
    return [str(player) for player in found.player_id[found.judged]]


def test_the_population_are_those_who_played_enough_and_whom_everybody_projected() -> None:
    assert judged(*"abc") == ["a", "b"]


def test_who_is_not_projected_by_one_is_judged_for_none() -> None:
    assert judged(*"bc") == ["b"]


def test_who_was_projected_by_all_and_did_not_play_has_counts_of_zero_and_no_rates() -> None:
    actual = outcomes({"a": {"pa": 600, "hr": 30, "obp": 0.35}})
    found = match(actual, {"one": [forecast({"a": {"hr": 1.0}, "d": {"hr": 2.0}})]}, Population())
    row = found.player_id.tolist().index("d")
    assert not found.played[row]
    assert (found.actual["hr"][row], found.actual["pa"][row]) == (0.0, 0.0)
    assert np.isnan(found.actual["obp"][row])


def test_a_season_cut_short_asks_for_its_share_of_playing_time_and_scales_counts_but_no_rates() -> None:
    actual = outcomes({"a": {"pa": 80, "hr": 4}, "b": {"pa": 70, "hr": 4}}, season=2020)
    said = forecast({"a": {"hr": 27.0, "obp": 0.35}, "b": {"hr": 27.0, "obp": 0.35}}, season=2020)
    found = match(actual, {"one": [said]}, Population())
    # 200 x 60 / 162 = 74.1
    assert found.judged.tolist() == [True, False]
    columns = found.said["one"][0].columns
    assert (columns["hr"][0], columns["obp"][0]) == pytest.approx((10.0, 0.35))


def test_a_count_that_nobody_has_a_figure_of_stays_unknown_for_who_did_not_play() -> None:
    actual = outcomes({"a": {"pa": 600, "hld": np.nan}})
    found = match(actual, {"one": [forecast({"a": {"hld": 1.0}, "d": {"hld": 2.0}})]}, Population())
    assert np.isnan(found.actual["hld"]).all()


def test_sums_are_made_of_what_is_known() -> None:
    columns = {name: np.array([value]) for name, value in {"sv": 30.0, "hld": 5.0, "bs": 4.0, "ip": 60.0}.items()}
    found = with_sums({**columns, "h": np.array([50.0]), "bb": np.array([20.0]), "hbp": np.array([2.0])})
    assert (found["nsvh"][0], found["bf"][0]) == (31.0, 252.0)
    assert "nsvh" not in with_sums({"sv": np.array([1.0])})


def test_quantile_columns_of_a_sheet_are_read_by_their_names() -> None:
    row: Row = {"player_id": "a", "name": "A", "age": 27, "hr": 20.0, "hr_p90": 30.0, "hr_p10": 10.0, "hr_p50": None}
    found = forecast_of((row,), 2019, "batter")
    assert list(found.columns) == ["hr"]
    assert found.quantiles["hr"].levels == (0.1, 0.5, 0.9)
    assert found.quantiles["hr"].values[0].tolist() == pytest.approx([10.0, np.nan, 30.0], nan_ok=True)


def test_quantiles_of_counts_shrink_with_a_short_season_too() -> None:
    grid = Quantiles((0.5,), np.array([[27.0]]))
    said = forecast({"a": {"hr": 27.0}}, season=2020, quantiles={"hr": grid})
    found = match(outcomes({"a": {"pa": 80, "hr": 4}}, season=2020), {"one": [said]}, Population())
    assert found.said["one"][0].quantiles["hr"].values[0, 0] == pytest.approx(10.0)
