"""Records as short rows of JSON and back; what many releases share - features, settings, libraries - stands once.

Rows are read in the order in which they were written, so a table and its rows change together, under a new format name.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from fbm.domain.ports.index import Indexed
from fbm.domain.registry.metadata import ArtifactRef, Lineage, Parent
from fbm.domain.registry.release import AliasMove, Note, Part, Release, Removal

FORMAT: Final = "fbm-index/1"

Row = list[Any]


class Table:
    """Values that rows share, each under its number."""

    def __init__(self) -> None:
        self.values: list[object] = []
        self._numbers: dict[str, int] = {}

    def number(self, value: object) -> int:
        """Give the number of a value, the same for equal ones."""
        text = json.dumps(value, sort_keys=True)
        found = self._numbers.setdefault(text, len(self.values))
        if found == len(self.values):
            self.values.append(value)
        return found


def to_body(records: Mapping[str, Indexed]) -> dict[str, object]:
    """Turn records into JSON values."""
    lists, facts = Table(), Table()
    rows = [_row(key, one, lists, facts) for key, one in records.items()]
    return {"lists": lists.values, "facts": facts.values, "rows": rows}


def from_body(body: Mapping[str, Any]) -> dict[str, Indexed]:
    """Turn JSON values back into records.

    Raises
    ------
    KeyError, IndexError, TypeError, ValueError
        When they are not what `to_body` gives.
    """
    lists = [tuple(values) for values in body["lists"]]
    facts = body["facts"]
    return {row[0]: Indexed(row[1], _value(row, lists, facts)) for row in body["rows"]}


def _row(key: str, one: Indexed, lists: Table, facts: Table) -> Row:
    value = one.value
    if isinstance(value, Release):
        return [key, one.mark, "release", *_release_row(value, lists, facts)]
    if isinstance(value, Removal):
        return [key, one.mark, "removal", value.action, value.player_types, value.at, value.reason]
    if isinstance(value, AliasMove):
        return [key, one.mark, "alias", value.version, value.at, value.reason]
    return [key, one.mark, "note", dict(value.tags), value.description, value.at]


def _value(row: Row, lists: list[tuple[Any, ...]], facts: list[Any]) -> Release | Removal | AliasMove | Note:
    kind = row[2]
    if kind == "release":
        return _release(row, lists, facts)
    if kind == "removal":
        return Removal(row[3], tuple(row[4]), row[5], row[6])
    if kind == "alias":
        return AliasMove(row[3], row[4], row[5])
    if kind == "note":
        return Note(row[3], row[4], row[5])
    raise ValueError(kind)


def _release_row(release: Release, lists: Table, facts: Table) -> Iterator[object]:
    yield release.model_type
    yield release.base_name
    yield release.version
    yield release.created_at
    yield [_part_row(part, lists, facts) for part in release.parts]
    yield _lineage_row(release.lineage, lists, facts)
    yield release.description
    yield facts.number(dict(release.tags))
    yield facts.number(dict(release.extra))


def _release(row: Row, lists: list[tuple[Any, ...]], facts: list[Any]) -> Release:
    _, _, _, model_type, base_name, version, created_at, parts, lineage, description, tags, extra = row
    return Release(
        model_type,
        base_name,
        version,
        created_at,
        tuple([_part(part, lists, facts) for part in parts]),
        _lineage(lineage, lists, facts),
        description,
        facts[tags],
        facts[extra],
    )


def _part_row(part: Part, lists: Table, facts: Table) -> Row:
    return [
        part.player_type,
        lists.number(part.training_years),
        lists.number(part.stats),
        lists.number(part.feature_names),
        facts.number(part.config),
        facts.number(part.metrics),
        facts.number(part.importances),
        list(part.artifact),
        {name: list(ref) for name, ref in part.attachments.items()},
        facts.number(part.extra),
    ]


def _part(row: Row, lists: list[tuple[Any, ...]], facts: list[Any]) -> Part:
    player_type, years, stats, features, config, metrics, importances, artifact, attachments, extra = row
    return Part(
        player_type,
        lists[years],
        lists[stats],
        lists[features],
        facts[config],
        facts[metrics],
        facts[importances],
        ArtifactRef(*artifact),
        {name: ArtifactRef(*ref) for name, ref in attachments.items()} if attachments else attachments,
        facts[extra],
    )


def _lineage_row(lineage: Lineage, lists: Table, facts: Table) -> Row:
    return [
        lineage.fbm_version,
        lineage.python_version,
        facts.number(dict(lineage.libraries)),
        lineage.git_commit,
        lineage.data_fingerprint,
        lists.number(lineage.seasons),
        lineage.command,
        lineage.seed,
        lineage.duration_s,
        [list(parent) for parent in lineage.parents],
        facts.number(dict(lineage.extra)),
    ]


def _lineage(row: Row, lists: list[tuple[Any, ...]], facts: list[Any]) -> Lineage:
    fbm, python, libraries, commit, fingerprint, seasons, command, seed, duration_s, parents, extra = row
    return Lineage(
        fbm,
        python,
        facts[libraries],
        commit,
        fingerprint,
        lists[seasons],
        command,
        seed,
        duration_s,
        _parents(parents),
        facts[extra],
    )


def _parents(rows: Iterable[Row]) -> tuple[Parent, ...]:
    return tuple([Parent(ref, digest) for ref, digest in rows])
