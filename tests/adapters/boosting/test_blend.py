from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from fbm.adapters.boosting.blend import Blend
from fbm.adapters.boosting.blend_trainer import BlendTrainer
from fbm.adapters.boosting.checking import blend_objection
from fbm.adapters.boosting.layers import packed, unpacked
from fbm.adapters.neural.layers import fit_layer_network
from fbm.adapters.serializers.joblib_serializer import JoblibSerializer
from fbm.app.layer_examples import gather_layers
from fbm.domain.layers.learning import LayerSet
from fbm.domain.layers.network import Network
from fbm.domain.layers.spec import VOICES, BlendSpec
from fbm.domain.layers.targets import Target
from fbm.domain.ports.training import TrainingSet
from fbm.domain.projection.batch import Playing
from fbm.domain.seasons import FloatArray
from tests.fakes_progress import Silent
from tests.layers import CORRECTS, QUICK, TAUGHT, league, taught, tracked

BOTH: tuple[Playing, ...] = ("batter", "pitcher")


@cache
def fitted(player_type: Playing = "batter") -> Blend:
    return BlendTrainer(QUICK[player_type], fit_layer_network).fit(taught(player_type), 5, Silent())


def params() -> dict[str, Any]:
    return copy.deepcopy(fitted().get_params())


class RowsSeen:
    """A fitter of networks that notes how many rows it was given, and what the baseline missed of them."""

    def __init__(self) -> None:
        self.rows: list[int] = []
        self.missed: list[FloatArray] = []

    def __call__(self, values: FloatArray, missed: Mapping[str, Target], spec: BlendSpec, seed: int) -> Network:
        self.rows.append(len(values))
        self.missed.append(np.stack([target.values for target in missed.values()]))
        return fit_layer_network(values, missed, spec, seed)


def without_outcomes(learning: LayerSet, seasons: tuple[int, ...]) -> LayerSet:
    """Let nobody have played in some seasons, as far as targets go."""
    rows = np.isin(learning.panel.season, seasons)
    none = {name: np.where(rows, 0.0, column) for name, column in learning.panel.happened.items()}
    return replace(learning, panel=replace(learning.panel, happened=none))


@pytest.mark.parametrize("player_type", BOTH)
def test_a_blend_is_the_same_to_the_bit_after_the_registrys_bytes(player_type: Playing) -> None:
    blend = fitted(player_type)
    again = Blend.from_params(JoblibSerializer().loads(JoblibSerializer().dumps(blend.get_params()).unwrap()).unwrap())
    matrix = taught(player_type).matrix
    before, after = blend.predict(matrix), again.predict(matrix)
    assert set(before) == set(QUICK[player_type].stats)
    for name, column in before.items():
        np.testing.assert_array_equal(column, after[name])
    np.testing.assert_array_equal(blend.held_out.said, again.held_out.said)


def test_the_same_seed_gives_the_same_bytes_and_another_one_others() -> None:
    first, second, other = (
        JoblibSerializer()
        .dumps(BlendTrainer(QUICK["batter"], fit_layer_network).fit(taught(), seed, Silent()).get_params())
        .unwrap()
        for seed in (5, 5, 6)
    )
    assert first == second
    assert first != other


def test_learners_are_fitted_on_seasons_before_those_held_out_and_then_on_all() -> None:
    seen = RowsSeen()
    BlendTrainer(QUICK["batter"], seen).fit(taught(), 5, Silent())
    seasons = taught().seasons
    assert seen.rows == [int((seasons < first).sum()) for first in (2014, 2016)] + [len(seasons)]


def test_the_baseline_that_learners_start_from_has_not_seen_the_seasons_held_out() -> None:
    batting = league().batting
    counts = {stat: np.where(batting.season >= 2016, 2 * one, one) for stat, one in batting.counts.items()}
    other = replace(league(), batting=replace(batting, counts=counts))
    found = []
    for learning in (taught(), gather_layers(other, TAUGHT, "batter", CORRECTS).learning):
        seen = RowsSeen()
        BlendTrainer(QUICK["batter"], seen).fit(learning, 5, Silent())
        found.append(seen.missed)
    # Twice before seasons that were held out, and once on all of them.
    assert [np.array_equal(one, two) for one, two in zip(*found, strict=True)] == [True, True, False]


