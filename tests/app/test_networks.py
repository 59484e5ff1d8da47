"""The stages over a multi-task network, and the presets they stand in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import cast

import numpy as np
import pytest
from returns.result import Failure, Result

from fbm.adapters.neural.mtl_trainer import MTLTrainer
from fbm.app.pipeline.models import PreparedStage, StageError, WrongFeatures, WrongPipeline
from fbm.app.pipeline.networks import MTLBlender, MTLRateComputer, Weights
from fbm.app.projecting import project_season
from fbm.app.projection_request import Projected, ProjectionRequest
from fbm.app.registry.facade import ModelRegistry
from fbm.app.stores import MTLBaseModelStore
from fbm.app.training import train
from fbm.domain.features.matrix import FeatureMatrix
from fbm.domain.features.network import network_features
from fbm.domain.models.specs import Corrects
from fbm.domain.projection.batch import Batch, Fallback, Playing
from fbm.domain.projection.presets import run, stages_of
from fbm.domain.projection.sheet import Row
from fbm.domain.projection.window import open_batch
from fbm.domain.registry.draft import PartDraft, ReleaseDraft
from fbm.domain.registry.errors import NotRebuildable
from fbm.domain.seasons import FloatArray
from tests.app.fakes_training import HISTORY, always, registry_of, request_of, source_of, workshop_of
from tests.fakes_progress import Silent
from tests.networks import CORRECTS, QUICK, QUICK_PITCHERS, league

BOTH: tuple[Playing, ...] = ("batter", "pitcher")


@dataclass(frozen=True)
class Told:
    """A network that adds what it was told, and knows nothing of the first player."""

    corrects: Corrects = CORRECTS
    player_type: Playing = "batter"
    added: float = 0.01
    blend: Mapping[str, float] = field(default_factory=lambda: {"hr": 0.25, "so": 0.5})
    schema: str = ""

    @property
    def feature_schema(self) -> str:
        return self.schema or network_features(open_batch(HISTORY, 2013, self.player_type)).schema

    def predict(self, matrix: FeatureMatrix) -> dict[str, FloatArray]:
        rates = np.full(len(matrix), self.added)
        rates[:1] = np.nan
        return {"hr": rates, "so": rates}


def registry_with(model: object) -> ModelRegistry:
    """A line `default` whose networks are one and the same."""
    registry = registry_of(networks=dict.fromkeys(BOTH, always(model)))
    parts = [PartDraft(player_type, {"network": {}}) for player_type in BOTH]
    registry.publish(ReleaseDraft("mtl", "default", parts)).unwrap()
    return registry


def aged(player_type: Playing = "batter") -> Batch:
    return run(open_batch(HISTORY, 2013, player_type), stages_of("marcel", player_type)[:3])


def computer(model: object) -> Result[PreparedStage, StageError]:
    return MTLRateComputer(registry_with(model).mtl_store, "default", "batter", CORRECTS).prepare()


def blender(model: object, weights: Weights | None = None) -> Result[PreparedStage, StageError]:
    return MTLBlender(registry_with(model).mtl_store, "default", "batter", CORRECTS, weights).prepare()


def added(prepared: PreparedStage, stat: str) -> list[float]:
    """What a stage adds to the rates of a stat; rounded, to be compared."""
    difference: FloatArray = prepared.stage(aged()).rate(stat) - aged().rate(stat)
    return [round(value, 9) for value in difference.tolist()]


def test_the_network_s_rates_take_the_place_of_the_pipeline_s() -> None:
    prepared = computer(Told()).unwrap()
    assert added(prepared, "hr")[1:] == [0.01] * (len(aged()) - 1)
    assert not any(added(prepared, "bb"))
    assert prepared.stage(aged()).trail[-1] == "mtl"


def test_who_lacks_the_inputs_keeps_the_pipeline_s_rates_and_is_counted() -> None:
    prepared = computer(Told()).unwrap()
    assert added(prepared, "hr")[0] == 0
    assert prepared.stage(aged()).fallbacks == (Fallback("mtl", 1, len(aged())),)


def test_a_blend_takes_the_weights_kept_in_the_model() -> None:
    prepared = blender(Told()).unwrap()
    assert (added(prepared, "hr")[1], added(prepared, "so")[1]) == (0.0025, 0.005)


@pytest.mark.parametrize(("weights", "hr", "so"), [(0.1, 0.001, 0.001), ({"hr": 1.0}, 0.01, 0.005), (0.0, 0.0, 0.0)])
def test_the_weights_can_be_set(weights: Weights, hr: float, so: float) -> None:
    prepared = blender(Told(), weights).unwrap()
    assert (added(prepared, "hr")[1], added(prepared, "so")[1]) == (hr, so)


@pytest.mark.parametrize("weights", [1.5, -0.1, {"hr": 2.0}])
def test_a_weight_that_cannot_be_meant_is_refused(weights: Weights) -> None:
    with pytest.raises(ValueError, match="weight"):
        MTLBlender(registry_with(Told()).mtl_store, "default", "batter", CORRECTS, weights)


def test_a_model_for_something_else_is_refused() -> None:
    elsewhere = Corrects("marcel_classic", "aging")
    for prepare in (computer, blender):
        assert prepare(Told(elsewhere)) == Failure(WrongPipeline("default", elsewhere, CORRECTS))
        assert prepare(Told(schema="sha256:0")) == Failure(WrongFeatures("default", "batter"))
        assert isinstance(prepare(object()).failure(), NotRebuildable)


def sheet(pipeline: str, registry: ModelRegistry) -> Projected:
    return project_season(ProjectionRequest(2013, pipeline, {}), source=source_of(), registry=registry).unwrap()


def numbers(rows: tuple[Row, ...], name: str) -> dict[str, float]:
    return {str(row["player_id"]): float(str(row[name])) for row in rows}


def test_people_are_told_how_many_lack_the_inputs() -> None:
    registry = registry_of(networks={one: always(Told(player_type=one)) for one in BOTH})
    registry.publish(ReleaseDraft("mtl", "default", [PartDraft(one, {"network": {}}) for one in BOTH])).unwrap()
    batters = len(open_batch(HISTORY, 2013, "batter"))
    notices = sheet("mtl", registry).notices
    assert notices[0] == f"mtl: 1 of {batters} batters lack its inputs and keep the rates they had."


@pytest.mark.parametrize("pipeline", ["mtl", "marcel_mtl"])
def test_both_presets_project_with_a_trained_network(pipeline: str) -> None:
    registry = registry_of()
    workshop = replace(
        workshop_of(registry), trainers={"batter": MTLTrainer(QUICK), "pitcher": MTLTrainer(QUICK_PITCHERS)}
    )
    report = train(request_of(model_type="mtl"), workshop).unwrap()
    projected = sheet(pipeline, registry)
    digests = {part.player_type: part.artifact.digest for part in report.release.parts}
    assert {use.player_type: use.digest for use in projected.sheet.models} == digests
    plain = numbers(sheet("marcel", registry).sheet.batters, "so")
    assert numbers(projected.sheet.batters, "so") != plain
    assert numbers(projected.sheet.batters, "pa") == numbers(sheet("marcel", registry).sheet.batters, "pa")


def test_a_release_keeps_the_curve_and_the_weights() -> None:
    registry = registry_of()
    workshop = replace(workshop_of(registry), trainers={"batter": MTLTrainer(QUICK)})
    train(request_of(model_type="mtl", player_types=("batter",), validate=True), workshop).unwrap()
    facts = registry.metadata("default", "mtl", "batter").unwrap()
    assert list(facts.attachments) == ["training_curve"]
    fitted = cast("Mapping[str, Mapping[str, float]]", facts.config["fitted"])
    assert set(fitted["blend"]) == set(facts.stats) == {"hr", "so", "singles"}
    assert set(facts.importances) == {"hr", "so", "singles"}
    assert "validation" in facts.metrics


def test_the_store_saves_a_model_and_gives_it_back() -> None:
    store: MTLBaseModelStore = registry_of().mtl_store
    model = MTLTrainer(QUICK).fit(league(), 1, Silent())
    facts = store.save_model(model, name="mine", training_years=(2011, 2012), metrics={"rmse": 1.0}).unwrap()
    assert (facts.player_type, facts.stats, facts.training_years) == ("batter", QUICK.stats, (2011, 2012))
    loaded = store.load_batter("mine").unwrap()
    assert type(loaded) is type(model)
    assert np.array_equal(loaded.predict(league().matrix)["hr"], model.predict(league().matrix)["hr"])


def test_a_batter_s_params_in_a_pitcher_s_part_are_a_named_failure() -> None:
    store = registry_of().mtl_store
    params = MTLTrainer(QUICK).fit(league(), 1, Silent()).get_params()
    store.save_params(params, name="mixed", player_type="pitcher").unwrap()
    reason = "player_type is 'batter': these are the params of batters, not of pitchers"
    assert store.load_pitcher("mixed") == Failure(NotRebuildable("mtl", "pitcher", reason))
