"""What differs, and which side is better."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fbm.domain.registry.diffing import compare, diff_config, diff_metrics, flatten, which_is_better
from tests.registry.samples import metadata

numbers = st.floats(-1e6, 1e6)
measures = st.dictionaries(st.sampled_from(["rmse", "mae", "r", "n", "hr_rmse"]), numbers)


def test_nested_measures_are_flattened_with_dots() -> None:
    assert flatten({"validation": {"model": {"hr": {"rmse": 1.0}}, "years": (2020, 2021)}}) == {
        "validation.model.hr.rmse": 1.0,
        "validation.years": [2020, 2021],
    }


def test_lists_of_records_are_flattened_by_position() -> None:
    assert flatten({"folds": [{"rmse": 1.0}, {"rmse": 2.0}]}) == {"folds.0.rmse": 1.0, "folds.1.rmse": 2.0}


@pytest.mark.parametrize(
    ("measure", "better"),
    [("rmse", "a"), ("x.hr.mae", "a"), ("hr_rmse", "a"), ("log_loss", "a"), ("x.r", "b"), ("r2", "b"), ("rho", "b"),
     ("top20", "b"), ("accuracy", "b"), ("n", None), ("hr", None), ("delta", None)],
)  # fmt: skip
def test_the_last_word_of_a_measure_tells_its_direction(measure: str, better: str | None) -> None:
    assert which_is_better(measure, 1.0, 2.0) == better


@given(measures, measures)
def test_swapping_the_sides_turns_every_delta_round(a: dict[str, float], b: dict[str, float]) -> None:
    forth, back = diff_metrics(a, b), diff_metrics(b, a)
    assert all(forth[key].delta == -(back[key].delta or 0.0) for key in forth if forth[key].delta is not None)


@given(measures)
def test_a_version_does_not_differ_from_itself(a: dict[str, float]) -> None:
    assert all(diff.delta == 0 and diff.better in ("same", None) for diff in diff_metrics(a, a).values())


def test_a_measure_of_one_side_has_no_delta() -> None:
    diff = diff_metrics({"rmse": 1.0}, {"rmse": None})["rmse"]
    assert (diff.a, diff.b, diff.delta, diff.better) == (1.0, None, None, None)


def test_only_differing_configuration_is_told() -> None:
    diff = diff_config({"lgbm": {"trees": 100, "rate": 0.1}}, {"lgbm": {"trees": 200, "rate": 0.1}, "new": None})
    assert {key: (value.a, value.b) for key, value in diff.items()} == {"lgbm.trees": (100, 200), "new": (None, None)}


def test_years_stats_and_features_are_told_by_side() -> None:
    a = metadata(training_years=(2019, 2020), feature_names=("age", "hr"))
    b = a._replace(training_years=(2020, 2021), feature_names=("hr", "age", "bb"))
    compared = compare(a, b)
    assert (compared.training_years.a_only, compared.training_years.b_only) == ((2019,), (2021,))
    assert (compared.feature_names.b_only, compared.feature_names.same_order) == (("bb",), False)
