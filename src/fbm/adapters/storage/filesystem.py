"""Storage in a local directory.

A value is written aside, flushed to the disk, and given its name by a hard link, which fails if the name exists: so a
key is created once and at once, and a reader sees all of it or nothing. A kill leaves at most a hidden file that no
listing shows. Names begin with a dot while unfinished.
"""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from returns.result import Failure, Result, Success

from fbm.adapters.storage.keys import objection
from fbm.domain.ports.storage import Entry, GetError, KeyMissing, KeyTaken, PutError, StorageFailure
from fbm.domain.registry.layout import BLOBS

if TYPE_CHECKING:
    from fbm.adapters.storage.linking import Link

Listed = TypeVar("Listed")

UNFINISHED: Final = ".unfinished-"
_FAN: Final = tuple(f"{number:02x}" for number in range(256))
_TICK_NS: Final = 20_000_000
_COARSE_TICK_NS: Final = 4_000_000_000
_A_FILE: Final = "there is a file where a folder should be"


class FilesystemStorage:
    """Keys as files below a root directory, which the first write makes.

    Parameters
    ----------
    root : Path
    """

    is_remote = False

    def __init__(self, root: Path, *, _link: Link | None = None) -> None:
        self._root = root
        self._base = str(root)
        self._link = _link

    @property
    def place(self) -> str:
        """The root directory."""
        return str(self._root)

    def put(self, key: str, data: bytes, *, durable: bool = True) -> Result[None, PutError]:
        """Create a key; `KeyTaken` when it exists, `StorageFailure` when the disk or the root will not."""
        reason = objection(key)
        if reason:
            return self._failed(f"writing {key[:80]!r}", reason)
        try:
            self._refuse_detours(key)
            # Bytes named by their digest may have their name before they are on the disk, which saves a flush: nothing
            # refers to them yet, and bytes that a power cut left incomplete do not match their name.
            self._create(f"{self._base}/{key}", data, durable=durable, vouched=key.startswith(BLOBS))
        except FileExistsError:
            return Failure(KeyTaken(key))  # also when it is gone again: marks come and go
        except OSError as error:
            return self._failed(f"writing {key}", _why(error))
        return Success(None)

    def get(self, key: str, *, limit: int | None = None) -> Result[bytes, GetError]:
        """Read a key; links out of the root are refused, and what is longer than `limit` bytes."""
        reason = objection(key)
        if reason:
            return self._failed(f"reading {key[:80]!r}", reason)
        try:
            self._refuse_detours(key)
            data = _read(f"{self._base}/{key}", limit)
        except FileNotFoundError:
            return Failure(KeyMissing(key))
        except NotADirectoryError:
            return Failure(KeyMissing(key)) if self._root.is_dir() else self._failed(f"reading {key}", _A_FILE)
        except OSError as error:
            return self._failed(f"reading {key}", _why(error))
        if limit is not None and len(data) > limit:
            return self._failed(f"reading {key}", f"it has more than {limit} bytes")
        return Success(data)

    def keys(self, prefix: str) -> Result[tuple[str, ...], StorageFailure]:
        """List every key below a prefix that ends in a slash, sorted; a root that is not there holds nothing."""
        return self._listed(prefix, lambda folder: tuple(sorted(_keys(self._root, folder))))

    def children(self, prefix: str) -> Result[tuple[str, ...], StorageFailure]:
        """List the names directly below a prefix, hidden ones left out."""
        return self._listed(prefix, lambda folder: _visible(os.listdir(f"{self._base}/{folder}")))

    def stamp(self, prefix: str) -> str | None:
        """Give the time a folder was changed last, once it is so old that no later change can bear the same."""
        try:
            changed_ns = os.lstat(self._root / prefix).st_mtime_ns
        except OSError:
            return None
        return str(changed_ns) if _is_settled(changed_ns, time.time_ns()) else None

    def entries(self, prefix: str) -> Result[tuple[Entry, ...], StorageFailure]:
        """List every key below a prefix with its size, and a mark made of its time and number.

        What was changed a moment ago has no mark yet: the next change could bear the same time.
        """
        return self._listed(prefix, lambda folder: tuple(sorted(_entries(self._root, folder))))

    def _listed(
        self, prefix: str, look: Callable[[str], tuple[Listed, ...]]
    ) -> Result[tuple[Listed, ...], StorageFailure]:
        folder = prefix.rstrip("/")
        reason = objection(folder)
        if reason:
            return self._failed(f"listing {prefix[:80]!r}", reason)
        try:
            self._refuse_detours(f"{folder}/")
            return Success(look(folder))
        except FileNotFoundError:
            return Success(())
        except NotADirectoryError:
            return self._failed(f"listing {prefix}", _A_FILE)
        except OSError as error:
            return self._failed(f"listing {prefix}", _why(error))

    def delete(self, key: str) -> Result[None, GetError]:
        """Remove a key."""
        reason = objection(key)
        if reason:
            return self._failed(f"removing {key[:80]!r}", reason)
        try:
            self._refuse_detours(key)
            (self._root / key).unlink()
        except FileNotFoundError:
            return Failure(KeyMissing(key))
        except OSError as error:
            return self._failed(f"removing {key}", _why(error))
        return Success(None)

    def _create(self, path: str, data: bytes, *, durable: bool, vouched: bool) -> None:
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), path)
        # Only writers need it, and a listing writes nothing.
        from fbm.adapters.storage.linking import give_name, hard_link

        folder = os.path.dirname(path)
        aside = f"{folder}/{UNFINISHED}{os.urandom(16).hex()}"
        if not os.path.isdir(folder):
            _make_folder(Path(folder))
        try:
            with _written(aside, data) as descriptor:
                if durable and not vouched:
                    os.fsync(descriptor)
                give_name(aside, path, root=self._root, link=self._link or hard_link)
                if durable and vouched:
                    os.fsync(descriptor)
        finally:
            with suppress(FileNotFoundError):
                os.unlink(aside)
        if durable:
            _sync_folder(folder)

    def _refuse_detours(self, key: str) -> None:
        """Refuse a key whose folders lead through a link: it could lead out of the root."""
        folder = self._base
        for segment in key.split("/")[:-1]:
            folder = f"{folder}/{segment}"
            if os.path.islink(folder):
                raise OSError(errno.ELOOP, "a folder of it is a link", folder)

    def _failed(self, action: str, reason: str) -> Failure[StorageFailure]:
        return Failure(StorageFailure(self.place, action, reason))


