"""What can go wrong with a registry: frozen facts, no prose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from fbm.domain.ports.serializers import NotPlainData, RefusedPayload
from fbm.domain.ports.storage import StorageFailure


@dataclass(frozen=True, slots=True)
class BadName:
    """A base name that is not allowed, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class BadRef:
    """A ref that cannot be read, and why."""

    ref: str
    reason: str


@dataclass(frozen=True, slots=True)
class BadVersion:
    """A version that cannot be meant: versions are whole numbers from 1."""

    version: int


@dataclass(frozen=True, slots=True)
class VersionConflict:
    """A typed name that says one version, beside an option that says another."""

    name: str
    typed: int
    option: int


@dataclass(frozen=True, slots=True)
class NameClash:
    """A base name that differs from an existing one only in upper and lower case."""

    name: str
    existing: str


@dataclass(frozen=True, slots=True)
class UnknownModelType:
    """A model type that nobody registered."""

    model_type: str
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnknownPlayerType:
    """A player type that does not exist, or that a kind of model does not have."""

    player_type: str
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnknownModel:
    """A version that does not exist, with names near it."""

    ref: str
    model_type: str
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnknownAlias:
    """An alias that was never set on its line."""

    ref: str
    alias: str
    known: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MissingPart:
    """A version without a part for the player type."""

    name: str
    player_type: str
    has: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Removed:
    """A version that was deleted."""

    name: str
    model_type: str
    player_type: str
    when: str


@dataclass(frozen=True, slots=True)
class Purged:
    """A version whose bytes were freed after it was deleted; it cannot come back."""

    name: str
    model_type: str


@dataclass(frozen=True, slots=True)
class NotRemoved:
    """A version that was to be restored and is not removed."""

    name: str
    model_type: str


@dataclass(frozen=True, slots=True)
class Aliased:
    """A version that an alias points to, and that is therefore not deleted."""

    name: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VersionTaken:
    """A version that exists already, and the next free one."""

    name: str
    next_version: int
    next_name: str


@dataclass(frozen=True, slots=True)
class DamagedRecord:
    """A record that cannot be trusted: its key, and why."""

    key: str
    reason: str


@dataclass(frozen=True, slots=True)
class DamagedArtifact:
    """Bytes that are not those the manifest vouches for."""

    name: str
    key: str
    reason: str


@dataclass(frozen=True, slots=True)
class NotRebuildable:
    """Params that no model can be rebuilt from here: no code for the kind, or params that lack something."""

    model_type: str
    player_type: str
    reason: str


@dataclass(frozen=True, slots=True)
class EmptyRelease:
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
    | DamagedArtifact
    | NotRebuildable
    | EmptyRelease
    | NotPlainData
    | RefusedPayload
    | StorageFailure
)
