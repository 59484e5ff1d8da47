"""The judge on real seasons: Marcel comes out where others have measured it."""

from __future__ import annotations

from typing import Any

import pytest

from fbm.adapters.sources.lahman import LahmanFiles
from fbm.app.projection_request import BOTH
from fbm.domain.evaluation.forecasts import Forecast, forecast_of
from fbm.domain.evaluation.intervals import Bootstrap
from fbm.domain.evaluation.judging import Court, judge
from fbm.domain.evaluation.matching import Match, Population, match
from fbm.domain.evaluation.outcomes import outcomes_of
from fbm.domain.projection.batch import Stage
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

LIGHT = {"w": (0.580, 3.74), "so": (0.711, 38.9), "era": (0.290, 1.248), "whip": (0.347, 0.207)}
"""The same of pitchers, by those who take Tango's 134 outs for the whole ballast and not for each unit of weight."""
LIGHT_SAVES, LIGHT_RHO = 0.701, 0.447

PITCHERS = {"w": 0.596, "so": 0.704, "era": 0.305, "whip": 0.367, "sv": 0.701}
"""r with the ballast that Tango printed; nothing was tuned to get them."""


def matched(history: History, season: int, player_type: Any) -> Match:
    pipelines = {name: stages_of(name, player_type) for name in ("marcel_classic", "marcel_light")}
    said = {name: [forecast(history, season, player_type, stages)] for name, stages in pipelines.items()}
    return match(outcomes_of(history, season, player_type), said, Population())


def forecast(history: History, season: int, player_type: Any, stages: tuple[Stage, ...]) -> Forecast:
    batch = run(open_batch(history, season, player_type), stages)
    return forecast_of(rows_of(finalise(batch), history.people), season, player_type)


@pytest.fixture(scope="module")
def judgement() -> dict[str, Any]:
    directory = lahman_dir()
    assert directory is not None
    history = LahmanFiles(directory).read(Silent()).unwrap()
    matches = [matched(history, season, playing) for season in SEASONS for playing in BOTH]
    return judge(matches, Court("marcel_classic", bootstrap=Bootstrap(resamples=2)))


@pytest.mark.parametrize("pipeline", ["marcel_classic", "marcel_light"])
def test_batters_come_out_where_others_have_measured_them(judgement: dict[str, Any], pipeline: str) -> None:
    found = judgement["pipelines"][pipeline]["batter"]
    for stat, (r, rmse) in BATTERS.items():
        assert found[stat]["r"] == pytest.approx(r, abs=0.01)
        assert found[stat]["rmse"] == pytest.approx(rmse, rel=0.01)
    assert found["rank"]["rho"] == pytest.approx(RHO, abs=0.01)


def test_pitchers_with_the_light_ballast_come_out_where_others_have_measured_them(judgement: dict[str, Any]) -> None:
    found = judgement["pipelines"]["marcel_light"]["pitcher"]
    for stat, (r, rmse) in LIGHT.items():
        assert found[stat]["r"] == pytest.approx(r, abs=0.01)
        assert found[stat]["rmse"] == pytest.approx(rmse, rel=0.01)
    assert found["sv"]["r"] == pytest.approx(LIGHT_SAVES, abs=0.01)
    assert found["rank"]["rho"] == pytest.approx(LIGHT_RHO, abs=0.01)


def test_pitchers_come_out_as_they_were_measured_before(judgement: dict[str, Any]) -> None:
    found = judgement["pipelines"]["marcel_classic"]["pitcher"]
    assert {stat: found[stat]["r"] for stat in PITCHERS} == pytest.approx(PITCHERS, abs=0.002)


def test_the_populations_are_those_of_the_published_comparisons(judgement: dict[str, Any]) -> None:
    population = judgement["population"]
    assert 300 < population["batter"]["2019"]["judged"] < population["batter"]["2019"]["population"] < 400
    assert 280 < population["pitcher"]["2019"]["judged"] < population["pitcher"]["2019"]["population"] < 360
