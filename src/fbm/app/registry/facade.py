"""`ModelRegistry`: every kind of model behind one door.

The facade puts the steps in order and checks the words; reading, publishing, loading and removing live beside it.
What only some operations need is imported by them: a listing should not wait for the parts that write.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from returns.result import Failure, Result, Success

from fbm.app.registry.kinds import Kind
from fbm.app.registry.reading import ModelReader
from fbm.domain.ports.index import RecordIndex
from fbm.domain.ports.storage import Storage
from fbm.domain.ports.surroundings import Clock
from fbm.domain.registry.draft import ReleaseDraft
from fbm.domain.registry.errors import RegistryError, UnknownModelType
from fbm.domain.registry.layout import ReleaseKey
from fbm.domain.registry.metadata import NOTHING
from fbm.domain.registry.naming import parse_alias
from fbm.domain.registry.records import RecordReader, RecordWriter
from fbm.domain.registry.release import Release

if TYPE_CHECKING:
    from fbm.app.registry.artifacts import ArtifactKeeper
    from fbm.app.registry.collecting import Collected
    from fbm.app.registry.publishing import Publisher
    from fbm.app.registry.removing import Find, LogKeeper
    from fbm.app.registry.verifying import Verification
    from fbm.app.stores import BaseModelStore, MTLBaseModelStore


class ModelRegistry(ModelReader):
    """Versions of all kinds of model. Opening does no I/O; the first operation gives the failure.

    Parameters
    ----------
    storage : Storage
    reader : RecordReader
    writer : RecordWriter
    clock : Clock
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
        kinds: Mapping[str, Kind],
        index: RecordIndex | None = None,
    ) -> None:
        super().__init__(storage, reader, kinds, index)
        self._reader = reader
        self._writer = writer
        self._clock = clock

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
        found = parse_alias(alias).bind(lambda _: self.find(ref, model_type))
        return found.bind(lambda state: self._logs().move_alias(state, alias, reason))

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

    def _logs(self) -> LogKeeper:
        from fbm.app.registry.removing import LogKeeper

        return LogKeeper(self._storage, self._writer, self._clock)

    def _keeper(self) -> ArtifactKeeper:
        from fbm.app.registry.artifacts import ArtifactKeeper

        return ArtifactKeeper(self._storage, self._reader, self._writer, self._clock)

    def _publisher(self, model_type: str) -> Publisher:
        from fbm.app.registry.publishing import Publisher

        return Publisher(self._shelf, self._keeper(), self._kinds[model_type].serializer)
