from __future__ import annotations

from typing import Any, cast

import pytest
from returns.result import Failure

from fbm.app.training import train
from fbm.app.training_request import NothingToCorrect, TooFewSeasons
from fbm.app.validating import validate
from fbm.domain.ports.sources import MissingSeasons
from tests.app.fakes_training import QUICK, WatchedTrainer, registry_of, request_of, workshop_of

FOUR = (2010, 2011, 2012, 2013)


def test_each_season_is_judged_by_a_model_of_the_seasons_before_it() -> None:
    watched = WatchedTrainer(QUICK["batter"])
    report = validate(request_of(seasons=FOUR), workshop_of(registry_of(), batter=watched), 2).unwrap()
    assert watched.fitted == [(2010, 2011), (2010, 2011, 2012)]
    assert report.held_out == (2012, 2013)
    assert list(report.parts["batter"]["seasons"]) == ["2012", "2013"]


def test_the_last_season_comes_out_as_in_training() -> None:
    trained = train(request_of(seasons=FOUR, validate=True), workshop_of(registry_of())).unwrap()
    report = validate(request_of(seasons=FOUR), workshop_of(registry_of()), 1).unwrap()
    for part in trained.release.parts:
        kept = cast("dict[str, Any]", part.metrics["validation"])
        found = report.parts[part.player_type]["seasons"]["2013"]
        for name in ("model", "baseline"):
            # A manifest keeps six decimals.
            assert {stat: found[name][stat]["rmse"] for stat in kept[name]} == pytest.approx(
                {stat: kept[name][stat]["rmse"] for stat in kept[name]}, abs=1e-6
            )


def test_nothing_is_published() -> None:
    registry = registry_of()
    validate(request_of(seasons=FOUR), workshop_of(registry), 2).unwrap()
    assert registry.list_all().unwrap().models == ()


def test_a_season_must_be_left_to_learn_from() -> None:
    refused = validate(request_of(seasons=FOUR), workshop_of(registry_of()), 4)
    assert refused == Failure(TooFewSeasons(FOUR, 4))


def test_what_cannot_be_trained_cannot_be_validated() -> None:
    workshop = workshop_of(registry_of())
    corrected = validate(request_of(seasons=FOUR, pipeline="marcel_gb"), workshop, 1)
    assert corrected == Failure(NothingToCorrect("gb_residual", "marcel_gb", ("marcel", "baseline")))
    missing = validate(request_of(seasons=(2013, 2014, 2031)), workshop, 1)
    assert isinstance(missing.failure(), MissingSeasons)
