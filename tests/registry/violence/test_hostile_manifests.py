"""Hostile manifests: refused with a reason, even when their check matches."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fbm.adapters.manifests.canonical import seal
from fbm.adapters.manifests.reading import JsonRecordReader
from fbm.adapters.manifests.release_v1 import ReleaseV1
from fbm.adapters.storage.filesystem import FilesystemStorage
from fbm.adapters.storage.memory import MemoryStorage
from fbm.domain.ports.storage import StorageFailure
from fbm.domain.registry import layout
from fbm.domain.registry.errors import DamagedArtifact, DamagedRecord
from tests.registry.opened import registry_over
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
    "negative-size": lambda: altered(lambda r: r["parts"]["batter"]["artifact"].update(size=-1)),
    "endless-duration": lambda: altered(lambda r: r["lineage"].update(duration_s=10**400)),
    "endless-share": lambda: altered(lambda r: r["parts"]["batter"].update(importances={"hr": {"age": 10**400}})),
    "attachment-path": lambda: altered(
        lambda r: r["parts"]["batter"]["attachments"].update(x={"digest": "sha256:..", "size": 1, "serializer": "s"})
    ),
    "digest-with-a-line-end": lambda: altered(
        lambda r: r["parts"]["batter"]["artifact"].update(digest="sha256:" + "0" * 64 + "\n")
    ),
    "half-a-character": lambda: b'{"a": "\\ud800"}',
    "number-of-a-megabyte": lambda: b'{"a": ' + b"9" * 1_000_000 + b"}",
    "longer-than-any": lambda: b" " * ((64 << 20) + 1),
    "mark-of-byte-order": lambda: b"\xef\xbb\xbf" + altered(lambda record: record),
    "two-records": lambda: altered(lambda record: record) * 2,
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


ELSEWHERE: dict[str, Callable[[dict[str, Any]], object]] = {
    "negative": lambda record: record.update(version=-1),
    "nought": lambda record: record.update(version=0),
    "too-long": lambda record: record.update(version=10**30),
    "other-version": lambda record: record.update(version=2),
    "other-type": lambda record: record.update(model_type="mtl"),
    "name-that-climbs": lambda record: record.update(base_name="../../etc"),
}


@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_manifest_that_tells_of_another_version_than_its_key_is_a_problem(name: str) -> None:
    storage, key = MemoryStorage(), layout.release_key("gb_residual", "default", 1)
    storage.put(key, altered(ELSEWHERE[name])).unwrap()
    listing = registry_over(storage).list_all().unwrap()
    assert (listing.models, [problem.key for problem in listing.problems]) == ((), [key])


@pytest.mark.parametrize("size", [-5, -1, 0, 9, 11, 1 << 60])
def test_a_size_that_is_not_that_of_the_bytes_opens_nothing(tmp_path: Path, size: int) -> None:
    data = b"0123456789"
    facts: dict[str, Any] = {
        "digest": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "size": size,
        "serializer": "joblib",
    }
    manifest = altered(lambda record: record["parts"]["batter"].update(artifact=facts))
    for storage in (MemoryStorage(), FilesystemStorage(tmp_path)):
        storage.put(layout.blob_key(facts["digest"]), data)
        storage.put(layout.release_key("gb_residual", "default", 1), manifest)
        failure = registry_over(storage).load_params("default", "gb_residual", "batter").failure()
        assert isinstance(failure, (DamagedArtifact, DamagedRecord, StorageFailure))
