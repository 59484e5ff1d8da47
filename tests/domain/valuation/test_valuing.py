from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from returns.result import Failure

from fbm.domain.valuation.league import BENCH, DENOMINATORS, League, Points, Rotisserie
from fbm.domain.valuation.valuing import NoFigures, Pool, TooFewPlayers, Values, value_players
from tests.domain.valuation.leagues import CATEGORIES, batters_of, league_of, pitchers_of, reordered

SGP = Rotisserie(CATEGORIES, "sgp", {kind: {**DENOMINATORS[kind]} for kind in CATEGORIES})
POINTS = Points({"batter": {"hr": 4.0, "sb": 2.0}, "pitcher": {"so": 1.0, "ip": 3.0}})
LEAGUES = {
    "z": league_of(),
    "fixed": league_of(hitter_share=0.7),
    "sgp": league_of(scoring=SGP, hitter_share=0.6),
    "points": league_of(3, scoring=POINTS),
}
EVERY = pytest.mark.parametrize("name", LEAGUES)
SEEDS = st.integers(0, 10_000)
QUICK = settings(max_examples=30, deadline=None)


def valued(league: League, batters: Pool, pitchers: Pool) -> tuple[Values, Values]:
    return value_players(batters, pitchers, league).unwrap()


@EVERY
@QUICK
@given(seed=SEEDS)
def test_prices_add_up_to_the_teams_money_and_nobody_drafted_is_below_the_minimum(name: str, seed: int) -> None:
    league = LEAGUES[name]
    sides = valued(league, batters_of(seed), pitchers_of(seed))
    assert sum(int(side.cents.sum()) for side in sides) == league.money_cents
    for side in sides:
        drafted = np.array([slot is not None for slot in side.slots])
        assert (side.cents[drafted] >= league.minimum_cents).all()
        assert (side.cents[~drafted] == 0).all()
    slots = [slot for side in sides for slot in side.slots if slot]
    assert {slot: slots.count(slot) for slot in league.roster} == {
        slot: league.teams * count for slot, count in league.roster.items()
    }


@EVERY
@QUICK
@given(seed=SEEDS, turn=SEEDS)
def test_the_order_of_the_players_changes_nothing(name: str, seed: int, turn: int) -> None:
    batters, pitchers = batters_of(seed), pitchers_of(seed)
    order = np.random.default_rng(turn).permutation(len(batters)).tolist()
    plain, turned = (valued(LEAGUES[name], pool, pitchers)[0] for pool in (batters, reordered(batters, order)))
    assert plain.cents[order].tolist() == turned.cents.tolist()
    assert plain.surplus[order].tolist() == turned.surplus.tolist()
    assert tuple(plain.slots[place] for place in order) == turned.slots


@EVERY
@QUICK
@given(seed=SEEDS, better=st.integers(0, 29))
def test_who_is_better_in_everything_at_the_same_positions_is_never_worth_less(
    name: str, seed: int, better: int
) -> None:
    batters = batters_of(seed)
    other = (better + 6) % 30
    raised = {
        "ab": 0.0, "pa": 0.0, "hr": 3.0, "sb": 2.0, "avg": 0.004,
    }  # fmt: skip
    columns = {column: values.copy() for column, values in batters.columns.items()}
    for column, more in raised.items():
        columns[column][better] = columns[column][other] + more
    side = valued(LEAGUES[name], replace(batters, columns=columns), pitchers_of(seed))[0]
    assert side.surplus[better] >= side.surplus[other]
    assert side.cents[better] >= side.cents[other]


def test_equals_are_told_apart_by_id_alone() -> None:
    batters = batters_of(3)
    columns = {name: np.full(len(batters), column[0]) for name, column in batters.columns.items()}
    side = valued(LEAGUES["z"], replace(batters, columns=columns), pitchers_of(3))[0]
    catchers = [place for place, eligible in enumerate(batters.eligible) if eligible == ("C",)]
    assert [side.slots[place] for place in catchers[:2]] == ["C", "C"]


def test_a_share_for_hitters_is_kept_to_the_cent_without_a_bench() -> None:
    roster = {slot: count for slot, count in league_of().roster.items() if slot != BENCH}
    league = league_of(roster=roster, hitter_share=0.7)
    batters, pitchers = valued(league, batters_of(5), pitchers_of(5))
    assert (batters.cents.sum(), pitchers.cents.sum()) == (14_000, 6_000)