def test_weights_come_from_the_seasons_held_out_alone() -> None:
    # Without an outcome in the seasons held out there is nothing to weigh by: every voice speaks alike.
    trainer = BlendTrainer(QUICK["batter"], fit_layer_network)
    blank = trainer.fit(without_outcomes(taught(), (2014, 2015, 2016, 2017)), 5, Silent())
    assert blank.weights["rate:hr"].tolist() == [0.25] * len(VOICES)
    assert fitted().weights["rate:hr"].tolist() != [0.25] * len(VOICES)


def test_what_was_held_out_was_projected_without_its_outcomes() -> None:
    trainer = BlendTrainer(replace(QUICK["batter"], equality=1e12), fit_layer_network)
    whole = trainer.fit(taught(), 5, Silent())
    blank = trainer.fit(without_outcomes(taught(), (2016, 2017)), 5, Silent())
    late = whole.held_out.season >= 2016
    np.testing.assert_allclose(whole.held_out.rates["hr"][late], blank.held_out.rates["hr"][late], rtol=1e-6)


def test_too_few_seasons_to_hold_any_out_make_all_voices_equal() -> None:
    short = taught().take(taught().seasons >= 2014)
    # Four seasons leave two before the two held out, and three are asked for; and none are held out without a fold.
    for folds in (1, 0):
        none = BlendTrainer(replace(QUICK["batter"], folds=folds), fit_layer_network).fit(short, 5, Silent())
        assert {tuple(column.tolist()) for column in none.weights.values()} == {(0.25,) * len(VOICES)}
        assert len(none.held_out) == 0


def test_tracking_figures_are_used_only_where_enough_seasons_have_them() -> None:
    early, late = (
        gather_layers(tracked(league(), first), TAUGHT, "batter", CORRECTS).learning for first in (2010, 2016)
    )
    enough, few = (BlendTrainer(QUICK["batter"], fit_layer_network).fit(part, 5, Silent()) for part in (early, late))
    assert few.corrections == {}
    assert enough.corrections["rate:hr"].any()
    changed, plain = enough.predict(early.matrix), enough.untracked().predict(early.matrix)
    assert (changed["rate:hr"] != plain["rate:hr"]).any()
    unknown = np.isnan(early.matrix.values[:, early.matrix.names.index("track ev")])
    np.testing.assert_array_equal(changed["rate:hr"][unknown], plain["rate:hr"][unknown])


def test_tracking_figures_can_be_left_out() -> None:
    without = gather_layers(tracked(league(), 2010), TAUGHT, "batter", CORRECTS, tracking=False).learning
    assert np.isnan(without.matrix.values[:, without.matrix.names.index("track ev")]).all()


def test_other_features_are_refused() -> None:
    with pytest.raises(ValueError, match="trained on"):
        fitted().predict(taught("pitcher").matrix)


def test_who_only_played_is_not_enough_to_learn_from() -> None:
    some = taught()
    plain = TrainingSet(
        some.player_type, some.corrects, some.matrix, some.targets, some.weights, some.seasons, some.player_ids
    )
    with pytest.raises(ValueError, match="everybody projected"):
        BlendTrainer(QUICK["batter"], fit_layer_network).fit(plain, 5, Silent())


@pytest.mark.parametrize("key", ["weights", "corrections", "boosters", "digests", "network", "held_out", "stats"])
def test_params_that_lack_a_part_are_refused_by_name(key: str) -> None:
    without = {name: value for name, value in params().items() if name != key}
    with pytest.raises(ValueError, match=key):
        Blend.from_params(without)


def test_a_damaged_text_is_refused_before_it_is_parsed() -> None:
    damaged = params()
    text = unpacked(damaged["boosters"]["direct"]["rate:hr"]).replace("leaf_value=", "leaf_valve=", 1)
    import zlib

    damaged["boosters"]["direct"]["rate:hr"] = zlib.compress(text.encode())
    with pytest.raises(ValueError, match="digest"):
        Blend.from_params(damaged)
    damaged["boosters"]["direct"]["rate:hr"] = b"not packed"
    with pytest.raises(ValueError, match="damaged"):
        Blend.from_params(damaged)


def test_a_blend_of_unknown_origin_is_parsed_by_a_child_first() -> None:
    assert blend_objection(params()) is None


def test_a_packed_text_comes_out_as_it_went_in() -> None:
    booster = fitted()._voices.boosters["direct"]["rate:hr"]
    assert unpacked(packed(booster)) == booster.model_to_string()


def test_a_network_that_does_not_fit_is_refused() -> None:
    damaged = params()
    damaged["network"]["unit"] = damaged["network"]["unit"][:-1]
    with pytest.raises(ValueError, match="network"):
        Blend.from_params(damaged)
