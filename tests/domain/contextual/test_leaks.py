from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from fbm.domain.contextual.context import context
from fbm.domain.contextual.leaks import (
    BETRAYS,
    betrayed_after,
    ends_plate_appearance,
    plate_appearance_index,
)
from fbm.domain.contextual.pitches import CATEGORICAL, NUMERIC, PAD, VOCABULARIES, PitchArrays
from fbm.domain.contextual.preparing import prepare
from tests.pitch_rows import inning, table


@pytest.fixture
def arrays(tmp_path: Path) -> PitchArrays:
    later = [{**row, "game_pk": "600", "game_date": "2021-05-01"} for row in inning()]
    return prepare(table(tmp_path, [*inning(), *later]))


def hidden(*rows: int) -> np.ndarray:
    mask = np.zeros(20, dtype=np.bool_)
    mask[list(rows)] = True
    return mask


def test_plate_appearances_are_numbered_through_all_games(arrays: PitchArrays) -> None:
    first = [0, 0, 0, 0, 1, 1, 2, 2, 2, 3]
    assert plate_appearance_index(arrays).tolist() == first + [index + 4 for index in first]
    assert np.flatnonzero(ends_plate_appearance(arrays)).tolist() == [3, 5, 8, 9, 13, 15, 18, 19]


def test_the_rest_of_a_plate_appearance_and_the_next_betray_a_result(arrays: PitchArrays) -> None:
    assert np.flatnonzero(betrayed_after(arrays, hidden(1))).tolist() == [2, 3, 4, 5]


def test_how_far_the_state_betrays_can_be_chosen(arrays: PitchArrays) -> None:
    assert np.flatnonzero(betrayed_after(arrays, hidden(1), plate_appearances=0)).tolist() == [2, 3]
    assert np.flatnonzero(betrayed_after(arrays, hidden(1), plate_appearances=99)).tolist() == list(range(2, 10))


def test_nothing_is_betrayed_by_another_game_or_by_what_came_before(arrays: PitchArrays) -> None:
    assert not betrayed_after(arrays, hidden(9)).any()
    assert not betrayed_after(arrays, hidden()).any()


def test_what_betrays_is_among_the_fields() -> None:
    fields = {*CATEGORICAL, *NUMERIC}
    assert BETRAYS.keys() <= fields
    assert {name for names in BETRAYS.values() for name in names} <= fields
    assert not any(field in names for field, names in BETRAYS.items())
    assert {"event", "batted_ball", "exit_speed", "launch_angle"} <= set(BETRAYS["result"])


def test_neighbours_are_of_the_same_plate_appearance(arrays: PitchArrays) -> None:
    result = arrays.column("result").tolist()
    before, after = context(arrays, "previous_result").tolist(), context(arrays, "next_result").tolist()
    assert before[:6] == [PAD, *result[:3], PAD, result[4]]
    assert after[:6] == [*result[1:4], PAD, result[5], PAD]
    assert context(arrays, "second_result").tolist()[:4] == [PAD, PAD, *result[:2]]
    assert context(arrays, "last").tolist()[:5] == [0, 0, 0, 1, 0]


def test_what_comes_after_in_a_plate_appearance_is_counted(arrays: PitchArrays) -> None:
    assert context(arrays, "balls_after").tolist()[:6] == [3, 2, 1, 0, 0, 0]
    assert context(arrays, "strikes_after").tolist()[6:9] == [2, 1, 0]
    assert context(arrays, "fouls_after").tolist()[4:6] == [0, 0]
    walk = VOCABULARIES.code("event", "walk")
    assert context(arrays, "event_after").tolist()[:4] == [walk, walk, walk, PAD]


def test_a_name_that_is_no_column_is_refused(arrays: PitchArrays) -> None:
    for name in ("weather", "previous_weather", "next_"):
        with pytest.raises(ValueError, match=name):
            context(arrays, name)
