from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import numpy as np
import pytest
from returns.result import Failure

from fbm.app.pipeline.presets import UnknownPipeline
from fbm.app.training import train
from fbm.app.training_request import NothingToCorrect, TooFewSeasons
from fbm.app.training_set import Lesson, gather, stages_until
from fbm.domain.features.choice import features_of
from fbm.domain.models.specs import Corrects
from fbm.domain.ports.sources import MissingSeasons
from fbm.domain.projection.batch import Playing
from fbm.domain.projection.presets import run
from fbm.domain.projection.window import open_batch
from fbm.domain.registry.errors import VersionTaken
from fbm.domain.registry.release import Release
from tests.app.fakes_training import HISTORY, QUICK, WatchedTrainer, registry_of, request_of, workshop_of
from tests.fakes_progress import Silent

CORRECTS = Corrects("marcel", "aging")
LESSON = Lesson(CORRECTS, features_of)


def digests(release: Release) -> dict[str, str]:
    return {part.player_type: part.artifact.digest for part in release.parts}


def test_one_release_holds_both_player_types_and_says_where_they_come_from() -> None:
    registry = registry_of()
    report = train(request_of(seed=5, tags={"study": "x"}, description="first"), workshop_of(registry)).unwrap()
    facts = registry.metadata("default", "gb_residual", "pitcher").unwrap()
    assert report.release.player_types == ("batter", "pitcher")
    assert (facts.stats, facts.training_years) == (("so", "er"), (2010, 2011, 2012))
    assert (facts.config["pipeline"], facts.config["stage"]) == ("marcel", "aging")
    assert (facts.lineage.seed, facts.lineage.seasons, facts.lineage.duration_s) == (5, (2010, 2011, 2012), 3.0)
    assert facts.lineage.data_fingerprint is not None
    assert (facts.tags, facts.description, report.wanted) == ({"study": "x"}, "first", None)


def test_importances_are_shares() -> None:
    registry = registry_of()
    train(request_of(), workshop_of(registry)).unwrap()
    facts = registry.metadata("default", "gb_residual", "batter").unwrap()
    # A manifest keeps six decimals of each share.
    sums = {stat: sum(shares.values()) for stat, shares in facts.importances.items()}
    assert sums == pytest.approx({"hr": 1.0, "so": 1.0}, abs=1e-4)
    assert set(facts.importances["hr"]) <= set(facts.feature_names)


def test_one_player_type_can_be_trained_alone() -> None:
    report = train(request_of(player_types=("pitcher",)), workshop_of(registry_of())).unwrap()
    assert report.release.player_types == ("pitcher",)
    assert set(report.rows) == {"pitcher"}


def test_the_same_data_and_seed_give_the_same_bytes() -> None:
    first, second = (train(request_of(seed=7), workshop_of(registry_of())).unwrap() for _ in range(2))
    other = train(request_of(seed=8), workshop_of(registry_of())).unwrap()
    assert digests(first.release) == digests(second.release)
    assert digests(first.release) != digests(other.release)


def test_seasons_that_targets_lack_are_named_before_anything_is_trained() -> None:
    watched = WatchedTrainer(QUICK["batter"])
    request = request_of(seasons=(2006, 2007))
    refused = train(request, workshop_of(registry_of(), batter=watched))
    assert refused == Failure(MissingSeasons((2003, 2004), HISTORY.seasons))
    assert watched.fitted == []


@pytest.mark.parametrize("wanted", [{"version": 1}, {"name": "default_v1"}])
def test_a_taken_version_is_refused_before_anything_is_trained(wanted: Mapping[str, Any]) -> None:
    registry, watched = registry_of(), WatchedTrainer(QUICK["batter"])
    train(request_of(), workshop_of(registry)).unwrap()
    refused = train(request_of(**wanted), workshop_of(registry, batter=watched))
    assert refused == Failure(VersionTaken("default", 2, "default_v2"))
    assert watched.fitted == []