def _read(path: str, limit: int | None) -> bytes:
    """Read a regular file; a link is not followed, so nothing outside the root is ever read through one."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "it is no regular file", path)
        # A reader sets aside as much memory as it may read: no more than there is, whatever the limit.
        return _read_all(descriptor, status.st_size if limit is None else min(limit + 1, status.st_size))
    finally:
        os.close(descriptor)


def _read_all(descriptor: int, size: int) -> bytes:
    first = os.read(descriptor, size)
    if len(first) == size:
        return first
    pieces = [first]
    while pieces[-1] and sum(map(len, pieces)) < size:
        pieces.append(os.read(descriptor, size - sum(map(len, pieces))))
    return b"".join(pieces)


def _keys(root: Path, folder: str) -> Iterator[str]:
    for inner, found in _folders(root, folder):
        for entry in found:
            yield f"{inner}/{entry.name}"


def _entries(root: Path, folder: str) -> Iterator[Entry]:
    now_ns = time.time_ns()
    for inner, found in _folders(root, folder):
        for entry in found:
            with suppress(FileNotFoundError):
                status = entry.stat(follow_symlinks=False)
                changed_ns = status.st_mtime_ns
                mark = f"{changed_ns}-{status.st_ino}" if _is_settled(changed_ns, now_ns) else ""
                yield Entry(f"{inner}/{entry.name}", status.st_size, mark)


def _is_settled(changed_ns: int, now_ns: int) -> bool:
    """Tell whether a time is so old that no later change can bear the same: the clocks of filesystems tick.

    Some tick every few milliseconds, some every second or two.
    """
    return now_ns - changed_ns > (_TICK_NS if changed_ns % 1_000_000_000 else _COARSE_TICK_NS)


def _folders(root: Path, folder: str) -> Iterator[tuple[str, list[os.DirEntry[str]]]]:
    """Give a folder and those below it, each with what stands in it: files, and links too.

    A link is listed and never followed, so that it is named when it cannot be read. Names that no key has are passed
    over. Only the folder itself may be missing: one below it that vanishes meanwhile holds nothing.
    """
    with os.scandir(root / folder) as entries:
        found = [entry for entry in entries if not objection(entry.name)]
    inner = [entry for entry in found if entry.is_dir(follow_symlinks=False)]
    yield folder, [entry for entry in found if entry not in inner] if inner else found
    for entry in inner:
        with suppress(FileNotFoundError):
            yield from _folders(root, f"{folder}/{entry.name}")


def _visible(names: list[str]) -> tuple[str, ...]:
    return tuple([name for name in names if name[0] != "."])


def _make_folder(folder: Path) -> None:
    """Make a folder and its parents, and flush the entry of each new one to the disk."""
    if folder.is_dir():
        return
    if folder.parent != folder:
        _make_folder(folder.parent)
    # One of 256 folders that keys fan out over is made with all the others: a flush instead of one for each.
    names = _FAN if folder.name in _FAN else (folder.name,)
    for name in names:
        with suppress(FileExistsError):
            (folder.parent / name).mkdir()
    _sync_folder(folder.parent)
    if not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, _A_FILE, str(folder))


@contextmanager
def _written(path: str, data: bytes) -> Generator[int, None, None]:
    """Write a new file and leave it open."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]
        yield descriptor
    finally:
        os.close(descriptor)


def _sync_folder(folder: Path | str) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _why(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
