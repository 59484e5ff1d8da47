"""What a name may be, and what a ref means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fbm.domain.registry.errors import BadName, BadRef, BadVersion
from fbm.domain.registry.naming import (
    Aliased,
    BaseName,
    Latest,
    Pinned,
    format_versioned_name,
    near_names,
    parse_alias,
    parse_base_name,
    parse_ref,
    parse_versioned_name,
)

DEFAULT = BaseName("default")
base_names = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,20}", fullmatch=True).filter(
    lambda name: parse_base_name(name).map(lambda _: True).value_or(False)
)


@pytest.mark.parametrize("name", ["default", "a", "2019 run", "x.y_z-1", "my_batter", "v2", "a" * 100])
def test_good_base_names_are_accepted(name: str) -> None:
    assert parse_base_name(name).unwrap() == name


@pytest.mark.parametrize(
    "name",
    ["", ".x", "-x", " x", "x ", "x.", "a/b", "..", "../x", "a\\b", "a\nb", "a\0b", "é", "x_v2", "a" * 101, "x" * 300],
)
def test_bad_base_names_are_refused_with_a_reason(name: str) -> None:
    assert isinstance(parse_base_name(name).failure(), BadName)


@given(base_names, st.integers(1, 999_999_999))
def test_writing_and_reading_a_versioned_name_are_inverse(base: str, version: int) -> None:
    assert parse_versioned_name(format_versioned_name(base, version)).unwrap() == (base, version)


@pytest.mark.parametrize("text", ["default", "default_v1", "default@1"])
def test_version_one_has_three_names(text: str) -> None:
    assert parse_ref(text).unwrap() == Pinned(DEFAULT, 1)


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("default_v3", Pinned(DEFAULT, 3)),
        ("default@3", Pinned(DEFAULT, 3)),
        ("default@latest", Latest(DEFAULT)),
        ("default@champion", Aliased(DEFAULT, "champion")),
        ("mtl/default@latest", Latest(DEFAULT, "mtl")),
        ("mtl/default_v2", Pinned(DEFAULT, 2, "mtl")),
    ],
)
def test_refs_mean_what_is_documented(text: str, ref: object) -> None:
    assert parse_ref(text).unwrap() == ref


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("default@", BadRef),
        ("default@@2", BadRef),
        ("default@Champion!", BadRef),
        ("../default", BadRef),
        ("/default", BadRef),
        ("default@0", BadVersion),
        ("default_v0", BadVersion),
        ("default_v99999999999", BadVersion),
        ("default_v2@latest", BadName),
        ("default_v" + "9" * 5000, BadName),
    ],
)
def test_refs_that_mean_nothing_are_refused(text: str, error: type) -> None:
    assert isinstance(parse_ref(text).failure(), error)


def test_latest_cannot_be_an_alias() -> None:
    assert isinstance(parse_alias("latest").failure(), BadName)


def test_near_names_are_offered_nearest_first() -> None:
    assert near_names("defalt", ("default", "experiment", "default_v2"))[0] == "default"
