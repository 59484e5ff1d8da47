"""`ModelRegistry`: every kind of model behind one door.

The facade puts the steps in order and checks the words; reading, publishing, loading and removing live beside it.
What only some operations need is imported by them: a listing should not wait for the parts that write.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from returns.result import Failure, Result, Success

from fbm.app.registry.shelf import Problem, Shelf
from fbm.domain.ids import PLAYER_TYPES
from fbm.domain.ports.serializers import ModelSerializer
from fbm.domain.ports.storage import Storage
from fbm.domain.ports.surroundings import Clock
from fbm.domain.registry.draft import ReleaseDraft
from fbm.domain.registry.errors import RegistryError, UnknownModelType, UnknownPlayerType
from fbm.domain.registry.layout import ReleaseKey
from fbm.domain.registry.metadata import NOTHING, ModelMetadata
from fbm.domain.registry.naming import Pinned, parse_alias, parse_base_name, parse_ref
from fbm.domain.registry.records import RecordReader, RecordWriter
from fbm.domain.registry.release import Release, VersionState

if TYPE_CHECKING:
    from fbm.app.registry.loading import Loader, Rebuild
    from fbm.app.registry.publishing import Publisher
    from fbm.app.registry.removing import LogKeeper
    from fbm.app.registry.resolving import Resolver
    from fbm.app.stores import BaseModelStore, MTLBaseModelStore
    from fbm.domain.registry.diffing import Comparison


class Kind(NamedTuple):
    """What the registry must know of a kind of model.

    Attributes
    ----------
    model_type : str
    serializer : ModelSerializer
        Writes its artifacts.
    player_types : tuple of str
        Parts a release of it may have.
    rebuild : mapping of player type to function
        Makes a model from params; empty where no model code is installed.
    """

    model_type: str
    serializer: ModelSerializer
    player_types: tuple[str, ...]
    rebuild: Mapping[str, Rebuild] = NOTHING


class ModelListing(NamedTuple):
    """Live versions that could be read, and entries that could not.

    Attributes
    ----------
    models : tuple of ModelMetadata
        Ordered by model type, base name, version and player type.
    problems : tuple of Problem
    """

    models: tuple[ModelMetadata, ...]
    problems: tuple[Problem, ...]


class ModelRegistry:
    """Versions of all kinds of model. Opening does no I/O; the first operation gives the failure.

    Parameters
    ----------
    storage : Storage
    reader : RecordReader
    writer : RecordWriter
    clock : Clock
    kinds : mapping of str to Kind
    """

    def __init__(
        self, storage: Storage, *, reader: RecordReader, writer: RecordWriter, clock: Clock, kinds: Mapping[str, Kind]
    ) -> None:
        self._storage = storage
        self._writer = writer
        self._clock = clock
        self._kinds = kinds
        self._shelf = Shelf(storage, reader)

    @property
    def place(self) -> str:
        """Where the registry is, for people."""
        return self._storage.place

    @property
    def model_types(self) -> tuple[str, ...]:
        """Model types known here."""
        return tuple(self._kinds)

    def list_all(
        self, model_type: str | None = None, player_type: str | None = None
    ) -> Result[ModelListing, RegistryError]:
        """List every live version, of one model type or player type if named; what cannot be read is named.

        Returns
        -------
        Result of ModelListing
            `UnknownModelType`, `UnknownPlayerType`, `StorageFailure`.
        """
        checked = self._known(model_type, player_type)
        survey = checked.bind(lambda _: self._shelf.survey(model_type))
        return survey.map(lambda found: ModelListing(_rows(found.states, player_type), found.problems))

    def versions_of(
        self, name: str, model_type: str, player_type: str | None = None
    ) -> Result[ModelListing, RegistryError]:
        """List the live versions of one line; empty when the line does not exist."""
        checked = self._known(model_type, player_type).bind(lambda _: parse_base_name(name))
        survey = checked.bind(lambda base: self._shelf.survey(model_type, base))
        return survey.map(lambda found: ModelListing(_rows(found.states, player_type), found.problems))

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

    def find(self, ref: str, model_type: str, player_type: str | None = None) -> Result[VersionState, RegistryError]:
        """Find the version a ref means, with what its logs say; removed versions are found too."""
        return self._known(model_type, player_type).bind(lambda _: self._resolver().find(ref, model_type, player_type))

    def metadata(self, ref: str, model_type: str, player_type: str) -> Result[ModelMetadata, RegistryError]:
        """Read the facts of one live part."""
        checked = self._known(model_type, player_type)
        return checked.bind(lambda _: self._resolver().live_part(ref, model_type, player_type))

    def load_params(self, ref: str, model_type: str, player_type: str) -> Result[dict[str, object], RegistryError]:
        """Load the params of one live part, digest checked."""
        return self.metadata(ref, model_type, player_type).bind(self._loader().params)

    def load(self, ref: str, model_type: str, player_type: str) -> Result[object, RegistryError]:
        """Load one live part as the model object it was."""
        return self.metadata(ref, model_type, player_type).bind(self._loader().model)

    def load_described(
        self, ref: str, model_type: str, player_type: str
    ) -> Result[tuple[ModelMetadata, object], RegistryError]:
        """Load a model together with the facts of exactly the version that was loaded."""
        return self.metadata(ref, model_type, player_type).bind(
            lambda facts: self._loader().model(facts).map(lambda model: (facts, model))
        )

    def compare(self, a: str, b: str, model_type: str, player_type: str) -> Result[Comparison, RegistryError]:
        """Set the same part of two versions side by side."""
        from fbm.domain.registry.diffing import compare

        first = self.metadata(a, model_type, player_type)
        return first.bind(
            lambda left: self.metadata(b, model_type, player_type).map(lambda right: compare(left, right))
        )

    def delete(
        self, ref: str, model_type: str, player_type: str | None = None, *, force: bool = False, reason: str = ""
    ) -> Result[tuple[str, ...], RegistryError]:
        """Remove a version, or one part of it; undone by `restore`. Gives the player types removed."""
        found = self.find(ref, model_type, player_type)
        return found.bind(lambda state: self._logs().delete(state, player_type, force=force, reason=reason))

    def restore(
        self, ref: str, model_type: str, player_type: str | None = None
    ) -> Result[tuple[str, ...], RegistryError]:
        """Bring a removed version back, or one part of it. Gives the player types brought back."""
        return self.find(ref, model_type, player_type).bind(lambda state: self._logs().restore(state, player_type))

    def set_alias(self, ref: str, model_type: str, alias: str, *, reason: str = "") -> Result[None, RegistryError]:
        """Point an alias of a line to one of its versions from now on; where it pointed stays in its log."""
        found = parse_alias(alias).bind(lambda _: self.find(ref, model_type))
        return found.bind(lambda state: self._logs().move_alias(state, alias, reason))

    def types_with(self, ref: str) -> Result[tuple[str, ...], RegistryError]:
        """Model types that have the line of a ref, for commands that were given no type."""
        return parse_ref(ref).bind(
            lambda parsed: self._shelf.release_keys().map(
                lambda keys: _holders(keys, parsed.base_name, parsed.version if isinstance(parsed, Pinned) else None)
            )
        )

    def lines(self, model_type: str) -> Result[tuple[str, ...], RegistryError]:
        """List the base names of a model type that have any version, sorted."""
        return self._shelf.release_keys(model_type).map(lambda keys: tuple(sorted({key.base_name for key in keys})))

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

    def _resolver(self) -> Resolver:
        from fbm.app.registry.resolving import Resolver

        return Resolver(self._shelf)

    def _loader(self) -> Loader:
        from fbm.app.registry.loading import Loader

        return Loader(self._storage, _serializers(self._kinds), _rebuilders(self._kinds))

    def _logs(self) -> LogKeeper:
        from fbm.app.registry.removing import LogKeeper

        return LogKeeper(self._storage, self._writer, self._clock)

    def _publisher(self, model_type: str) -> Publisher:
        from fbm.app.registry.publishing import Publisher

        serializer = self._kinds[model_type].serializer
        return Publisher(self._storage, self._shelf, self._writer, serializer, self._clock)

    def _known(self, model_type: str | None, player_type: str | None) -> Result[None, RegistryError]:
        """Refuse words that mean nothing here."""
        if model_type is not None and model_type not in self._kinds:
            return Failure(UnknownModelType(model_type, self.model_types))
        allowed = PLAYER_TYPES if model_type is None else self._kinds[model_type].player_types
        if player_type is not None and player_type not in allowed:
            return Failure(UnknownPlayerType(player_type, allowed))
        return Success(None)


def _rows(states: tuple[VersionState, ...], player_type: str | None) -> tuple[ModelMetadata, ...]:
    rows = (row for state in states for row in state.metadata())
    return tuple(row for row in rows if player_type in (None, row.player_type))


def _holders(keys: tuple[ReleaseKey, ...], base_name: str, version: int | None) -> tuple[str, ...]:
    found = {key.model_type for key in keys if key.base_name == base_name and version in (None, key.version)}
    return tuple(sorted(found))


def _serializers(kinds: Mapping[str, Kind]) -> dict[str, ModelSerializer]:
    return {kind.serializer.name: kind.serializer for kind in kinds.values()}


def _rebuilders(kinds: Mapping[str, Kind]) -> dict[tuple[str, str], Rebuild]:
    return {
        (kind.model_type, player_type): rebuild
        for kind in kinds.values()
        for player_type, rebuild in kind.rebuild.items()
    }
