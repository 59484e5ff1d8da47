"""Storage in memory: for tests, and for trying things out."""

from __future__ import annotations

from threading import Lock

from returns.result import Failure, Result, Success

from fbm.adapters.storage.keys import objection
from fbm.domain.ports.storage import GetError, KeyMissing, KeyTaken, PutError, StorageFailure


class MemoryStorage:
    """Keys and bytes in a dictionary; gone with the process."""

    place = "memory://"

    def __init__(self) -> None:
        self._values: dict[str, bytes] = {}
        self._lock = Lock()

    def put(self, key: str, data: bytes) -> Result[None, PutError]:
        """Create a key; `KeyTaken` when it exists."""
        reason = objection(key)
        if reason:
            return self._failed(f"writing {key[:80]!r}", reason)
        with self._lock:
            if key in self._values:
                return Failure(KeyTaken(key))
            self._values[key] = bytes(data)
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

    def delete(self, key: str) -> Result[None, GetError]:
        """Remove a key."""
        reason = objection(key)
        if reason:
            return self._failed(f"removing {key[:80]!r}", reason)
        with self._lock:
            return Failure(KeyMissing(key)) if self._values.pop(key, None) is None else Success(None)

    def _failed(self, action: str, reason: str) -> Failure[StorageFailure]:
        return Failure(StorageFailure(self.place, action, reason))
