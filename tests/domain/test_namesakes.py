from __future__ import annotations

import numpy as np
import pytest

from fbm.domain.names import plain_name
from fbm.domain.namesakes import Clues, Namesakes, recognise

PEOPLE = Namesakes(
    name=np.array(["José Álvarez", "Sam Early", "Sam Late", "Twin Same", "Twin Same", "No Month", "Sam Early"]),
    also=np.array(["", "Samuel Early", "", "", "", "", ""]),
    birth_year=np.array([1999.0, 2000.0, 2000.0, 1998.0, 1998.0, 1997.0, 1990.0]),
    birth_month=np.array([3.0, 6.0, 7.0, 2.0, 5.0, np.nan, 1.0]),
)


def recognised(*lines: tuple[str, str, float], person: list[int] | None = None) -> list[int]:
    """Whom lines of (own id, name, season less age) are about."""
    own, name, born = zip(*lines, strict=True)
    known = np.array(person or [-1] * len(lines), dtype=np.int64)
    found = recognise(known, Clues(np.array(own), np.array(name), np.array(born, dtype=np.float64)), PEOPLE)
    rows: list[int] = found.tolist()
    return rows


def test_a_name_and_an_age_tell_who_it_is() -> None:
    assert recognised(("x1", "Jose Alvarez Jr.", 1999), ("x1", "José Álvarez", 1999)) == [0, 0]


def test_who_is_born_from_july_on_is_a_year_younger_all_season() -> None:
    assert recognised(("x1", "Sam Early", 2000), ("x2", "Sam Late", 2001)) == [1, 2]
    assert recognised(("x1", "Sam Early", 2001), ("x2", "Sam Late", 2000)) == [-1, -1]


def test_the_other_name_that_a_man_goes_by_is_his_too() -> None:
    assert recognised(("x1", "Samuel Early", 2000), ("x2", "Samuel Late", 2001)) == [1, -1]
    assert recognised(("x1", "Samuel Early", 2000), ("x2", "Sam Early", 2000)) == [-1, -1]


def test_age_tells_namesakes_apart() -> None:
    assert recognised(("x1", "Sam Early", 1990), ("x2", "Sam Early", 2000)) == [6, 1]


@pytest.mark.parametrize(
    "line",
    [("x1", "Twin Same", 1998.0), ("x1", "No Month", 1997.0), ("x1", "Sam Early", np.nan), ("", "Sam Late", 2001.0)],
)
def test_nobody_is_guessed(line: tuple[str, str, float]) -> None:
    assert recognised(line) == [-1]


def test_lines_that_disagree_tell_nothing() -> None:
    assert recognised(("x1", "Sam Early", 2000), ("x1", "Sam Early", 1990)) == [-1, -1]


def test_two_who_would_be_one_person_are_nobody() -> None:
    assert recognised(("x1", "Sam Early", 2000), ("x2", "Sam Early", 2000)) == [-1, -1]


def test_who_stands_in_the_source_by_his_id_is_not_another() -> None:
    assert recognised(("9", "Sam Early", 2000), ("x2", "Sam Early", 2000), person=[1, -1]) == [1, -1]


SAME = [
    ("J. C. Escarra", "jc escarra"),
    ("J.C. Escarra", "jc escarra"),
    ("Ji-Hwan Bae", "ji hwan bae"),
    ("A. Jay", "a jay"),
]


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Ronald Acuña Jr.", "ronald acuna"),
        ("J.T. O'Brien III", "jt obrien"),
        ("  Ken  Griffey Sr", "ken griffey"),
        *SAME,
    ],
)
def test_names_are_compared_without_accents_endings_and_capitals(name: str, plain: str) -> None:
    assert plain_name(name) == plain
