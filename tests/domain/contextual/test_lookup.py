from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fbm.domain.contextual.choosing import choose_table
from fbm.domain.contextual.lookup import lookup_table, score
from fbm.domain.contextual.pitches import CATEGORICAL, UNKNOWN, VOCABULARIES, PitchArrays
from fbm.domain.contextual.preparing import prepare
from fbm.domain.simulation.league import simulate_league
from fbm.domain.simulation.pitches import PitchSpec, simulate_pitches
from fbm.domain.simulation.spec import LeagueSpec
from tests.pitch_rows import inning, table

SPEC = LeagueSpec(first_season=2020, last_season=2021, teams=6, seed=4)


@pytest.fixture(scope="module")
def seasons() -> list[PitchArrays]:
    league = simulate_league(SPEC)
    return [prepare(season) for season in simulate_pitches(league, SPEC, PitchSpec(games=40, clubs=4))]


@pytest.fixture
def few(tmp_path: Path) -> PitchArrays:
    return prepare(table(tmp_path, inning()))


def test_a_table_without_context_is_the_marginal(few: PitchArrays) -> None:
    shares = lookup_table(few, "result").predict(few)
    assert shares.shape == (10, VOCABULARIES.size("result"))
    ball = VOCABULARIES.code("result", "ball")
    words = len(VOCABULARIES.words["result"])
    np.testing.assert_allclose(shares[:, ball], 4.5 / (10 + 0.5 * words))
    np.testing.assert_array_equal(shares[:, :3], 0)
    np.testing.assert_allclose(shares.sum(axis=1), 1)


def test_a_context_is_held_to_the_coarser_one(few: PitchArrays) -> None:
    marginal = lookup_table(few, "result").predict(few)[0]
    shares = lookup_table(few, "result", ["strikes"], smoothing=5.0).predict(few)
    counts = np.zeros(VOCABULARIES.size("result"))
    for word, count in (("ball", 4), ("foul", 1), ("called_strike", 1), ("hit_into_play", 1)):
        counts[VOCABULARIES.code("result", word)] = count
    np.testing.assert_allclose(shares[0], (counts + 5 * marginal) / (7 + 5))


def test_a_context_never_seen_is_told_by_the_coarser_one(few: PitchArrays) -> None:
    train = few.take(few.column("strikes") != VOCABULARIES.code("strikes", "2"))
    deep = lookup_table(train, "result", ["half", "strikes"]).predict(few)
    shallow = lookup_table(train, "result", ["half"]).predict(few)
    unseen = few.column("strikes") == VOCABULARIES.code("strikes", "2")
    np.testing.assert_allclose(deep[unseen], shallow[unseen])
    assert np.abs(deep[~unseen] - shallow[~unseen]).max() > 0.01


def test_pitches_whose_word_is_unknown_teach_nothing(few: PitchArrays) -> None:
    codes = few.codes.copy()
    codes[:4, CATEGORICAL.index("result")] = UNKNOWN
    table_without = lookup_table(replace(few, codes=codes), "result")
    assert table_without.marginal[VOCABULARIES.code("result", "ball")] == 0.5 / (6 + 0.5 * 19)


def test_scores_are_those_of_the_definition() -> None:
    shares = np.array([[0.5, 0.25, 0.25], [0.1, 0.8, 0.1]])
    scores = score(shares, np.array([0, 2]))
    assert scores.log_loss == pytest.approx(-(np.log(0.5) + np.log(0.1)) / 2)
    assert (scores.accuracy, scores.pitches) == (0.5, 2)


def test_the_count_tells_more_of_a_result_than_nothing(seasons: list[PitchArrays]) -> None:
    train, held_out = seasons
    codes = held_out.column("result")
    plain = score(lookup_table(train, "result").predict(held_out), codes)
    counted = score(lookup_table(train, "result", ["balls", "strikes"]).predict(held_out), codes)
    assert counted.log_loss < plain.log_loss - 0.02


def test_the_context_that_helps_most_is_chosen_first(seasons: list[PitchArrays]) -> None:
    train, held_out = seasons
    chosen = choose_table(train, held_out, "pitch_type", ["outs", "pitcher", "bases"])
    assert chosen.by[0] == "pitcher"
    assert "bases" not in chosen.by
    scored = score(
        lookup_table(train, "pitch_type", chosen.by, smoothing=chosen.smoothing).predict(held_out),
        held_out.column("pitch_type"),
    )
    assert scored.log_loss == pytest.approx(chosen.log_loss)
