"""Facts to keys and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fbm.domain.registry import layout
from fbm.domain.registry.layout import ReleaseKey


@given(st.integers(1, 999_999_999), st.integers(1, 999_999_999))
def test_sorted_keys_are_sorted_versions(a: int, b: int) -> None:
    keys = layout.release_key("mtl", "x", a), layout.release_key("mtl", "x", b)
    assert (keys[0] < keys[1]) == (a < b)


@given(st.integers(1, 999_999_999))
def test_a_release_key_is_read_back(version: int) -> None:
    key = layout.release_key("gb_residual", "my model", version)
    assert layout.parse_release_key(key) == ReleaseKey("gb_residual", "my model", version)


@pytest.mark.parametrize("key", ["releases/x.json", "releases/a/b/1.json", "releases/a/b/c/000000001.json", "x"])
def test_what_is_no_release_key_is_none(key: str) -> None:
    assert layout.parse_release_key(key) is None


@pytest.mark.parametrize("digest", ["", "sha256:abc", "md5:" + "0" * 64, "sha256:" + "A" * 64, "sha256:../" + "0" * 61])
def test_only_digests_have_blob_keys(digest: str) -> None:
    with pytest.raises(ValueError, match="not a digest"):
        layout.blob_key(digest)


def test_the_last_event_is_the_highest_number_whatever_is_missing_or_foreign() -> None:
    prefix = layout.alias_prefix("mtl", "default", "champion")
    keys = (layout.event_key(prefix, 1), layout.event_key(prefix, 4), f"{prefix}thumbs.db")
    assert (layout.last_event(keys), layout.last_event(())) == (4, 0)
