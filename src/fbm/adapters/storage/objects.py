"""Storage in a bucket: Amazon S3 and what speaks like it, Google Cloud Storage, Azure Blob Storage.

A key is created by a put that the server carries out only where nothing stands. The answer to a put can get lost, and a
repeated put then finds its own bytes; so each put leaves a token of its own beside them, and whoever is told that a key
is taken looks whose token stands there.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, TypeVar

from returns.result import Failure, Result, Success

from fbm.adapters.storage.asking import ANSWER_S, ObjectClient, Objects
from fbm.adapters.storage.keys import objection
from fbm.adapters.storage.refusals import NO_BUCKET, Kind, Refusal
from fbm.domain.ports.storage import Entry, GetError, KeyMissing, KeyTaken, PutError, StorageFailure

if TYPE_CHECKING:
    from obstore import ListResult, ObjectMeta

Listed = TypeVar("Listed")

UPLOAD_BYTES_PER_S: Final = 256 << 10
"""What an upload is expected to manage at least."""
GIVE_UP_S: Final = 5.0
"""Seconds after which a put is not tried again."""

_PAUSE_S: Final = 0.1
_PAGE: Final = 1000
_TOKEN: Final = "fbmwriter"
_OVERWRITES: Final = "the server overwrites what should be created once: it must honour If-None-Match"


class ObjectStorage:
    """Keys as objects below a prefix of a bucket.

    Parameters
    ----------
    place : str
        For people.
    open_store : function
        Opens a store of the library that waits so many seconds for an answer.
    proven : bool
        Whether the store is known to create keys conditionally; else the first put finds out.
    """

    is_remote = True

    def __init__(self, place: str, open_store: Callable[[float], Objects], *, proven: bool = False) -> None:
        self.place = place
        self._client = ObjectClient(open_store)
        self._proven = proven

    def put(self, key: str, data: bytes, *, durable: bool = True) -> Result[None, PutError]:  # noqa: ARG002  # what is stored lasts
        """Create a key; `KeyTaken` when it exists, `StorageFailure` when the store will not or does not answer."""
        reason = objection(key)
        if reason:
            return self._failed(f"writing {key[:80]!r}", reason)
        created = self._create(key, data)
        if isinstance(created, Failure):
            return self._failed(f"writing {key}", created.failure().reason)
        return Success(None) if created.unwrap() else Failure(KeyTaken(key))

    def get(self, key: str, *, limit: int | None = None) -> Result[bytes, GetError]:
        """Read a key; what is longer than `limit` bytes is refused before it is downloaded."""
        reason = objection(key)
        if reason:
            return self._failed(f"reading {key[:80]!r}", reason)
        read = self._client.ask(lambda store: _download(store, key, limit))
        if isinstance(read, Failure):
            return self._not_found("reading", key, read.failure())
        data = read.unwrap()
        return self._failed(f"reading {key}", f"it has more than {limit} bytes") if data is None else Success(data)

    def keys(self, prefix: str) -> Result[tuple[str, ...], StorageFailure]:
        """List every key below a prefix that ends in a slash, sorted."""
        return self.entries(prefix).map(lambda entries: tuple(entry.key for entry in entries))

    def children(self, prefix: str) -> Result[tuple[str, ...], StorageFailure]:
        """List the names directly below a prefix."""
        return self._listed(prefix, lambda store, folder: tuple(_names(store.list_with_delimiter(folder), folder)))

    def stamp(self, prefix: str) -> str | None:  # noqa: ARG002  # the port's arguments
        """Give nothing: only a listing can tell."""
        return None

    def entries(self, prefix: str) -> Result[tuple[Entry, ...], StorageFailure]:
        """List every key below a prefix with its size, and its tag as the mark."""
        return self._listed(prefix, lambda store, folder: tuple(sorted(_entries(store, folder))))

    def delete(self, key: str) -> Result[None, GetError]:
        """Remove a key."""
        reason = objection(key)
        if reason:
            return self._failed(f"removing {key[:80]!r}", reason)
        # Deleting does not tell whether there was anything, and asking for the head not whether there is a bucket.
        there = self._client.ask(lambda store: _token(store, key))
        if isinstance(there, Failure) and there.failure().kind is Kind.MISSING:
            there = self._client.ask(lambda store: store.get(key).meta["path"])
        if isinstance(there, Failure):
            return self._not_found("removing", key, there.failure())
        deleted = self._client.ask(lambda store: store.delete(key))
        return self._not_found("removing", key, deleted.failure()) if isinstance(deleted, Failure) else Success(None)

    def _create(self, key: str, data: bytes) -> Result[bool, Refusal]:
        """Create a key; gives whether what stands there then is ours."""
        token = os.urandom(16).hex()
        give_up = time.monotonic() + GIVE_UP_S
        while True:
            put = self._put(key, data, token)
            if isinstance(put, Success):
                return self._prove(key, data, token)
            refused = put.failure()
            if refused.kind in (Kind.CLEAR, Kind.MISSING):
                return Failure(refused)
            found = self._client.ask(lambda store: _token(store, key))
            if isinstance(found, Success):
                return Success(found.unwrap() == token)
            missing = found.failure().kind is Kind.MISSING
            if not missing or time.monotonic() > give_up:
                return Failure(refused if missing or refused.kind is Kind.DOUBTFUL else found.failure())
            # Nothing stands there: the put got lost, or another one was in its way and failed.
            time.sleep(_PAUSE_S)

    def _put(self, key: str, data: bytes, token: str) -> Result[None, Refusal]:
        put = self._client.ask(
            lambda store: store.put(key, data, attributes={_TOKEN: token}, mode="create", use_multipart=False),
            _upload_s(len(data)),
        )
        return put.map(lambda _: None).alt(_without_bucket)

    def _prove(self, key: str, data: bytes, token: str) -> Result[bool, Refusal]:
        """Put the first key once more: a server that does so would let anybody overwrite anything."""
        if not self._proven:
            again = self._put(key, data, token)
            if isinstance(again, Success):
                return Failure(Refusal(Kind.CLEAR, _OVERWRITES))
            self._proven = again.failure().kind is Kind.TAKEN
        return Success(True)

    def _listed(
        self, prefix: str, look: Callable[[Objects, str], tuple[Listed, ...]]
    ) -> Result[tuple[Listed, ...], StorageFailure]:
        folder = prefix.rstrip("/")
        reason = objection(folder)
        if reason:
            return self._failed(f"listing {prefix[:80]!r}", reason)
        listed = self._client.ask(lambda store: look(store, folder))
        return listed.alt(lambda refused: StorageFailure(self.place, f"listing {prefix}", refused.reason))

    def _not_found(self, doing: str, key: str, refused: Refusal) -> Failure[GetError]:
        if refused.kind is Kind.MISSING:
            return Failure(KeyMissing(key))
        return Failure(StorageFailure(self.place, f"{doing} {key}", refused.reason))

    def _failed(self, action: str, reason: str) -> Failure[StorageFailure]:
        return Failure(StorageFailure(self.place, action, reason))


def _download(store: Objects, key: str, limit: int | None) -> bytes | None:
    """Read an object; None when it is longer than allowed."""
    found = store.get(key)
    return None if limit is not None and found.meta["size"] > limit else found.bytes().to_bytes()


def _token(store: Objects, key: str) -> str:
    return str(store.get(key, options={"head": True}).attributes.get(_TOKEN, ""))


def _entries(store: Objects, folder: str) -> Iterator[Entry]:
    for page in store.list(folder, chunk_size=_PAGE):
        for found in page:
            # Other tools leave objects that stand for folders; their names are cut to the folder's own.
            if found["path"].startswith(f"{folder}/") and not objection(found["path"]):
                yield Entry(found["path"], found["size"], _mark(found))


def _mark(found: ObjectMeta) -> str:
    return found["e_tag"] or f"{found['last_modified'].isoformat()}-{found['size']:x}"


def _names(found: ListResult[Sequence[ObjectMeta]], folder: str) -> Iterator[str]:
    below = len(folder) + 1
    for path in (*found["common_prefixes"], *(one["path"] for one in found["objects"])):
        name = path[below:]
        if not objection(name):
            yield name


def _upload_s(size: int) -> float:
    """Seconds to wait for the answer to a put: a power of two for large ones, so that few stores are opened."""
    seconds = size / UPLOAD_BYTES_PER_S
    return ANSWER_S if seconds < 1 else ANSWER_S + 2.0 ** math.ceil(math.log2(seconds))


def _without_bucket(refused: Refusal) -> Refusal:
    """Blame the bucket for what is missing: a place to write to cannot be."""
    return Refusal(Kind.CLEAR, NO_BUCKET) if refused.kind is Kind.MISSING else refused
