"""What the earlier system's network did wrong, and this one must not: a test for each mistake."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

import numpy as np
import pytest

from fbm.adapters.neural.mtl_trainer import MTLTrainer
from fbm.app.pipeline.networks import MTLRateComputer
from fbm.app.pipeline.presets import find_preset
from fbm.app.projecting import project_season
from fbm.app.projection_request import ProjectionRequest
from fbm.app.registry.facade import ModelRegistry
from fbm.app.training_set import gather
from fbm.domain.features.matrix import FeatureMatrix
from fbm.domain.features.network import PROJECTED, network_features
from fbm.domain.models.specs import Corrects
from fbm.domain.ports.training import TrainingSet
from fbm.domain.projection.batch import Playing
from fbm.domain.projection.presets import run, stages_of
from fbm.domain.projection.sheet import Row
from fbm.domain.projection.window import open_batch
from fbm.domain.registry.draft import PartDraft, ReleaseDraft
from fbm.domain.seasons import FloatArray
from tests.app.fakes_training import HISTORY, always, registry_of, source_of
from tests.fakes_progress import Silent
from tests.networks import CORRECTS, LESSON, QUICK, league, learnable

BOTH: tuple[Playing, ...] = ("batter", "pitcher")


@dataclass(frozen=True)
class Onlooker:
    """A network that keeps what it is fed, and adds the same to every rate."""

    player_type: Playing
    added: float = 0.0
    corrects: Corrects = CORRECTS
    fed: list[FeatureMatrix] = field(default_factory=list)

    @property
    def blend(self) -> Mapping[str, float]:
        return {"hr": 1.0}

    @property
    def feature_schema(self) -> str:
        return network_features(open_batch(HISTORY, 2012, self.player_type)).schema

    def predict(self, matrix: FeatureMatrix) -> dict[str, FloatArray]:
        self.fed.append(matrix)
        return {"hr": np.full(len(matrix), self.added)}


def registry_with(networks: Mapping[Playing, object]) -> ModelRegistry:
    registry = registry_of(networks={player_type: always(one) for player_type, one in networks.items()})
    parts = [PartDraft(player_type, {"network": {}}) for player_type in networks]
    registry.publish(ReleaseDraft("mtl", "default", parts)).unwrap()
    return registry


def curve(learning: TrainingSet, **changes: Any) -> dict[str, Any]:
    model = MTLTrainer(replace(QUICK, **changes)).fit(learning, 3, Silent())
    return cast("dict[str, Any]", model.attachments()["training_curve"])


@pytest.mark.parametrize("player_type", BOTH)
def test_a_network_is_fed_the_same_when_projecting_as_it_was_when_training(player_type: Playing) -> None:
    """Mistake: raw rates of one season in training, regressed ones and no opportunities when projecting."""
    learning = gather(HISTORY, (2012,), player_type, LESSON, Silent()).learning
    onlooker = Onlooker(player_type)
    store = registry_with({player_type: onlooker}).mtl_store
    stage = MTLRateComputer(store, "default", player_type, CORRECTS).prepare().unwrap().stage
    batch = run(open_batch(HISTORY.before(2012), 2012, player_type), stages_of("marcel", player_type)[:3])
    stage(batch)
    rows = np.searchsorted(batch.player_id, learning.player_ids)
    assert onlooker.fed[0].names == learning.matrix.names
    assert np.array_equal(onlooker.fed[0].values[rows], learning.matrix.values)


def test_no_player_season_is_judged_by_a_network_that_saw_its_own_or_a_later_season() -> None:
    """Mistake: random rows of all seasons held out."""
    after = learnable().seasons >= 2011
    changed = {stat: np.where(after, 0.3, column) for stat, column in learnable().targets.items()}
    was, now = curve(learnable()), curve(replace(learnable(), targets=changed))
    # What a network learned before 2011 does not depend on what happened from 2011 on; how it is judged does.
    assert was["held_out"]["2011"]["training"] == now["held_out"]["2011"]["training"]
    assert was["held_out"]["2011"]["held_out"] != now["held_out"]["2011"]["held_out"]
    assert was["held_out"]["2012"]["training"] != now["held_out"]["2012"]["training"]


def test_the_unit_of_an_input_does_not_matter() -> None:
    """Mistake: inputs went into the network as they were, plate appearances beside rates."""
    names = learnable().matrix.names
    inputs = np.array([not name.endswith(PROJECTED) for name in names])
    stretched = np.where(inputs, 1000.0 * learnable().matrix.values + 50.0, learnable().matrix.values)
    other = replace(learnable(), matrix=FeatureMatrix(stretched, names))
    first, second = (
        MTLTrainer(QUICK).fit(learning, 3, Silent()).predict(learning.matrix)["so"] for learning in (learnable(), other)
    )
    assert np.abs(first - second).max() < 1e-3 * np.abs(first).max()


@pytest.mark.parametrize("rows", [1, 65, 129])
def test_one_row_too_many_for_a_batch_is_no_trouble(rows: int) -> None:
    """Mistake: a crash on a last batch of one row."""
    few = learnable().take(np.arange(rows))
    model = MTLTrainer(replace(QUICK, batch=64)).fit(few, 1, Silent())
    assert np.isfinite(model.predict(few.matrix)["hr"]).all()


def test_one_row_may_be_held_out() -> None:
    """The same mistake, in validation."""
    seasons = learnable().seasons
    rows = [*np.flatnonzero(seasons < 2012).tolist(), int(np.flatnonzero(seasons == 2012)[0])]
    assert np.isfinite(curve(learnable().take(np.array(rows)))["held_out"]["2012"]["held_out"]).all()


@pytest.mark.parametrize("preset", ["mtl", "marcel_mtl"])
def test_a_forecast_is_neither_moved_to_another_league_nor_aged_again(preset: str) -> None:
    """Mistake: forecasts of the coming season were rebaselined and aged once more."""
    step = find_preset(preset).unwrap().models[0]
    after = [stage.name for stage in stages_of("marcel", "batter")]
    assert after[after.index(step.after) + 1 :] == ["playing_time"]

    def home_runs(added: float) -> dict[str, Row]:
        networks = {player_type: Onlooker(player_type, added) for player_type in BOTH}
        request = ProjectionRequest(2012, preset, {})
        made = project_season(request, source=source_of(), registry=registry_with(networks)).unwrap()
        return {str(row["player_id"]): row for row in made.sheet.batters}

    plain, more = home_runs(0.0), home_runs(0.005)
    for player, row in plain.items():
        difference = float(str(more[player]["hr"])) - float(str(row["hr"]))
        assert difference == pytest.approx(0.005 * float(str(row["pa"])))


def test_a_network_that_says_nothing_leaves_marcel_as_it_is() -> None:
    marcel = project_season(ProjectionRequest(2012, "marcel", {}), source=source_of(), registry=registry_of()).unwrap()
    networks = {player_type: Onlooker(player_type) for player_type in BOTH}
    request = ProjectionRequest(2012, "mtl", {})
    silent = project_season(request, source=source_of(), registry=registry_with(networks)).unwrap()
    assert silent.sheet.batters == marcel.sheet.batters


def test_the_same_seed_gives_the_same_network() -> None:
    """Mistake: no seed at all."""
    first, second, other = (
        MTLTrainer(QUICK).fit(league(), seed, Silent()).predict(league().matrix)["so"] for seed in (1, 1, 2)
    )
    assert np.array_equal(first, second)
    assert not np.array_equal(first, other)
