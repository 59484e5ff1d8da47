"""Exporting: releases with their bytes, verbatim, for another registry; or as plain files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from returns.result import Failure, Result, Success

from fbm.app.registry.loading import Loader
from fbm.app.registry.shelf import Shelf
from fbm.domain.ports.bundles import BundleWriter, FolderWriter
from fbm.domain.ports.storage import StorageFailure
from fbm.domain.registry import layout
from fbm.domain.registry.errors import Purged, RegistryError
from fbm.domain.registry.metadata import ArtifactRef, ModelMetadata
from fbm.domain.registry.naming import format_versioned_name
from fbm.domain.registry.records import RecordWriter
from fbm.domain.registry.release import VersionState


class Exported(NamedTuple):
    """What a bundle holds: versions by type and name, and its size in bytes."""

    versions: tuple[tuple[str, str], ...]
    bytes: int


class Exporter:
    """Exports versions.

    Parameters
    ----------
    shelf : Shelf
    loader : Loader
        Reads artifacts, digest checked.
    writer : RecordWriter
    """

    def __init__(self, shelf: Shelf, loader: Loader, writer: RecordWriter) -> None:
        self.shelf = shelf
        self.loader = loader
        self.writer = writer

    def bundle(self, states: Sequence[VersionState], out: BundleWriter) -> Result[Exported, RegistryError]:
        """Write versions into one file, each with its manifest, notes and bytes as they stand.

        Returns
        -------
        Result of Exported
            `Purged`, `DamagedArtifact`, `StorageFailure`; no file is left then.
        """
        records: dict[str, bytes] = {layout.MARKER: self.writer.marker()}
        blobs: dict[str, tuple[str, ArtifactRef]] = {}
        for state in states:
            if state.purged:
                return Failure(Purged(_name(state), state.release.model_type))
            found = self._records(state)
            if isinstance(found, Failure):
                return Failure(found.failure())
            records.update(found.unwrap())
            blobs.update({ref.digest: (_name(state), ref) for ref in refs(state)})
        names = tuple((state.release.model_type, _name(state)) for state in states)
        return out.write(self._entries(records, blobs)).map(lambda size: Exported(names, size))

    def files(
        self, state: VersionState, player_type: str | None, extension: str, out: FolderWriter
    ) -> Result[tuple[str, ...], RegistryError]:
        """Write ``<name>_<player type><extension>`` and ``…_meta.json`` for the live parts, or one of them.

        Returns
        -------
        Result of tuple of str
            Paths. `DamagedArtifact`, `StorageFailure`, also when a file of that name is there.
        """
        files: dict[str, bytes] = {}
        for part in state.metadata():
            if player_type not in (None, part.player_type):
                continue
            data = self.loader.checked_bytes(part.name, part.artifact)
            if isinstance(data, Failure):
                return Failure(data.failure())
            stem = f"{part.name}_{part.player_type}"
            files |= {f"{stem}{extension}": data.unwrap(), f"{stem}_meta.json": out.sidecar(sidecar_facts(part))}
        return out.write(files).alt(_as_registry_error)

    def _records(self, state: VersionState) -> Result[dict[str, bytes], RegistryError]:
        release = state.release
        place = (release.model_type, release.base_name, release.version)
        notes = self.shelf.storage.keys(layout.note_prefix(*place))
        if isinstance(notes, Failure):
            return Failure(notes.failure())
        found: dict[str, bytes] = {}
        for key in (layout.release_key(*place), *notes.unwrap()):
            data = self.shelf.raw(key)
            if isinstance(data, Failure):
                return Failure(data.failure())
            found[key] = data.unwrap()
        return Success(found)

    def _entries(
        self, records: Mapping[str, bytes], blobs: Mapping[str, tuple[str, ArtifactRef]]
    ) -> Iterator[tuple[str, Result[bytes, RegistryError]]]:
        for key in sorted(records):
            yield key, Success(records[key])
        for digest in sorted(blobs):
            yield layout.blob_key(digest), self.loader.checked_bytes(*blobs[digest])


def _as_registry_error(error: StorageFailure) -> RegistryError:
    return error


def refs(state: VersionState) -> Iterator[ArtifactRef]:
    """Name all the bytes a version stands on."""
    for part in state.release.parts:
        yield part.artifact
        yield from part.attachments.values()


def sidecar_facts(model: ModelMetadata) -> dict[str, object]:
    """Facts of a part under the names that plain sidecars have always had."""
    return {
        "name": model.name,
        "model_type": model.model_type,
        "player_type": model.player_type,
        "version": model.version,
        "training_years": list(model.training_years),
        "stats": list(model.stats),
        "feature_names": list(model.feature_names),
        "created_at": model.created_at,
        "metrics": dict(model.metrics),
        "config": dict(model.config),
        "digest": model.artifact.digest,
    }


def _name(state: VersionState) -> str:
    return format_versioned_name(state.release.base_name, state.release.version)
