"""`ModelRegistry`: every kind of model behind one door.

The facade puts the steps in order and checks the words; reading, publishing, loading and removing live beside it.
What only some operations need is imported by them: a listing should not wait for the parts that write.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from returns.result import Failure, Result, Success

from fbm.app.registry.kinds import Kind, rebuilders, serializers
from fbm.app.registry.reading import ModelReader, still_there
from fbm.domain.ports.index import RecordIndex
from fbm.domain.ports.storage import Storage
from fbm.domain.ports.surroundings import Clock, Processes
from fbm.domain.registry.draft import ReleaseDraft
from fbm.domain.registry.errors import NotRebuildable, RegistryError, UnknownModelType
from fbm.domain.registry.layout import ReleaseKey
from fbm.domain.registry.metadata import NOTHING, ModelMetadata
from fbm.domain.registry.naming import parse_alias
from fbm.domain.registry.records import RecordReader, RecordWriter
from fbm.domain.registry.release import Release

if TYPE_CHECKING:
    from fbm.app.registry.artifacts import ArtifactKeeper
    from fbm.app.registry.collecting import Collected
    from fbm.app.registry.exporting import Exported, Exporter
    from fbm.app.registry.importing import Imported
    from fbm.app.registry.promoting import Promotion
    from fbm.app.registry.publishing import Publisher
    from fbm.app.registry.removing import Find, LogKeeper
    from fbm.app.registry.verifying import Verification
    from fbm.app.stores import BaseModelStore, MTLBaseModelStore
    from fbm.domain.ports.bundles import BundleWriter, FolderWriter
    from fbm.domain.registry.release import VersionState


class ModelRegistry(ModelReader):
    """Versions of all kinds of model. Opening does no I/O; the first operation gives the failure.

    Parameters
    ----------
    storage : Storage
    reader : RecordReader
    writer : RecordWriter
    clock : Clock
    processes : Processes
    kinds : mapping of str to Kind
    index : RecordIndex, optional
        Remembers what listings have read.
    """

    def __init__(
        self,
        storage: Storage,
        *,
        reader: RecordReader,
        writer: RecordWriter,
        clock: Clock,
        processes: Processes,
        kinds: Mapping[str, Kind],
        index: RecordIndex | None = None,
    ) -> None:
        super().__init__(storage, reader, kinds, index)
        self._reader = reader
        self._writer = writer
        self._clock = clock
        self._processes = processes

    def next_version(self, name: str, model_type: str, player_type: str | None = None) -> Result[int, RegistryError]:
        """Give the number the next release of a line gets; all player types share one line of numbers."""
        checked = self._known(model_type, player_type)
        return checked.bind(lambda _: self.resolve_version(name, model_type)).map(lambda decided: decided[0])

    def resolve_version(
        self, name: str, model_type: str, version: int | None = None
    ) -> Result[tuple[int, str], RegistryError]:
        """Decide the version of a coming release.

        Returns
        -------
        Result of (version, versioned name)
            `VersionTaken` naming the next free one, `VersionConflict`, `BadName`, `BadVersion`, `NameClash`.
        """
        from fbm.domain.registry.versioning import requested_line

        wanted = self._known(model_type, None).bind(lambda _: requested_line(name, version))
        return wanted.bind(lambda line: self._publisher(model_type).decide(model_type, line[0], line[1]))

    def publish(self, draft: ReleaseDraft) -> Result[Release, RegistryError]:
        """Publish all parts of a draft under one version, or nothing."""
        for part in draft.parts:
            known = self._known(draft.model_type, part.player_type)
            if isinstance(known, Failure):
                return Failure(known.failure())
        return self._known(draft.model_type, None).bind(lambda _: self._publisher(draft.model_type).publish(draft))

    def delete(
        self, ref: str, model_type: str, player_type: str | None = None, *, force: bool = False, reason: str = ""
    ) -> Result[tuple[str, ...], RegistryError]:
        """Remove a version, or one part of it; undone by `restore`. Gives the player types removed."""
        find = self._pinned(ref, model_type, player_type)
        return find.bind(lambda again: self._logs().delete(again, player_type, force=force, reason=reason))

    def restore(
        self, ref: str, model_type: str, player_type: str | None = None
    ) -> Result[tuple[str, ...], RegistryError]:
        """Bring a removed version back, or one part of it. Gives the player types brought back."""
        find = self._pinned(ref, model_type, player_type)
        return find.bind(lambda again: self._logs().restore(again, player_type))

    def set_alias(self, ref: str, model_type: str, alias: str, *, reason: str = "") -> Result[None, RegistryError]:
        """Point an alias of a line to one of its versions from now on; where it pointed stays in its log."""
        found = parse_alias(alias).bind(lambda _: self.find(ref, model_type)).bind(still_there)
        return found.bind(lambda state: self._logs().move_alias(state, alias, reason))

    def promote(
        self, ref: str, model_type: str, alias: str = "champion", *, if_better: bool = False, measure: str | None = None
    ) -> Result[Promotion, RegistryError]:
        """Point an alias to a version, with `if_better` only when it beats whom the alias points to now."""
        from fbm.app.registry.promoting import Promoter

        found = parse_alias(alias).bind(lambda _: self.find(ref, model_type)).bind(still_there)
        promoter = Promoter(self._shelf, self._logs())
        return found.bind(lambda state: promoter.promote(state, alias, if_better=if_better, measure=measure))

    def prune(
        self, name: str, model_type: str, *, keep: int, dry_run: bool = True
    ) -> Result[tuple[ModelMetadata, ...], RegistryError]:
        """Remove all but the newest versions of a line; those that an alias points to stay. Gives the parts removed.

        Raises
        ------
        ValueError
            When fewer than one version is to stay.
        """
        from fbm.domain.registry.selecting import superfluous

        if keep < 1:
            raise ValueError(f"{keep} versions cannot stay")
        doomed = self.versions_of(name, model_type).map(lambda listing: superfluous(listing.models, keep))
        if dry_run or isinstance(doomed, Failure):
            return doomed
        for version in dict.fromkeys(row.version for row in doomed.unwrap()):
            done = self.delete(f"{name}@{version}", model_type, reason=f"pruned to the newest {keep}")
            if isinstance(done, Failure):
                return Failure(done.failure())
        return doomed

    def annotate(
        self, ref: str, model_type: str, *, tags: Mapping[str, str | None] = NOTHING, description: str | None = None
    ) -> Result[None, RegistryError]:
        """Set tags (None takes one away) and, unless None, the description of a version after it was published."""
        return self.find(ref, model_type).bind(lambda state: self._logs().annotate(state, tags, description))

    def verify(self) -> Result[Verification, RegistryError]:
        """Hash everything again; tell what is damaged, what nothing refers to, and which aliases point nowhere."""
        from fbm.app.registry.verifying import Verifier

        return Verifier(self._shelf).verify()

    def gc(self, *, dry_run: bool = True) -> Result[Collected, RegistryError]:
        """Free the bytes of removed versions and those that nothing refers to; a dry run only counts them."""
        from fbm.app.registry.collecting import Collector

        return Collector(self._surveyor, self._keeper(), self._logs()).collect(dry_run=dry_run)

    def digests_of(self, draft: ReleaseDraft) -> Result[dict[str, str], RegistryError]:
        """Tell which artifact digest each part of a draft would have, by player type; nothing is published."""
        from fbm.app.registry.publishing import pack

        known = self._known(draft.model_type, None)
        packed = known.bind(lambda _: pack(self._kinds[draft.model_type].serializer, draft.parts))
        return packed.map(lambda pair: {part.player_type: part.artifact.digest for part in pair[0]})

    def export_bundle(self, refs: Sequence[tuple[str, str]], out: BundleWriter) -> Result[Exported, RegistryError]:
        """Write versions, each named by model type and ref, into one file that another registry can import."""
        states: list[VersionState] = []
        for model_type, ref in refs:
            found = self.find(ref, model_type)
            if isinstance(found, Failure):
                return Failure(found.failure())
            states.append(found.unwrap())
        return self._exporter().bundle(states, out)

    def export_files(
        self, ref: str, model_type: str, player_type: str | None, out: FolderWriter
    ) -> Result[tuple[str, ...], RegistryError]:
        """Write the artifacts of a version as plain files with their facts beside them; gives the paths."""
        return self.find(ref, model_type, player_type).bind(
            lambda state: self._exporter().files(state, player_type, self._kinds[model_type].serializer.extension, out)
        )

    def import_from(self, source: Storage) -> Result[Imported, RegistryError]:
        """Publish the releases of a bundle or of another registry here, checked, as they are."""
        from fbm.app.registry.importing import Importer
        from fbm.app.registry.loading import Loader
        from fbm.app.registry.shelf import Shelf

        loader = Loader(source, serializers(self._kinds), rebuilders(self._kinds))
        publishers = {name: self._publisher(name) for name in self._kinds}
        return Importer(Shelf(source, self._reader), loader, publishers, self._keeper(), self._vet).run()

    def _vet(self, part: ModelMetadata, params: Mapping[str, object]) -> Result[None, RegistryError]:
        vet = self._kinds[part.model_type].vet
        reason = vet(params) if vet else None
        return Failure(NotRebuildable(part.model_type, part.player_type, reason)) if reason else Success(None)

    def get_store(self, model_type: str) -> Result[BaseModelStore, UnknownModelType]:
        """Give one model type's view of the registry."""
        if model_type not in self._kinds:
            return Failure(UnknownModelType(model_type, self.model_types))
        return Success(self.mtl_store if model_type == "mtl" else self._store(model_type))

    @property
    def gb_store(self) -> BaseModelStore:
        """Store of the gradient-boosted residual models."""
        return self._store("gb_residual")

    @property
    def mtl_store(self) -> MTLBaseModelStore:
        """Store of the multi-task networks."""
        from fbm.app.stores import MTLBaseModelStore

        return MTLBaseModelStore(self, "mtl")

    @property
    def mle_store(self) -> BaseModelStore:
        """Store of the minor-league equivalencies."""
        return self._store("mle")

    @property
    def contextual_store(self) -> BaseModelStore:
        """Store of the contextual models."""
        return self._store("contextual")

    def _store(self, model_type: str) -> BaseModelStore:
        from fbm.app.stores import BaseModelStore

        return BaseModelStore(self, model_type)

    def _pinned(self, ref: str, model_type: str, player_type: str | None) -> Result[Find, RegistryError]:
        """Find a version once by its ref and, should its log grow meanwhile, again by its number."""
        return self.find(ref, model_type, player_type).map(
            lambda state: (
                lambda: self._shelf.state(ReleaseKey(model_type, state.release.base_name, state.release.version))
            )
        )

    def _exporter(self) -> Exporter:
        from fbm.app.registry.exporting import Exporter

        return Exporter(self._shelf, self._loader(), self._writer)

    def _logs(self) -> LogKeeper:
        from fbm.app.registry.removing import LogKeeper

        return LogKeeper(self._storage, self._writer, self._clock)

    def _keeper(self) -> ArtifactKeeper:
        from fbm.app.registry.artifacts import ArtifactKeeper

        return ArtifactKeeper(self._storage, self._reader, self._writer, self._clock, self._processes)

    def _publisher(self, model_type: str) -> Publisher:
        from fbm.app.registry.publishing import Publisher

        return Publisher(self._shelf, self._keeper(), self._kinds[model_type].serializer)
