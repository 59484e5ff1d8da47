"""Storage in memory: for tests, and for trying things out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from threading import Lock

from returns.result import Failure, Result, Success

from fbm.adapters.storage.keys import objection
from fbm.domain.ports.storage import Entry, GetError, KeyMissing, KeyTaken, PutError, StorageFailure


class MemoryStorage:
    """Keys and bytes in a dictionary; gone with the process.

    Parameters
    ----------
    held : mapping of str to bytes, optional
        What it holds from the start.
    """

    place = "memory://"

    is_remote = False

    def __init__(self, held: Mapping[str, bytes] | None = None) -> None:
        self._values: dict[str, bytes] = dict(held or {})
        self._count = count()
        self._marks: dict[str, str] = {key: str(next(self._count)) for key in self._values}
        self._lock = Lock()

    def held(self) -> dict[str, bytes]:
        """Give everything it holds, by key."""
        with self._lock:
            return dict(self._values)

    def put(self, key: str, data: bytes, *, durable: bool = True) -> Result[None, PutError]:  # noqa: ARG002  # nothing lasts here
        """Create a key; `KeyTaken` when it exists."""
        reason = objection(key)
        if reason:
            return self._failed(f"writing {key[:80]!r}", reason)
        with self._lock:
            if key in self._values:
                return Failure(KeyTaken(key))
            self._values[key] = bytes(data)
            self._marks[key] = str(next(self._count))
        return Success(None)

    def get(self, key: str, *, limit: int | None = None) -> Result[bytes, GetError]:
        """Read a key."""
        reason = objection(key)
        if reason:
            return self._failed(f"reading {key[:80]!r}", reason)
        data = self._values.get(key)
        if data is None:
            return Failure(KeyMissing(key))
        if limit is not None and len(data) > limit:
            return self._failed(f"reading {key}", f"it has more than {limit} bytes")
        return Success(data)

    def keys(self, prefix: str) -> Result[tuple[str, ...], StorageFailure]:
        """List every key below a prefix that ends in a slash, sorted."""
        folder = prefix.rstrip("/")
        reason = objection(folder)
        if reason:
            return self._failed(f"listing {prefix[:80]!r}", reason)
        with self._lock:
            return Success(tuple(sorted(key for key in self._values if key.startswith(f"{folder}/"))))

    def children(self, prefix: str) -> Result[tuple[str, ...], StorageFailure]:
        """List the names directly below a prefix."""
        below = len(prefix.rstrip("/")) + 1
        return self.keys(prefix).map(lambda keys: tuple({key[below:].partition("/")[0] for key in keys}))

    def stamp(self, prefix: str) -> str | None:  # noqa: ARG002  # the port's arguments
        """Tell nothing: a listing is as quick."""
        return None

    def entries(self, prefix: str) -> Result[tuple[Entry, ...], StorageFailure]:
        """List every key below a prefix with size and mark."""
        return self.keys(prefix).map(lambda keys: tuple(self._entries(keys)))

    def delete(self, key: str) -> Result[None, GetError]:
        """Remove a key."""
        reason = objection(key)
        if reason:
            return self._failed(f"removing {key[:80]!r}", reason)
        with self._lock:
            return Failure(KeyMissing(key)) if self._values.pop(key, None) is None else Success(None)

    def _entries(self, keys: Iterable[str]) -> Iterator[Entry]:
        for key in keys:
            data, mark = self._values.get(key), self._marks.get(key)
            if data is not None and mark is not None:
                yield Entry(key, len(data), mark)

    def _failed(self, action: str, reason: str) -> Failure[StorageFailure]:
        return Failure(StorageFailure(self.place, action, reason))
