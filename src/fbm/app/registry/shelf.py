"""Reading a registry: which versions a line has, and the state of each, folded from its logs.

Nothing is written here. What cannot be read becomes a problem with its key, and never hides the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, TypeVar

from returns.result import Failure, Result, Success

from fbm.domain.ports.storage import KeyMissing, Storage, StorageFailure
from fbm.domain.registry import layout
from fbm.domain.registry.errors import DamagedRecord, RegistryError
from fbm.domain.registry.layout import ReleaseKey
from fbm.domain.registry.records import BadRecord, RecordReader
from fbm.domain.registry.release import AliasMove, Note, Release, Removal, VersionState, assemble

Event = TypeVar("Event")

MANIFEST_LIMIT = 64 << 20
"""Bytes; a longer manifest is refused unread."""


class Problem(NamedTuple):
    """An entry that cannot be read: its key, and why."""

    key: str
    reason: str


class Survey(NamedTuple):
    """Versions that could be read, ordered by model type, base name and version; and what could not."""

    states: tuple[VersionState, ...]
    problems: tuple[Problem, ...]


class AliasHeads(NamedTuple):
    """Where the aliases of a line point today; one whose last move cannot be read is a problem and points nowhere."""

    moves: Mapping[str, AliasMove]
    problems: tuple[Problem, ...]


class Shelf:
    """The read side of a registry.

    Parameters
    ----------
    storage : Storage
    reader : RecordReader
    logs : mapping of prefix to keys, optional
        Events that were listed already, by log; each alias of a line is a log, and so is the line itself.
    """

    def __init__(
        self, storage: Storage, reader: RecordReader, logs: Mapping[str, tuple[str, ...]] | None = None
    ) -> None:
        self.storage = storage
        self.reader = reader
        self.logs = logs

    def release_keys(
        self, model_type: str | None = None, base_name: str | None = None
    ) -> Result[tuple[ReleaseKey, ...], RegistryError]:
        """Every version ever claimed, removed ones too; of one kind or one line if named."""
        return _widen(self.storage.keys(_prefix(layout.RELEASES, model_type, base_name))).map(_release_keys)

    def state(self, key: ReleaseKey) -> Result[VersionState, RegistryError]:
        """Read one version with its logs.

        Returns
        -------
        Result of VersionState
            `DamagedRecord` when manifest or logs cannot be trusted, `StorageFailure` when they cannot be read.
        """
        path = layout.release_key(key.model_type, key.base_name, key.version)
        release = self._record(path, self.reader.release).bind(lambda read: _same_place(path, key, read))
        return release.bind(self._with_logs)

    def survey(self, model_type: str | None = None, base_name: str | None = None) -> Result[Survey, RegistryError]:
        """Read every version, of one kind or one line if named."""
        keys = _widen(self.storage.keys(_prefix(layout.RELEASES, model_type, base_name)))
        return keys.bind(
            lambda found: self._all_logs(model_type, base_name).map(lambda logs: self._with(logs)._survey(found))
        )

    def alias(self, model_type: str, base_name: str, alias: str) -> Result[AliasMove | None, RegistryError]:
        """Read where an alias points today; None when it was never set."""
        prefix = layout.alias_prefix(model_type, base_name, alias)
        events = _widen(self.storage.keys(prefix))
        return events.map(layout.last_event).bind(
            lambda last: self._record(layout.event_key(prefix, last), self.reader.alias_move) if last else Success(None)
        )

    def alias_heads(self, model_type: str, base_name: str) -> Result[AliasHeads, RegistryError]:
        """Read where each alias of a line points today."""
        return self._events(layout.aliases_prefix(model_type, base_name)).map(self._heads)

    def removals(self, key: ReleaseKey) -> Result[tuple[Removal, ...], RegistryError]:
        """Read the removal log of a version, oldest first."""
        return self._log(layout.removal_prefix(key.model_type, key.base_name, key.version), self.reader.removal)

    def _all_logs(
        self, model_type: str | None, base_name: str | None
    ) -> Result[Mapping[str, tuple[str, ...]], RegistryError]:
        """List the events of all logs at once: a listing each instead of one for every version."""
        roots = (layout.REMOVALS, layout.ALIASES, layout.NOTES)
        listed = _all(_widen(self.storage.keys(_prefix(root, model_type, base_name))) for root in roots)
        return listed.map(_by_log)

    def _with(self, logs: Mapping[str, tuple[str, ...]]) -> Shelf:
        return Shelf(self.storage, self.reader, logs)

    def _events(self, prefix: str) -> Result[tuple[str, ...], RegistryError]:
        """List the events of a log, from what was listed already if it was."""
        return _widen(self.storage.keys(prefix)) if self.logs is None else Success(self.logs.get(prefix, ()))

    def _with_logs(self, release: Release) -> Result[VersionState, RegistryError]:
        key = ReleaseKey(release.model_type, release.base_name, release.version)
        removals = self.removals(key)
        if isinstance(removals, Failure):
            return removals
        notes = self._log(layout.note_prefix(key.model_type, key.base_name, key.version), self.reader.note)
        if isinstance(notes, Failure):
            return notes
        return self.alias_heads(key.model_type, key.base_name).map(
            lambda heads: _assemble(release, removals.unwrap(), heads, notes.unwrap())
        )

    def _survey(self, keys: Iterable[str]) -> Survey:
        states: list[VersionState] = []
        problems: list[Problem] = []
        for key in keys:
            found = layout.parse_release_key(key)
            state = Failure(DamagedRecord(key, "no manifest has such a key")) if found is None else self.state(found)
            match state:
                case Success(read):
                    states.append(read)
                case Failure(error):
                    problems.append(_problem(key, error))
        return Survey(tuple(states), (*problems, *self._alias_problems(states)))

    def _alias_problems(self, states: Iterable[VersionState]) -> Iterable[Problem]:
        lines = {(state.release.model_type, state.release.base_name) for state in states}
        for model_type, base_name in sorted(lines):
            yield from self.alias_heads(model_type, base_name).map(lambda heads: heads.problems).value_or(())

    def _log(
        self, prefix: str, read: Callable[[bytes], Result[Event, BadRecord]]
    ) -> Result[tuple[Event, ...], RegistryError]:
        return self._events(prefix).bind(lambda found: _all(self._record(key, read) for key in found))

    def _heads(self, keys: tuple[str, ...]) -> AliasHeads:
        newest = {found.subject: key for key in keys if (found := layout.parse_log_key(key)) is not None}
        moves: dict[str, AliasMove] = {}
        problems: list[Problem] = []
        for alias, key in newest.items():
            match self._record(key, self.reader.alias_move):
                case Success(move):
                    moves[alias] = move
                case Failure(error):
                    problems.append(_problem(key, error))
        return AliasHeads(moves, tuple(problems))

    def _record(self, key: str, read: Callable[[bytes], Result[Event, BadRecord]]) -> Result[Event, RegistryError]:
        match self.storage.get(key, limit=MANIFEST_LIMIT):
            case Success(data):
                return read(data).alt(lambda bad: DamagedRecord(key, bad.reason))
            case Failure(KeyMissing()):
                return Failure(DamagedRecord(key, "it is not there"))
            case Failure(StorageFailure() as error):
                return Failure(error)
            case _:
                raise AssertionError(key)


def _prefix(root: str, model_type: str | None, base_name: str | None) -> str:
    if model_type is None:
        return root
    return f"{root}{model_type}/" if base_name is None else f"{root}{model_type}/{base_name}/"


def _by_log(listed: Iterable[tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    """Group events by their log, and those of aliases by their line too."""
    logs: dict[str, list[str]] = {}
    for key in (key for keys in listed for key in keys):
        log = key.rpartition("/")[0]
        logs.setdefault(f"{log}/", []).append(key)
        logs.setdefault(f"{log.rpartition('/')[0]}/", []).append(key)
    return {prefix: tuple(keys) for prefix, keys in logs.items()}


def _release_keys(keys: tuple[str, ...]) -> tuple[ReleaseKey, ...]:
    parsed = (layout.parse_release_key(key) for key in keys)
    return tuple(key for key in parsed if key is not None)


def _same_place(path: str, key: ReleaseKey, release: Release) -> Result[Release, RegistryError]:
    """Refuse a manifest that was put under another version's key."""
    if (release.model_type, release.base_name, release.version) != (key.model_type, key.base_name, key.version):
        return Failure(DamagedRecord(path, "it belongs to another version"))
    return Success(release)


def _assemble(release: Release, removals: Iterable[Removal], heads: AliasHeads, notes: Iterable[Note]) -> VersionState:
    pointing = [alias for alias, move in heads.moves.items() if move.version == release.version]
    return assemble(release, removals=removals, aliases=pointing, notes=notes)


def _problem(key: str, error: RegistryError) -> Problem:
    match error:
        case DamagedRecord(damaged, reason):
            return Problem(damaged, reason)
        case StorageFailure(place=_, action=_, reason=reason):
            return Problem(key, reason)
        case _:
            return Problem(key, type(error).__name__)


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
