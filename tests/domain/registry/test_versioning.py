"""Which version comes next."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fbm.domain.registry.errors import BadVersion, VersionConflict, VersionTaken
from fbm.domain.registry.naming import BaseName
from fbm.domain.registry.versioning import latest, next_version, requested_line, resolve_version

TEST = BaseName("test")
claims = st.sets(st.integers(1, 1000))


@given(claims)
def test_the_next_version_is_above_all_that_were_ever_claimed(claimed: set[int]) -> None:
    assert next_version(claimed) == (max(claimed) + 1 if claimed else 1)


@given(claims)
def test_resolving_without_a_version_gives_the_next_one(claimed: set[int]) -> None:
    assert resolve_version(TEST, claimed, None).unwrap()[0] == next_version(claimed)


@given(claims, st.integers(1, 1000))
def test_a_claimed_version_is_never_given_again(claimed: set[int], wanted: int) -> None:
    resolved = resolve_version(TEST, claimed, wanted)
    assert resolved.map(lambda pair: pair[0] not in claimed).value_or(wanted in claimed)


def test_a_taken_version_names_the_next_free_one() -> None:
    assert resolve_version(TEST, (1, 4), 4).failure() == VersionTaken("test_v4", 5, "test_v5")


def test_version_zero_cannot_be_meant() -> None:
    assert resolve_version(TEST, (), 0).failure() == BadVersion(0)


def test_a_bare_name_leaves_the_version_open() -> None:
    assert requested_line("test", None).unwrap() == ("test", None)


def test_a_typed_version_counts() -> None:
    assert requested_line("test_v1", None).unwrap() == ("test", 1)


def test_a_typed_version_and_an_option_must_agree() -> None:
    assert requested_line("test_v1", 2).failure() == VersionConflict("test_v1", 1, 2)
    assert requested_line("test_v2", 2).unwrap() == ("test", 2)


def test_latest_of_nothing_is_nothing() -> None:
    assert latest(()) is None
    assert latest((1, 3, 2)) == 3


def test_when_no_number_is_left_none_is_made_up() -> None:
    assert resolve_version(TEST, (999_999_999,), None).failure() == BadVersion(1_000_000_000)
