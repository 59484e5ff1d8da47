"""Verifying: every record read and every artifact hashed again; what is damaged, orphaned or dangling is named."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from returns.result import Failure, Result, Success

from fbm.app.registry.artifacts import read_mark
from fbm.app.registry.ledger import Dangling, Expected, dangling, expected_bytes, named
from fbm.app.registry.shelf import GONE, Problem, Shelf, problem
from fbm.app.registry.surveying import Surveyor
from fbm.domain.ports.storage import Entry, KeyMissing, StorageFailure
from fbm.domain.registry import layout
from fbm.domain.registry.errors import DamagedMark, RegistryError
from fbm.domain.registry.naming import format_versioned_name
from fbm.domain.registry.release import Release, fold_removals

ORPHAN: Final = "orphan"


class Damage(NamedTuple):
    """A key whose bytes are not what they were; `names` are the parts that stand on it, or say that none does."""

    key: str
    reason: str
    names: tuple[str, ...]


class Orphan(NamedTuple):
    """Bytes that no version refers to."""

    key: str
    size: int


class Verification(NamedTuple):
    """What a verification found.

    Attributes
    ----------
    releases, artifacts, bytes : int
        How much was read.
    damaged : tuple of Damage
    orphans : tuple of Orphan
    dangling : tuple of Dangling
    strangers : tuple of Problem
        Entries that no registry has.
    """

    releases: int
    artifacts: int
    bytes: int
    damaged: tuple[Damage, ...]
    orphans: tuple[Orphan, ...]
    dangling: tuple[Dangling, ...]
    strangers: tuple[Problem, ...]


class Verifier:
    """Verifies a registry.

    Parameters
    ----------
    shelf : Shelf
    """

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.storage = shelf.storage

    def verify(self) -> Result[Verification, RegistryError]:
        """Read and hash everything; only a storage that cannot be listed is a failure."""
        records = Surveyor(self.shelf).records()
        if isinstance(records, Failure):
            return Failure(records.failure())
        marks = self._marks()
        if isinstance(marks, Failure):
            return Failure(marks.failure())
        match self.storage.entries(layout.BLOBS):
            case Success(entries):
                return Success(self._judge(records.unwrap(), marks.unwrap(), entries))
            case failure:
                return Failure(failure.failure())

    def _judge(
        self, found: Mapping[str, object], marks: tuple[Damage, ...], entries: tuple[Entry, ...]
    ) -> Verification:
        expected = expected_bytes(found)
        checked = [self._blob(entry, expected) for entry in entries]
        problems = [value for value in found.values() if isinstance(value, Problem)]
        return Verification(
            releases=sum(isinstance(value, Release) for value in found.values()),
            artifacts=len(checked),
            bytes=sum(entry.size for entry in entries),
            damaged=(
                *self._marker(found),
                *(Damage(one.key, one.reason, _who(one.key)) for one in problems if not _is_stranger(one.key)),
                *marks,
                *(one for one in checked if isinstance(one, Damage)),
                *self._missing(expected, {entry.key for entry in entries}),
            ),
            orphans=tuple(one for one in checked if isinstance(one, Orphan)),
            dangling=tuple(dangling(found)),
            strangers=(
                *(one for one in problems if _is_stranger(one.key)),
                *(one for one in checked if isinstance(one, Problem)),
            ),
        )

    def _marker(self, found: Mapping[str, object]) -> Iterator[Damage]:
        match self.shelf.record(layout.MARKER, self.shelf.reader.marker):
            case Failure(error):
                bad = problem(layout.MARKER, error)
                # A registry that nothing was published into has no marker.
                if bad.reason != GONE or found:
                    yield Damage(bad.key, bad.reason, ())
            case _:
                return

    def _marks(self) -> Result[tuple[Damage, ...], RegistryError]:
        damaged: list[Damage] = []
        for prefix in (layout.INTENTS, layout.CONDEMNED):
            names = self.storage.children(prefix)
            if isinstance(names, Failure):
                return Failure(names.failure())
            for name in sorted(names.unwrap()):
                match read_mark(self.storage, self.shelf.reader, f"{prefix}{name}"):
                    case Failure(DamagedMark(key, reason)):
                        damaged.append(Damage(key, reason, ()))
                    case Failure(error):
                        bad = problem(f"{prefix}{name}", error)
                        damaged.append(Damage(bad.key, bad.reason, ()))
                    case _:
                        continue
        return Success(tuple(damaged))

    def _blob(self, entry: Entry, expected: Mapping[str, list[Expected]]) -> Damage | Orphan | Problem | None:
        digest = layout.parse_blob_key(entry.key)
        if digest is None:
            return Problem(entry.key, "no artifact has such a key")
        holders = expected.get(digest, ())
        names = tuple(one.name for one in holders)
        match self.storage.get(entry.key, limit=entry.size):
            case Success(data) if f"sha256:{hashlib.sha256(data).hexdigest()}" != digest:
                return Damage(entry.key, "its digest does not match", names or (ORPHAN,))
            case Success(data) if any(one.size != len(data) for one in holders):
                return Damage(entry.key, "it has another size than was published", names)
            case Success(_):
                return None if any(not one.purged for one in holders) else Orphan(entry.key, entry.size)
            case Failure(KeyMissing()):
                return None  # collected meanwhile; whether it may be missing is looked at apart
            case Failure(StorageFailure(reason=reason)):
                return Damage(entry.key, reason, names or (ORPHAN,))
            case _:
                raise AssertionError(entry.key)

    def _missing(self, expected: Mapping[str, list[Expected]], there: set[str]) -> Iterator[Damage]:
        for digest, holders in expected.items():
            key = layout.blob_key(digest)
            wanting = [one for one in holders if not one.purged]
            if key in there or not wanting:
                continue
            # A collection may have purged it since the logs were read, a publish may have put it since the listing.
            names = tuple(one.name for one in wanting if not self._purged(one))
            if names and isinstance(self.storage.get(key, limit=wanting[0].size).value_or(None), type(None)):
                yield Damage(key, "its bytes are not there", names)

    def _purged(self, one: Expected) -> bool:
        log = self.shelf.removals(one.key)
        return log.map(lambda read: one.player_type in fold_removals(read.events)[1]).value_or(False)


def _who(key: str) -> tuple[str, ...]:
    """Name the version that a record is about, as far as its key tells."""
    release = layout.parse_release_key(key)
    if release is not None:
        return (f"{release.model_type}/{named(release)}",)
    log = layout.parse_log_key(key)
    if log is None:
        return ()
    subject = log.subject
    if subject.isdigit() and not key.startswith(layout.ALIASES):
        return (f"{log.model_type}/{format_versioned_name(log.base_name, int(subject))}",)
    return (f"{log.model_type}/{log.base_name}@{subject}",)


def _is_stranger(key: str) -> bool:
    return layout.parse_release_key(key) is None and layout.parse_log_key(key) is None
