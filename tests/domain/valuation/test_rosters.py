from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fbm.domain.valuation.rosters import seat

SLOTS = ("C", "SS", "MI", "OF", "UTIL")
FITS = st.lists(st.frozensets(st.sampled_from(SLOTS), max_size=4), min_size=1, max_size=14)
PLACES = st.dictionaries(st.sampled_from(SLOTS), st.integers(1, 3), min_size=1)


def values_of(n: int, seed: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.random.default_rng(seed).integers(-5, 6, n).astype(np.float64)


@given(FITS, PLACES, st.integers(0, 1000))
def test_no_assignment_has_a_higher_total_and_none_seats_more(
    fits: list[frozenset[str]], places: dict[str, int], seed: int
) -> None:
    optimize = pytest.importorskip("scipy.optimize")
    # Shifted so that an empty place is worse than any player, as it is in a draft.
    values = values_of(len(fits), seed) + 100.0
    seating = seat(values, fits, places)
    seats = [slot for slot, count in places.items() for _ in range(count)]
    gain = np.array([[values[player] if slot in fit else 0.0 for slot in seats] for player, fit in enumerate(fits)])
    best = gain[optimize.linear_sum_assignment(gain, maximize=True)].sum()
    assert sum(values[player] for player, slot in enumerate(seating.slots) if slot) == best


@given(FITS, PLACES, st.integers(0, 1000))
def test_everybody_sits_where_he_may_and_no_slot_is_too_full(
    fits: list[frozenset[str]], places: dict[str, int], seed: int
) -> None:
    seating = seat(values_of(len(fits), seed), fits, places)
    assert all(slot is None or slot in fit for slot, fit in zip(seating.slots, fits, strict=True))
    for slot, count in places.items():
        assert seating.slots.count(slot) + seating.unfilled.get(slot, 0) == count


@given(FITS, PLACES, st.integers(0, 1000))
def test_replacement_level_is_what_is_lost_when_a_drafted_player_goes(
    fits: list[frozenset[str]], places: dict[str, int], seed: int
) -> None:
    values = values_of(len(fits), seed) + 100.0
    seating = seat(values, fits, places)
    total = sum(values[player] for player, slot in enumerate(seating.slots) if slot)
    for player, slot in enumerate(seating.slots):
        if slot is not None:
            without = [frozenset[str]() if place == player else fit for place, fit in enumerate(fits)]
            again = seat(values, without, places)
            rest = sum(values[place] for place, seated in enumerate(again.slots) if seated)
            filled = len(seating.slots) - seating.slots.count(None) == len(again.slots) - again.slots.count(None)
            # Where nobody can replace him, the level is that of the last one drafted, and says nothing of the total.
            assert not filled or rest == total - values[player] + seating.levels[slot]


def test_a_shortstop_moves_to_the_middle_so_that_both_shortstops_play() -> None:
    both = frozenset({"SS", "MI"})
    seating = seat(np.array([3.0, 2.0, 1.0]), [both, frozenset({"SS"}), frozenset({"MI"})], {"SS": 1, "MI": 1})
    assert seating.slots == ("MI", "SS", None)


def test_replacement_level_counts_who_comes_in_when_others_move_over() -> None:
    catcher, anywhere = frozenset({"C"}), frozenset({"C", "UTIL"})
    fits = [catcher, anywhere, frozenset({"UTIL"}), catcher]
    seating = seat(np.array([9.0, 8.0, 5.0, 1.0]), fits, {"C": 1, "UTIL": 1})
    assert seating.slots == ("C", "UTIL", None, None)
    # Without the first catcher the second takes his place, and the man who is left bats for that one.
    assert seating.levels == {"C": 5.0, "UTIL": 5.0}


def test_a_slot_without_players_is_named_with_its_empty_places() -> None:
    assert seat(np.array([1.0]), [frozenset({"C"})], {"C": 2, "SS": 1}).unfilled == {"C": 1, "SS": 1}


def test_of_equals_the_first_is_taken() -> None:
    fit = frozenset({"C"})
    assert seat(np.array([1.0, 1.0, 1.0]), [fit, fit, fit], {"C": 2}).slots == ("C", "C", None)
