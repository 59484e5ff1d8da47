"""What can go wrong with a registry: frozen facts, no prose."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from fbm.domain.ports.serializers import NotPlainData, RefusedPayload
from fbm.domain.ports.storage import StorageFailure


class BadName(NamedTuple):
    """A base name that is not allowed, and why."""

    name: str
    reason: str


class BadRef(NamedTuple):
    """A ref that cannot be read, and why."""

    ref: str
    reason: str


class BadVersion(NamedTuple):
    """A version that cannot be meant: versions are whole numbers from 1."""

    version: int


class VersionConflict(NamedTuple):
    """A typed name that says one version, beside an option that says another."""

    name: str
    typed: int
    option: int


class NameClash(NamedTuple):
    """A base name that differs from an existing one only in upper and lower case."""

    name: str
    existing: str


class UnknownModelType(NamedTuple):
    """A model type that nobody registered."""

    model_type: str
    known: tuple[str, ...]


class UnknownPlayerType(NamedTuple):
    """A player type that does not exist, or that a kind of model does not have."""

    player_type: str
    known: tuple[str, ...]


class UnknownModel(NamedTuple):
    """A version that does not exist, with names near it."""

    ref: str
    model_type: str
    near: tuple[str, ...] = ()


class UnknownAlias(NamedTuple):
    """An alias that was never set on its line."""

    ref: str
    alias: str
    known: tuple[str, ...] = ()


class MissingPart(NamedTuple):
    """A version without a part for the player type."""

    name: str
    player_type: str
    has: tuple[str, ...]


class Removed(NamedTuple):
    """A version that was deleted."""

    name: str
    model_type: str
    player_type: str
    when: str


class Purged(NamedTuple):
    """A version whose bytes were freed after it was deleted; it cannot come back."""

    name: str
    model_type: str


class NotRemoved(NamedTuple):
    """A version that was to be restored and is not removed."""

    name: str
    model_type: str


class Aliased(NamedTuple):
    """A version that an alias points to, and that is therefore not deleted."""

    name: str
    aliases: tuple[str, ...]


class VersionTaken(NamedTuple):
    """A version that exists already, and the next free one."""

    name: str
    next_version: int
    next_name: str


class DamagedRecord(NamedTuple):
    """A record that cannot be trusted: its key, and why."""

    key: str
    reason: str


class DamagedMark(NamedTuple):
    """A mark of a publish or a collection that cannot be read, so that nobody knows what it holds."""

    key: str
    reason: str


class Busy(NamedTuple):
    """A collection of garbage that has condemned the very bytes a publish needs, and is not done."""

    key: str


class ForeignRegistry(NamedTuple):
    """A registry of a format that this version does not write."""

    place: str
    format: str


class DamagedArtifact(NamedTuple):
    """Bytes that are not those the manifest vouches for."""

    name: str
    key: str
    reason: str


class NotRebuildable(NamedTuple):
    """Params that no model can be rebuilt from here: no code for the kind, or params that lack something."""

    model_type: str
    player_type: str
    reason: str


class NotComparable(NamedTuple):
    """Two versions of which nobody can say which is better, and why."""

    champion: str
    candidate: str
    reason: str


class EmptyRelease(NamedTuple):
    """A draft without any part."""

    name: str


RegistryError: TypeAlias = (
    BadName
    | BadRef
    | BadVersion
    | VersionConflict
    | NameClash
    | UnknownModelType
    | UnknownPlayerType
    | UnknownModel
    | UnknownAlias
    | MissingPart
    | Removed
    | Purged
    | NotRemoved
    | Aliased
    | VersionTaken
    | DamagedRecord
    | DamagedMark
    | Busy
    | ForeignRegistry
    | DamagedArtifact
    | NotRebuildable
    | NotComparable
    | EmptyRelease
    | NotPlainData
    | RefusedPayload
    | StorageFailure
)
