from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any, cast

import numpy as np
import pytest
import torch
from returns.result import Failure, Success

from fbm.adapters.neural.mtl import MultiTaskBatterModel, MultiTaskModel, MultiTaskPitcherModel
from fbm.adapters.neural.mtl_trainer import MTLTrainer
from fbm.adapters.serializers.joblib_serializer import JoblibSerializer
from fbm.domain.evaluation.metrics import rmse
from fbm.domain.features.matrix import FeatureMatrix
from fbm.domain.features.network import PROJECTED
from fbm.domain.models.mtl import LIKELIHOODS, Likelihood
from fbm.domain.ports.training import BadEpochs, NoDevice, TrainerSettings, TrainingSet
from tests.fakes_progress import RecordingProgress, Silent
from tests.networks import QUICK, QUICK_PITCHERS, age_effect, column, league, learnable

LEARNER = replace(QUICK, epochs=40, folds=1)


def fit(learning: TrainingSet, seed: int = 3, **changes: Any) -> MultiTaskModel:
    return MTLTrainer(replace(QUICK, **changes)).fit(learning, seed, Silent())


@cache
def fitted() -> MultiTaskModel:
    return fit(learnable())


def saved(model: MultiTaskModel) -> bytes:
    return JoblibSerializer().dumps(model.get_params()).unwrap()


def curve(model: MultiTaskModel) -> dict[str, Any]:
    return cast("dict[str, Any]", model.attachments()["training_curve"])


@pytest.mark.parametrize("likelihood", LIKELIHOODS)
def test_a_signal_is_learned_beyond_the_seasons_it_was_learned_from(likelihood: Likelihood) -> None:
    early, late = (learnable().take(learnable().seasons < 2012), learnable().take(learnable().seasons == 2012))
    model = MTLTrainer(replace(LEARNER, likelihood=likelihood)).fit(early, 1, Silent())
    truth = column(late, f"so{PROJECTED}") * (age_effect(late) - 1)
    found = model.predict(late.matrix)["so"]
    # Seasons have a level of their own, which nobody knows before them; more than half of the rest is found.
    miss, found = (value - np.average(value, weights=late.weights) for value in (truth, found))
    assert rmse(miss, found, late.weights) < rmse(miss, np.zeros(len(miss)), late.weights) / 2


def test_noise_alone_hardly_moves_a_projection() -> None:
    model = MTLTrainer(replace(QUICK, learning_rate=0.003)).fit(league(), 1, Silent())
    projected = column(league(), f"singles{PROJECTED}")
    assert np.abs(model.predict(league().matrix)["singles"] / projected).mean() < 0.05


def test_the_same_data_and_seed_give_the_same_bytes() -> None:
    assert saved(fit(learnable())) == saved(fitted())
    assert saved(fit(learnable(), seed=4)) != saved(fitted())


def test_the_number_of_threads_changes_nothing() -> None:
    before = torch.get_num_threads()
    torch.set_num_threads(before + 1)
    again = saved(fit(learnable()))
    threads = torch.get_num_threads()
    torch.set_num_threads(before)
    assert (again, threads) == (saved(fitted()), before + 1)


def test_the_state_of_the_world_s_random_numbers_is_neither_read_nor_changed() -> None:
    torch.manual_seed(99)
    state = torch.get_rng_state()
    assert saved(fit(learnable())) == saved(fitted())
    assert torch.equal(torch.get_rng_state(), state)


def test_each_player_type_gets_its_class() -> None:
    assert isinstance(fitted(), MultiTaskBatterModel)
    assert isinstance(MTLTrainer(QUICK_PITCHERS).fit(league("pitcher"), 1, Silent()), MultiTaskPitcherModel)


def test_player_seasons_of_which_an_input_is_not_known_are_left_out() -> None:
    values = learnable().matrix.values.copy()
    values[::3, learnable().matrix.names.index("age")] = np.nan
    holed = replace(learnable(), matrix=FeatureMatrix(values, learnable().matrix.names))
    known = np.arange(len(learnable())) % 3 > 0
    assert saved(fit(holed)) == saved(fit(learnable().take(known)))


