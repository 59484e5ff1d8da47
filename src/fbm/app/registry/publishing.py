"""Publishing: artifacts first, the manifest last and exclusively. Its appearance is the release.

Two publishers that want the same number both write their manifest; one create succeeds. The other takes the next
number, or, when it had asked for that very number, is told so. A crash leaves bytes that nothing refers to, never half
a release.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from returns.result import Failure, Result, Success

from fbm.app.registry.artifacts import ArtifactKeeper, Payload, payload, put_once
from fbm.app.registry.shelf import Shelf
from fbm.domain.ports.serializers import ModelSerializer, NotPlainData, Params
from fbm.domain.ports.storage import KeyMissing, KeyTaken, StorageFailure
from fbm.domain.registry import layout
from fbm.domain.registry.draft import PartDraft, ReleaseDraft
from fbm.domain.registry.errors import DamagedRecord, EmptyRelease, ForeignRegistry, NameClash, RegistryError
from fbm.domain.registry.metadata import ArtifactRef
from fbm.domain.registry.naming import BaseName, fold_case
from fbm.domain.registry.records import BadRecord
from fbm.domain.registry.release import Part, Release
from fbm.domain.registry.times import as_text
from fbm.domain.registry.versioning import requested_line, resolve_version

MARKER_LIMIT: Final = 1 << 20


class Publisher:
    """Publishes drafts of one model type.

    Parameters
    ----------
    shelf : Shelf
    keeper : ArtifactKeeper
    serializer : ModelSerializer
    """

    def __init__(self, shelf: Shelf, keeper: ArtifactKeeper, serializer: ModelSerializer) -> None:
        self.shelf = shelf
        self.keeper = keeper
        self.serializer = serializer

    def publish(self, draft: ReleaseDraft) -> Result[Release, RegistryError]:
        """Publish all parts of a draft under one version.

        Returns
        -------
        Result of Release
            `VersionTaken`, `VersionConflict`, `BadName`, `BadVersion`, `NameClash`, `EmptyRelease`, `NotPlainData`,
            `ForeignRegistry`, `Busy`, `StorageFailure`; nothing is published then.

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
        # Refused before any bytes are written, where it can be; a number nobody asked for is found when it is claimed.
        allowed = self._without_clash(draft.model_type, base_name)
        if version is not None:
            allowed = self.decide(draft.model_type, base_name, version).map(lambda _: None)
        if isinstance(allowed, Failure):
            return Failure(allowed.failure())
        packed = pack(self.serializer, draft.parts)
        if isinstance(packed, Failure):
            return Failure(packed.failure())
        parts, payloads = packed.unwrap()
        release = self._release(draft, base_name, parts)
        marked = mark_registry(self.keeper)
        return marked.bind(lambda _: self.keeper.keep(payloads, lambda: self._claim(release, base_name, version)))

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
        return self._without_clash(model_type, base_name).bind(
            lambda _: self._resolve(model_type, base_name, version, lost)
        )

    def _without_clash(self, model_type: str, base_name: BaseName) -> Result[None, RegistryError]:
        """`NameClash` when the name of another line that has a version differs only in case."""
        names = self.shelf.lines(model_type)
        if isinstance(names, Failure):
            return Failure(names.failure())
        for name in names.unwrap():
            clashes = name != base_name and fold_case(name) == fold_case(base_name)
            if clashes and self.shelf.highest(model_type, name) != Success(()):
                return Failure(NameClash(base_name, name))
        return Success(None)

    def _resolve(
        self, model_type: str, base_name: BaseName, version: int | None, lost: Collection[int]
    ) -> Result[tuple[int, str], RegistryError]:
        # The next free number needs the highest one only, and a line may be long.
        listed = self.shelf.highest if version is None else self.shelf.versions
        return listed(model_type, base_name).bind(
            lambda numbers: resolve_version(base_name, {*numbers, *lost}, version)
        )

    def _claim(self, release: Release, base_name: BaseName, version: int | None) -> Result[Release, RegistryError]:
        # What no listing shows can hold a number; remembered, so that each round gets further.
        lost: set[int] = set()
        while True:
            decided = self._resolve(release.model_type, base_name, version, lost)
            if isinstance(decided, Failure):
                return Failure(decided.failure())
            number = decided.unwrap()[0]
            claimed = self._put_manifest(release._replace(version=number))
            if claimed is not None:
                return claimed
            lost.add(number)

    def _put_manifest(self, release: Release) -> Result[Release, RegistryError] | None:
        """Publish by creating the manifest, and give what readers will see; None when the number is taken."""
        record = self._record(release)
        if isinstance(record, Failure):
            return record
        data, read = record.unwrap()
        match self.keeper.storage.put(layout.release_key(release.model_type, release.base_name, release.version), data):
            case Failure(KeyTaken()):
                return None
            case Failure(StorageFailure() as error):
                return Failure(error)
            case _:
                return Success(read)

    def _record(self, release: Release) -> Result[tuple[bytes, Release], RegistryError]:
        """Write the manifest and read it back: what readers would refuse is never published."""
        try:
            data = self.keeper.writer.release(release)
        except ValueError as unfit:
            return Failure(NotPlainData("the manifest", str(unfit)))
        match self.shelf.reader.release(data):
            case Success(read):
                return Success((data, read))
            case refused:
                return Failure(NotPlainData("the manifest", refused.failure().reason))

    def _release(self, draft: ReleaseDraft, base_name: BaseName, parts: tuple[Part, ...]) -> Release:
        """Everything but the number, which is decided when it is claimed."""
        return Release(
            model_type=draft.model_type,
            base_name=base_name,
            version=0,
            created_at=draft.created_at or as_text(self.keeper.clock.now()),
            parts=parts,
            lineage=draft.lineage,
            description=draft.description,
            tags=dict(draft.tags),
        )


