from __future__ import annotations

import numpy as np
import pytest

from fbm.domain.features.matrix import FeatureMatrix, from_columns, stacked


def test_the_schema_is_a_digest_of_the_names_in_their_order() -> None:
    values = np.zeros((1, 2))
    first = FeatureMatrix(values, ("age", "park")).schema
    assert first.startswith("sha256:")
    assert first == FeatureMatrix(values + 1, ("age", "park")).schema
    assert first != FeatureMatrix(values, ("park", "age")).schema


def test_names_cannot_run_into_one_another() -> None:
    assert FeatureMatrix(np.zeros((0, 1)), ("ab",)).schema != FeatureMatrix(np.zeros((0, 2)), ("a", "b")).schema


@pytest.mark.parametrize("names", [("age",), ("age", "age"), ("age", "park", "more")])
def test_names_that_do_not_fit_are_refused(names: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="name"):
        FeatureMatrix(np.zeros((3, 2)), names)


def test_stacking_puts_players_below_one_another() -> None:
    first, second = from_columns({"age": np.array([25.0])}), from_columns({"age": np.array([30.0, 31.0])})
    assert stacked([first, second]).values.tolist() == [[25.0], [30.0], [31.0]]


def test_only_like_matrices_stack() -> None:
    with pytest.raises(ValueError, match="different features"):
        stacked([from_columns({"age": np.zeros(1)}), from_columns({"park": np.zeros(1)})])
