"""The league's rates lately: the days before, older ones counting less, and nothing of the day itself."""

from __future__ import annotations

import numpy as np

from fbm.domain.contextual.lately import league_lately
from fbm.domain.contextual.windows import cut_windows, rate_table, usual_of, windows_before
from tests.domain.contextual.test_windows import PLAN, counts

DATE = np.array([20210401, 20210402, 20210402, 20210410], dtype=np.int32)
EVENTS = np.array([[1.0], [2.0], [0.0], [9.0]])
CHANCES = np.array([10.0, 5.0, 5.0, 10.0])


def test_each_day_knows_the_days_before_it_and_half_as_much_of_those_a_half_life_ago() -> None:
    found = league_lately(DATE, EVENTS, CHANCES, 1)
    assert found.days.tolist() == [20210401, 20210402, 20210410]
    assert found.day.tolist() == [0, 1, 1, 2]
    # Before the second day 1 of 10; before the third 2 of 10 and half of that; after it 9 of 10, half and a quarter.
    np.testing.assert_allclose(found.before[1:, 0], [0.1, 2.5 / 15, (9 + 1 + 0.25) / (10 + 5 + 2.5)])


def test_nothing_of_a_day_is_known_before_it() -> None:
    changed = EVENTS.copy()
    changed[3] = 0.0
    one, other = (league_lately(DATE, events, CHANCES, 30).before for events in (EVENTS, changed))
    np.testing.assert_array_equal(one[:3], other[:3])
    assert one[3] > other[3]


def test_a_window_before_a_season_does_not_know_the_season() -> None:
    held = counts()
    held.counts["hr"][held.season == 2021] = 0
    table = rate_table(held, ("hr",), "batter", 5)
    windows = windows_before(held, 2021, PLAN)
    np.testing.assert_allclose(usual_of(table, windows), 0.5)


def test_a_window_within_a_season_knows_it_so_far() -> None:
    held = counts()
    held.counts["hr"][held.season == 2021] = 0
    table = rate_table(held, ("hr",), "batter", 5)
    windows = cut_windows(held, PLAN)
    usual = usual_of(table, windows)[:, 0]
    late = (windows.season == 2021) & ~windows.fresh
    np.testing.assert_allclose(usual[(windows.season == 2021) & windows.fresh], 0.5)
    assert (usual[late] < 0.4).all()


def test_without_a_half_life_it_is_the_season_before() -> None:
    held = counts()
    held.counts["hr"][held.season == 2021] = 0
    np.testing.assert_allclose(usual_of(rate_table(held, ("hr",), "batter"), cut_windows(held, PLAN)), 0.5)
