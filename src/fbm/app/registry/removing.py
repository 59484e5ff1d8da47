"""Removing versions and bringing them back, and moving aliases: events appended to logs, nothing taken away."""

from __future__ import annotations

from collections.abc import Callable

from returns.result import Failure, Result, Success

from fbm.app.registry.publishing import format_time
from fbm.domain.ports.serializers import NotPlainData
from fbm.domain.ports.storage import KeyTaken, PutError, Storage, StorageFailure
from fbm.domain.ports.surroundings import Clock
from fbm.domain.registry import layout
from fbm.domain.registry.errors import Aliased, MissingPart, NotRemoved, Purged, RegistryError, Removed
from fbm.domain.registry.naming import format_versioned_name
from fbm.domain.registry.records import RecordWriter
from fbm.domain.registry.release import AliasMove, Removal, RemovalAction, VersionState


class LogKeeper:
    """Appends to the logs of a registry.

    Parameters
    ----------
    storage : Storage
    writer : RecordWriter
    clock : Clock
    """

    def __init__(self, storage: Storage, writer: RecordWriter, clock: Clock) -> None:
        self.storage = storage
        self.writer = writer
        self.clock = clock

    def delete(
        self, state: VersionState, player_type: str | None, *, force: bool, reason: str
    ) -> Result[tuple[str, ...], RegistryError]:
        """Remove the live parts of a version, or one of them.

        Returns
        -------
        Result of tuple of str
            Player types removed. `MissingPart`, `Removed`; `Aliased` when an alias points to the version and `force`
            is not given.
        """
        return _removable(state, player_type, force=force).bind(
            lambda player_types: self._log(state, "deleted", player_types, reason)
        )

    def restore(self, state: VersionState, player_type: str | None) -> Result[tuple[str, ...], RegistryError]:
        """Bring back the removed parts of a version, or one of them; `NotRemoved`, `Purged`."""
        return _restorable(state, player_type).bind(lambda player_types: self._log(state, "restored", player_types, ""))

    def move_alias(self, state: VersionState, alias: str, reason: str) -> Result[None, RegistryError]:
        """Point an alias of the version's line to it from now on."""
        release = state.release
        move = AliasMove(release.version, format_time(self.clock), reason)
        prefix = layout.alias_prefix(release.model_type, release.base_name, alias)
        event = _written(lambda: self.writer.alias_move(move))
        return event.bind(lambda data: append_event(self.storage, prefix, data))

    def _log(
        self, state: VersionState, action: RemovalAction, player_types: tuple[str, ...], reason: str
    ) -> Result[tuple[str, ...], RegistryError]:
        release = state.release
        removal = Removal(action, player_types, format_time(self.clock), reason)
        prefix = layout.removal_prefix(release.model_type, release.base_name, release.version)
        event = _written(lambda: self.writer.removal(removal))
        return event.bind(lambda data: append_event(self.storage, prefix, data)).map(lambda _: player_types)


def append_event(storage: Storage, prefix: str, data: bytes) -> Result[None, RegistryError]:
    """Append an event to a log above all its numbers, whoever else is appending and whatever is missing in between."""
    number = 0
    while True:
        keys = storage.keys(prefix)
        if isinstance(keys, Failure):
            return Failure(keys.failure())
        number = max(number, layout.last_event(keys.unwrap())) + 1
        put: Result[None, PutError] = storage.put(layout.event_key(prefix, number), data)
        match put:
            case Success(_):
                return Success(None)
            case Failure(KeyTaken()):
                continue
            case Failure(StorageFailure() as error):
                return Failure(error)


def _written(write: Callable[[], bytes]) -> Result[bytes, RegistryError]:
    """Write an event; only its reason can hold what no record may, such as half a character."""
    try:
        return Success(write())
    except ValueError as unfit:
        return Failure(NotPlainData("the reason", str(unfit)))


def _removable(state: VersionState, player_type: str | None, *, force: bool) -> Result[tuple[str, ...], RegistryError]:
    chosen = _chosen(state, player_type)
    if isinstance(chosen, Failure):
        return chosen
    live = tuple(name for name in chosen.unwrap() if name not in state.removed)
    if not live:
        first = chosen.unwrap()[0]
        return Failure(Removed(_name(state), state.release.model_type, first, state.removed[first]))
    if state.aliases and not force:
        return Failure(Aliased(_name(state), state.aliases))
    return Success(live)


def _restorable(state: VersionState, player_type: str | None) -> Result[tuple[str, ...], RegistryError]:
    chosen = _chosen(state, player_type)
    if isinstance(chosen, Failure):
        return chosen
    removed = tuple(name for name in chosen.unwrap() if name in state.removed)
    if not removed:
        return Failure(NotRemoved(_name(state), state.release.model_type))
    if state.purged & set(removed):
        return Failure(Purged(_name(state), state.release.model_type))
    return Success(removed)


def _chosen(state: VersionState, player_type: str | None) -> Result[tuple[str, ...], RegistryError]:
    has = state.release.player_types
    if player_type is None:
        return Success(has)
    return Success((player_type,)) if player_type in has else Failure(MissingPart(_name(state), player_type, has))


def _name(state: VersionState) -> str:
    return format_versioned_name(state.release.base_name, state.release.version)
