"""URLs of buckets: what is meant, what is refused, what is shown."""

from __future__ import annotations

import pytest

from fbm.adapters.storage.buckets import SCHEMES, Bucket, parse_bucket, shown
from fbm.adapters.storage.objects import ObjectStorage
from fbm.adapters.storage.unusable import UnusableStorage
from fbm.app.wiring.registry import open_storage
from tests.object_store import reason_of


@pytest.mark.parametrize(
    ("url", "scheme", "name", "prefix", "account"),
    [
        ("s3://models", "s3", "models", "", ""),
        ("s3://models/", "s3", "models", "", ""),
        ("s3://models/team/registry/", "s3", "models", "team/registry", ""),
        ("s3://my.models-1/a b/ü", "s3", "my.models-1", "a b/ü", ""),
        ("s3://models/a@b", "s3", "models", "a@b", ""),
        ("gs://models/r", "gs", "models", "r", ""),
        ("az://container/r", "az", "container", "r", ""),
        ("abfs://container/r", "az", "container", "r", ""),
        ("abfss://container@account.dfs.core.windows.net/r", "az", "container", "r", "account"),
    ],
)
def test_a_url_means_a_bucket_and_a_prefix(url: str, scheme: str, name: str, prefix: str, account: str) -> None:
    assert parse_bucket(url).unwrap() == Bucket(scheme, name, prefix, account, url)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_each_kind_of_bucket_is_opened_without_asking_anything(scheme: str) -> None:
    storage = open_storage(f"{scheme}://models/registry")
    assert isinstance(storage, ObjectStorage)
    assert storage.place == f"{scheme}://models/registry"


@pytest.mark.parametrize("url", ["s3:/models/r", "s3:models/r", "gs:/models"])
def test_a_url_that_lost_a_slash_is_no_directory(url: str) -> None:
    assert isinstance(open_storage(url), UnusableStorage)


def test_an_unknown_kind_of_url_names_the_known_ones() -> None:
    assert "s3://bucket/prefix" in reason_of(open_storage("ftp://host/registry").get("a"))


@pytest.mark.parametrize(
    ("url", "seen"),
    [
        ("s3://models/registry", "s3://models/registry"),
        ("s3://key:secret@models/registry", "s3://models/registry"),
        ("s3://models/registry?signature=secret", "s3://models/registry"),
        ("s3://models/registry#secret", "s3://models/registry"),
        ("abfss://container@account.host/r", "abfss://container@account.host/r"),
        ("abfss://container:secret@account.host/r", "abfss://account.host/r"),
        ("s3://models/\x1b[2J", "s3://models/?[2J"),
    ],
)
def test_what_is_shown_holds_no_secret_and_nothing_unprintable(url: str, seen: str) -> None:
    assert shown(url) == seen
