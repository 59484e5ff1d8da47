"""Collecting garbage: bytes of removed versions, and bytes that nothing refers to. Manifests and logs stay for ever.

What is to go is condemned first, in a mark that every publish looks for. Then the publishes under way are looked for,
and the manifests read again: what either of them needs is spared. A removed part is said to be purged before its bytes
go, right after what was read of its log; if it was restored meanwhile, its bytes stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from returns.result import Failure, Result, Success

from fbm.app.registry.artifacts import ArtifactKeeper, read_mark
from fbm.app.registry.removing import LogKeeper
from fbm.app.registry.shelf import Problem
from fbm.app.registry.surveying import Surveyor
from fbm.domain.ports.storage import Entry, KeyTaken, StorageFailure
from fbm.domain.registry import layout
from fbm.domain.registry.errors import Busy, DamagedRecord, RegistryError
from fbm.domain.registry.marks import CONDEMNATION_LIFE_S, MARGIN_S, named
from fbm.domain.registry.naming import format_versioned_name
from fbm.domain.registry.release import Part, VersionState

Sizes = Mapping[str, int]
"""Bytes by digest."""

_MARK: Final = "{:06d}.json"


class Purge(NamedTuple):
    """Removed parts of one version whose bytes go."""

    model_type: str
    name: str
    player_types: tuple[str, ...]


class Collected(NamedTuple):
    """What a collection freed, or what it would free.

    Attributes
    ----------
    dry_run : bool
    blobs, bytes : int
        How many, and how large together.
    purges : tuple of Purge
        Removed versions that cannot come back.
    spared_bytes : int
        Bytes that nothing refers to and that a publish under way relies on.
    """

    dry_run: bool
    blobs: int
    bytes: int
    purges: tuple[Purge, ...]
    spared_bytes: int


class _Roots(NamedTuple):
    live: Set[str]
    removed: tuple[VersionState, ...]


class Collector:
    """Collects the garbage of a registry.

    Parameters
    ----------
    surveyor : Surveyor
    keeper : ArtifactKeeper
    logs : LogKeeper
    """

    def __init__(self, surveyor: Surveyor, keeper: ArtifactKeeper, logs: LogKeeper) -> None:
        self.surveyor = surveyor
        self.storage = keeper.storage
        self.keeper = keeper
        self.logs = logs

    def collect(self, *, dry_run: bool) -> Result[Collected, RegistryError]:
        """Free what can be freed, or say what would be.

        Returns
        -------
        Result of Collected
            `DamagedRecord` when a manifest or log cannot be read, for what it refers to is not known; `DamagedMark`,
            `Busy` when another collection runs, `StorageFailure`.
        """
        roots = self._roots()
        if isinstance(roots, Failure):
            return Failure(roots.failure())
        garbage = self._stored().map(lambda sizes: _without(sizes, roots.unwrap().live))
        if dry_run:
            return garbage.bind(lambda sizes: self._count(sizes, roots.unwrap()))
        return garbage.bind(self._sweep)

    def _count(self, garbage: Sizes, roots: _Roots) -> Result[Collected, RegistryError]:
        needed = self.keeper.intents().map(named)
        return needed.map(lambda digests: _collected(garbage, _without(garbage, digests), roots.removed, dry_run=True))

    def _sweep(self, garbage: Sizes) -> Result[Collected, RegistryError]:
        condemned = self._condemn(garbage)
        if isinstance(condemned, Failure):
            return Failure(condemned.failure())
        key, until = condemned.unwrap()
        try:
            return self._free(garbage, until).bind(lambda done: self._tidy().map(lambda _: done))
        finally:
            # A condemnation that cannot be withdrawn is spent by itself.
            self.storage.delete(key)

    def _condemn(self, garbage: Sizes) -> Result[tuple[str, datetime], RegistryError]:
        """Write the mark, unless another collection is at work: two would only get in each other's way."""
        others = self.keeper.condemnations()
        if isinstance(others, Failure):
            return Failure(others.failure())
        if others.unwrap():
            return Failure(Busy(layout.CONDEMNED))
        now = self.keeper.clock.now()
        mark = self.keeper.mark(tuple(sorted(garbage)), now, CONDEMNATION_LIFE_S)
        until = now + timedelta(seconds=CONDEMNATION_LIFE_S - MARGIN_S)
        return self._put_mark(self.keeper.writer.mark(mark)).map(lambda key: (key, until))

    def _put_mark(self, data: bytes) -> Result[str, RegistryError]:
        number = 0
        while True:
            names = self.storage.children(layout.CONDEMNED)
            if isinstance(names, Failure):
                return Failure(names.failure())
            number = max([number, *(int(name[:6]) for name in names.unwrap() if name[:6].isdigit())]) + 1
            key = f"{layout.CONDEMNED}{_MARK.format(number)}"
            match self.storage.put(key, data):
                case Failure(KeyTaken()):
                    continue
                case Failure(StorageFailure() as error):
                    return Failure(error)
                case _:
                    return Success(key)

    def _free(self, garbage: Sizes, until: datetime) -> Result[Collected, RegistryError]:
        needed = self.keeper.intents()
        if isinstance(needed, Failure):
            return Failure(needed.failure())
        # In this order: a publish that has withdrawn its intent meanwhile has published its manifest before.
        roots = self._roots()
        if isinstance(roots, Failure):
            return Failure(roots.failure())
        doomed = _without(garbage, roots.unwrap().live | named(needed.unwrap()))
        purged = self._purge(roots.unwrap().removed, doomed)
        if isinstance(purged, Failure):
            return Failure(purged.failure())
        states, restored = purged.unwrap()
        return self._delete(_without(doomed, restored), until).map(
            lambda freed: _collected(garbage, freed, states, dry_run=False)
        )

    def _purge(
        self, removed: Iterable[VersionState], doomed: Sizes
    ) -> Result[tuple[tuple[VersionState, ...], Set[str]], RegistryError]:
        """Say which removed parts go; gives them, and the digests of those that were restored meanwhile."""
        purged: list[VersionState] = []
        restored: set[str] = set()
        for state in removed:
            parts = tuple(part.player_type for part in going(state, doomed))
            written = self.logs.purge(state, parts) if parts else Success(False)
            if isinstance(written, Failure):
                return Failure(written.failure())
            if written.unwrap():
                purged.append(state)
            elif parts:
                restored |= set(digests(state.release.parts))
        return Success((tuple(purged), restored))

    def _delete(self, doomed: Sizes, until: datetime) -> Result[Sizes, RegistryError]:
        freed: dict[str, int] = {}
        for digest in sorted(doomed):
            if self.keeper.clock.now() >= until:
                break  # what is left is garbage still, for the next collection
            match self.storage.delete(layout.blob_key(digest)):
                case Failure(StorageFailure() as error):
                    return Failure(error)
                case _:
                    freed[digest] = doomed[digest]
        return Success(freed)

    def _tidy(self) -> Result[None, RegistryError]:
        """Take away spent marks, and what killed writers left unfinished."""
        for prefix in (layout.INTENTS, layout.CONDEMNED):
            names = self.storage.children(prefix)
            if isinstance(names, Failure):
                return Failure(names.failure())
            for name in names.unwrap():
                mark = read_mark(self.storage, self.keeper.reader, f"{prefix}{name}")
                if isinstance(mark, Failure):
                    return Failure(mark.failure())
                found = mark.unwrap()
                if found is not None and self.keeper.is_spent(found):
                    self.storage.delete(f"{prefix}{name}")
        return Success(None)

    def _roots(self) -> Result[_Roots, RegistryError]:
        survey = self.surveyor.survey()
        if isinstance(survey, Failure):
            return Failure(survey.failure())
        unknown = next((problem for problem in survey.unwrap().problems if _may_refer(problem)), None)
        if unknown is not None:
            return Failure(DamagedRecord(unknown.key, unknown.reason))
        states = survey.unwrap().states
        live = frozenset(digest for state in states for digest in digests(kept(state)))
        return Success(_Roots(live, tuple(state for state in states if state.removed)))

    def _stored(self) -> Result[Sizes, RegistryError]:
        match self.storage.entries(layout.BLOBS):
            case Success(entries):
                return Success(dict(_blobs(entries)))
            case failure:
                return Failure(failure.failure())


