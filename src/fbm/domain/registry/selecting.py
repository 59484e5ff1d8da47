"""Which rows of a listing to show, and in which order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from fbm.domain.registry.diffing import direction, flatten, number
from fbm.domain.registry.metadata import ModelMetadata


class Selection(NamedTuple):
    """What to keep of a listing.

    Attributes
    ----------
    name : str or None
        A base name or a versioned one; ``*`` stands for anything.
    tags : tuple of str
        ``key`` or ``key=value``, all of which a row must have.
    since : str or None
        First day, ``2026-02-08``.
    latest : bool
        Only the highest version of each line and player type.
    sort : str or None
        A dotted measure or its last words; best first, rows without it last.
    """

    name: str | None = None
    tags: tuple[str, ...] = ()
    since: str | None = None
    latest: bool = False
    sort: str | None = None


def select(models: Iterable[ModelMetadata], wanted: Selection) -> tuple[ModelMetadata, ...]:
    """Keep and order the rows of a listing."""
    kept = [model for model in models if _matches(model, wanted)]
    if wanted.latest:
        newest = {(one.model_type, one.base_name, one.player_type): one for one in sorted(kept, key=_version)}
        kept = [one for one in kept if newest[one.model_type, one.base_name, one.player_type] is one]
    if wanted.sort is not None:
        kept.sort(key=lambda model: _worth(model, wanted.sort or ""))
    return tuple(kept)


def superfluous(models: Iterable[ModelMetadata], keep: int) -> tuple[ModelMetadata, ...]:
    """Name the parts of a line that are neither of its newest versions nor pointed to by an alias."""
    rows = tuple(models)
    newest = sorted({row.version for row in rows}, reverse=True)[:keep]
    return tuple(row for row in rows if row.version not in newest and not row.aliases)


def bytes_freed(doomed: Iterable[ModelMetadata], live: Iterable[ModelMetadata]) -> int:
    """Count the artifact bytes that no version needs any more once the doomed ones are gone; shared ones count once."""
    rows = tuple(doomed)
    gone = {(row.model_type, row.base_name, row.version, row.player_type) for row in rows}
    needed = {
        row.artifact.digest for row in live if (row.model_type, row.base_name, row.version, row.player_type) not in gone
    }
    return sum({row.artifact.digest: row.artifact.size for row in rows if row.artifact.digest not in needed}.values())


def _matches(model: ModelMetadata, wanted: Selection) -> bool:
    if wanted.name is not None and not any(_like(wanted.name, name) for name in (model.base_name, model.name)):
        return False
    if wanted.since is not None and model.created_at < wanted.since:
        return False
    return all(_has_tag(model, tag) for tag in wanted.tags)


def _like(pattern: str, name: str) -> bool:
    return re.fullmatch(".*".join(re.escape(piece) for piece in pattern.split("*")), name) is not None


def _has_tag(model: ModelMetadata, tag: str) -> bool:
    key, sign, value = tag.partition("=")
    return key in model.tags and (not sign or model.tags[key] == value)


def _version(model: ModelMetadata) -> int:
    return model.version


def _worth(model: ModelMetadata, measure: str) -> tuple[bool, float]:
    """Sorting key: the mean of the measures meant, turned so that the best comes first."""
    facts = flatten(model.metrics)
    meant = [key for key in facts if key == measure or key.endswith((f".{measure}", f"_{measure}"))]
    values = [value for key in meant if (value := number(facts[key])) is not None]
    if not values:
        return True, 0.0
    turned = -1.0 if direction(meant[0]) > 0 else 1.0
    return False, turned * sum(values) / len(values)
