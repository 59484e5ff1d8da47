from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from fbm.domain.models.mtl import BATTER_NETWORK, PITCHER_NETWORK
from fbm.domain.projection.window import STATS


def test_every_stat_is_one_that_is_projected() -> None:
    assert set(BATTER_NETWORK.stats) <= set(STATS["batter"])
    assert set(PITCHER_NETWORK.stats) <= set(STATS["pitcher"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"trunk_wide": 0}, {"head": 0}, {"epochs": 0}, {"restarts": 0}, {"folds": -1}, {"dropout": 1.0},
        {"dropout": -0.1}, {"blend": 1.1}, {"learning_rate": 0.0}, {"weight_decay": -1.0}, {"likelihood": "normal"},
        {"seed": -1},
    ],
)  # fmt: skip
def test_a_setting_that_cannot_be_meant_is_named(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        replace(BATTER_NETWORK, **wrong)
