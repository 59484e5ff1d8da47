"""Hostile manifests: refused with a reason, even when their check matches."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from fbm.adapters.manifests.canonical import seal
from fbm.adapters.manifests.reading import JsonRecordReader
from fbm.adapters.manifests.release_v1 import ReleaseV1
from tests.registry.samples import release


def altered(change: Callable[[dict[str, Any]], object]) -> bytes:
    """A manifest with something changed and a check that matches the change."""
    record: dict[str, Any] = ReleaseV1.from_domain(release()).model_dump(mode="json")
    change(record)
    return seal(record)


def nested(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = [value]
    return value


MANIFESTS: dict[str, Callable[[], bytes]] = {
    "not-json": lambda: b"{",
    "not-utf8": lambda: b'{"a": "\xff"}',
    "a-list": lambda: b"[]",
    "nan": lambda: b'{"a": NaN}',
    "infinity": lambda: b'{"a": 1e999}',
    "twice": lambda: b'{"a": 1, "a": 2}',
    "deep": lambda: b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "no-check": lambda: json.dumps({"format": "fbm-release/1"}).encode(),
    "other-format": lambda: altered(lambda record: record.update(format="fbm-release/9")),
    "digest-path": lambda: altered(lambda r: r["parts"]["batter"]["artifact"].update(digest="sha256:../../etc/passwd")),
    "text-version": lambda: altered(lambda record: record.update(version="1")),
    "true-version": lambda: altered(lambda record: record.update(version=True)),
    "stranger": lambda: altered(lambda record: record["parts"].update(goalkeeper=record["parts"]["batter"])),
    "no-parts": lambda: altered(lambda record: record.pop("parts")),
    "bad-time": lambda: altered(lambda record: record.update(created_at="yesterday")),
    "deep-config": lambda: altered(lambda record: record["parts"]["batter"].update(config={"a": nested(60)})),
}


@pytest.mark.parametrize("name", MANIFESTS)
def test_hostile_manifests_are_refused_with_a_reason(name: str) -> None:
    assert JsonRecordReader().release(MANIFESTS[name]()).failure().reason


def test_an_unaltered_manifest_is_read() -> None:
    assert JsonRecordReader().release(altered(lambda record: record)).unwrap().base_name == "default"


def test_keys_of_a_later_format_live_on() -> None:
    read = JsonRecordReader().release(altered(lambda record: record.update(later={"a": 1}))).unwrap()
    assert read.extra == {"later": {"a": 1}}
