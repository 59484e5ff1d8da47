"""Fine-tuning: repeatable, stopped by a season held out, and nothing of what comes is seen."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import torch
from returns.result import Failure

from fbm.adapters.neural.contextual_finetuner import ContextualFinetuner
from fbm.adapters.neural.contextual_rates import ContextualRates, career_of
from fbm.adapters.serializers.torch_serializer import TorchParamsSerializer
from fbm.domain.contextual.pitches import PitchArrays
from fbm.domain.contextual.windows import cut_windows
from fbm.domain.models.contextual import FinetuneSpec
from fbm.domain.ports.contextual import Finetuned, NotPretrained, RatesModel, TooFewGames
from tests.adapters.neural.test_contextual_net import encoder
from tests.contextual_league import QUICK_TUNING, league_pitches
from tests.fakes_progress import Silent

FIXTURES = Path(__file__).parents[2] / "fixtures" / "pitch_rates"


@cache
def tuned(spec: FinetuneSpec = QUICK_TUNING) -> Finetuned:
    found: Finetuned = ContextualFinetuner(spec, "batter").finetune(encoder(), league_pitches(), Silent()).unwrap()
    return found


def trusted(model: RatesModel, share: float) -> ContextualRates:
    """The same model, of which the same shares are told for each stat."""
    assert isinstance(model, ContextualRates)
    return model.with_shares(dict.fromkeys(("trust", "sight"), dict.fromkeys(model.stats, share)))


def test_the_last_season_is_held_out_and_tells_when_to_stop() -> None:
    found = tuned()
    assert found.season == 2022
    assert found.epochs == int(np.argmin(found.curve["held_out"])) + 1


def test_the_same_settings_give_the_same_model() -> None:
    again = ContextualFinetuner(QUICK_TUNING, "batter").finetune(encoder(), league_pitches(), Silent()).unwrap()
    one, other = (each.model.rates_before(league_pitches(), 2023) for each in (tuned(), again))
    np.testing.assert_array_equal(one.rates, other.rates)


def test_rates_before_a_season_do_not_hang_on_the_season() -> None:
    arrays = league_pitches()
    known = arrays.take(arrays.season < 2022)
    model = tuned().model
    one, other = model.rates_before(arrays, 2022), model.rates_before(known, 2022)
    np.testing.assert_array_equal(one.player, other.player)
    np.testing.assert_allclose(one.rates, other.rates, rtol=1e-6)
    assert (one.rates > 0).all()


def test_rates_of_the_next_games_do_not_hang_on_them() -> None:
    arrays = league_pitches()
    model = tuned().model
    games = model.next_games(arrays, 2022)
    first = games.windows.fresh
    before = {int(p): r for p, r in zip(*model.rates_before(arrays, 2022)[::2], strict=True)}
    for player, rates in zip(games.windows.player[first], games.network[first], strict=True):
        np.testing.assert_allclose(rates, before[int(player)], rtol=1e-5)


def test_a_frozen_network_stays_and_one_with_a_rate_moves() -> None:
    frozen, moved = tuned(), tuned(replace(QUICK_TUNING, backbone_rate=1e-3, epochs=1))
    before = encoder().get_params()["network"]
    for name, value in frozen.model.get_params()["encoder"]["network"].items():
        np.testing.assert_array_equal(value, before[name])
    after = moved.model.get_params()["encoder"]["network"]
    assert any(not np.array_equal(after[name], before[name]) for name in before)


def test_frozen_blocks_stay_when_the_others_move() -> None:
    after = tuned(replace(QUICK_TUNING, backbone_rate=1e-3, epochs=1, frozen=1)).model.get_params()["encoder"][
        "network"
    ]
    before = encoder().get_params()["network"]
    for name in before:
        if name.startswith(("words", "blocks.0")):
            np.testing.assert_array_equal(after[name], before[name])
    assert not np.array_equal(after["blocks.1.inner.weight"], before["blocks.1.inner.weight"])


def test_params_rebuild_a_model_whose_rates_are_bit_equal() -> None:
    model = tuned().model
    again = ContextualRates.from_params(model.get_params(), "batter")
    one, other = (each.rates_before(league_pitches(), 2023).rates for each in (model, again))
    np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("format", "else", "format"),
        ("blend", {}, r"blend\.hr is missing"),
        ("blend", {"hr": 2.0, "so": 0.0, "bb": 0.0}, "outside"),
        ("hyperparameters", {}, "hyperparameters"),
        ("network", {}, "network"),
        ("trust", {"hr": -0.1, "so": 0.0, "bb": 0.0}, "trust"),
        ("sight", {"hr": 0.1, "so": 0.0}, r"sight\.bb is missing"),
    ],
)
def test_params_that_lack_something_are_refused_by_name(key: str, value: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        ContextualRates.from_params({**tuned().model.get_params(), key: value}, "batter")


def test_the_params_of_the_other_type_of_player_are_refused() -> None:
    with pytest.raises(ValueError, match="player_type"):
        ContextualRates.from_params(tuned().model.get_params(), "pitcher")


def test_a_base_that_is_no_pretrained_network_is_refused() -> None:
    told = ContextualFinetuner(QUICK_TUNING, "batter").finetune(object(), league_pitches(), Silent())
    assert told == Failure(NotPretrained("object"))


def test_one_season_is_too_few() -> None:
    arrays = league_pitches()
    told = ContextualFinetuner(QUICK_TUNING, "batter").finetune(encoder(), arrays.take(arrays.season == 2022), Silent())
    assert isinstance(told.failure(), TooFewGames)


def test_every_season_held_out_has_a_model_of_those_before_it() -> None:
    found = tuned(replace(QUICK_TUNING, folds=2))
    assert list(found.early) == [2021, 2022]
    alone = ContextualFinetuner(QUICK_TUNING, "batter")
    arrays = league_pitches()
    before = alone.finetune(encoder(), arrays.take(arrays.season < 2022), Silent()).unwrap()
    one, other = (
        trusted(model, 1.0).next_games(arrays, 2021).network for model in (found.early[2021], before.early[2021])
    )
    np.testing.assert_allclose(one, other, rtol=1e-5)


def test_no_more_seasons_are_held_out_than_have_one_before_them() -> None:
    assert list(tuned(replace(QUICK_TUNING, folds=9)).early) == [2021, 2022]


@pytest.mark.parametrize(("trust", "sight"), [(0.0, 0.0), (0.5, 0.0), (1.0, 0.25), (1.0, 1.0)])
def test_shares_of_what_is_added_are_told(trust: float, sight: float) -> None:
    arrays, model = league_pitches(), trusted(tuned(replace(QUICK_TUNING, blind=2)).model, 1.0)
    career = career_of(arrays, "batter", model.spec)
    windows = cut_windows(career.counts, model.plan)
    every = np.arange(len(career.games), dtype=np.int64)
    states = torch.from_numpy(model.encoder.states(arrays, career.games, every, "batter"))
    plain, blind, seen = model.parts(career, windows, lambda games: states[games])
    shares = {name: dict.fromkeys(model.stats, share) for name, share in (("trust", trust), ("sight", sight))}
    told = model.with_shares(shares).rates(career, windows)
    np.testing.assert_allclose(told, plain + trust * (blind - plain) + sight * (seen - blind), rtol=1e-4)
    assert not np.allclose(blind, seen, rtol=1e-3)


def test_what_is_told_without_sight_does_not_hang_on_the_states() -> None:
    arrays, model = league_pitches(), trusted(tuned(replace(QUICK_TUNING, blind=2)).model, 1.0)
    career = career_of(arrays, "batter", model.spec)
    windows = cut_windows(career.counts, model.plan)
    some = torch.randn((len(career.games), model.encoder.network.shape.sizes.width))
    one, other = (model.parts(career, windows, states.__getitem__) for states in (some, -some))
    np.testing.assert_array_equal(one[1], other[1])
    assert not np.array_equal(one[2], other[2])


def test_rates_of_the_second_format_are_told_as_they_were() -> None:
    params = TorchParamsSerializer().loads((FIXTURES / "format_2.pt").read_bytes()).unwrap()
    model = ContextualRates.from_params(params, "batter")
    with np.load(FIXTURES / "pitches.npz") as held:
        arrays = PitchArrays(**held)
    expected = json.loads((FIXTURES / "format_2.json").read_text())
    told = model.rates_before(arrays, 2023)
    assert told.player[:8].tolist() == expected["player"]
    np.testing.assert_allclose(told.rates[:8], expected["rates"], rtol=1e-4)
    np.testing.assert_allclose(model.next_games(arrays, 2022).network[:8], expected["next_games"], rtol=1e-4)
    assert model.blend == {"hr": 0.25, "so": 0.5, "bb": 0.0}


def test_a_model_of_the_second_format_is_written_in_this_one_and_tells_the_same() -> None:
    params = TorchParamsSerializer().loads((FIXTURES / "format_2.pt").read_bytes()).unwrap()
    model = ContextualRates.from_params(params, "batter")
    again = ContextualRates.from_params(model.get_params(), "batter")
    one, other = (each.rates_before(league_pitches(), 2023).rates for each in (model, again))
    np.testing.assert_array_equal(one, other)