def test_unknown_counts_teach_nothing() -> None:
    known = np.arange(len(learnable())) % 2 == 0
    holed = {**learnable().targets, "hr": np.where(known, learnable().targets["hr"], np.nan)}
    wild = {**learnable().targets, "hr": np.where(known, learnable().targets["hr"], 0.5)}
    model = fit(replace(learnable(), targets=holed))
    assert np.isfinite(model.predict(learnable().matrix)["hr"]).all()
    assert saved(model) != saved(fit(replace(learnable(), targets=wild)))


def test_opportunities_weigh() -> None:
    young = column(learnable(), "age") < 0
    heavy = replace(learnable(), weights=np.where(young, 20_000.0, 20.0))
    assert saved(fit(heavy)) != saved(fitted())


@pytest.mark.parametrize("seasons", [(2010,), (2010, 2011)])
def test_few_seasons_are_enough(seasons: tuple[int, ...]) -> None:
    model = fit(learnable().take(np.isin(learnable().seasons, seasons)))
    held_out = curve(model)["held_out"]
    assert list(held_out) == [str(season) for season in seasons[1:]]
    if not held_out:
        assert set(model.blend.values()) == {QUICK.blend}


def test_the_curve_tells_every_pass_and_the_best_one_is_taken() -> None:
    model = fit(learnable(), folds=2, epochs=5)
    found = curve(model)
    assert list(found["held_out"]) == ["2011", "2012"]
    losses = np.mean([fold["held_out"] for fold in found["held_out"].values()], axis=0)
    assert model.get_params()["fitted"]["epochs"] == 1 + int(np.argmin(losses))
    assert len(found["all_seasons"]["training"]) == 1 + int(np.argmin(losses))


def test_progress_is_told_the_pass_its_loss_and_the_best_so_far() -> None:
    progress = RecordingProgress()
    MTLTrainer(replace(QUICK, folds=1, epochs=3)).fit(learnable(), 1, progress)
    labels = [label for label, _ in progress.steps]
    assert labels == ["batters, 2012 held out", "batters, all seasons"]
    assert progress.finished == 2
    first = progress.figures[:3]
    assert [figures["epoch"] for figures in first] == [1, 2, 3]
    assert [figures["best"] for figures in first] == np.minimum.accumulate([one["loss"] for one in first]).tolist()


def test_a_blend_is_what_served_the_held_out_seasons() -> None:
    assert all(0 <= weight <= 1 for weight in fitted().blend.values())
    # Here the network knows what the projection does not, and everything of it is worth taking.
    eager = MTLTrainer(replace(LEARNER, learning_rate=0.003)).fit(learnable(), 1, Silent())
    assert eager.blend["so"] > 0.8


def test_noise_gets_little_weight() -> None:
    rng = np.random.default_rng(8)
    noise = {stat: 0.02 * rng.standard_normal(len(league())) for stat in QUICK.stats}
    blend = fit(replace(league(), targets=noise), epochs=20).blend
    assert np.mean(list(blend.values())) < 0.5


@pytest.mark.parametrize("targets", [{}, {stat: np.full(len(league()), np.nan) for stat in QUICK.stats}])
def test_a_stat_without_a_target_is_refused(targets: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="target for hr"):
        fit(replace(league(), targets=targets))


def test_settings_change_what_was_asked_and_nothing_else() -> None:
    trainer = MTLTrainer(QUICK)
    assert trainer.configured(TrainerSettings(epochs=7)) == Success(MTLTrainer(replace(QUICK, epochs=7)))
    assert trainer.configured(TrainerSettings(device="cpu")) == Success(trainer)


def test_settings_that_cannot_be_meant_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    trainer = MTLTrainer(QUICK)
    assert trainer.configured(TrainerSettings(epochs=0)) == Failure(BadEpochs(0))
    assert trainer.configured(TrainerSettings(device="cuda")) == Failure(NoDevice("cuda", ("auto", "cpu")))
    assert trainer.configured(TrainerSettings(device="tpu")) == Failure(NoDevice("tpu", ("auto", "cpu")))


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device here")
def test_a_network_fitted_on_cuda_predicts_on_the_cpu() -> None:
    model = MTLTrainer(QUICK, "cuda").fit(learnable(), 3, Silent())
    found, wanted = (one.predict(learnable().matrix)["so"] for one in (model, fitted()))
    assert np.allclose(found, wanted, atol=0.02)
