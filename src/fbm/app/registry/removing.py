"""Removing versions and bringing them back, moving aliases, adding notes: events appended to logs, nothing taken away.

What an event rests on is read first, and the event takes the number right after what was read. Whoever finds that
number taken looks again, so nobody decides on what is no longer so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from returns.result import Failure, Result, Success

from fbm.domain.ports.serializers import NotPlainData
from fbm.domain.ports.storage import KeyTaken, PutError, Storage, StorageFailure
from fbm.domain.ports.surroundings import Clock
from fbm.domain.registry import layout
from fbm.domain.registry.errors import Aliased, MissingPart, NotRemoved, Purged, RegistryError, Removed
from fbm.domain.registry.naming import format_versioned_name
from fbm.domain.registry.records import RecordWriter
from fbm.domain.registry.release import AliasMove, Note, Removal, RemovalAction, VersionState
from fbm.domain.registry.times import as_text

Find = Callable[[], Result[VersionState, RegistryError]]
"""Reads a version as it is now."""

Chosen = Result[tuple[str, ...], RegistryError]
"""Player types that an event is about."""


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

    def delete(self, find: Find, player_type: str | None, *, force: bool, reason: str) -> Chosen:
        """Remove the live parts of a version, or one of them.

        Returns
        -------
        Result of tuple of str
            Player types removed. `MissingPart`, `Removed`; `Aliased` when an alias points to the version and `force`
            is not given.
        """
        return self._log(find, lambda state: _removable(state, player_type, force=force), "deleted", reason)

    def restore(self, find: Find, player_type: str | None) -> Chosen:
        """Bring back the removed parts of a version, or one of them; `NotRemoved`, `Purged`."""
        return self._log(find, lambda state: _restorable(state, player_type), "restored", "")

    def purge(self, state: VersionState, player_types: tuple[str, ...]) -> Result[bool, RegistryError]:
        """Say for ever that the bytes of removed parts go; False when the log has grown since the state was read."""
        return self._put_removal(state, state.removals_seen + 1, "purged", player_types, "")

    def move_alias(self, state: VersionState, alias: str, reason: str) -> Result[None, RegistryError]:
        """Point an alias of the version's line to it from now on."""
        return self._move(state, reason).bind(
            lambda data: append_event(self.storage, _alias_prefix(state, alias), data)
        )

    def move_alias_after(self, state: VersionState, alias: str, seen: int, reason: str) -> Result[bool, RegistryError]:
        """Point an alias to a version unless it was moved since its event `seen`; False when it was."""
        key = layout.event_key(_alias_prefix(state, alias), seen + 1)
        return self._move(state, reason).bind(lambda data: _put_new(self.storage, key, data))

    def annotate(
        self, state: VersionState, tags: Mapping[str, str | None], description: str | None
    ) -> Result[None, RegistryError]:
        """Set tags (None takes one away) and, unless None, the description of a version."""
        release = state.release
        note = Note(tags, description, as_text(self.clock.now()))
        prefix = layout.note_prefix(release.model_type, release.base_name, release.version)
        event = _written("the note", lambda: self.writer.note(note))
        return event.bind(lambda data: append_event(self.storage, prefix, data))

    def _move(self, state: VersionState, reason: str) -> Result[bytes, RegistryError]:
        move = AliasMove(state.release.version, as_text(self.clock.now()), reason)
        return _written("the reason", lambda: self.writer.alias_move(move))

    def _log(self, find: Find, choose: Callable[[VersionState], Chosen], action: RemovalAction, reason: str) -> Chosen:
        number = 0
        while True:
            found = find()
            if isinstance(found, Failure):
                return Failure(found.failure())
            chosen = choose(found.unwrap())
            if isinstance(chosen, Failure):
                return chosen
            # What no listing shows can hold a number; each round gets further.
            number = max(number, found.unwrap().removals_seen) + 1
            put = self._put_removal(found.unwrap(), number, action, chosen.unwrap(), reason)
            if isinstance(put, Failure):
                return Failure(put.failure())
            if put.unwrap():
                return chosen

    def _put_removal(
        self, state: VersionState, number: int, action: RemovalAction, player_types: tuple[str, ...], reason: str
    ) -> Result[bool, RegistryError]:
        release = state.release
        removal = Removal(action, player_types, as_text(self.clock.now()), reason)
        prefix = layout.removal_prefix(release.model_type, release.base_name, release.version)
        event = _written("the reason", lambda: self.writer.removal(removal))
        return event.bind(lambda data: _put_new(self.storage, layout.event_key(prefix, number), data))


def append_event(storage: Storage, prefix: str, data: bytes) -> Result[None, RegistryError]:
    """Append an event to a log above all its numbers, whoever else is appending and whatever is missing in between."""
    number = 0
    while True:
        keys = storage.keys(prefix)
        if isinstance(keys, Failure):
            return Failure(keys.failure())
        number = max(number, layout.last_event(keys.unwrap())) + 1
        match _put_new(storage, layout.event_key(prefix, number), data):
            case Success(False):
                continue
            case Success(_):
                return Success(None)
            case failure:
                return Failure(failure.failure())


def _put_new(storage: Storage, key: str, data: bytes) -> Result[bool, RegistryError]:
    """Create a key; False when it exists."""
    put: Result[None, PutError] = storage.put(key, data)
    match put:
        case Success(_):
            return Success(True)
        case Failure(KeyTaken()):
            return Success(False)
        case Failure(StorageFailure() as error):
            return Failure(error)
        case _:
            raise AssertionError(key)


def _alias_prefix(state: VersionState, alias: str) -> str:
    return layout.alias_prefix(state.release.model_type, state.release.base_name, alias)


def _written(what: str, write: Callable[[], bytes]) -> Result[bytes, RegistryError]:
    """Write an event; only words that people typed can hold what no record may, such as half a character."""
    try:
        return Success(write())
    except ValueError as unfit:
        return Failure(NotPlainData(what, str(unfit)))


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
