"""Publishing: artifacts first, the manifest last and exclusively. Its appearance is the release.

Two publishers that want the same number both write their manifest; one create succeeds. The other takes the next
number, or, when it had asked for that very number, is told so. A crash leaves bytes that nothing refers to, never half
a release.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping

from returns.result import Failure, Result, Success

from fbm.app.registry.shelf import Shelf
from fbm.domain.ports.serializers import ModelSerializer, NotPlainData, Params
from fbm.domain.ports.storage import KeyTaken, Storage, StorageFailure
from fbm.domain.ports.surroundings import Clock
from fbm.domain.registry import layout
from fbm.domain.registry.draft import PartDraft, ReleaseDraft
from fbm.domain.registry.errors import EmptyRelease, NameClash, RegistryError
from fbm.domain.registry.layout import ReleaseKey
from fbm.domain.registry.metadata import ArtifactRef
from fbm.domain.registry.naming import BaseName, fold_case
from fbm.domain.registry.records import RecordWriter
from fbm.domain.registry.release import Part, Release
from fbm.domain.registry.versioning import requested_line, resolve_version


class Publisher:
    """Publishes drafts of one model type.

    Parameters
    ----------
    storage : Storage
    shelf : Shelf
    writer : RecordWriter
    serializer : ModelSerializer
    clock : Clock
    """

    def __init__(
        self, storage: Storage, shelf: Shelf, writer: RecordWriter, serializer: ModelSerializer, clock: Clock
    ) -> None:
        self.storage = storage
        self.shelf = shelf
        self.writer = writer
        self.serializer = serializer
        self.clock = clock

    def publish(self, draft: ReleaseDraft) -> Result[Release, RegistryError]:
        """Publish all parts of a draft under one version.

        Returns
        -------
        Result of Release
            `VersionTaken`, `VersionConflict`, `BadName`, `BadVersion`, `NameClash`, `EmptyRelease`, `NotPlainData`,
            `StorageFailure`; nothing is published then.

        Raises
        ------
        ValueError
            When two parts are for the same player type.
        """
        if not draft.parts:
            return Failure(EmptyRelease(draft.name))
        if len({part.player_type for part in draft.parts}) < len(draft.parts):
            raise ValueError(f"{draft.name}: two parts for one player type")
        line = requested_line(draft.name, draft.version)
        return line.bind(lambda wanted: self._publish_to(draft, wanted[0], wanted[1]))

    def _publish_to(
        self, draft: ReleaseDraft, base_name: BaseName, version: int | None
    ) -> Result[Release, RegistryError]:
        # Decided before any bytes are written, so that a refused publish leaves nothing behind.
        first = self.decide(draft.model_type, base_name, version)
        if isinstance(first, Failure):
            return first
        return self._store_parts(draft).bind(lambda parts: self._claim(draft, base_name, version, parts))

    def decide(
        self, model_type: str, base_name: BaseName, version: int | None, lost: Collection[int] = ()
    ) -> Result[tuple[int, str], RegistryError]:
        """Decide which version a publish would get now; gives it with its versioned name.

        Parameters
        ----------
        model_type : str
        base_name : BaseName
        version : int or None
            An explicit version, or None for the next free one.
        lost : collection of int
            Numbers that could not be created; they count as claimed.

        Returns
        -------
        Result of (version, versioned name)
            `VersionTaken`, `BadVersion`, `NameClash`, `StorageFailure`.
        """
        keys = self.shelf.release_keys(model_type)
        return keys.bind(lambda known: _without_clash(base_name, known)).bind(
            lambda claimed: resolve_version(base_name, {*claimed, *lost}, version)
        )

    def _claim(
        self, draft: ReleaseDraft, base_name: BaseName, version: int | None, parts: tuple[Part, ...]
    ) -> Result[Release, RegistryError]:
        # What no listing shows (a folder, a link) can hold a number; remembered, so that each round gets further.
        lost: set[int] = set()
        while True:
            decided = self.decide(draft.model_type, base_name, version, lost)
            if isinstance(decided, Failure):
                return decided
            number = decided.unwrap()[0]
            claimed = self._put_manifest(self._release(draft, base_name, number, parts))
            if claimed is not None:
                return claimed
            lost.add(number)

    def _put_manifest(self, release: Release) -> Result[Release, RegistryError] | None:
        """Publish by creating the manifest, and give what readers will see; None when the number is taken."""
        record = self._record(release)
        if isinstance(record, Failure):
            return record
        data, read = record.unwrap()
        match self.storage.put(layout.release_key(release.model_type, release.base_name, release.version), data):
            case Failure(KeyTaken()):
                return None
            case Failure(StorageFailure() as error):
                return Failure(error)
            case _:
                return Success(read)

    def _record(self, release: Release) -> Result[tuple[bytes, Release], RegistryError]:
        """Write the manifest and read it back: what readers would refuse is never published."""
        try:
            data = self.writer.release(release)
        except ValueError as unfit:
            return Failure(NotPlainData("the manifest", str(unfit)))
        match self.shelf.reader.release(data):
            case Success(read):
                return Success((data, read))
            case refused:
                return Failure(NotPlainData("the manifest", refused.failure().reason))

    def _release(self, draft: ReleaseDraft, base_name: BaseName, version: int, parts: tuple[Part, ...]) -> Release:
        return Release(
            model_type=draft.model_type,
            base_name=base_name,
            version=version,
            created_at=draft.created_at or format_time(self.clock),
            parts=parts,
            lineage=draft.lineage,
            description=draft.description,
            tags=dict(draft.tags),
        )

    def _store_parts(self, draft: ReleaseDraft) -> Result[tuple[Part, ...], RegistryError]:
        marked = self._put_once(layout.MARKER, self.writer.marker())
        if isinstance(marked, Failure):
            return marked
        parts: list[Part] = []
        for part in sorted(draft.parts, key=lambda part: part.player_type):
            match self._store_part(part):
                case Success(stored):
                    parts.append(stored)
                case failure:
                    return Failure(failure.failure())
        return Success(tuple(parts))

    def _store_part(self, draft: PartDraft) -> Result[Part, RegistryError]:
        artifact = self._store_params(draft.params)
        return artifact.bind(lambda ref: self._store_attachments(draft.attachments).map(lambda a: _part(draft, ref, a)))

    def _store_attachments(self, attachments: Mapping[str, Params]) -> Result[Mapping[str, ArtifactRef], RegistryError]:
        stored: dict[str, ArtifactRef] = {}
        for name in sorted(attachments):
            match self._store_params(attachments[name]):
                case Success(ref):
                    stored[name] = ref
                case failure:
                    return Failure(failure.failure())
        return Success(stored)

    def _store_params(self, params: Params) -> Result[ArtifactRef, RegistryError]:
        match self.serializer.dumps(params):
            case Success(data):
                ref = ArtifactRef(f"sha256:{hashlib.sha256(data).hexdigest()}", len(data), self.serializer.name)
                return self._put_blob(layout.blob_key(ref.digest), data).map(lambda _: ref)
            case failure:
                return Failure(failure.failure())

    def _put_blob(self, key: str, data: bytes) -> Result[None, RegistryError]:
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
                return self._put_once(key, data)

    def _put_once(self, key: str, data: bytes) -> Result[None, RegistryError]:
        """Put what is the same whoever puts it: when it is there already, all is well."""
        match self.storage.put(key, data):
            case Failure(StorageFailure() as error):
                return Failure(error)
            case _:
                return Success(None)


def format_time(clock: Clock) -> str:
    """Write the present moment as records do: UTC with microseconds, ``2026-02-08T22:10:05.120345Z``."""
    return clock.now().strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _without_clash(base_name: BaseName, keys: tuple[ReleaseKey, ...]) -> Result[tuple[int, ...], RegistryError]:
    """Versions of a line; `NameClash` when another line's name differs only in case."""
    for key in keys:
        if key.base_name != base_name and fold_case(key.base_name) == fold_case(base_name):
            return Failure(NameClash(base_name, key.base_name))
    return Success(tuple(key.version for key in keys if key.base_name == base_name))


def _part(draft: PartDraft, artifact: ArtifactRef, attachments: Mapping[str, ArtifactRef]) -> Part:
    return Part(
        player_type=draft.player_type,
        training_years=tuple(sorted(set(draft.training_years))),
        stats=tuple(draft.stats),
        feature_names=tuple(draft.feature_names),
        config=draft.config,
        metrics=draft.metrics,
        importances=draft.importances,
        artifact=artifact,
        attachments=attachments,
    )
