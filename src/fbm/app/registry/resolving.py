"""From what a user typed to one version and part: refs, latest, aliases, near names."""

from __future__ import annotations

from returns.result import Failure, Result, Success

from fbm.app.registry.shelf import Shelf
from fbm.domain.registry.errors import BadRef, MissingPart, Purged, RegistryError, Removed, UnknownAlias, UnknownModel
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
from fbm.domain.registry.release import AliasMove, VersionState


class Resolver:
    """Finds versions by ref.

    Parameters
    ----------
    shelf : Shelf
    """

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf

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
        known = self.shelf.release_keys(model_type, base_name)
        return known.bind(lambda keys: self.shelf.state(key) if key in keys else self._unknown(ref, model_type))

    def _latest(
        self, ref: str, base_name: BaseName, model_type: str, player_type: str | None
    ) -> Result[VersionState, RegistryError]:
        """Look from the highest version down; a damaged one on the way is a failure, never skipped in silence."""
        known = self.shelf.release_keys(model_type, base_name)
        if isinstance(known, Failure):
            return known
        for key in reversed(known.unwrap()):
            match self.shelf.state(key):
                case Success(state) if not _has_live(state, player_type):
                    continue
                case found:
                    return found
        return self._unknown(ref, model_type)

    def _aliased(
        self, ref: str, base_name: BaseName, alias: str, model_type: str
    ) -> Result[VersionState, RegistryError]:
        match self.shelf.alias(model_type, base_name, alias):
            case Success(AliasMove(version=version)):
                return self._numbered(ref, base_name, version, model_type)
            case Success(_):
                return self._unknown_alias(ref, base_name, alias, model_type)
            case failure:
                return Failure(failure.failure())

    def _unknown(self, ref: str, model_type: str) -> Result[VersionState, RegistryError]:
        return self.shelf.release_keys(model_type).bind(
            lambda keys: Failure(UnknownModel(ref, model_type, near_names(ref.partition("@")[0], _names(keys))))
        )

    def _unknown_alias(
        self, ref: str, base_name: BaseName, alias: str, model_type: str
    ) -> Result[VersionState, RegistryError]:
        known = self.shelf.alias_heads(model_type, base_name)
        return known.bind(lambda heads: Failure(UnknownAlias(ref, alias, tuple(sorted(heads.moves)))))


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


def _names(keys: tuple[ReleaseKey, ...]) -> tuple[str, ...]:
    return tuple(format_versioned_name(key.base_name, key.version) for key in keys)