@pytest.mark.parametrize("wanted", [{"version": 3}, {"name": "default_v3"}])
def test_work_is_kept_when_its_version_is_taken_meanwhile(wanted: Mapping[str, Any]) -> None:
    registry = registry_of()
    rival = WatchedTrainer(
        QUICK["batter"], meanwhile=lambda: train(request_of(version=3), workshop_of(registry)).unwrap()
    )
    report = train(request_of(**wanted), workshop_of(registry, batter=rival)).unwrap()
    assert (report.release.base_name, report.release.version, report.wanted) == ("default", 4, "default_v3")


def test_the_held_out_season_is_seen_by_the_published_model_only() -> None:
    watched = WatchedTrainer(QUICK["batter"])
    validated = train(request_of(validate=True), workshop_of(registry_of(), batter=watched)).unwrap()
    plain = train(request_of(), workshop_of(registry_of())).unwrap()
    assert watched.fitted == [(2010, 2011), (2010, 2011, 2012)]
    assert digests(validated.release) == digests(plain.release)


def test_a_validation_is_kept_as_plain_numbers() -> None:
    report = train(request_of(validate=True), workshop_of(registry_of())).unwrap()
    found = cast("Mapping[str, Any]", report.release.parts[0].metrics["validation"])
    assert (found["season"], set(found["model"])) == (2012, {"hr", "so"})
    assert set(found["model"]["hr"]) == set(found["baseline"]["hr"]) == {"rmse", "mae", "r"}
    delta = found["difference"]["hr"]["rmse"]
    assert delta["delta"] == pytest.approx(found["model"]["hr"]["rmse"] - found["baseline"]["hr"]["rmse"])
    assert delta["lo"] <= delta["delta"] <= delta["hi"]


def test_one_season_cannot_be_held_out_and_learned_from() -> None:
    refused = train(request_of(seasons=(2012,), validate=True), workshop_of(registry_of()))
    assert refused == Failure(TooFewSeasons((2012,), 1))


def test_a_pipeline_that_nobody_knows_is_refused_with_near_names() -> None:
    refused = train(request_of(pipeline="marcle"), workshop_of(registry_of())).failure()
    assert isinstance(refused, UnknownPipeline)
    assert refused.near[0] == "marcel"


def test_a_pipeline_with_a_model_in_it_is_nothing_to_correct() -> None:
    refused = train(request_of(pipeline="marcel_gb"), workshop_of(registry_of()))
    assert refused == Failure(NothingToCorrect("gb_residual", "marcel_gb", ("marcel", "baseline")))


@pytest.mark.parametrize("player_type", ["batter", "pitcher"])
def test_features_of_training_are_those_of_projecting_without_any_later_row(player_type: Playing) -> None:
    learning = gather(HISTORY, (2012,), player_type, LESSON, Silent()).learning
    batch = run(open_batch(HISTORY.before(2012), 2012, player_type), stages_until(CORRECTS, player_type))
    rows = np.searchsorted(batch.player_id, learning.player_ids)
    assert learning.matrix.names == features_of(batch).names
    assert np.array_equal(learning.matrix.values, features_of(batch).values[rows], equal_nan=True)
    chances = learning.matrix.values[:, learning.matrix.names.index("weighted_opportunities")]
    assert (chances > 0).all()


def test_a_target_is_what_happened_less_what_was_projected_as_a_rate() -> None:
    examples = gather(HISTORY, (2012,), "pitcher", LESSON, Silent())
    lines = HISTORY.pitching
    mine = (lines.player_id == examples.learning.player_ids[0]) & (lines.season == 2012)
    rate = lines.counts["er"][mine].sum() / lines.counts["outs"][mine].sum()
    assert examples.actual()["er"][0] == pytest.approx(rate)
    assert examples.learning.targets["er"][0] == pytest.approx(rate - examples.projected["er"][0])
