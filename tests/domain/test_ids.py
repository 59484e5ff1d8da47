"""Seasons as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fbm.domain.ids import BadSeasons, format_seasons, parse_seasons


@pytest.mark.parametrize(
    ("text", "seasons"),
    [
        ("2021", (2021,)),
        ("2019,2021", (2019, 2021)),
        ("2015-2017", (2015, 2016, 2017)),
        ("2020, 2015-2016,2015", (2015, 2016, 2020)),
    ],
)
def test_seasons_are_lists_ranges_or_both(text: str, seasons: tuple[int, ...]) -> None:
    assert parse_seasons(text).unwrap() == seasons


@pytest.mark.parametrize(
    "text", ["", "20", "2015-", "-2015", "2015-2012", "2015..2017", "\uff12\uff10\uff11\uff15", "2015,,2016"]
)
def test_what_names_no_seasons_is_refused_with_the_part(text: str) -> None:
    assert isinstance(parse_seasons(text).failure(), BadSeasons)


@given(st.sets(st.integers(1871, 2100), min_size=1))
def test_formatting_and_parsing_are_inverse(seasons: set[int]) -> None:
    assert parse_seasons(format_seasons(seasons)).unwrap() == tuple(sorted(seasons))
