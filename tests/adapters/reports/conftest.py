"""A small judgement with names that nobody should have."""

from __future__ import annotations

import numpy as np
import pytest

from fbm.domain.evaluation.forecasts import Forecast, Quantiles
from fbm.domain.evaluation.intervals import Bootstrap
from fbm.domain.evaluation.judging import Court, judge
from fbm.domain.evaluation.matching import Population, match
from fbm.domain.ports.reports import Report
from tests.domain.evaluation.matches import drawn_season, guess

HOSTILE = "<script>alert('x')</script> & \"Bob\" | `rm` *_[x](javascript:1)"


def sure(forecast: Forecast) -> Forecast:
    """Say how sure a forecast of home runs is."""
    centre = forecast.columns["hr"]
    grid = Quantiles((0.1, 0.5, 0.9), np.stack([centre - 5, centre, centre + 5], axis=1))
    return Forecast(forecast.season, forecast.player_type, forecast.player_id, forecast.columns, {"hr": grid})


@pytest.fixture(scope="module")
def report() -> Report:
    matches = []
    for season in (2018, 2019):
        actual = drawn_season(season, season=season)
        said = {"marcel": [guess(actual, 1.0, 1)], "ours": [sure(guess(actual, 0.5, 2))]}
        matches.append(match(actual, said, Population()))
    players = matches[0].player_id.tolist()
    document = judge(matches, Court("marcel", bootstrap=Bootstrap(resamples=50)))
    return Report(document, matches, dict.fromkeys(players, HOSTILE))
