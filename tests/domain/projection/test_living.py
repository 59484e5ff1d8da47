from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fbm.domain.projection.finalise import finalise
from fbm.domain.projection.living import living
from fbm.domain.projection.presets import run, stages_of
from fbm.domain.projection.window import open_batch
from fbm.domain.seasons import People
from tests.histories import small_history

HISTORY = small_history(range(2009, 2013))
ALL = finalise(run(open_batch(HISTORY, 2013, "batter"), stages_of("marcel", "batter")))
NAN = np.nan


def with_death(year: float, month: float, day: float) -> People:
    """Everybody, one of the projected players dead."""
    people = HISTORY.people
    where = people.player_id == ALL.player_id[3]
    date = (np.where(where, part, NAN) for part in (year, month, day))
    return replace(people, **dict(zip(("death_year", "death_month", "death_day"), date, strict=True)))


@pytest.mark.parametrize("date", [(2012, 9, 25), (2013, 3, 31), (2012, NAN, NAN), (2010, 6, 1)])
def test_who_died_before_the_season_is_not_projected(date: tuple[float, float, float]) -> None:
    left = living(ALL, with_death(*date))
    assert left.player_id.tolist() == np.delete(ALL.player_id, 3).tolist()


@pytest.mark.parametrize("date", [(2013, 4, 1), (2013, 9, 1), (2014, 1, 1), (2013, NAN, NAN)])
def test_a_death_from_the_first_game_on_is_not_known(date: tuple[float, float, float]) -> None:
    assert living(ALL, with_death(*date)).player_id.tolist() == ALL.player_id.tolist()


def test_nothing_changes_for_the_living() -> None:
    left = living(ALL, with_death(2012, 9, 25))
    for name, column in ALL.columns.items():
        np.testing.assert_array_equal(left[name], np.delete(column, 3))
    assert (left.age.tolist(), left.team.tolist()) == (np.delete(ALL.age, 3).tolist(), np.delete(ALL.team, 3).tolist())


def test_who_is_in_no_table_of_people_is_taken_to_be_alive() -> None:
    nobody = HISTORY.people.take(np.zeros(0, dtype=np.int64))
    assert living(ALL, nobody).player_id.tolist() == ALL.player_id.tolist()
