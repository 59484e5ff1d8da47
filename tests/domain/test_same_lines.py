from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fbm.domain.crosswalk import Identified
from fbm.domain.minors import MINOR_BATTING, MinorLines, no_lines
from fbm.domain.same_lines import Told, shared

Line = tuple[str, str, float, int]
"""Own id, name, plate appearances, and the person: -1 for who is unknown."""


def told(lines: Sequence[Line], level: str = "AA", born: float = 1996.0) -> Told:
    ids, names, chances, person = (np.array(column) for column in zip(*lines, strict=True))
    n = len(lines)
    words = np.full(n, "")
    counts = {stat: np.full(n, np.nan) for stat in MINOR_BATTING} | {"pa": chances.astype(np.float64)}
    table = MinorLines(ids, names, np.full(n, 2019), np.full(n, level), words, words, words, np.full(n, born), counts)
    return Told(False, table, Identified(ids, person.astype(np.int64), person >= 0))


KNOWN = told([("smithke05", "Kevin Smith", 468, 3), ("cortesca01", "Carlos Cortes", 346, 4)])


def players(*tables: Told) -> list[str]:
    found: list[str] = shared(tables)[-1].player_id.tolist()
    return found


def test_a_line_that_two_tables_have_is_one_players() -> None:
    other = told([("sa1", "Kevin Smith", 468, -1), ("sa1", "Kevin Smith", 204, -1), ("sa2", "Kevin Smith", 75, -1)])
    found = shared((KNOWN, other))[1]
    assert found.player_id.tolist() == ["smithke05", "smithke05", "sa2"]
    assert (found.person.tolist(), found.matched.tolist()) == ([3, 3, -1], [True, True, False])


def test_another_name_level_or_playing_time_is_another_line() -> None:
    assert players(KNOWN, told([("sa1", "Kevin Smythe", 468, -1), ("sa2", "Kevin Smith", 467, -1)])) == ["sa1", "sa2"]
    assert players(KNOWN, told([("sa1", "Kevin Smith", 468, -1)], level="AAA")) == ["sa1"]


def test_a_line_is_the_same_by_another_first_name_of_that_age() -> None:
    assert players(KNOWN, told([("sa1", "Kev Smith", 468, -1)])) == ["smithke05"]
    assert players(KNOWN, told([("sa1", "Kev Smith", 468, -1)], born=1997.0)) == ["sa1"]
    assert players(KNOWN, told([("sa1", "Kev Smith", 468, -1)], born=np.nan)) == ["sa1"]
    assert players(KNOWN, told([("sa1", "Lou Smith", 468, -1)])) == ["sa1"]


def test_who_stands_in_a_table_by_his_own_name_is_nobody_else_in_it() -> None:
    brothers = told([("smithke05", "Kevin Smith", 120, 3), ("sa1", "Karl Smith", 468, -1)])
    assert players(KNOWN, brothers) == ["smithke05", "sa1"]


def test_lines_of_two_people_tell_nothing() -> None:
    twins = told([("smithke09", "Kevin Smith", 468, 9)])
    assert players(KNOWN, twins, told([("sa1", "Kevin Smith", 468, -1)])) == ["sa1"]


def test_a_short_line_may_be_anybodys() -> None:
    short = told([("smithke05", "Kevin Smith", 3, 3)])
    assert players(short, told([("sa1", "Kevin Smith", 3, -1)])) == ["sa1"]


def test_tables_of_nobody_stay_so() -> None:
    empty = no_lines(MINOR_BATTING)
    nobody = Told(False, empty, Identified(empty.player_id, np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.bool_)))
    assert len(shared((KNOWN, nobody))[1].player_id) == 0
