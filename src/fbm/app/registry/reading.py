"""The reading side of the registry: list, find, load, compare; a listing should not wait for what only others need."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from returns.result import Failure, Result, Success

from fbm.app.registry.kinds import Kind, rebuilders, serializers
from fbm.app.registry.shelf import Problem, Shelf
from fbm.app.registry.surveying import Survey, Surveyor, undisturbed
from fbm.domain.ids import PLAYER_TYPES
from fbm.domain.ports.index import RecordIndex
from fbm.domain.ports.storage import Storage
from fbm.domain.registry.errors import Purged, RegistryError, Removed, UnknownModelType, UnknownPlayerType
from fbm.domain.registry.metadata import ModelMetadata
from fbm.domain.registry.naming import Pinned, Ref, format_versioned_name, parse_base_name, parse_ref
from fbm.domain.registry.records import RecordReader
from fbm.domain.registry.release import AliasMove, VersionState

if TYPE_CHECKING:
    from fbm.app.registry.loading import Loader
    from fbm.app.registry.resolving import Resolver
    from fbm.domain.registry.diffing import Comparison


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


class ModelReader:
    """Versions of all kinds of model, to look at and to load. Opening does no I/O.

    Parameters
    ----------
    storage : Storage
    reader : RecordReader
    kinds : mapping of str to Kind
    index : RecordIndex, optional
        Remembers what listings have read.
    """

    def __init__(
        self, storage: Storage, reader: RecordReader, kinds: Mapping[str, Kind], index: RecordIndex | None = None
    ) -> None:
        self._storage = storage
        self._kinds = kinds
        self._shelf = Shelf(storage, reader)
        self._surveyor = Surveyor(self._shelf, index)

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
        survey = checked.bind(lambda _: self._surveyor.survey(model_type))
        return survey.map(lambda found: _listing(found, player_type))

    def versions_of(
        self, name: str, model_type: str, player_type: str | None = None
    ) -> Result[ModelListing, RegistryError]:
        """List the live versions of one line; empty when the line does not exist."""
        checked = self._known(model_type, player_type).bind(lambda _: parse_base_name(name))
        survey = checked.bind(lambda base: self._surveyor.survey(model_type, base))
        return survey.map(lambda found: _listing(found, player_type))

    def find(self, ref: str, model_type: str, player_type: str | None = None) -> Result[VersionState, RegistryError]:
        """Find the version a ref means, with what its logs say; removed versions are found too."""
        return self._known(model_type, player_type).bind(lambda _: self._resolver().find(ref, model_type, player_type))

    def metadata(self, ref: str, model_type: str, player_type: str) -> Result[ModelMetadata, RegistryError]:
        """Read the facts of one live part."""
        checked = self._known(model_type, player_type)
        return checked.bind(lambda _: self._resolver().live_part(ref, model_type, player_type))

    def load_params(self, ref: str, model_type: str, player_type: str) -> Result[dict[str, object], RegistryError]:
        """Load the params of one live part, digest checked."""
        return self._bytes_of(ref, model_type, player_type).bind(self._loader().params)

    def load(self, ref: str, model_type: str, player_type: str) -> Result[object, RegistryError]:
        """Load one live part as the model object it was."""
        return self._bytes_of(ref, model_type, player_type).bind(self._loader().model)

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

    def types_with(self, ref: str) -> Result[tuple[str, ...], RegistryError]:
        """Model types that have the line of a ref, for commands that were given no type."""
        return parse_ref(ref).bind(
            lambda parsed: self._shelf.types().map(
                lambda types: tuple(name for name in types if self._holds(name, parsed))
            )
        )

    def lines(self, model_type: str) -> Result[tuple[str, ...], RegistryError]:
        """List the base names of a model type that have any version, sorted."""
        return self._shelf.lines(model_type).map(
            lambda names: tuple(name for name in names if self._shelf.highest(model_type, name).value_or(()))
        )

    def alias_history(self, name: str, model_type: str, alias: str) -> Result[tuple[AliasMove, ...], RegistryError]:
        """Tell where an alias of a line has pointed, oldest first; empty when it was never set."""
        checked = self._known(model_type, None).bind(lambda _: parse_base_name(name))
        return checked.bind(lambda base: self._shelf.alias_moves(model_type, base, alias))

    def aliases_of(self, name: str, model_type: str) -> Result[Mapping[str, AliasMove], RegistryError]:
        """Tell where each alias of a line points today."""
        checked = self._known(model_type, None).bind(lambda _: parse_base_name(name))
        return checked.bind(lambda base: self._shelf.alias_heads(model_type, base))

    def _holds(self, model_type: str, ref: Ref) -> bool:
        numbers = self._shelf.versions(model_type, ref.base_name).value_or(())
        return ref.version in numbers if isinstance(ref, Pinned) else bool(numbers)

    def _bytes_of(self, ref: str, model_type: str, player_type: str) -> Result[ModelMetadata, RegistryError]:
        """Find a live part without its tags and aliases, which loading does not need."""
        checked = self._known(model_type, player_type)
        return checked.bind(lambda _: self._resolver(light=True).live_part(ref, model_type, player_type))

    def _resolver(self, *, light: bool = False) -> Resolver:
        from fbm.app.registry.resolving import Resolver

        return Resolver(self._shelf, light=light)

    def _loader(self) -> Loader:
        from fbm.app.registry.loading import Loader

        return Loader(self._storage, serializers(self._kinds), rebuilders(self._kinds))

    def _known(self, model_type: str | None, player_type: str | None) -> Result[None, RegistryError]:
        """Refuse words that mean nothing here."""
        if model_type is not None and model_type not in self._kinds:
            return Failure(UnknownModelType(model_type, self.model_types))
        allowed = PLAYER_TYPES if model_type is None else self._kinds[model_type].player_types
        if player_type is not None and player_type not in allowed:
            return Failure(UnknownPlayerType(player_type, allowed))
        return Success(None)


def _listing(found: Survey, player_type: str | None) -> ModelListing:
    with undisturbed():
        return ModelListing(_rows(found.states, player_type), found.problems)


def still_there(state: VersionState) -> Result[VersionState, RegistryError]:
    """Refuse a version of which nothing is left: `Removed` or `Purged`."""
    release = state.release
    gone = [name for name in release.player_types if name in state.removed]
    if len(gone) < len(release.parts):
        return Success(state)
    name = format_versioned_name(release.base_name, release.version)
    if state.purged:
        return Failure(Purged(name, release.model_type))
    return Failure(Removed(name, release.model_type, gone[0], state.removed[gone[0]]))


def _rows(states: tuple[VersionState, ...], player_type: str | None) -> tuple[ModelMetadata, ...]:
    rows = (row for state in states for row in state.metadata())
    return tuple(row for row in rows if player_type in (None, row.player_type))
