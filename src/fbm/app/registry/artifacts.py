"""Keeping artifacts: bytes under their digest, stored once, and safe from a collection of garbage meanwhile.

A publish announces its digests before it relies on stored bytes, then looks for condemnations. Where one names its
bytes it waits for that collection to end; where there is none, any later collection sees the intent and spares them.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple, TypeVar

from returns.result import Failure, Result, Success

from fbm.domain.ports.storage import KeyMissing, KeyTaken, Storage, StorageFailure
from fbm.domain.ports.surroundings import Clock, Processes
from fbm.domain.registry import layout
from fbm.domain.registry.errors import Busy, DamagedMark, RegistryError
from fbm.domain.registry.marks import INTENT_LIFE_S, MARGIN_S, Mark, is_spent, named
from fbm.domain.registry.metadata import ArtifactRef
from fbm.domain.registry.records import RecordReader, RecordWriter
from fbm.domain.registry.times import as_text

Value = TypeVar("Value")

MARK_LIMIT: Final = 64 << 20
PATIENCE_S: Final = 120.0
_GLANCE_S: Final = 0.05


class Payload(NamedTuple):
    """Bytes to keep, and how a manifest will name them."""

    ref: ArtifactRef
    data: bytes


def payload(data: bytes, serializer: str) -> Payload:
    """Describe bytes by their digest."""
    return Payload(ArtifactRef(f"sha256:{hashlib.sha256(data).hexdigest()}", len(data), serializer), data)


class ArtifactKeeper:
    """Stores payloads for a publish.

    Parameters
    ----------
    storage : Storage
    reader : RecordReader
    writer : RecordWriter
    clock : Clock
    processes : Processes
    """

    def __init__(
        self, storage: Storage, reader: RecordReader, writer: RecordWriter, clock: Clock, processes: Processes
    ) -> None:
        self.storage = storage
        self.reader = reader
        self.writer = writer
        self.clock = clock
        self.processes = processes

    def keep(
        self, payloads: Sequence[Payload], then: Callable[[], Result[Value, RegistryError]]
    ) -> Result[Value, RegistryError]:
        """Store payloads and do what relies on them.

        Parameters
        ----------
        payloads : sequence of Payload
        then : function
            Claims the version; nothing it relies on is collected before it returns.

        Returns
        -------
        Result
            What `then` gives; `StorageFailure`, `DamagedMark`, `Busy` when it was not asked.
        """
        while True:
            intent = self._announce(tuple(one.ref.digest for one in payloads))
            if isinstance(intent, Failure):
                return intent
            key, until = intent.unwrap()
            try:
                stored = self._store(payloads, key)
                if isinstance(stored, Failure):
                    return stored
                if self.clock.now() < until:
                    return then()
            finally:
                # An intent that cannot be withdrawn is spent by itself.
                self.storage.delete(key)

    def mark(self, digests: tuple[str, ...], now: datetime, life_s: float) -> Mark:
        """Make a mark of this process."""
        return Mark(digests, as_text(now), as_text(now + timedelta(seconds=life_s)), self.processes.me())

    def condemnations(self) -> Result[tuple[Mark, ...], RegistryError]:
        """Read what collections condemn at this moment."""
        return self._unspent(layout.CONDEMNED)

    def intents(self) -> Result[tuple[Mark, ...], RegistryError]:
        """Read what publishes need at this moment."""
        return self._unspent(layout.INTENTS)

    def is_spent(self, mark: Mark) -> bool:
        """Tell whether a mark means nothing any more."""
        return is_spent(mark, as_text(self.clock.now()), self.processes.is_gone)

    def _unspent(self, prefix: str) -> Result[tuple[Mark, ...], RegistryError]:
        marks = _marks(self.storage, self.reader, prefix)
        return marks.map(lambda found: tuple(mark for mark in found if not self.is_spent(mark)))

    def _announce(self, digests: tuple[str, ...]) -> Result[tuple[str, datetime], RegistryError]:
        now = self.clock.now()
        mark = self.mark(digests, now, INTENT_LIFE_S)
        key = layout.intent_key(os.urandom(16).hex())
        match self.storage.put(key, self.writer.mark(mark), durable=False):
            case Failure(StorageFailure() as error):
                return Failure(error)
            case Failure(KeyTaken()):
                raise ValueError(f"{key}: two intents of one name")
            case _:
                return Success((key, now + timedelta(seconds=INTENT_LIFE_S - MARGIN_S)))

    def _store(self, payloads: Sequence[Payload], intent: str) -> Result[None, RegistryError]:
        free = self._wait_until_free(frozenset(one.ref.digest for one in payloads), intent)
        if isinstance(free, Failure):
            return free
        for one in payloads:
            put = self._put(layout.blob_key(one.ref.digest), one.data)
            if isinstance(put, Failure):
                return put
        return Success(None)

    def _wait_until_free(self, digests: frozenset[str], intent: str) -> Result[None, RegistryError]:
        give_up = self.clock.elapsed_s() + PATIENCE_S
        while True:
            condemned = self.condemnations()
            if isinstance(condemned, Failure):
                return Failure(condemned.failure())
            if not digests & named(condemned.unwrap()):
                return Success(None)
            if self.clock.elapsed_s() > give_up:
                return Failure(Busy(intent))
            self.clock.pause(_GLANCE_S)

    def _put(self, key: str, data: bytes) -> Result[None, RegistryError]:
        """Put bytes under their digest; bytes there already are held against these, and mended if they were damaged."""
        match self.storage.put(key, data):
            case Failure(KeyTaken()):
                return self._hold_against(key, data)
            case Failure(StorageFailure() as error):
                return Failure(error)
            case _:
                return Success(None)

    def _hold_against(self, key: str, data: bytes) -> Result[None, RegistryError]:
        """Mend only what was read and differs: what cannot be read now may be whole, and older releases need it."""
        match self.storage.get(key):
            case Success(stored) if stored == data:
                return Success(None)
            case Failure(StorageFailure() as error):
                return Failure(error)
            case _:
                return self._mend(key, data)

    def _mend(self, key: str, data: bytes) -> Result[None, RegistryError]:
        match self.storage.delete(key):
            case Failure(StorageFailure() as error):
                return Failure(error)
            case _:
                return put_once(self.storage, key, data)


def put_once(storage: Storage, key: str, data: bytes) -> Result[None, RegistryError]:
    """Put what is the same whoever puts it: when it is there already, all is well."""
    match storage.put(key, data):
        case Failure(StorageFailure() as error):
            return Failure(error)
        case _:
            return Success(None)


def _marks(storage: Storage, reader: RecordReader, prefix: str) -> Result[tuple[Mark, ...], RegistryError]:
    match storage.children(prefix):
        case Success(names):
            return _all_marks(storage, reader, (f"{prefix}{name}" for name in sorted(names)))
        case failure:
            return Failure(failure.failure())


def _all_marks(storage: Storage, reader: RecordReader, keys: Iterable[str]) -> Result[tuple[Mark, ...], RegistryError]:
    found: list[Mark] = []
    for key in keys:
        mark = read_mark(storage, reader, key)
        if isinstance(mark, Failure):
            return Failure(mark.failure())
        read = mark.unwrap()
        if read is not None:
            found.append(read)
    return Success(tuple(found))


def read_mark(storage: Storage, reader: RecordReader, key: str) -> Result[Mark | None, RegistryError]:
    """Read one mark; None when it was withdrawn meanwhile."""
    match storage.get(key, limit=MARK_LIMIT):
        case Success(data):
            return reader.mark(data).alt(lambda bad: DamagedMark(key, bad.reason))
        case Failure(KeyMissing()):
            return Success(None)
        case Failure(StorageFailure() as error):
            return Failure(error)
        case _:
            raise AssertionError(key)
