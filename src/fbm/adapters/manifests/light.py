"""Records from parsed JSON to frozen values, field by field; light commands read so, without a validation library."""

from __future__ import annotations

import re
from typing import Final, get_args

from fbm.adapters.manifests import fields
from fbm.adapters.manifests.canonical import RefusedRecordError
from fbm.adapters.manifests.fields import Record
from fbm.domain.ids import PLAYER_TYPES
from fbm.domain.registry.layout import DIGEST
from fbm.domain.registry.marks import Mark
from fbm.domain.registry.metadata import ArtifactRef, Lineage, Parent
from fbm.domain.registry.release import FORMAT, AliasMove, Note, Part, Release, Removal, RemovalAction

_TIME: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z", re.ASCII)

_RELEASE: Final = frozenset(
    {"format", "model_type", "base_name", "version", "created_at", "lineage", "description", "tags", "parts"}
)
_PART: Final = frozenset(
    {"training_years", "stats", "feature_names", "config", "metrics", "importances", "artifact", "attachments"}
)
_LINEAGE: Final = frozenset(
    {
        "fbm_version", "python_version", "libraries", "git_commit", "data_fingerprint", "seasons", "command", "seed",
        "duration_s", "parents",
    }
)  # fmt: skip


def release(record: Record) -> Release:
    """Read a manifest of the present format.

    Raises
    ------
    RefusedRecordError
        When a field is missing or of another kind.
    """
    if record.get("format") != FORMAT:
        raise RefusedRecordError(f"its format is {record.get('format')!r:.60}, which this version does not read")
    parts = fields.record(record, "parts")
    return Release(
        model_type=fields.text(record, "model_type"),
        base_name=fields.text(record, "base_name"),
        version=fields.whole(record, "version"),
        created_at=time(record, "created_at"),
        parts=tuple(part(name, fields.record(parts, name)) for name in sorted(parts)),
        lineage=lineage(fields.record(record, "lineage")),
        description=fields.text(record, "description"),
        tags=fields.text_map(record, "tags"),
        extra=fields.others(record, _RELEASE),
    )


def part(player_type: str, record: Record) -> Part:
    """Read one part of a manifest."""
    if player_type not in PLAYER_TYPES:
        raise RefusedRecordError(f"{player_type!r:.60} is no player type")
    importances = fields.record(record, "importances")
    attachments = fields.record(record, "attachments")
    return Part(
        player_type=player_type,
        training_years=fields.wholes(record, "training_years"),
        stats=fields.texts(record, "stats"),
        feature_names=fields.texts(record, "feature_names"),
        config=fields.record(record, "config"),
        metrics=fields.record(record, "metrics"),
        importances={stat: fields.number_map(importances, stat) for stat in importances},
        artifact=artifact(fields.record(record, "artifact")),
        attachments={name: artifact(fields.record(attachments, name)) for name in attachments},
        extra=fields.others(record, _PART),
    )


def artifact(record: Record) -> ArtifactRef:
    """Read where bytes are."""
    digest = fields.text(record, "digest")
    if not DIGEST.fullmatch(digest):
        raise RefusedRecordError(f"{digest!r:.60} is no digest")
    size = fields.whole(record, "size")
    if size < 0:
        raise RefusedRecordError(f"{size!r:.60} is no size")
    return ArtifactRef(digest, size, fields.text(record, "serializer"))


def lineage(record: Record) -> Lineage:
    """Read where a release comes from."""
    parents = fields.records(record, "parents")
    return Lineage(
        fbm_version=fields.text(record, "fbm_version"),
        python_version=fields.text(record, "python_version"),
        libraries=fields.text_map(record, "libraries"),
        git_commit=fields.text_or_none(record, "git_commit"),
        data_fingerprint=fields.text_or_none(record, "data_fingerprint"),
        seasons=fields.wholes(record, "seasons"),
        command=fields.text_or_none(record, "command"),
        seed=fields.whole_or_none(record, "seed"),
        duration_s=fields.number_or_none(record, "duration_s"),
        parents=tuple(Parent(fields.text(parent, "ref"), fields.text(parent, "digest")) for parent in parents),
        extra=fields.others(record, _LINEAGE),
    )


def removal(record: Record) -> Removal:
    """Read an event of a removal log."""
    action = fields.text(record, "action")
    if action not in get_args(RemovalAction):
        raise RefusedRecordError(f"{action!r:.60} is no action")
    known: RemovalAction = "deleted" if action == "deleted" else "restored" if action == "restored" else "purged"
    return Removal(known, fields.texts(record, "player_types"), time(record, "at"), fields.text(record, "reason"))


def alias_move(record: Record) -> AliasMove:
    """Read an event of an alias's log."""
    return AliasMove(fields.whole(record, "version"), time(record, "at"), fields.text(record, "reason"))


def note(record: Record) -> Note:
    """Read an event of a note log."""
    tags = fields.record(record, "tags")
    changes = {key: fields.text_or_none(tags, key) for key in tags}
    return Note(changes, fields.text_or_none(record, "description"), time(record, "at"))


def mark(record: Record) -> Mark:
    """Read an intent or a condemnation."""
    digests = fields.texts(record, "digests")
    return Mark(digests, time(record, "at"), time(record, "expires_at"), fields.text(record, "holder"))


def marker(record: Record) -> str:
    """Read the registry's format marker."""
    return fields.text(record, "format")


def time(record: Record, key: str) -> str:
    """Take a moment in UTC as records write it."""
    moment = fields.text(record, key)
    if not _TIME.fullmatch(moment):
        raise RefusedRecordError(f"{key!r} is no time")
    return moment
