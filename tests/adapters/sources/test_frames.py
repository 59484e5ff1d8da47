from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from polars.exceptions import ColumnNotFoundError

from fbm.adapters.sources.frames import frame_columns, people_frame, teams_frame
from fbm.domain.seasons import People, Teams
from tests.histories import small_history

LEAGUE = small_history(range(2000, 2002), players=8)


def test_people_come_back_with_their_heights() -> None:
    heights = np.array([70.0, np.nan, *[75.0] * (len(LEAGUE.people) - 2)])
    people = replace(LEAGUE.people, height=heights)
    np.testing.assert_array_equal(frame_columns(people_frame(people), People).height, heights)


def test_people_written_without_heights_have_none_known() -> None:
    people = frame_columns(people_frame(LEAGUE.people).drop("height"), People)
    assert people.player_id.tolist() == LEAGUE.people.player_id.tolist()
    assert np.isnan(people.height).all()
    assert people.height.dtype == np.float64


def test_another_column_that_is_gone_is_an_error() -> None:
    with pytest.raises(ColumnNotFoundError):
        frame_columns(people_frame(LEAGUE.people).drop("bats"), People)


def test_teams_have_their_own_columns_only() -> None:
    frame: pl.DataFrame = teams_frame(LEAGUE.teams)
    assert frame_columns(frame, Teams).team.tolist() == frame["team"].to_list()


def test_people_come_back_with_their_deaths() -> None:
    year = np.array([1999.0, *[np.nan] * (len(LEAGUE.people) - 1)])
    found = frame_columns(people_frame(replace(LEAGUE.people, death_year=year)), People)
    np.testing.assert_array_equal(found.death_year, year)
    assert np.isnan(found.death_month).all()


def test_tables_of_the_living_are_what_they_were_before_deaths_were_kept() -> None:
    frame = people_frame(LEAGUE.people)
    assert not any(name.startswith("death") for name in frame.columns)
    people = frame_columns(frame, People)
    assert np.isnan(people.death_year).all()
    assert people.death_year.dtype == np.float64
