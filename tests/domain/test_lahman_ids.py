"""Whom Lahman means: by ids that both have, by name and day of birth, and what stands for whom nobody knows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fbm.domain.crosswalk import Crosswalk, nobody
from fbm.domain.lahman_ids import BY_ID, BY_NAME, NUMBERED, REGISTERED, lahman_ids, listed_people
from fbm.domain.seasons import People

Who = tuple[str, str, float]
"""Id, name, and year of birth; everybody was born on the ninth of April."""


def people(*names: tuple[str, float]) -> People:
    n = len(names)
    nothing, unknown = np.full(n, ""), np.full(n, np.nan)
    april, ninth, year = np.full(n, 4.0), np.full(n, 9.0), np.array([born for _, born in names])
    name = np.array([who for who, _ in names])
    return People(nothing, name, year, april, ninth, nothing, nothing, unknown, unknown, unknown, unknown)


def listed(rows: Sequence[Who], **ids: Sequence[str]) -> Crosswalk:
    n = len(rows)
    return Crosswalk(
        player_id=np.array([row[0] for row in rows], dtype=np.str_),
        name=np.array([row[1] for row in rows], dtype=np.str_),
        also=np.full(n, ""),
        birth_year=np.array([row[2] for row in rows]),
        birth_month=np.full(n, 4.0),
        birth_day=np.full(n, 9.0),
        position=np.full(n, ""),
        ids={maker: np.array(ids.get(maker, [""] * n), dtype=np.str_) for maker in ("mlbam", "bbref", "retro")},
    )


def found(numbers: Sequence[str], who: People, register: Crosswalk, lahman: Crosswalk) -> list[tuple[str, int]]:
    return [(one.player_id, one.rank) for one in lahman_ids(who, np.array(numbers), register, lahman)]


ONE = people(("Ann Able", 1995.0))


def test_an_id_that_both_have_finds_him_whatever_his_name() -> None:
    register = listed([("ableann01", "A. Able", 1995.0)], mlbam=["7"], bbref=["ableann01"])
    lahman = listed([("ablean99", "Anna Able", 1994.0)], bbref=["ableann01"])
    assert found(["7"], ONE, register, lahman) == [("ablean99", BY_ID)]


def test_name_and_day_of_birth_find_him_without_a_register() -> None:
    lahman = listed([("ablean99", "Ann Áble Jr.", 1995.0), ("ablean98", "Ann Able", 1990.0)])
    assert found(["7"], ONE, nobody(), lahman) == [("ablean99", BY_NAME)]


def test_a_last_name_and_a_day_of_birth_are_enough_unless_twins_have_them() -> None:
    one = listed([("ablean99", "Annabel Able", 1995.0)])
    twins = listed([("ablean99", "Annabel Able", 1995.0), ("ablebo99", "Bob Able", 1995.0)])
    assert found(["7"], ONE, nobody(), one) == [("ablean99", BY_NAME)]
    assert found(["7"], ONE, nobody(), twins) == [("mlbam:7", NUMBERED)]


def test_a_newcomer_gets_the_registers_id() -> None:
    register = listed([("ableann01", "Ann Able", 1995.0)], mlbam=["7"])
    assert found(["7"], ONE, register, nobody()) == [("ableann01", REGISTERED)]


def test_an_id_that_lahman_gave_to_somebody_else_is_not_taken() -> None:
    register = listed([("ableann01", "Ann Able", 1995.0)], mlbam=["7"], bbref=["ableann01"])
    lahman = listed([("ableann01", "Andy Able", 1960.0)], bbref=["ableand01"])
    assert found(["7"], ONE, register, lahman) == [("mlbam:7", NUMBERED)]


def test_who_is_in_no_list_goes_by_mlbs_number() -> None:
    assert found(["7"], ONE, nobody(), nobody()) == [("mlbam:7", NUMBERED)]


def test_no_two_share_an_id_and_the_surer_keeps_it() -> None:
    register = listed([("ableann01", "X", 1960.0)] * 2, mlbam=["7", "8"], bbref=["other", "ableann01"])
    lahman = listed([("ableann01", "Ann Able", 1995.0)], bbref=["ableann01"])
    both = people(("Ann Able", 1995.0), ("Ann Able", 1995.0))
    assert found(["7", "8"], both, register, lahman) == [("mlbam:7", NUMBERED), ("ableann01", BY_ID)]


def test_seasons_tell_who_is_who_where_there_is_no_list() -> None:
    told = people(("Ann Able", 1995.0))
    named = People(np.array(["ablean99"]), *(getattr(told, name) for name in People.__slots__[1:]))
    assert found(["7"], ONE, nobody(), listed_people(named)) == [("ablean99", BY_NAME)]
