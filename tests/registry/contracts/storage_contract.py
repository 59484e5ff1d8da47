"""What every storage promises, whatever it stands on. A test class gives the fixture `storage`."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from returns.result import Failure, Result, Success

from fbm.domain.ports.storage import KeyMissing, KeyTaken, PutError, Storage, StorageFailure

BAD_KEYS = (
    "", "/", "/a", "a//b", "a/", "..", "../a", "a/../b", "./a", ".hidden", "a/.b", "a\\b", "a\nb", "a\0b", "a\x1b[2J",
    "a\x85b", "a\ud800b", "x" * 256, "é" * 128,
)  # fmt: skip


class StorageContract:
    """Laws of the port."""

    def test_what_was_put_is_got(self, storage: Storage) -> None:
        storage.put("a/b c/1.json", b"bytes").unwrap()
        assert storage.get("a/b c/1.json").unwrap() == b"bytes"

    def test_a_second_put_fails_and_changes_nothing(self, storage: Storage) -> None:
        storage.put("a/1", b"first").unwrap()
        assert storage.put("a/1", b"second").failure() == KeyTaken("a/1")
        assert storage.get("a/1").unwrap() == b"first"

    def test_nothing_is_a_value_too(self, storage: Storage) -> None:
        storage.put("a/empty", b"").unwrap()
        assert storage.get("a/empty").unwrap() == b""

    def test_a_missing_key_is_a_value(self, storage: Storage) -> None:
        assert storage.get("a/none").failure() == KeyMissing("a/none")
        assert storage.delete("a/none").failure() == KeyMissing("a/none")

    def test_listing_is_sorted_and_below_the_prefix(self, storage: Storage) -> None:
        for key in ("a/2", "a/1", "a/b/3", "ab/4", "c"):
            storage.put(key, b"x").unwrap()
        assert storage.keys("a/").unwrap() == ("a/1", "a/2", "a/b/3")

    def test_listing_where_nothing_is_gives_nothing(self, storage: Storage) -> None:
        assert storage.keys("releases/").unwrap() == ()

    def test_what_was_deleted_is_gone_and_can_be_put_again(self, storage: Storage) -> None:
        storage.put("a/1", b"x").unwrap()
        storage.delete("a/1").unwrap()
        storage.put("a/1", b"y").unwrap()
        assert storage.get("a/1").unwrap() == b"y"

    def test_no_more_is_read_than_allowed(self, storage: Storage) -> None:
        storage.put("a/1", b"12345").unwrap()
        assert storage.get("a/1", limit=5).unwrap() == b"12345"
        assert isinstance(storage.get("a/1", limit=4).failure(), StorageFailure)

    @pytest.mark.parametrize("key", BAD_KEYS, ids=range(len(BAD_KEYS)))
    def test_bad_keys_are_refused(self, storage: Storage, key: str) -> None:
        assert isinstance(storage.put(key, b"x").failure(), StorageFailure)
        assert isinstance(storage.get(key).failure(), StorageFailure)
        assert isinstance(storage.delete(key).failure(), StorageFailure)

    @pytest.mark.parametrize("prefix", ["", "/", "../", "a/../", ".hidden/"])
    def test_bad_prefixes_are_refused(self, storage: Storage, prefix: str) -> None:
        assert isinstance(storage.keys(prefix).failure(), StorageFailure)
        assert isinstance(storage.children(prefix).failure(), StorageFailure)
        assert isinstance(storage.entries(prefix).failure(), StorageFailure)

    def test_children_are_the_names_directly_below_values_and_folders_alike(self, storage: Storage) -> None:
        for key in ("a/2", "a/b/3", "a/b/4", "a/c/d/5", "ab/6", "a b/7"):
            storage.put(key, b"x").unwrap()
        assert sorted(storage.children("a/").unwrap()) == ["2", "b", "c"]

    def test_where_nothing_is_there_are_no_children_and_no_entries(self, storage: Storage) -> None:
        assert storage.children("a/").unwrap() == ()
        assert storage.entries("a/").unwrap() == ()

    def test_entries_are_sorted_and_tell_sizes(self, storage: Storage) -> None:
        for key, data in (("a/b/2", b""), ("a/1", b"12345"), ("ab/3", b"1")):
            storage.put(key, data).unwrap()
        assert [(entry.key, entry.size) for entry in storage.entries("a/").unwrap()] == [("a/1", 5), ("a/b/2", 0)]

    def test_a_mark_that_stays_means_that_the_bytes_did(self, storage: Storage) -> None:
        storage.put("a/1", b"first").unwrap()
        (first,) = storage.entries("a/").unwrap()
        storage.delete("a/1").unwrap()
        storage.put("a/1", b"other").unwrap()
        (other,) = storage.entries("a/").unwrap()
        assert other.mark == "" or other.mark != first.mark

    def test_a_mark_stays_or_cannot_be_told_yet_while_nothing_happens_to_its_key(self, storage: Storage) -> None:
        storage.put("a/1", b"x").unwrap()
        (first,) = storage.entries("a/").unwrap()
        storage.put("a/2", b"beside").unwrap()
        assert "" in (first.mark, storage.entries("a/").unwrap()[0].mark) or storage.entries("a/").unwrap()[0] == first

    def test_what_needs_not_last_is_created_once_and_got_all_the_same(self, storage: Storage) -> None:
        storage.put("marks/1", b"x", durable=False).unwrap()
        assert storage.put("marks/1", b"y", durable=False).failure() == KeyTaken("marks/1")
        assert storage.get("marks/1").unwrap() == b"x"

    def test_equal_bytes_do_not_take_a_key_twice(self, storage: Storage) -> None:
        storage.put("a/1", b"same").unwrap()
        assert storage.put("a/1", b"same").failure() == KeyTaken("a/1")

    def test_a_stamp_that_stays_means_that_no_name_came_or_went(self, storage: Storage) -> None:
        storage.put("a/1", b"x").unwrap()
        before = storage.stamp("a/")
        storage.put("a/2", b"x").unwrap()
        assert before is None or storage.stamp("a/") != before

    @pytest.mark.parametrize("key", ["x" * 255, "é" * 127, "a b/c@d/ü.json", "a%20b/1", "+&?#*'\"|<>~", "日本/野球 ⚾"])
    def test_good_keys_are_listed_as_they_were_put(self, storage: Storage, key: str) -> None:
        storage.put(f"a/{key}", b"x").unwrap()
        assert storage.keys("a/").unwrap() == (f"a/{key}",)

    def test_of_eight_threads_that_create_a_key_exactly_one_wins(self, storage: Storage) -> None:
        together = Barrier(8)

        def put(number: int) -> Result[None, PutError]:
            together.wait()
            return storage.put("a/1", b"%d" % number)

        with ThreadPoolExecutor(8) as pool:
            outcomes = list(pool.map(put, range(8)))
        assert [outcome for outcome in outcomes if outcome == Success(None)] == [Success(None)]
        assert outcomes.count(Failure(KeyTaken("a/1"))) == 7
        assert storage.get("a/1").unwrap() == b"%d" % outcomes.index(Success(None))
