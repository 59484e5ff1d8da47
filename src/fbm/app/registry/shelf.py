"""Reading a registry: which versions a line has, and the state of each, folded from its logs.

Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final, NamedTuple, TypeVar

from returns.result import Failure, Result, Success

from fbm.domain.ports.storage import KeyMissing, Storage, StorageFailure
from fbm.domain.registry import layout
from fbm.domain.registry.errors import DamagedRecord, RegistryError
from fbm.domain.registry.layout import ReleaseKey
from fbm.domain.registry.records import BadRecord, RecordReader
from fbm.domain.registry.release import AliasMove, Release, RemovalLog, VersionState, assemble

Event = TypeVar("Event")

MANIFEST_LIMIT = 64 << 20
"""Bytes; a longer manifest is refused unread."""

GONE: Final = "it is not there"
"""Why a record cannot be read that was never written, or was taken away."""


class Problem(NamedTuple):
    """An entry that cannot be read: its key, and why."""

    key: str
    reason: str


class AliasHead(NamedTuple):
    """Where an alias points today, and the number of the event that says so."""

    move: AliasMove
    number: int


class Shelf:
    """The read side of a registry, one version or log at a time.

    Parameters
    ----------
    storage : Storage
    reader : RecordReader
    """

    def __init__(self, storage: Storage, reader: RecordReader) -> None:
        self.storage = storage
        self.reader = reader
        self._highest: dict[str, tuple[str, tuple[int, ...]]] = {}

    def types(self) -> Result[tuple[str, ...], RegistryError]:
        """List the model types that have any version, sorted."""
        return _widen(self.storage.children(layout.RELEASES)).map(lambda names: tuple(sorted(names)))

    def lines(self, model_type: str) -> Result[tuple[str, ...], RegistryError]:
        """List the base names that have any version, sorted."""
        return _widen(self.storage.children(layout.type_prefix(model_type))).map(lambda names: tuple(sorted(names)))

    def versions(self, model_type: str, base_name: str) -> Result[tuple[int, ...], RegistryError]:
        """List every number a line ever claimed, in order; whatever stands in a manifest's place holds its number."""
        return _widen(self.storage.children(layout.line_prefix(model_type, base_name))).map(_numbers)

    def highest(self, model_type: str, base_name: str) -> Result[tuple[int, ...], RegistryError]:
        """Find the highest number a line ever claimed, or none."""
        prefix = layout.line_prefix(model_type, base_name)
        stamp = self.storage.stamp(prefix)
        seen = self._highest.get(prefix)
        if stamp is not None and seen is not None and seen[0] == stamp:
            return Success(seen[1])
        found = _widen(self.storage.children(prefix)).map(_highest)
        if stamp is not None and isinstance(found, Success):
            self._highest[prefix] = (stamp, found.unwrap())
        return found

    def release(self, key: ReleaseKey) -> Result[Release, RegistryError]:
        """Read one manifest.

        Returns
        -------
        Result of Release
            `DamagedRecord` when it cannot be trusted (with the reason `GONE` when there is none), `StorageFailure`.
        """
        path = layout.release_key(key.model_type, key.base_name, key.version)
        return self.record(path, self.reader.release).bind(lambda read: _same_place(path, key, read))

    def live(self, key: ReleaseKey) -> Result[VersionState, RegistryError]:
        """Read one version with what was removed of it; aliases left out, tags as published."""
        removed = self.removals(key)
        return self.release(key).bind(lambda release: removed.map(lambda log: assemble(release, removals=log)))

    def state(self, key: ReleaseKey) -> Result[VersionState, RegistryError]:
        """Read one version with its logs; fails as `release` does, also for a log that cannot be trusted."""
        release = self.release(key)
        removals = self.removals(key)
        notes = self._log(layout.note_prefix(key.model_type, key.base_name, key.version), self.reader.note)
        heads = self.alias_heads(key.model_type, key.base_name)
        return release.bind(
            lambda read: removals.bind(
                lambda log: notes.bind(
                    lambda noted: heads.map(
                        lambda found: assemble(read, removals=log, aliases=_pointing(found, key.version), notes=noted)
                    )
                )
            )
        )

    def alias(self, model_type: str, base_name: str, alias: str) -> Result[AliasHead | None, RegistryError]:
        """Read where an alias points today; None when it was never set."""
        prefix = layout.alias_prefix(model_type, base_name, alias)
        last = _widen(self.storage.keys(prefix)).map(layout.last_event)
        return last.bind(
            lambda number: (
                self.record(layout.event_key(prefix, number), self.reader.alias_move).map(
                    lambda move: AliasHead(move, number)
                )
                if number
                else Success(None)
            )
        )

    def alias_moves(self, model_type: str, base_name: str, alias: str) -> Result[tuple[AliasMove, ...], RegistryError]:
        """Read where an alias has pointed, oldest first."""
        return self._log(layout.alias_prefix(model_type, base_name, alias), self.reader.alias_move)

    def aliases(self, model_type: str, base_name: str) -> Result[tuple[str, ...], RegistryError]:
        """List the aliases a line ever had, sorted."""
        names = self.storage.children(layout.aliases_prefix(model_type, base_name))
        return _widen(names).map(lambda found: tuple(sorted(found)))

    def alias_heads(self, model_type: str, base_name: str) -> Result[Mapping[str, AliasMove], RegistryError]:
        """Read where each alias of a line points today; one whose last move cannot be read points nowhere."""
        return self.aliases(model_type, base_name).map(lambda names: self._heads(model_type, base_name, names))

    def removals(self, key: ReleaseKey) -> Result[RemovalLog, RegistryError]:
        """Read the removal log of a version."""
        prefix = layout.removal_prefix(key.model_type, key.base_name, key.version)
        keys = _widen(self.storage.keys(prefix))
        return keys.bind(
            lambda found: _all(self.record(event, self.reader.removal) for event in found).map(
                lambda events: RemovalLog(events, layout.last_event(found))
            )
        )

    def record(self, key: str, read: Callable[[bytes], Result[Event, BadRecord]]) -> Result[Event, RegistryError]:
        """Read one record."""
        return self.raw(key).bind(lambda data: read(data).alt(lambda bad: DamagedRecord(key, bad.reason)))

    def raw(self, key: str) -> Result[bytes, RegistryError]:
        """Read the bytes of one record."""
        match self.storage.get(key, limit=MANIFEST_LIMIT):
            case Success(data):
                return Success(data)
            case Failure(KeyMissing()):
                return Failure(DamagedRecord(key, GONE))
            case Failure(StorageFailure() as error):
                return Failure(error)
            case _:
                raise AssertionError(key)

    def _log(
        self, prefix: str, read: Callable[[bytes], Result[Event, BadRecord]]
    ) -> Result[tuple[Event, ...], RegistryError]:
        keys = _widen(self.storage.keys(prefix))
        return keys.bind(lambda found: _all(self.record(key, read) for key in found))

    def _heads(self, model_type: str, base_name: str, aliases: Iterable[str]) -> Mapping[str, AliasMove]:
        heads: dict[str, AliasMove] = {}
        for alias in aliases:
            match self.alias(model_type, base_name, alias):
                case Success(AliasHead(move=move)):
                    heads[alias] = move
                case _:
                    continue
        return heads