def test_without_a_share_a_dollar_buys_the_same_surplus_on_both_sides() -> None:
    league = LEAGUES["z"]
    sides = valued(league, batters_of(5), pitchers_of(5))
    prices = []
    for side in sides:
        active = np.array([slot not in (None, BENCH) for slot in side.slots])
        prices.append((side.cents[active] - league.minimum_cents).sum() / side.surplus[active].sum())
    assert prices[0] == pytest.approx(prices[1], rel=1e-3)


def test_the_bench_costs_the_minimum() -> None:
    league = LEAGUES["z"]
    for side in valued(league, batters_of(5), pitchers_of(5)):
        assert {side.cents[place] for place, slot in enumerate(side.slots) if slot == BENCH} <= {league.minimum_cents}


def test_who_has_no_position_is_worth_nothing() -> None:
    batters = batters_of(2)
    side = valued(LEAGUES["z"], replace(batters, eligible=((), *batters.eligible[1:])), pitchers_of(2))[0]
    assert (np.isnan(side.surplus[0]), side.cents[0], side.slots[0]) == (True, 0, None)


def test_who_may_play_anywhere_is_never_worth_less_for_it() -> None:
    batters, pitchers = batters_of(4), pitchers_of(4)
    anywhere = replace(batters, eligible=(("C", "SS", "OF"), *batters.eligible[1:]))
    points = LEAGUES["points"]
    assert valued(points, anywhere, pitchers)[0].surplus[0] >= valued(points, batters, pitchers)[0].surplus[0]


def test_drafting_settles_and_says_after_how_many_rounds() -> None:
    assert [side.rounds for side in valued(LEAGUES["z"], batters_of(7), pitchers_of(7))] == [4, 2]


def test_drafting_that_goes_in_circles_ends_and_says_so() -> None:
    league = LEAGUES["z"]
    batters, _ = valued(league, batters_of(1), pitchers_of(1))
    assert (batters.rounds, batters.cents.max() > league.minimum_cents) == (0, True)


def test_a_category_without_figures_is_refused() -> None:
    batters = batters_of(1)
    empty = replace(batters, columns={**batters.columns, "sb": np.full(len(batters), np.nan)})
    assert value_players(empty, pitchers_of(1), LEAGUES["z"]) == Failure(NoFigures("batter", "sb"))


def test_a_slot_that_nobody_is_left_for_is_named() -> None:
    found = value_players(batters_of(1), pitchers_of(1), league_of(6))
    assert found == Failure(TooFewPlayers("C", 1))


def test_a_bench_that_nobody_is_left_for_is_named() -> None:
    # Five catchers and ten starters for two places each leave eleven for a bench of 48.
    found = value_players(batters_of(1), pitchers_of(1), league_of(roster={"C": 1, "SP": 1, "bench": 24}))
    assert found == Failure(TooFewPlayers("bench", 37))


def with_money(league: League, each: int) -> League:
    """The same league with cents for each player of a team."""
    return replace(league, budget_cents=each * sum(league.roster.values()))


@QUICK
@given(seed=SEEDS)
def test_without_money_above_minimum_bids_the_bench_still_holds_the_best_who_are_left(seed: int) -> None:
    sides = valued(with_money(league_of(), 100), batters_of(seed), pitchers_of(seed))
    left = [(surplus, slot) for side in sides for surplus, slot in zip(side.surplus.tolist(), side.slots, strict=True)]
    benched = [surplus for surplus, slot in left if slot == BENCH]
    assert min(benched) >= max(surplus for surplus, slot in left if slot is None)


@QUICK
@given(seed=SEEDS)
def test_below_replacement_is_below_the_price_of_replacement_where_one_side_has_no_money(seed: int) -> None:
    league = replace(league_of(), budget_cents=1600, hitter_share=500 / 1500)
    for side in valued(league, batters_of(seed), pitchers_of(seed)):
        drafted = np.array([slot not in (None, BENCH) for slot in side.slots])
        assert (side.worth[drafted] >= 0).all()
        assert (side.worth[side.surplus < 0] < 0).all()
