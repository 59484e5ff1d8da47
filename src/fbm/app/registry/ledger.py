"""What the records of a registry say there should be: bytes and who stands on them, and where aliases point."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from fbm.domain.registry import layout
from fbm.domain.registry.layout import ReleaseKey
from fbm.domain.registry.naming import format_versioned_name
from fbm.domain.registry.release import AliasMove, Release, Removal, fold_removals

Records = Mapping[str, object]
"""Records by key, in the order of keys; what could not be read stands there as something else."""


class Expected(NamedTuple):
    """What a manifest says of bytes: which part stands on them, how many they are, and whether they were purged."""

    key: ReleaseKey
    player_type: str
    size: int
    purged: bool

    @property
    def name(self) -> str:
        """The part, for people."""
        return f"{self.key.model_type}/{named(self.key)} ({self.player_type})"


class Dangling(NamedTuple):
    """An alias that points to a version that is not there or was removed."""

    model_type: str
    base_name: str
    alias: str
    version: int


def expected_bytes(found: Records) -> dict[str, list[Expected]]:
    """Tell by digest which parts stand on which bytes."""
    expected: dict[str, list[Expected]] = {}
    events = _removals(found)
    for place, release in _releases(found):
        purged = fold_removals(events.get(place, ()))[1]
        for part in release.parts:
            for ref in (part.artifact, *part.attachments.values()):
                one = Expected(place, part.player_type, ref.size, part.player_type in purged)
                expected.setdefault(ref.digest, []).append(one)
    return expected


def dangling(found: Records) -> Iterator[Dangling]:
    """Tell which aliases point to what is not there."""
    heads: dict[tuple[str, str, str], AliasMove] = {}
    for key, value in found.items():
        log = layout.parse_log_key(key)
        if log is not None and isinstance(value, AliasMove):
            heads[log.model_type, log.base_name, log.subject] = value
    there = {*_live(found), *_unreadable(found)}
    for (model_type, base_name, alias), move in heads.items():
        if ReleaseKey(model_type, base_name, move.version) not in there:
            yield Dangling(model_type, base_name, alias, move.version)


def _live(found: Records) -> Iterator[ReleaseKey]:
    events = _removals(found)
    for place, release in _releases(found):
        removed = fold_removals(events.get(place, ()))[0]
        if any(part.player_type not in removed for part in release.parts):
            yield place


def _unreadable(found: Records) -> Iterator[ReleaseKey]:
    """Give the versions whose manifest is there and says nothing that can be trusted."""
    for key, value in found.items():
        place = layout.parse_release_key(key)
        if place is not None and not isinstance(value, Release):
            yield place


def _releases(found: Records) -> Iterator[tuple[ReleaseKey, Release]]:
    for key, value in found.items():
        place = layout.parse_release_key(key)
        if place is not None and isinstance(value, Release):
            yield place, value


def _removals(found: Records) -> dict[ReleaseKey, list[Removal]]:
    events: dict[ReleaseKey, list[Removal]] = {}
    for key, value in found.items():
        log = layout.parse_log_key(key)
        if log is not None and isinstance(value, Removal) and log.subject.isdigit():
            events.setdefault(ReleaseKey(log.model_type, log.base_name, int(log.subject)), []).append(value)
    return events


def named(key: ReleaseKey) -> str:
    """Give the versioned name of a manifest's key."""
    return format_versioned_name(key.base_name, key.version)