def digests(parts: Iterable[Part]) -> Iterator[str]:
    """Name everything that parts stand on."""
    for part in parts:
        yield part.artifact.digest
        yield from (ref.digest for ref in part.attachments.values())


def kept(state: VersionState) -> Iterator[Part]:
    """Give the parts that are not removed."""
    return (part for part in state.release.parts if part.player_type not in state.removed)


def going(state: VersionState, doomed: Sizes) -> Iterator[Part]:
    """Give the removed parts, not yet purged, of which some bytes are doomed."""
    removed = (part for part in state.release.parts if part.player_type in state.removed)
    return (
        part for part in removed if part.player_type not in state.purged and any(d in doomed for d in digests([part]))
    )


def _collected(garbage: Sizes, freed: Sizes, removed: Iterable[VersionState], *, dry_run: bool) -> Collected:
    purges = ((state, tuple(part.player_type for part in going(state, freed))) for state in removed)
    named_purges = tuple(
        Purge(state.release.model_type, format_versioned_name(state.release.base_name, state.release.version), parts)
        for state, parts in purges
        if parts
    )
    spared = sum(size for digest, size in garbage.items() if digest not in freed)
    return Collected(dry_run, len(freed), sum(freed.values()), named_purges, spared)


def _without(sizes: Sizes, taken: Set[str]) -> Sizes:
    return {digest: size for digest, size in sizes.items() if digest not in taken}


def _blobs(entries: Iterable[Entry]) -> Iterator[tuple[str, int]]:
    for entry in entries:
        digest = layout.parse_blob_key(entry.key)
        if digest is not None:
            yield digest, entry.size


def _may_refer(problem: Problem) -> bool:
    """Tell whether an unreadable entry may be one that refers to bytes, or that brought some back."""
    if problem.key.startswith(layout.ALIASES):
        return False
    return layout.parse_release_key(problem.key) is not None or layout.parse_log_key(problem.key) is not None
