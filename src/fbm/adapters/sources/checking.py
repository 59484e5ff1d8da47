"""Files held against the catalog that names them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeAlias

from fbm.adapters.sources.catalog import TableEntry
from fbm.adapters.sources.frames import DamagedTableError
from fbm.domain.ports.sources import DamagedTable

Check: TypeAlias = Callable[[Path, TableEntry], object]
"""Looks at a file; raises `DamagedTableError` when it is not what the catalog says."""


def damages(directory: Path, entries: Iterable[TableEntry], check: Check) -> tuple[DamagedTable, ...]:
    """Tell which files are not there, cannot be read, or are not what the catalog says."""
    found = (_damage(directory / entry.file, entry, check) for entry in entries)
    return tuple(damage for damage in found if damage is not None)


def same_size(path: Path, entry: TableEntry) -> None:
    """Look at a file's size only: no byte is read."""
    size = path.stat().st_size
    if size != entry.size:
        raise DamagedTableError(DamagedTable(path.name, f"has {size:,} bytes, not {entry.size:,}"))


def _damage(path: Path, entry: TableEntry, check: Check) -> DamagedTable | None:
    try:
        check(path, entry)
    except DamagedTableError as damaged:
        return damaged.error
    except FileNotFoundError:
        return DamagedTable(path.name, "is not there")
    except OSError as error:
        return DamagedTable(path.name, error.strerror or str(error))
    return None
