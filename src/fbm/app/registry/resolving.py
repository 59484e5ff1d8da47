"""From what a user typed to one version and part: refs, latest, aliases, near names."""

from __future__ import annotations

from returns.result import Failure, Result, Success

from fbm.app.registry.shelf import GONE, Shelf
from fbm.domain.registry.errors import (
    BadRef,
    DamagedRecord,
    MissingPart,
    Purged,
    RegistryError,
    Removed,
    UnknownAlias,
    UnknownModel,
)
from fbm.domain.registry.layout import ReleaseKey
from fbm.domain.registry.metadata import ModelMetadata
from fbm.domain.registry.naming import (
    Aliased,
    BaseName,
    Latest,
    Pinned,
    Ref,
    format_versioned_name,
    near_names,
    parse_ref,
)
from fbm.domain.registry.release import VersionState


class Resolver:
    """Finds versions by ref.

    Parameters
    ----------
    shelf : Shelf
    light : bool
        Leave out tags and aliases, for those who only want the bytes.
    """

    def __init__(self, shelf: Shelf, *, light: bool = False) -> None:
        self.shelf = shelf
        self.read = shelf.live if light else shelf.state

    def find(self, ref: str, model_type: str, player_type: str | None = None) -> Result[VersionState, RegistryError]:
        """Find the version a ref means, removed or not.

        Parameters
        ----------
        ref : str
            As typed; a model type in front of it must be the one asked for.
        model_type : str
        player_type : str, optional
            What `@latest` looks for: the highest live version with that part, or with any.

        Returns
        -------
        Result of VersionState
            `UnknownModel` with near names, `UnknownAlias`, `BadRef`, `BadName`, `BadVersion`, or what reading gives.
        """
        parsed = parse_ref(ref).bind(lambda read: _of_type(ref, read, model_type))
        return parsed.bind(lambda read: self._version(ref, read, model_type, player_type))

    def live_part(self, ref: str, model_type: str, player_type: str) -> Result[ModelMetadata, RegistryError]:
        """Find the live part a ref means.

        Returns
        -------
        Result of ModelMetadata
            Besides what `find` gives: `MissingPart`, `Removed`, `Purged`.
        """
        return self.find(ref, model_type, player_type).bind(lambda state: pick_part(state, player_type))

    def _version(
        self, ref: str, parsed: Ref, model_type: str, player_type: str | None
    ) -> Result[VersionState, RegistryError]:
        match parsed:
            case Pinned(base_name, version, _):
                return self._numbered(ref, base_name, version, model_type)
            case Latest(base_name, _):
                return self._latest(ref, base_name, model_type, player_type)
            case Aliased(base_name, alias, _):
                return self._aliased(ref, base_name, alias, model_type)

    def _numbered(
        self, ref: str, base_name: BaseName, version: int, model_type: str
    ) -> Result[VersionState, RegistryError]:
        key = ReleaseKey(model_type, base_name, version)
        match self.read(key):
            case Failure(DamagedRecord(reason=reason)) if reason == GONE:
                return self._unknown(ref, model_type)
            case found:
                return found

    def _latest(
        self, ref: str, base_name: BaseName, model_type: str, player_type: str | None
    ) -> Result[VersionState, RegistryError]:
        """Look from the highest version down; a damaged one on the way is a failure, never skipped in silence."""
        # The highest is found without looking at the others, and mostly it is the one.
        for listed in (self.shelf.highest, self.shelf.versions):
            numbers = listed(model_type, base_name)
            if isinstance(numbers, Failure):
                return Failure(numbers.failure())
            for number in reversed(numbers.unwrap()):
                match self.read(ReleaseKey(model_type, base_name, number)):
                    case Success(state) if not _has_live(state, player_type):
                        continue
                    case found:
                        return found
        return self._unknown(ref, model_type)

    def _aliased(
        self, ref: str, base_name: BaseName, alias: str, model_type: str
    ) -> Result[VersionState, RegistryError]:
        head = self.shelf.alias(model_type, base_name, alias)
        if isinstance(head, Failure):
            return Failure(head.failure())
        found = head.unwrap()
        if found is None:
            return self._unknown_alias(ref, base_name, alias, model_type)
        return self._numbered(ref, base_name, found.move.version, model_type)

    def _unknown(self, ref: str, model_type: str) -> Result[VersionState, RegistryError]:
        return self._known(model_type).bind(
            lambda names: Failure(UnknownModel(ref, model_type, near_names(ref.partition("@")[0], names)))
        )

    def _known(self, model_type: str) -> Result[tuple[str, ...], RegistryError]:
        """Versioned names of a model type, for near ones."""
        return self.shelf.lines(model_type).map(
            lambda lines: tuple(
                format_versioned_name(line, number)
                for line in lines
                for number in self.shelf.versions(model_type, line).value_or(())
            )
        )

    def _unknown_alias(
        self, ref: str, base_name: BaseName, alias: str, model_type: str
    ) -> Result[VersionState, RegistryError]:
        known = self.shelf.aliases(model_type, base_name)
        return known.bind(lambda names: Failure(UnknownAlias(ref, alias, names)))


def pick_part(state: VersionState, player_type: str) -> Result[ModelMetadata, RegistryError]:
    """Pick the live part of a player type; `MissingPart`, `Removed` or `Purged` when there is none."""
    release = state.release
    name = format_versioned_name(release.base_name, release.version)
    part = release.part(player_type)
    if part is None:
        return Failure(MissingPart(name, player_type, release.player_types))
    if player_type in state.purged:
        return Failure(Purged(name, release.model_type))
    if player_type in state.removed:
        return Failure(Removed(name, release.model_type, player_type, state.removed[player_type]))
    return Success(state.describe(part))


def _of_type(ref: str, parsed: Ref, model_type: str) -> Result[Ref, RegistryError]:
    if parsed.model_type in (None, model_type):
        return Success(parsed)
    return Failure(BadRef(ref, f"it is of type {parsed.model_type}, and {model_type} was asked for"))


def _has_live(state: VersionState, player_type: str | None) -> bool:
    live = set(state.release.player_types) - set(state.removed)
    return bool(live) if player_type is None else player_type in live
