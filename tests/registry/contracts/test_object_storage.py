"""Object storage keeps the contract, over the library's own memory and over S3; and what only a bucket can break."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING, NamedTuple, cast

import pytest

from fbm.adapters.storage.asking import Objects
from fbm.adapters.storage.objects import ObjectStorage
from fbm.domain.ports.storage import Storage
from tests.object_store import S3Server, objects_at, reason_of
from tests.registry.contracts.storage_contract import StorageContract

if TYPE_CHECKING:
    from obstore import Attributes, GetOptions, ObjectMeta


class TestLibrarysMemory(StorageContract):
    @pytest.fixture
    def storage(self) -> Storage:
        from obstore.store import MemoryStore

        store = MemoryStore()
        return ObjectStorage("memory-objects://", lambda _: store)


class TestS3(StorageContract):
    @pytest.fixture
    def storage(self, s3_place: str) -> Storage:
        return objects_at(s3_place)


class TestGoogle(StorageContract):
    """The library's words for Google, understood by a translation in front of S3: not Google's own judgement."""

    @pytest.fixture
    def storage(self, google_place: str) -> Storage:
        return objects_at(google_place)


def put_one(job: tuple[str, int]) -> bool:
    place, number = job
    return objects_at(place).put("a/1", b"%d" % number).map(lambda _: True).value_or(False)


def test_of_four_processes_that_create_a_key_exactly_one_wins(s3_place: str) -> None:
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        won = list(pool.map(put_one, [(s3_place, number) for number in range(8)]))
    assert sum(won) == 1
    assert objects_at(s3_place).get("a/1").unwrap() == b"%d" % won.index(True)


def test_opening_asks_nothing(s3: S3Server) -> None:
    assert s3.count(lambda: objects_at("s3://no-such-bucket/registry")) == 0


def test_everything_stands_below_the_prefix(s3: S3Server) -> None:
    bucket = s3.bucket()
    objects_at(f"s3://{bucket}/team/a").put("x/1", b"a").unwrap()
    objects_at(f"s3://{bucket}").put("x/1", b"root").unwrap()
    assert [found["Key"] for found in s3.client.list_objects_v2(Bucket=bucket)["Contents"]] == ["team/a/x/1", "x/1"]
    assert objects_at(f"s3://{bucket}/team/b").keys("x/").unwrap() == ()


def test_lists_longer_than_a_page_are_whole(s3: S3Server) -> None:
    bucket = s3.bucket()
    s3.fill(bucket, (f"r/a/{number:04d}" for number in range(1005)))
    storage = objects_at(f"s3://{bucket}/r")
    assert storage.keys("a/").unwrap() == tuple(f"a/{number:04d}" for number in range(1005))
    assert len(storage.children("a/").unwrap()) == 1005


def test_what_is_longer_than_allowed_is_not_downloaded() -> None:
    from obstore.store import MemoryStore

    store = Undownloadable(MemoryStore())
    storage = ObjectStorage("memory-objects://", lambda _: cast("Objects", store))
    storage.put("a/1", b"12345").unwrap()
    assert reason_of(storage.get("a/1", limit=4)) == "it has more than 4 bytes"


def test_values_of_some_megabytes_come_back_whole(s3_place: str) -> None:
    data = bytes(range(256)) * (3 << 12)
    storage = objects_at(s3_place)
    storage.put("a/1", data).unwrap()
    assert storage.get("a/1", limit=len(data)).unwrap() == data


def test_folders_that_other_tools_make_are_no_keys(s3: S3Server) -> None:
    bucket = s3.bucket()
    s3.client.put_object(Bucket=bucket, Key="r/a/", Body=b"")
    storage = objects_at(f"s3://{bucket}/r")
    storage.put("a/1", b"x").unwrap()
    assert storage.keys("a/").unwrap() == ("a/1",)
    assert storage.children("a/").unwrap() == ("1",)


def test_names_that_no_key_has_are_a_named_failure(s3: S3Server) -> None:
    bucket = s3.bucket()
    s3.client.put_object(Bucket=bucket, Key="r/a//1", Body=b"")
    listed = objects_at(f"s3://{bucket}/r").keys("a/")
    assert reason_of(listed) == "something stands there under a name that no key has"


class Undownloadable:
    """A store whose objects may be looked at and never downloaded."""

    def __init__(self, store: Objects) -> None:
        self.put = store.put
        self._get = store.get

    def get(self, path: str, *, options: GetOptions | None = None) -> Looked:
        found = self._get(path, options=options)
        return Looked(found.meta, found.attributes)


class Looked(NamedTuple):
    """What can be seen of an object from outside."""

    meta: ObjectMeta
    attributes: Attributes
