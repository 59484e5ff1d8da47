"""Listing a registry: every version with its state, folded from its logs, and what cannot be read, by name.

A record is read once. Later listings take it from the index as long as the storage's own listing shows the same mark
for its key; records never change, so a mark that changed means that somebody else meddled, and it is read again.
"""

from __future__ import annotations

import gc
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from returns.result import Failure, Result, Success

from fbm.app.registry.shelf import Problem, Shelf, problem
from fbm.domain.ports.index import Indexed, RecordIndex
from fbm.domain.ports.storage import Entry
from fbm.domain.registry import layout
from fbm.domain.registry.errors import DamagedRecord, RegistryError
from fbm.domain.registry.release import AliasMove, Note, Release, Removal, RemovalLog, VersionState, assemble

if TYPE_CHECKING:
    from fbm.domain.ports.index import RecordValue

ROOTS = (layout.RELEASES, layout.REMOVALS, layout.ALIASES, layout.NOTES)
_THREADS = 32
_WORTH_THREADS = 4
STALE_SHARE = 100
"""The index is written again when more than one in so many records had to be read."""


class Survey(NamedTuple):
    """Versions that could be read, ordered by model type, base name and version; and what could not."""

    states: tuple[VersionState, ...]
    problems: tuple[Problem, ...]


