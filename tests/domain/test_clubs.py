"""Clubs as others spell them."""

from __future__ import annotations

from collections import Counter

import pytest

from fbm.domain.clubs import ABBREVIATIONS, CODES, club_code, lahman_code

NOW = frozenset(filter(None, (club_code(number, 2023) for number in CODES)))


@pytest.mark.parametrize(
    ("spelled", "code"),
    [("SD", "SDN"), ("NYY", "NYA"), ("CHC", "CHN"), ("TB", "TBA"), ("LAD", "LAN"), ("CWS", "CHA"), ("WSH", "WAS")],
)
def test_common_abbreviations_mean_a_club(spelled: str, code: str) -> None:
    assert lahman_code(spelled, NOW, 2023) == code


def test_an_abbreviation_is_of_one_club_and_each_is_a_club_of_today() -> None:
    spelled = Counter(name for names in ABBREVIATIONS.values() for name in names)
    assert set(spelled.values()) == {1}
    assert {lahman_code(name, NOW, 2023) for name in spelled} <= NOW


def test_codes_of_the_tables_stay_what_they_are_and_others_mean_nothing() -> None:
    assert [lahman_code(code, NOW, 2023) for code in sorted(NOW)] == sorted(NOW)
    assert lahman_code("SD", frozenset({"AAA"}), 2023) is None
    assert lahman_code("XYZ", NOW, 2023) is None
