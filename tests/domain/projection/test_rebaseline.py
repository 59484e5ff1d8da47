from __future__ import annotations

import numpy as np
import pytest

from fbm.domain.projection.batch import Batch
from fbm.domain.projection.rebaseline import rebaselined
from fbm.domain.seasons import FloatArray
from tests.domain.projection.small import batch_with



def two(stat: str, league: tuple[float, float, float], rates: tuple[float, float]) -> Batch:
    batch = batch_with(
        stat, counts=[[0, 0, 0], [0, 0, 0]], opportunities=[[300, 0, 0], [100, 0, 0]], league=league
    )
    return batch.with_rates(np.array(rates)[:, None])


def last_season(batch: Batch) -> FloatArray:
    return batch.opportunities[:, 0]


def test_the_mean_of_the_projections_becomes_that_of_the_last_season() -> None:
    batch = two("hr", (0.06, 0.01, 0.01), (0.02, 0.06))
    # Mean (300 x .02 + 100 x .06) / 400 = .03, to be .06: twice as many.
    assert rebaselined(last_season)(batch).rates[:, 0] == pytest.approx([0.04, 0.12])


def test_what_is_unknown_of_the_league_leaves_the_rates_alone() -> None:
    batch = two("hld", (np.nan, 0.01, 0.01), (0.02, np.nan))
    assert rebaselined(last_season)(batch).rates[:, 0] == pytest.approx([0.02, np.nan], nan_ok=True)


def test_what_nobody_does_stays_undone() -> None:
    assert not rebaselined(last_season)(two("sh", (0.01, 0.01, 0.01), (0, 0))).rates.any()
