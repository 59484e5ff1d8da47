"""Sentences for what can go wrong with the registry. Light: `fbm ml list` loads it."""

from __future__ import annotations

from typing import assert_never

from fbm.app.cli.output import MEANINGLESS, Complaint, near
from fbm.domain.ports.serializers import NotPlainData, RefusedPayload
from fbm.domain.ports.storage import StorageFailure
from fbm.domain.registry.errors import (
    Aliased,
    BadName,
    BadRef,
    BadVersion,
    Busy,
    DamagedArtifact,
    DamagedMark,
    DamagedRecord,
    EmptyRelease,
    ForeignRegistry,
    MissingPart,
    NameClash,
    NotComparable,
    NotRebuildable,
    NotRemoved,
    Purged,
    RegistryError,
    Removed,
    UnknownAlias,
    UnknownModel,
    UnknownModelType,
    UnknownPlayerType,
    VersionConflict,
    VersionTaken,
)


def about_registry(error: RegistryError) -> Complaint:
    """Say what is wrong with the registry or with what was asked of it."""
    match error:
        case BadName() | BadRef() | BadVersion() | VersionConflict() | UnknownModelType() | UnknownPlayerType():
            return Complaint(_meaningless(error), MEANINGLESS)
        case UnknownModel() | UnknownAlias() | MissingPart() | Removed() | Purged() | NotRemoved():
            return Complaint(_absent(error))
        case NameClash() | Aliased() | VersionTaken() | EmptyRelease() | Busy() | ForeignRegistry() | NotComparable():
            return Complaint(_refused(error))
        case DamagedRecord() | DamagedMark() | DamagedArtifact() | NotRebuildable() | NotPlainData() | RefusedPayload():
            return Complaint(_damaged(error))
        case StorageFailure(place, action, reason):
            return Complaint(
                f"The registry {place} cannot be used: {action} failed ({reason}); nothing that was there was changed."
            )
        case _:
            assert_never(error)


def _meaningless(
    error: BadName | BadRef | BadVersion | VersionConflict | UnknownModelType | UnknownPlayerType,
) -> str:
    match error:
        case BadName(name, reason):
            return f"{_short(name)} is no name for a model: {reason}."
        case BadRef(ref, reason):
            return f"{_short(ref)} names no model: {reason}."
        case BadVersion(version):
            return f"Version {version} cannot be meant: versions are whole numbers from 1."
        case VersionConflict(name, typed, option):
            return f"{name} is version {typed}, but --version says {option}: leave one of them out."
        case UnknownModelType(model_type, known):
            return f"There is no model type {_short(model_type)}: there are {', '.join(known)}."
        case UnknownPlayerType(player_type, known):
            return f"There is no player type {_short(player_type)} here: there are {', '.join(known)}."
        case _:
            assert_never(error)


def _absent(error: UnknownModel | UnknownAlias | MissingPart | Removed | Purged | NotRemoved) -> str:
    match error:
        case UnknownModel(ref, model_type, names):
            return f"There is no {model_type} model {ref}.{near(names) or ' See what there is with `fbm ml list`.'}"
        case UnknownAlias(ref, alias, known):
            return f"{ref}: the alias {alias} was never set (set ones: {', '.join(known) or 'none'})."
        case MissingPart(name, player_type, has):
            return f"{name} has no {player_type} part: it has {', '.join(has)}."
        case Removed(name, model_type, player_type, when):
            undo = f"fbm ml restore {name} --type {model_type}"
            return f"{name} ({player_type}) was deleted on {when[:10]}: bring it back with `{undo}`."
        case Purged(name):
            return f"{name} was deleted and its bytes were freed since: train it again."
        case NotRemoved(name):
            return f"{name} is not deleted: there is nothing to restore."
        case _:
            assert_never(error)


def _refused(
    error: NameClash | Aliased | VersionTaken | EmptyRelease | Busy | ForeignRegistry | NotComparable,
) -> str:
    match error:
        case NameClash(name, existing):
            return f"{name} differs from {existing} only in upper and lower case: use {existing} or another name."
        case Aliased(name, aliases):
            return f"{name} is {' and '.join(aliases)} of its line: move the alias first, or add --force."
        case VersionTaken(name, _, next_name):
            return f"{name} exists already and versions are never overwritten: the next free one is {next_name}."
        case EmptyRelease(name):
            return f"Nothing was trained for {name}, so nothing was published."
        case NotComparable(champion, candidate, reason):
            return (
                f"Nobody can say whether {candidate} is better than {champion}: {reason}; train both with --validate."
            )
        case Busy(_):
            return "A collection of garbage is at work in this registry: try again when `fbm ml gc` is done."
        case ForeignRegistry(place, found):
            return f"{place} is a registry of the format {_short(found)}, which this version of fbm does not write."
        case _:
            assert_never(error)


def _damaged(
    error: DamagedRecord | DamagedMark | DamagedArtifact | NotRebuildable | NotPlainData | RefusedPayload,
) -> str:
    match error:
        case DamagedRecord(key, reason):
            return f"The record {key} cannot be trusted ({reason}): restore that file from a copy."
        case DamagedMark(key, reason):
            return f"The mark {key} cannot be read ({reason}): remove that file when no other fbm is at work."
        case DamagedArtifact(name, key, reason):
            return f"{name} is damaged, {key}: {reason}; restore that file from a copy, or train it again."
        case NotRebuildable(model_type, player_type, reason):
            return f"No {model_type} model for {player_type} can be rebuilt from these params: {reason}."
        case NotPlainData(where, kind):
            return f"Only plain data can be published, and {where} is not: {kind}."
        case RefusedPayload(serializer, reason):
            return f"The stored bytes were refused by the {serializer} reader, nothing in them was run: {reason}."
        case _:
            assert_never(error)


def _short(text: str) -> str:
    return repr(text) if len(text) <= 60 else f"{text[:57]!r}… ({len(text)} characters)"
