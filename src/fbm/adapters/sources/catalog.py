"""The catalog: which file stands for which season and table. Replacing it is what commits an import."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError
from returns.result import Failure, Result, Success

from fbm.adapters.sources.disk import sync_directory, write_durably
from fbm.domain.ports.season_tables import LAHMAN
from fbm.domain.ports.sources import CATALOG, DamagedTable

NAME: Final = CATALOG
BROKEN: Final = f"{NAME}.broken-"
"""How the name of a catalog begins that could not be read and was kept when another took its place."""


class _Record(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="allow")


class TableEntry(_Record):
    """One file: its name, the digest of what it holds, its rows and size in bytes."""

    file: str
    digest: str
    rows: int
    size: int


class SeasonEntry(_Record):
    """One season: where it comes from and its files by table."""

    source: str
    tables: Mapping[str, TableEntry]


class Catalog(_Record):
    """Every season held, by its year: the majors', the minors', relief and tracking by themselves; and who is who.

    `ids` is the crosswalk, `people` everybody whom Lahman has an id for.
    """

    format: Literal["fbm-season-tables/1"] = "fbm-season-tables/1"
    seasons: Mapping[int, SeasonEntry] = {}
    minors: Mapping[int, SeasonEntry] = {}
    relief: Mapping[int, SeasonEntry] = {}
    tracking: Mapping[int, SeasonEntry] = {}
    ids: TableEntry | None = None
    people: TableEntry | None = None

    def files(self) -> frozenset[str]:
        """Names of all files that count."""
        return frozenset(entry.file for entry in self.all_entries())

    def all_entries(self) -> tuple[TableEntry, ...]:
        """Entries of all files that count."""
        sections = (self.entries(), self.minor_entries(), self.relief_entries(), self.tracking_entries())
        entries = (entry for section in sections for _, _, entry in section)
        return (*entries, *filter(None, [self.ids, self.people]))

    def entries(self) -> Iterator[tuple[int, str, TableEntry]]:
        """Season, table and entry of each file, in order."""
        return _entries(self.seasons)

    def minor_entries(self) -> Iterator[tuple[int, str, TableEntry]]:
        """Season, table and entry of each file of the minor leagues, in order."""
        return _entries(self.minors)

    def relief_entries(self) -> Iterator[tuple[int, str, TableEntry]]:
        """Season, table and entry of each file of relief, in order."""
        return _entries(self.relief)

    def tracking_entries(self) -> Iterator[tuple[int, str, TableEntry]]:
        """Season, table and entry of each file of tracking figures, in order."""
        return _entries(self.tracking)

    def sources(self) -> Mapping[str, tuple[int, ...]]:
        """Seasons by where they come from, majors and minors alike."""
        sections = (self.seasons, self.minors, self.relief, self.tracking)
        names = sorted({held.source for section in sections for held in section.values()})
        return {
            name: tuple(sorted({s for section in sections for s, held in section.items() if held.source == name}))
            for name in names
        }

    def before(self, season: int) -> Catalog:
        """Keep the seasons before one, in every section: what was known when it began."""
        sections = {name: getattr(self, name) for name in type(self).model_fields}
        return self.model_copy(
            update={
                name: {held: entry for held, entry in section.items() if held < season}
                for name, section in sections.items()
                if isinstance(section, Mapping)
            }
        )

    def without(self, sources: Collection[str]) -> Catalog:
        """Let go of the seasons of some sources."""
        return self.model_copy(
            update={
                "seasons": {s: held for s, held in self.seasons.items() if held.source not in sources},
                "minors": {s: held for s, held in self.minors.items() if held.source not in sources},
                "relief": {s: held for s, held in self.relief.items() if held.source not in sources},
                "tracking": {s: held for s, held in self.tracking.items() if held.source not in sources},
                "people": None if LAHMAN in sources else self.people,
            }
        )


def _entries(section: Mapping[int, SeasonEntry]) -> Iterator[tuple[int, str, TableEntry]]:
    for season, held in sorted(section.items()):
        for table, entry in sorted(held.tables.items()):
            yield season, table, entry


def read_catalog(directory: Path) -> Result[Catalog, DamagedTable]:
    """Read the catalog of a directory; one without a catalog holds nothing.

    Returns
    -------
    Result of Catalog
        `DamagedTable` when it cannot be read or does not match its own check.
    """
    try:
        data = (directory / NAME).read_bytes()
    except FileNotFoundError:
        return Success(Catalog())
    except OSError as error:
        return Failure(DamagedTable(NAME, error.strerror or str(error)))
    try:
        record = json.loads(data)
        if not isinstance(record, dict) or record.pop("check", None) != _check(record):
            return Failure(DamagedTable(NAME, "does not match its check"))
        return Success(Catalog.model_validate_json(json.dumps(record)))
    except RecursionError:  # brackets without end
        return Failure(DamagedTable(NAME, "nested too deep"))
    except (ValueError, ValidationError) as error:
        return Failure(DamagedTable(NAME, str(error)))


def renewed_catalog(directory: Path) -> Result[Catalog, DamagedTable]:
    """Read the catalog of a directory; keep one that cannot be read beside under another name, and begin anew."""
    held = read_catalog(directory)
    if isinstance(held, Success):
        return held
    try:
        data = (directory / NAME).read_bytes()
        write_durably(directory / f"{BROKEN}{hashlib.sha256(data).hexdigest()[:8]}", data)
    except OSError:
        return held
    return Success(Catalog())


def broken_catalogs(directory: Path) -> tuple[Path, ...]:
    """Catalogs that could not be read and were kept; no file that one of them may name is removed."""
    return tuple(sorted(directory.glob(f"{BROKEN}*")))


def write_catalog(directory: Path, catalog: Catalog) -> None:
    """Make a catalog the one that counts, in one step and for good."""
    record = catalog.model_dump(mode="json")
    data = json.dumps({**record, "check": _check(record)}, indent=1, sort_keys=True)
    write_durably(directory / NAME, data.encode())
    sync_directory(directory)


def _check(record: Mapping[str, object]) -> str:
    canonical = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return f"sha256:{hashlib.sha256(canonical.encode()).hexdigest()}"
