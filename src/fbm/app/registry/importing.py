"""Importing: releases of another storage - a bundle, a registry elsewhere - checked, then published as they are.

A manifest is copied byte for byte, so a version keeps its name, number, time and lineage. Its bytes are held against
their digests, read as plain data and vetted by the kind before anything is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from returns.result import Failure, Result, Success

from fbm.app.registry.artifacts import ArtifactKeeper, Payload, put_once
from fbm.app.registry.loading import Loader
from fbm.app.registry.publishing import Publisher, mark_registry
from fbm.app.registry.shelf import Shelf
from fbm.domain.ports.storage import KeyTaken, StorageFailure
from fbm.domain.registry import layout
from fbm.domain.registry.errors import DamagedRecord, RegistryError, UnknownModelType, VersionTaken
from fbm.domain.registry.layout import ReleaseKey
from fbm.domain.registry.metadata import ArtifactRef, ModelMetadata
from fbm.domain.registry.naming import format_versioned_name, parse_base_name
from fbm.domain.registry.release import Release, RemovalLog, assemble

Vet = Callable[[ModelMetadata, Mapping[str, object]], Result[None, RegistryError]]
"""Looks at params of unknown origin as closely as their kind needs, before they are published."""


class Refused(NamedTuple):
    """A manifest that was not imported, and why."""

    key: str
    error: RegistryError


class Imported(NamedTuple):
    """What became of the versions of a source: by type and name, those published, those there already, and refusals."""

    published: tuple[tuple[str, str], ...]
    already: tuple[tuple[str, str], ...]
    refused: tuple[Refused, ...]


class Importer:
    """Imports the releases of a source.

    Parameters
    ----------
    source : Shelf
    loader : Loader
        Reads the source's artifacts.
    publishers : mapping of str to Publisher
        Of the registry that takes them in, by model type.
    keeper : ArtifactKeeper
    vet : function
    """

    def __init__(
        self, source: Shelf, loader: Loader, publishers: Mapping[str, Publisher], keeper: ArtifactKeeper, vet: Vet
    ) -> None:
        self.source = source
        self.loader = loader
        self.publishers = publishers
        self.keeper = keeper
        self.vet = vet

    def run(self) -> Result[Imported, RegistryError]:
        """Import every release, each whole or not at all; only a source or target that cannot be used is a failure."""
        keys = self.source.storage.keys(layout.RELEASES)
        marked = mark_registry(self.keeper)
        if isinstance(keys, Failure):
            return Failure(keys.failure())
        if isinstance(marked, Failure):
            return Failure(marked.failure())
        published: list[tuple[str, str]] = []
        already: list[tuple[str, str]] = []
        refused: list[Refused] = []
        for key in keys.unwrap():
            match self._one(key):
                case Success((name, True)):
                    published.append(name)
                case Success((name, False)):
                    already.append(name)
                case failure:
                    refused.append(Refused(key, failure.failure()))
        return Success(Imported(tuple(published), tuple(already), tuple(refused)))

    def _one(self, key: str) -> Result[tuple[tuple[str, str], bool], RegistryError]:
        place = layout.parse_release_key(key)
        if place is None:
            return Failure(DamagedRecord(key, "no manifest has such a key"))
        data = self.source.raw(key)
        release = self.source.release(place)
        return data.bind(lambda raw: release.bind(lambda read: self._take(place, raw, read)))

    def _take(
        self, place: ReleaseKey, manifest: bytes, release: Release
    ) -> Result[tuple[tuple[str, str], bool], RegistryError]:
        publisher = self.publishers.get(place.model_type)
        if publisher is None:
            return Failure(UnknownModelType(place.model_type, tuple(self.publishers)))
        name = (place.model_type, format_versioned_name(place.base_name, place.version))
        there = publisher.shelf.versions(place.model_type, place.base_name).map(lambda have: place.version in have)
        if isinstance(there, Failure):
            return Failure(there.failure())
        if there.unwrap():
            return self._compare(publisher, place, manifest).map(lambda _: (name, False))
        base = parse_base_name(place.base_name).bind(
            lambda good: publisher.decide(place.model_type, good, place.version)
        )
        payloads = base.bind(lambda _: self._payloads(release))
        notes = self._notes(place)
        if isinstance(notes, Failure):
            return Failure(notes.failure())
        kept = payloads.bind(
            lambda found: self.keeper.keep(found, lambda: self._claim(place, manifest, notes.unwrap()))
        )
        return kept.map(lambda _: (name, True))

    def _compare(self, publisher: Publisher, place: ReleaseKey, manifest: bytes) -> Result[None, RegistryError]:
        key = layout.release_key(*place)
        mine = publisher.shelf.raw(key)
        return mine.bind(lambda have: Success(None) if have == manifest else self._taken(publisher, place))

    def _taken(self, publisher: Publisher, place: ReleaseKey) -> Result[None, RegistryError]:
        highest = publisher.shelf.highest(place.model_type, place.base_name)
        free = highest.map(lambda numbers: max(numbers, default=0) + 1)
        return free.bind(
            lambda number: Failure(
                VersionTaken(
                    format_versioned_name(place.base_name, place.version),
                    number,
                    format_versioned_name(place.base_name, number),
                )
            )
        )

    def _payloads(self, release: Release) -> Result[tuple[Payload, ...], RegistryError]:
        """Read and check all bytes of a release: digests first, then plain data, then what the kind says."""
        found: list[Payload] = []
        for part in assemble(release, removals=RemovalLog()).metadata():
            for ref in (part.artifact, *part.attachments.values()):
                checked = self._payload(part, ref)
                if isinstance(checked, Failure):
                    return Failure(checked.failure())
                found.append(checked.unwrap())
        return Success(tuple(found))

    def _payload(self, part: ModelMetadata, ref: ArtifactRef) -> Result[Payload, RegistryError]:
        data = self.loader.checked_bytes(part.name, ref)
        plain = data.bind(lambda raw: self.loader.plain(ref, raw))
        vetted = plain.bind(lambda params: self.vet(part, params) if ref == part.artifact else Success(None))
        return vetted.bind(lambda _: data.map(lambda raw: Payload(ref, raw)))

    def _claim(
        self, place: ReleaseKey, manifest: bytes, notes: Sequence[tuple[str, bytes]]
    ) -> Result[None, RegistryError]:
        """Publish the manifest as it is, then its notes, which may be added at any time."""
        key = layout.release_key(*place)
        match self.keeper.storage.put(key, manifest):
            case Failure(KeyTaken()):
                return Failure(DamagedRecord(key, "somebody else published it meanwhile"))
            case Failure(StorageFailure() as error):
                return Failure(error)
            case _:
                return _all_put(put_once(self.keeper.storage, note, data) for note, data in notes)

    def _notes(self, place: ReleaseKey) -> Result[tuple[tuple[str, bytes], ...], RegistryError]:
        keys = self.source.storage.keys(layout.note_prefix(*place))
        if isinstance(keys, Failure):
            return Failure(keys.failure())
        found: list[tuple[str, bytes]] = []
        for key in keys.unwrap():
            note = self.source.record(key, self.source.reader.note)
            data = note.bind(lambda _: self.source.raw(key))  # noqa: B023  # used before the next round
            if isinstance(data, Failure):
                return Failure(data.failure())
            found.append((key, data.unwrap()))
        return Success(tuple(found))


def _all_put(results: Iterable[Result[None, RegistryError]]) -> Result[None, RegistryError]:
    return next((result for result in results if isinstance(result, Failure)), Success(None))
