"""Where a registry's bytes live: keys and bytes, written once.

Every write is "create this key, fail if it exists". A reader sees the whole value or nothing.
Keys are `/`-separated relative paths; nothing here knows what the bytes mean.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol, TypeAlias

from returns.result import Result


class KeyTaken(NamedTuple):
    """A key that exists already; nothing was changed."""

    key: str


class KeyMissing(NamedTuple):
    """A key that does not exist."""

    key: str


class StorageFailure(NamedTuple):
    """The storage itself would not: where, doing what, and its own reason (read-only, no space, not a directory)."""

    place: str
    action: str
    reason: str


PutError: TypeAlias = KeyTaken | StorageFailure
GetError: TypeAlias = KeyMissing | StorageFailure


class Storage(Protocol):
    """Keys and bytes. Opening one does no I/O."""

    @property
    def place(self) -> str:
        """Where it is, for people: a path or URL."""
        ...

    def put(self, key: str, data: bytes) -> Result[None, PutError]:
        """Create a key durably and at once; `KeyTaken` when it exists, and then nothing changes."""
        ...

    def get(self, key: str, *, limit: int | None = None) -> Result[bytes, GetError]:
        """Read a key whole; `StorageFailure` when it is longer than `limit` bytes."""
        ...

    def keys(self, prefix: str) -> Result[tuple[str, ...], StorageFailure]:
        """Every key below a prefix (``releases/gb_residual/``), sorted; empty when there is nothing."""
        ...

    def delete(self, key: str) -> Result[None, GetError]:
        """Remove a key; only blobs and spent marks are ever removed."""
        ...
