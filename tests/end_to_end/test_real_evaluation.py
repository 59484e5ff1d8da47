"""The judge on real seasons: Marcel comes out where others have measured it."""

from __future__ import annotations

from typing import Any

import pytest

from fbm.adapters.sources.lahman import LahmanFiles
from fbm.app.projecting import BOTH
from fbm.domain.evaluation.forecasts import forecast_of
from fbm.domain.evaluation.intervals import Bootstrap
from fbm.domain.evaluation.judging import Court, judge
from fbm.domain.evaluation.matching import Match, Population, match
from fbm.domain.evaluation.outcomes import outcomes_of
from fbm.domain.projection.finalise import finalise
from fbm.domain.projection.presets import run, stages_of
from fbm.domain.projection.sheet import rows_of
from fbm.domain.projection.window import open_batch
from fbm.domain.seasons import History
from tests.fakes_progress import Silent
from tests.real_data import lahman_dir, needs_lahman

pytestmark = needs_lahman

SEASONS = range(2015, 2020)
BATTERS = {"hr": (0.654, 7.97), "r": (0.573, 21.0), "rbi": (0.593, 21.4), "sb": (0.747, 5.60), "obp": (0.531, 0.0307)}
"""r and RMSE of 2015-2019 as others have measured them, means over seasons."""
RHO = 0.575

PITCHERS = {"w": 0.596, "so": 0.704, "era": 0.305, "whip": 0.367, "sv": 0.701}
"""r with the ballast that Tango printed; nothing was tuned to get them."""


def matched(history: History, season: int, player_type: Any) -> Match:
    batch = run(open_batch(history, season, player_type), stages_of("marcel_classic", player_type))
    rows = rows_of(finalise(batch), history.people)
    forecast = forecast_of(rows, season, player_type)
    return match(outcomes_of(history, season, player_type), {"marcel_classic": [forecast]}, Population())


@pytest.fixture(scope="module")
def judgement() -> dict[str, Any]:
    directory = lahman_dir()
    assert directory is not None
    history = LahmanFiles(directory).read(Silent()).unwrap()
    matches = [matched(history, season, playing) for season in SEASONS for playing in BOTH]
    return judge(matches, Court("marcel_classic", bootstrap=Bootstrap(resamples=2)))


def test_batters_come_out_where_others_have_measured_them(judgement: dict[str, Any]) -> None:
    found = judgement["pipelines"]["marcel_classic"]["batter"]
    for stat, (r, rmse) in BATTERS.items():
        assert found[stat]["r"] == pytest.approx(r, abs=0.01)
        assert found[stat]["rmse"] == pytest.approx(rmse, rel=0.01)
    assert found["rank"]["rho"] == pytest.approx(RHO, abs=0.01)


def test_pitchers_come_out_as_they_were_measured_before(judgement: dict[str, Any]) -> None:
    found = judgement["pipelines"]["marcel_classic"]["pitcher"]
    assert {stat: found[stat]["r"] for stat in PITCHERS} == pytest.approx(PITCHERS, abs=0.002)


def test_the_populations_are_those_of_the_published_comparisons(judgement: dict[str, Any]) -> None:
    population = judgement["population"]
    assert 300 < population["batter"]["2019"]["judged"] < population["batter"]["2019"]["population"] < 400
    assert 280 < population["pitcher"]["2019"]["judged"] < population["pitcher"]["2019"]["population"] < 360
