from __future__ import annotations

import numpy as np
import pytest

from fbm.domain.evaluation.ranking import FIVE_BY_FIVE, Category, rank_rows, rho_rows, top_share, values

ONCE = np.ones((1, 3))


def test_a_count_scores_by_standard_deviations_from_the_pool() -> None:
    # Mean 2, population deviation sqrt(2/3).
    found = values({"hr": np.array([1.0, 2.0, 3.0])}, (Category("hr"),), ONCE)[0]
    assert found == pytest.approx(np.array([-1.0, 0.0, 1.0]) / (2 / 3) ** 0.5)


def test_a_rate_counts_as_often_as_its_player_plays() -> None:
    columns = {"obp": np.array([0.40, 0.40, 0.30]), "pa": np.array([600.0, 100.0, 700.0])}
    found = values(columns, (Category("obp", "pa"),), ONCE)[0]
    # The pool's is (240 + 40 + 210) / 1400 = .35: 30, 5 and -35 times on base above it; deviation sqrt(2150 / 3).
    assert found == pytest.approx(np.array([30.0, 5.0, -35.0]) / (2150 / 3) ** 0.5)


def test_a_rate_counts_nothing_where_nobody_plays() -> None:
    columns = {"obp": np.array([0.40, 0.40, 0.30]), "pa": np.zeros(3)}
    assert values(columns, (Category("obp", "pa"),), ONCE)[0].tolist() == [0.0, 0.0, 0.0]


def test_few_earned_runs_are_worth_more_than_many() -> None:
    columns = {"era": np.array([2.0, 3.0, 4.0]), "ip": np.full(3, 100.0)}
    assert np.argmax(values(columns, (Category("era", "ip", bad=True),), ONCE)[0]) == 0


def test_ranks_share_ties_and_count_players_as_often_as_they_were_drawn() -> None:
    totals, weights = np.array([[5.0, 1.0, 5.0, 3.0]]), np.array([[1.0, 2.0, 1.0, 0.0]])
    # The second player stands twice at the bottom: ranks 1 and 2; the two fives share 3 and 4.
    assert rank_rows(totals, weights)[0, :3] == pytest.approx([3.5, 1.5, 3.5])


def test_a_resample_s_rho_is_that_of_the_players_written_out() -> None:
    rng = np.random.default_rng(3)
    first, second = rng.normal(size=30), rng.normal(size=30)
    weights = rng.integers(0, 4, 30)
    found = rho_rows(first[None], second[None], weights[None].astype(float))[0]
    one, other = (np.repeat(column, weights)[None] for column in (first, second))
    assert found == pytest.approx(rho_rows(one, other, np.ones((1, weights.sum())))[0])


def test_rho_is_one_for_the_same_order_and_minus_one_for_the_opposite() -> None:
    order = np.arange(6.0)[None]
    assert rho_rows(order, order**3, np.ones((1, 6)))[0] == pytest.approx(1.0)
    assert rho_rows(order, -order, np.ones((1, 6)))[0] == pytest.approx(-1.0)


def test_the_top_is_the_overlap_of_two_sets_of_the_same_size() -> None:
    actual = np.arange(30.0)
    projected = actual.copy()
    projected[[9, 29]] = projected[[29, 9]]
    assert top_share(actual, projected) == 19 / 20
    assert np.isnan(top_share(actual[:5], projected[:5]))


def test_the_categories_are_those_of_a_five_by_five_league() -> None:
    assert [one.stat for one in FIVE_BY_FIVE["batter"]] == ["hr", "r", "rbi", "sb", "obp"]
    assert [one.stat for one in FIVE_BY_FIVE["pitcher"]] == ["w", "so", "era", "whip", "sv"]
