"""A release and its parts, and the logs that tell what happened to it since.

A release never changes. What changes - removed or not, aliases, tags - is the fold of a log of events.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Literal, NamedTuple, TypeAlias

from fbm.domain.registry.metadata import NOTHING, ArtifactRef, Facts, Lineage, ModelMetadata

FORMAT: Final = "fbm-release/1"

RemovalAction: TypeAlias = Literal["deleted", "restored", "purged"]


class Part(NamedTuple):
    """One player type of a release."""

    player_type: str
    training_years: tuple[int, ...]
    stats: tuple[str, ...]
    feature_names: tuple[str, ...]
    config: Facts
    metrics: Facts
    importances: Mapping[str, Mapping[str, float]]
    artifact: ArtifactRef
    attachments: Mapping[str, ArtifactRef] = NOTHING
    extra: Facts = NOTHING


class Release(NamedTuple):
    """One published version; written once."""

    model_type: str
    base_name: str
    version: int
    created_at: str
    parts: tuple[Part, ...]
    lineage: Lineage = Lineage()
    description: str = ""
    tags: Mapping[str, str] = NOTHING
    extra: Facts = NOTHING

    @property
    def player_types(self) -> tuple[str, ...]:
        """Player types that have a part, in order."""
        return tuple(part.player_type for part in self.parts)

    def part(self, player_type: str) -> Part | None:
        """Give the part of a player type, or None."""
        return next((part for part in self.parts if part.player_type == player_type), None)


class Removal(NamedTuple):
    """An event of the removal log."""

    action: RemovalAction
    player_types: tuple[str, ...]
    at: str
    reason: str = ""


class RemovalLog(NamedTuple):
    """Events of a removal log, oldest first, and the number of the last one."""

    events: tuple[Removal, ...] = ()
    last: int = 0


class AliasMove(NamedTuple):
    """An event of an alias's log: from then on it points to this version."""

    version: int
    at: str
    reason: str = ""


class Note(NamedTuple):
    """An event of the note log: tags set (None takes one away) and, unless None, a new description."""

    tags: Mapping[str, str | None]
    description: str | None
    at: str


class VersionState(NamedTuple):
    """A release and what its logs say today.

    Attributes
    ----------
    release : Release
    removed : mapping of player type to time
        Parts deleted and not restored.
    purged : frozenset of str
        Player types whose bytes are gone.
    aliases : tuple of str
    tags, description
        As annotated last.
    removals_seen : int
        Number of the last event of the removal log that this rests on; 0 where there is none.
    """

    release: Release
    removed: Mapping[str, str]
    purged: frozenset[str]
    aliases: tuple[str, ...]
    tags: Mapping[str, str]
    description: str
    removals_seen: int = 0

    def metadata(self) -> tuple[ModelMetadata, ...]:
        """Facts of the live parts, ordered by player type."""
        live = (part for part in self.release.parts if part.player_type not in self.removed)
        return tuple(self.describe(part) for part in sorted(live, key=lambda part: part.player_type))

    def describe(self, part: Part) -> ModelMetadata:
        """Facts of one part, removed or not."""
        release = self.release
        # By position: a listing makes thousands of these.
        return ModelMetadata(
            release.model_type,
            release.base_name,
            release.version,
            part.player_type,
            release.created_at,
            part.training_years,
            part.stats,
            part.feature_names,
            part.config,
            part.metrics,
            part.importances,
            part.artifact,
            part.attachments,
            release.lineage,
            self.aliases,
            self.tags,
            self.description,
        )


def fold_removals(events: Iterable[Removal]) -> tuple[Mapping[str, str], frozenset[str]]:
    """Fold a removal log, oldest first.

    Returns
    -------
    (removed, purged)
        Time of removal by player type, of those removed now; player types whose bytes are gone for good.
    """
    removed: dict[str, str] = {}
    purged: set[str] = set()
    for event in events:
        if event.action == "purged":
            purged.update(event.player_types)
        for player_type in event.player_types:
            if event.action == "restored":
                removed.pop(player_type, None)
            else:
                removed.setdefault(player_type, event.at)
    return removed, frozenset(purged)


def fold_notes(release: Release, notes: Iterable[Note]) -> tuple[Mapping[str, str], str]:
    """Fold a note log over what was published, oldest first; gives tags and description."""
    tags = dict(release.tags)
    description = release.description
    for note in notes:
        tags.update({key: value for key, value in note.tags.items() if value is not None})
        for key in (key for key, value in note.tags.items() if value is None):
            tags.pop(key, None)
        description = description if note.description is None else note.description
    return tags, description


def assemble(
    release: Release, *, removals: RemovalLog, aliases: Iterable[str] = (), notes: Iterable[Note] = ()
) -> VersionState:
    """Put a release together with what its logs say."""
    removed, purged = fold_removals(removals.events)
    tags, description = fold_notes(release, notes)
    return VersionState(release, removed, purged, tuple(sorted(aliases)), tags, description, removals.last)
