"""The network that reads games: what it may see, what it must not, and that games never touch each other."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
import torch

from fbm.adapters.neural.contextual_encoder import PretrainedEncoder, shape_of
from fbm.adapters.neural.contextual_net import Encoder
from fbm.adapters.neural.contextual_tokens import scaler_of
from fbm.domain.contextual.games import player_games
from fbm.domain.contextual.hiding import GROUPS, after_hidden, draw, hide
from fbm.domain.contextual.judging import Asked, ask
from fbm.domain.contextual.leaks import STATE, betrayed_after, plate_appearance_index
from fbm.domain.contextual.packing import batches, fields_of, lengths_of, pack
from fbm.domain.contextual.pitches import CATEGORICAL, MASK, NUMERIC, VOCABULARIES, PitchArrays
from fbm.domain.models.contextual import SIZES
from tests.contextual_league import league_pitches


@cache
def encoder() -> PretrainedEncoder:
    network = Encoder(shape_of(SIZES["tiny"], VOCABULARIES))
    network.draw(torch.Generator().manual_seed(1))
    return PretrainedEncoder(network.eval(), VOCABULARIES, scaler_of(league_pitches().numbers))


def test_no_token_is_padding() -> None:
    games = player_games(league_pitches(), "batter")
    chosen = np.arange(100)
    tokens = pack(league_pitches(), games, chosen, 192)
    assert len(tokens.rows) == lengths_of(games, 192)[chosen].sum()
    assert (tokens.rows[tokens.ends] == -1).all()
    assert (tokens.rows < 0).sum() == 100


def test_each_pitch_of_a_game_is_read_once_and_in_order() -> None:
    games = player_games(league_pitches(), "pitcher")
    tokens = pack(league_pitches(), games, np.array([5]), 192)
    np.testing.assert_array_equal(tokens.rows[:-1], games.pitches(5))


def test_every_game_is_in_one_batch_of_a_pass_and_passes_differ() -> None:
    lengths = lengths_of(player_games(league_pitches(), "batter"), 192)
    first, second = (batches(lengths, 512, np.random.default_rng(seed)) for seed in (1, 2))
    np.testing.assert_array_equal(np.sort(np.concatenate(first)), np.arange(len(lengths)))
    assert not np.array_equal(np.concatenate(first), np.concatenate(second))
    assert max(lengths[part].sum() for part in first) < 512 + lengths.max()


def test_a_game_reads_the_same_whatever_else_is_in_the_batch() -> None:
    arrays = league_pitches()
    games = player_games(arrays, "pitcher")
    alone = encoder().states(arrays, games, np.array([7]), "pitcher")
    among = encoder().states(arrays, games, np.arange(40), "pitcher")
    np.testing.assert_allclose(alone[0], among[7], atol=1e-5)


def test_states_stand_in_the_order_asked_for() -> None:
    arrays = league_pitches()
    games = player_games(arrays, "batter")
    there, back = (encoder().states(arrays, games, order, "batter") for order in (np.arange(9), np.arange(9)[::-1]))
    np.testing.assert_allclose(there, back[::-1], atol=1e-5)


def test_an_unknown_number_is_no_average_one() -> None:
    arrays = league_pitches()
    games = player_games(arrays, "pitcher")
    unknown = replace(arrays, numbers=np.full_like(arrays.numbers, np.nan))
    average = replace(arrays, numbers=np.broadcast_to(encoder().scaler.mean, arrays.numbers.shape))
    one, other = (encoder().states(each, games, np.array([3]), "pitcher") for each in (unknown, average))
    assert np.abs(one - other).max() > 1e-3


def test_numbers_are_standardised_by_the_pitches_learned_from() -> None:
    numbers = np.array([[90.0], [94.0], [np.nan]], dtype=np.float32).repeat(len(NUMERIC), axis=1)
    np.testing.assert_allclose(scaler_of(numbers)(numbers)[:2, 0], [-1.0, 1.0], atol=1e-6)


def test_a_game_without_any_known_number_can_be_read() -> None:
    arrays = league_pitches()
    unknown = replace(arrays, numbers=np.full_like(arrays.numbers, np.nan))
    games = player_games(arrays, "pitcher")
    assert np.isfinite(encoder().states(unknown, games, np.arange(20), "pitcher")).all()


def test_the_token_of_a_game_is_no_padding_and_tells_batters_from_pitchers() -> None:
    arrays = league_pitches()
    ends = []
    for side in ("batter", "pitcher"):
        codes, _ = fields_of(arrays, pack(arrays, player_games(arrays, side), np.array([0]), 192), side)
        ends.append(codes[-1, -1])
        assert codes[-1, -1] != codes[0, -1]
    assert ends[0] != ends[1]


def _asked(group: str) -> tuple[PitchArrays, Asked]:
    arrays = league_pitches()
    games = player_games(arrays, "pitcher")
    return arrays, ask(arrays, games, group, np.ones(len(games), np.bool_), 3, most=30, positions=100)


@pytest.mark.parametrize("group", sorted(GROUPS))
def test_a_guess_does_not_hang_on_anything_that_gives_the_answer_away(group: str) -> None:
    arrays, asked = _asked(group)
    before = encoder().guess(arrays, player_games(arrays, "pitcher"), asked, "pitcher")
    codes, numbers = arrays.codes.copy(), arrays.numbers.copy()
    for name in GROUPS[group]:
        if name in CATEGORICAL:
            codes[asked.rows, CATEGORICAL.index(name)] = 3
        else:
            numbers[asked.rows, NUMERIC.index(name)] = 1.0
    changed = replace(arrays, codes=codes, numbers=numbers)
    after = encoder().guess(changed, player_games(arrays, "pitcher"), asked, "pitcher")
    np.testing.assert_array_equal(before, after)


@pytest.mark.parametrize("group", sorted(GROUPS))
def test_a_guess_does_not_hang_on_any_later_plate_appearance(group: str) -> None:
    arrays, asked = _asked(group)
    games = player_games(arrays, "pitcher")
    before = encoder().guess(arrays, games, asked, "pitcher")
    codes, numbers = arrays.codes.copy(), arrays.numbers.copy()
    for game, row in zip(asked.games, asked.rows, strict=True):
        pitches = games.pitches(game)
        later = pitches[arrays.at_bat[pitches] > arrays.at_bat[row]]
        codes[later], numbers[later] = 3, 1.0
    after = encoder().guess(replace(arrays, codes=codes, numbers=numbers), games, asked, "pitcher")
    np.testing.assert_allclose(before, after, atol=1e-6)


def test_a_guessed_result_does_not_hang_on_the_state_of_the_pitches_after_it() -> None:
    arrays, asked = _asked("result")
    games = player_games(arrays, "pitcher")
    before = encoder().guess(arrays, games, asked, "pitcher")
    codes = arrays.codes.copy()
    hidden = np.zeros(len(arrays), np.bool_)
    hidden[asked.rows] = True
    later = betrayed_after(arrays, hidden, plate_appearances=0)
    for name in STATE:
        if name not in {"inning", "half"}:
            codes[later, CATEGORICAL.index(name)] = 3
    after = encoder().guess(replace(arrays, codes=codes), games, asked, "pitcher")
    assert later.any()
    np.testing.assert_array_equal(before, after)


def test_pitches_after_a_hidden_one_are_those_whose_state_betrays_it() -> None:
    arrays = league_pitches()
    hidden = np.random.default_rng(1).random(len(arrays)) < 0.2
    turn = plate_appearance_index(arrays).astype(np.int64)
    np.testing.assert_array_equal(after_hidden(hidden, turn), betrayed_after(arrays, hidden, plate_appearances=0))


def test_a_guess_does_hang_on_what_came_before() -> None:
    arrays, asked = _asked("result")
    games = player_games(arrays, "pitcher")
    before = encoder().guess(arrays, games, asked, "pitcher")
    codes = arrays.codes.copy()
    for game, place in zip(asked.games, asked.places, strict=True):
        codes[games.pitches(game)[:place], CATEGORICAL.index("result")] = 4
    after = encoder().guess(replace(arrays, codes=codes), games, asked, "pitcher")
    assert np.abs(before - after)[asked.places > 0].max() > 1e-6


def test_a_guess_is_a_distribution_over_words() -> None:
    arrays, asked = _asked("pitch_type")
    shares = encoder().guess(arrays, player_games(arrays, "pitcher"), asked, "pitcher")
    np.testing.assert_allclose(shares.sum(axis=1), 1.0)
    assert (shares[:, :3] == 0).all()


def test_hidden_words_are_masked_and_hidden_numbers_unknown() -> None:
    arrays = league_pitches()
    rows = np.zeros(len(arrays), np.bool_)
    rows[4] = True
    codes, numbers = hide(arrays.codes, arrays.numbers, {"pitch_type": rows}, arrays.at_bat.astype(np.int64))
    assert codes[4, CATEGORICAL.index("pitch_type")] == MASK
    assert np.isnan(numbers[4, NUMERIC.index("velocity")])
    assert (codes[5] == arrays.codes[5]).all()


def test_what_is_hidden_differs_from_draw_to_draw_and_hangs_on_the_seed() -> None:
    codes = league_pitches().codes
    first, again, other = (draw(codes, 0.15, np.random.default_rng(seed))["result"] for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()
    assert 0.1 < first.mean() < 0.2


def test_params_rebuild_a_network_whose_states_are_bit_equal() -> None:
    arrays = league_pitches()
    games = player_games(arrays, "batter")
    again = PretrainedEncoder.from_params(encoder().get_params())
    one, other = (each.states(arrays, games, np.arange(30), "batter") for each in (encoder(), again))
    np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("format", "else", "format"),
        ("config", {}, "config.layers is missing"),
        ("vocabularies", {"words": {}}, "vocabularies.words lacks"),
        ("scaler", {"names": []}, "scaler.names"),
        ("network", {}, "network."),
    ],
)
def test_params_that_lack_something_are_refused_by_name(key: str, value: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        PretrainedEncoder.from_params({**encoder().get_params(), key: value})


def test_a_network_of_another_length_is_refused() -> None:
    params = encoder().get_params()
    with pytest.raises(ValueError, match=r"positions\.weight"):
        PretrainedEncoder.from_params({**params, "config": {**params["config"], "positions": 512}})
