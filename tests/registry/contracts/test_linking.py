"""A directory without hard links keeps the same contract, and a disk that will not is a named failure."""

from __future__ import annotations

import errno
import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from threading import Event, Thread

import pytest

from fbm.adapters.storage.filesystem import FilesystemStorage
from fbm.adapters.storage.linking import Link
from fbm.domain.ports.storage import Storage, StorageFailure
from tests.registry.contracts.storage_contract import StorageContract


def no_links(finished: str, path: str) -> None:
    """What a filesystem without hard links answers."""
    raise OSError(errno.EPERM, os.strerror(errno.EPERM), str(path))


def failing(number: int) -> Link:
    """A link that fails with an error number."""

    def link(finished: str, path: str) -> None:
        raise OSError(number, os.strerror(number), str(path))

    return link


class TestWithoutHardLinks(StorageContract):
    @pytest.fixture
    def storage(self, tmp_path: Path) -> Storage:
        return FilesystemStorage(tmp_path / "registry", _link=no_links)


def put_one(job: tuple[Path, int]) -> bool:
    root, number = job
    put = FilesystemStorage(root, _link=no_links).put("a/1", b"%d" % number * 100_000)
    return put.map(lambda _: True).value_or(False)


def test_without_hard_links_of_eight_processes_exactly_one_wins(tmp_path: Path) -> None:
    with ProcessPoolExecutor(8) as pool:
        won = list(pool.map(put_one, [(tmp_path / "new", number) for number in range(8)]))
    assert sum(won) == 1
    assert FilesystemStorage(tmp_path / "new").get("a/1").unwrap() == b"%d" % won.index(True) * 100_000


@pytest.mark.parametrize("linked", [True, False], ids=["links", "no-links"])
def test_readers_see_all_of_a_value_or_nothing(tmp_path: Path, linked: bool) -> None:
    storage = FilesystemStorage(tmp_path) if linked else FilesystemStorage(tmp_path, _link=no_links)
    lengths, done = set[int](), Event()

    def read() -> None:
        while not done.is_set():
            for key in storage.keys("a/").unwrap():
                lengths.add(len(storage.get(key).unwrap()))

    reader = Thread(target=read)
    reader.start()
    for number in range(60):
        storage.put(f"a/{number}", bytes(1_000_000)).unwrap()
    done.set()
    reader.join()
    assert lengths <= {1_000_000}


@pytest.mark.parametrize(
    "number", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EDQUOT, errno.EIO, errno.ENAMETOOLONG]
)
def test_a_disk_that_will_not_is_a_failure_with_its_reason_and_leaves_nothing(tmp_path: Path, number: int) -> None:
    failure = FilesystemStorage(tmp_path, _link=failing(number)).put("a/1", b"x").failure()
    assert failure == StorageFailure(str(tmp_path), "writing a/1", os.strerror(number).lower())
    assert list((tmp_path / "a").iterdir()) == []


def test_a_key_too_long_for_the_disk_is_a_named_failure(tmp_path: Path) -> None:
    key = "/".join(["x" * 200] * 30)
    storage = FilesystemStorage(tmp_path)
    outcomes = (storage.put(key, b"x"), storage.get(key), storage.delete(key), storage.keys(f"{key}/"))
    assert {outcome.failure()[-1] for outcome in outcomes} == {os.strerror(errno.ENAMETOOLONG).lower()}


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_read_only_root_is_a_named_failure(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    failure = FilesystemStorage(tmp_path).put("a/1", b"x").failure()
    tmp_path.chmod(0o755)
    assert failure == StorageFailure(str(tmp_path), "writing a/1", "permission denied")


def test_names_that_no_key_has_are_passed_over_and_what_is_no_file_is_not_read(tmp_path: Path) -> None:
    storage = FilesystemStorage(tmp_path)
    storage.put("a/1", b"x").unwrap()
    for name in (b"back\\slash", b"line\nbreak", b"\xff\xfe", b".hidden"):
        Path(os.fsdecode(bytes(tmp_path / "a") + b"/" + name)).write_bytes(b"")
    os.mkfifo(tmp_path / "a" / "pipe")
    assert storage.keys("a/").unwrap() == ("a/1", "a/pipe")
    assert isinstance(storage.get("a/pipe").failure(), StorageFailure)


def test_a_link_in_the_place_of_a_key_is_never_written_through(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    (tmp_path / "root" / "a").mkdir(parents=True)
    (tmp_path / "root" / "a" / "1").symlink_to(outside)
    (tmp_path / "root" / "b").symlink_to(tmp_path)
    storage = FilesystemStorage(tmp_path / "root")
    storage.put("a/1", b"x").failure()
    storage.put("b/outside", b"x").failure()
    assert not outside.exists()


def test_the_root_itself_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    FilesystemStorage(tmp_path / "link").put("a/1", b"x").unwrap()
    assert FilesystemStorage(tmp_path / "real").get("a/1").unwrap() == b"x"
