from __future__ import annotations

from typing import Any

import pytest

from fbm.domain.models.specs import GBResidualSpec


@pytest.mark.parametrize(
    ("name", "value"),
    [("n_estimators", 0), ("num_leaves", 1), ("learning_rate", 0.0), ("shrink", 1.5), ("lambda_l2", -1.0)],
)
def test_a_number_out_of_its_range_is_refused_by_name(name: str, value: Any) -> None:
    with pytest.raises(ValueError, match=name):
        GBResidualSpec(("hr",), **{name: value})