def pack(
    serializer: ModelSerializer, drafts: Sequence[PartDraft]
) -> Result[tuple[tuple[Part, ...], tuple[Payload, ...]], RegistryError]:
    """Turn drafts into parts, by player type, and the bytes they stand on."""
    parts: list[Part] = []
    payloads: list[Payload] = []
    for draft in sorted(drafts, key=lambda part: part.player_type):
        packed = _serialise(serializer, {"": draft.params, **draft.attachments})
        if isinstance(packed, Failure):
            return Failure(packed.failure())
        refs = {name: one.ref for name, one in packed.unwrap().items()}
        parts.append(_part(draft, refs.pop(""), refs))
        payloads += packed.unwrap().values()
    return Success((tuple(parts), tuple(payloads)))


def _serialise(serializer: ModelSerializer, params: Mapping[str, Params]) -> Result[dict[str, Payload], RegistryError]:
    """Serialise the params, which have no name, and the attachments by theirs."""
    found: dict[str, Payload] = {}
    for name in sorted(params):
        match serializer.dumps(params[name]):
            case Success(data):
                found[name] = payload(data, serializer.name)
            case failure:
                return Failure(failure.failure())
    return Success(found)


def mark_registry(keeper: ArtifactKeeper) -> Result[None, RegistryError]:
    """Put the format marker into a new registry; a marker of another format stays, and nothing is written beside it."""
    match keeper.storage.get(layout.MARKER, limit=MARKER_LIMIT):
        case Failure(KeyMissing()):
            return put_once(keeper.storage, layout.MARKER, keeper.writer.marker())
        case Success(data) if data == keeper.writer.marker():
            return Success(None)
        case Success(data):
            return (
                keeper.reader.marker(data)
                .alt(_bad_marker)
                .bind(lambda name: Failure(ForeignRegistry(keeper.storage.place, name)))
            )
        case Failure(StorageFailure() as error):
            return Failure(error)
        case _:
            raise AssertionError(layout.MARKER)


def _bad_marker(bad: BadRecord) -> RegistryError:
    return DamagedRecord(layout.MARKER, bad.reason)


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
