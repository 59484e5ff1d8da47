"""The storages keep the contract, and the directory keeps what only a directory can break."""

from __future__ import annotations

import os
import shutil
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from fbm.adapters.storage.filesystem import FilesystemStorage
from fbm.adapters.storage.memory import MemoryStorage
from fbm.domain.ports.storage import Storage, StorageFailure
from tests.registry.contracts.storage_contract import StorageContract


class TestMemory(StorageContract):
    @pytest.fixture
    def storage(self) -> Storage:
        return MemoryStorage()


class TestFilesystem(StorageContract):
    @pytest.fixture
    def storage(self, tmp_path: Path) -> Storage:
        return FilesystemStorage(tmp_path / "registry")


def put_one(job: tuple[Path, int]) -> bool:
    root, number = job
    return FilesystemStorage(root).put("a/1", b"%d" % number).map(lambda _: True).value_or(False)


def test_of_eight_processes_that_create_a_key_exactly_one_wins(tmp_path: Path) -> None:
    with ProcessPoolExecutor(8) as pool:
        won = list(pool.map(put_one, [(tmp_path / "new", number) for number in range(8)]))
    assert sum(won) == 1
    assert FilesystemStorage(tmp_path / "new").get("a/1").unwrap() == b"%d" % won.index(True)


def test_opening_makes_nothing(tmp_path: Path) -> None:
    FilesystemStorage(tmp_path / "registry").keys("a/").unwrap()
    assert list(tmp_path.iterdir()) == []


def test_keys_are_files_that_anyone_can_read(tmp_path: Path) -> None:
    FilesystemStorage(tmp_path).put("a/b/1.json", b"{}").unwrap()
    assert (tmp_path / "a" / "b" / "1.json").read_bytes() == b"{}"
    assert [path.name for path in (tmp_path / "a" / "b").iterdir()] == ["1.json"]


def test_unfinished_writes_are_never_listed(tmp_path: Path) -> None:
    storage = FilesystemStorage(tmp_path)
    storage.put("a/1", b"x").unwrap()
    (tmp_path / "a" / ".unfinished-123").write_bytes(b"half")
    assert storage.keys("a/").unwrap() == ("a/1",)


def test_a_moved_directory_is_the_same_storage(tmp_path: Path) -> None:
    FilesystemStorage(tmp_path / "here").put("a/1", b"x").unwrap()
    shutil.move(tmp_path / "here", tmp_path / "there")
    assert FilesystemStorage(tmp_path / "there").get("a/1").unwrap() == b"x"


def test_a_root_that_is_a_file_is_a_named_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    storage = FilesystemStorage(tmp_path / "file")
    failures = (storage.put("a/1", b"x"), storage.get("a/1"), storage.keys("a/"))
    assert all(isinstance(result.failure(), StorageFailure) for result in failures)
    assert (tmp_path / "file").read_text() == "mine"


def test_a_folder_that_is_a_file_is_a_named_failure(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("mine")
    assert isinstance(FilesystemStorage(tmp_path).put("a/b/1", b"x").failure(), StorageFailure)


def test_a_file_where_a_folder_should_be_is_not_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "releases").write_text("mine")
    assert isinstance(FilesystemStorage(tmp_path).keys("releases/").failure(), StorageFailure)


@pytest.mark.parametrize("linked", ["a", "a/b", "a/b/1"])
def test_links_are_named_where_they_are_listed_and_never_followed(tmp_path: Path, linked: str) -> None:
    outside, root = tmp_path / "outside", tmp_path / "root"
    (outside / "b").mkdir(parents=True)
    for path in (outside / "1", outside / "b" / "1"):
        path.write_text("secret")
    (root / linked).parent.mkdir(parents=True)
    target = {"a": outside, "a/b": outside / "b", "a/b/1": outside / "1"}[linked]
    os.symlink(target, root / linked)
    storage = FilesystemStorage(root)
    assert storage.keys("a/").value_or(()) == (() if linked == "a" else (linked,))
    assert isinstance(storage.get("a/b/1").failure(), StorageFailure)