@contextmanager
def undisturbed() -> Generator[None, None, None]:
    """Keep the collector of cycles from looking again and again through thousands of values that are all to stay."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Surveyor:
    """Lists a registry.

    Parameters
    ----------
    shelf : Shelf
    index : RecordIndex, optional
        What earlier listings, also of other processes, have read.
    """

    def __init__(self, shelf: Shelf, index: RecordIndex | None = None) -> None:
        self.shelf = shelf
        self.index = index
        self._known: Mapping[str, Indexed] | None = None

    def survey(self, model_type: str | None = None, base_name: str | None = None) -> Result[Survey, RegistryError]:
        """Read every version, of one kind or one line if named."""
        with undisturbed():
            return self.records(model_type, base_name).map(_assemble_all)

    def records(
        self, model_type: str | None = None, base_name: str | None = None
    ) -> Result[dict[str, RecordValue | Problem], RegistryError]:
        """Read every manifest and event by key, in the order of their keys."""
        listed: list[Entry] = []
        for root in ROOTS:
            entries = self.shelf.storage.entries(_prefix(root, model_type, base_name))
            if isinstance(entries, Failure):
                return Failure(entries.failure())
            listed += entries.unwrap()
        return Success(self._read(listed, whole=model_type is None))

    def _read(self, listed: list[Entry], *, whole: bool) -> dict[str, RecordValue | Problem]:
        known = self._remembered()
        missing = [key for key, _, mark in listed if not mark or key not in known or known[key].mark != mark]
        read = self._read_all(missing)
        fresh = {
            key: Indexed(mark, value)
            for key, _, mark in listed
            if mark and (value := read.get(key)) is not None and not isinstance(value, Problem)
        }
        self._remember(listed, known, fresh, whole=whole)
        return {key: read[key] if key in read else known[key].value for key, _, _ in listed}

    def _read_all(self, keys: list[str]) -> dict[str, RecordValue | Problem]:
        if not self.shelf.storage.is_remote or len(keys) < _WORTH_THREADS:
            return {key: self._record(key) for key in keys}
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(_THREADS) as pool:
            return dict(zip(keys, pool.map(self._record, keys), strict=True))

    def _remembered(self) -> Mapping[str, Indexed]:
        if self._known is None:
            self._known = self.index.read() if self.index else {}
        return self._known

    def _remember(
        self, listed: list[Entry], known: Mapping[str, Indexed], fresh: Mapping[str, Indexed], *, whole: bool
    ) -> None:
        if not fresh:
            return
        everything = {**known, **fresh}
        if whole:
            everything = {entry.key: everything[entry.key] for entry in listed if entry.key in everything}
        self._known = everything
        if whole and self.index and len(fresh) * STALE_SHARE > len(listed):
            self.index.write(everything)

    def _record(self, key: str) -> RecordValue | Problem:
        read = self._parsed(key)
        return problem(key, read.failure()) if isinstance(read, Failure) else read.unwrap()

    def _parsed(self, key: str) -> Result[RecordValue, RegistryError]:
        shelf = self.shelf
        if key.startswith(layout.RELEASES):
            found = layout.parse_release_key(key)
            return Failure(DamagedRecord(key, "no manifest has such a key")) if found is None else shelf.release(found)
        if layout.parse_log_key(key) is None:
            return Failure(DamagedRecord(key, "no event of a log has such a key"))
        if key.startswith(layout.REMOVALS):
            return shelf.record(key, shelf.reader.removal)
        if key.startswith(layout.ALIASES):
            return shelf.record(key, shelf.reader.alias_move)
        return shelf.record(key, shelf.reader.note)


def _assemble_all(found: Mapping[str, RecordValue | Problem]) -> Survey:
    logs = _by_log((key, value) for key, value in found.items() if not key.startswith(layout.RELEASES))
    states: list[VersionState] = []
    problems: list[Problem] = []
    for key, value in found.items():
        if not key.startswith(layout.RELEASES):
            continue
        state = _with_logs(key, value, logs) if isinstance(value, Release) else value
        if isinstance(state, VersionState):
            states.append(state)
        elif isinstance(state, Problem):
            problems.append(state)
    # Keys sort by their characters, and a blank or a hyphen comes before the slash that ends a name.
    states.sort(key=lambda state: state.release[:3])
    return Survey(tuple(states), (*problems, *_alias_problems(logs)))


class _Logs(NamedTuple):
    """Events by what they are about: (root, model type, base name, padded version) or, for aliases, by line."""

    events: Mapping[tuple[str, str, str, str], list[tuple[int, RecordValue | Problem]]]
    aliases: Mapping[tuple[str, str], Mapping[str, RecordValue | Problem]]


def _by_log(found: Iterable[tuple[str, RecordValue | Problem]]) -> _Logs:
    events: dict[tuple[str, str, str, str], list[tuple[int, RecordValue | Problem]]] = {}
    aliases: dict[tuple[str, str], dict[str, RecordValue | Problem]] = {}
    for key, value in found:
        root, _, _ = key.partition("/")
        log = layout.parse_log_key(key)
        if log is None:
            # A stranger in a log: whose log it is cannot be told from such a key, except by its folder.
            _, model_type, base_name, subject, *_ = (*key.split("/"), "", "", "")
            events.setdefault((root, model_type, base_name, subject), []).append((0, value))
        elif root == "aliases":
            # Keys come in order, so the last one read is the newest.
            aliases.setdefault((log.model_type, log.base_name), {})[log.subject] = value
        else:
            events.setdefault((root, log.model_type, log.base_name, log.subject), []).append((log.number, value))
    return _Logs(events, aliases)


def _with_logs(key: str, release: Release, logs: _Logs) -> VersionState | Problem:
    if not logs.events and not logs.aliases:
        return assemble(release, removals=RemovalLog())
    subject = key[-14:-5]
    removals: list[Removal] = []
    notes: list[Note] = []
    last = 0
    for root in ("removals", "notes"):
        for number, value in logs.events.get((root, release.model_type, release.base_name, subject), ()):
            if isinstance(value, Problem):
                return value
            if isinstance(value, Removal):
                removals.append(value)
                last = number
            elif isinstance(value, Note):
                notes.append(value)
    heads = logs.aliases.get((release.model_type, release.base_name), {})
    pointing = [alias for alias, move in heads.items() if _points_to(move, release.version)]
    return assemble(release, removals=RemovalLog(tuple(removals), last), aliases=pointing, notes=notes)


def _points_to(move: RecordValue | Problem, version: int) -> bool:
    return isinstance(move, AliasMove) and move.version == version


def _alias_problems(logs: _Logs) -> Iterator[Problem]:
    heads = (value for line in logs.aliases.values() for value in line.values())
    strangers = (value for log, events in logs.events.items() if log[0] == "aliases" for _, value in events)
    return (value for values in (heads, strangers) for value in values if isinstance(value, Problem))


def _prefix(root: str, model_type: str | None, base_name: str | None) -> str:
    if model_type is None:
        return root
    return f"{root}{model_type}/" if base_name is None else f"{root}{model_type}/{base_name}/"
