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


class Entry(NamedTuple):
    """A key as a listing shows it.

    Attributes
    ----------
    key : str
    size : int
        Bytes.
    mark : str
        Changes whenever what stands under the key does: a file's time and number, an object's tag. Empty where nobody
        can tell yet.
    """

    key: str
    size: int
    mark: str


PutError: TypeAlias = KeyTaken | StorageFailure
GetError: TypeAlias = KeyMissing | StorageFailure


class Storage(Protocol):
    """Keys and bytes. Opening one does no I/O."""

    @property
    def place(self) -> str:
        """Where it is, for people: a path or URL."""
        ...

    @property
    def is_remote(self) -> bool:
        """Whether each request waits for a network, so that many at once are quicker than one after another."""
        ...

    def put(self, key: str, data: bytes, *, durable: bool = True) -> Result[None, PutError]:
        """Create a key at once; `KeyTaken` when it exists, and then nothing changes.

        It survives a power cut once this returns, unless `durable` is off: marks that mean nothing after a restart
        need not wait for the disk.
        """
        ...

    def get(self, key: str, *, limit: int | None = None) -> Result[bytes, GetError]:
        """Read a key whole; `StorageFailure` when it is longer than `limit` bytes."""
        ...

    def keys(self, prefix: str) -> Result[tuple[str, ...], StorageFailure]:
        """Every key below a prefix (``releases/gb_residual/``), sorted; empty when there is nothing."""
        ...

    def children(self, prefix: str) -> Result[tuple[str, ...], StorageFailure]:
        """Names directly below a prefix, of values and of longer prefixes alike, in no order; cheap for long lists."""
        ...

    def stamp(self, prefix: str) -> str | None:
        """Give what changes whenever a name directly below a prefix comes or goes; None where only a listing can tell.

        Two looks with the same stamp mean that what was listed after the first still holds at the second.
        """
        ...

    def entries(self, prefix: str) -> Result[tuple[Entry, ...], StorageFailure]:
        """Every key below a prefix with size and mark, sorted by key."""
        ...

    def delete(self, key: str) -> Result[None, GetError]:
        """Remove a key; only blobs and spent marks are ever removed."""
        ...