def problem(key: str, error: RegistryError) -> Problem:
    """Name an entry that cannot be read."""
    match error:
        case DamagedRecord(damaged, reason):
            return Problem(damaged, reason)
        case StorageFailure(place=_, action=_, reason=reason):
            return Problem(key, reason)
        case _:
            return Problem(key, type(error).__name__)


def _pointing(heads: Mapping[str, AliasMove], version: int) -> tuple[str, ...]:
    return tuple(alias for alias, move in heads.items() if move.version == version)


def _numbers(names: Iterable[str]) -> tuple[int, ...]:
    return tuple(sorted(number for name in names if (number := layout.version_of(name)) is not None))


def _highest(names: tuple[str, ...]) -> tuple[int, ...]:
    """Numbers are padded, so the last of the names has the highest, unless a foreign name stands behind them."""
    last = layout.version_of(max(names)) if names else None
    return _numbers(names)[-1:] if last is None else (last,)


def _same_place(path: str, key: ReleaseKey, release: Release) -> Result[Release, RegistryError]:
    """Refuse a manifest that was put under another version's key."""
    if (release.model_type, release.base_name, release.version) != (key.model_type, key.base_name, key.version):
        return Failure(DamagedRecord(path, "it belongs to another version"))
    return Success(release)


def _all(results: Iterable[Result[Event, RegistryError]]) -> Result[tuple[Event, ...], RegistryError]:
    values: list[Event] = []
    for result in results:
        match result:
            case Success(value):
                values.append(value)
            case failure:
                return Failure(failure.failure())
    return Success(tuple(values))


def _widen(result: Result[tuple[str, ...], StorageFailure]) -> Result[tuple[str, ...], RegistryError]:
    return result.alt(_as_registry_error)


def _as_registry_error(error: StorageFailure) -> RegistryError:
    return error
