"""What a fetched file is, told by its content: no server's word is taken for it."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from fbm.domain.ports.downloads import Form, Wanted

LONGEST_HEADER: Final = 1 << 16
LISTS: Final = ("people", "dates", "teams")
"""Lists that answers of the Stats API consist of, beside its tables of figures."""


class Look(NamedTuple):
    """What a look at a file told.

    Attributes
    ----------
    found : str, optional
        What it is instead of what it should be.
    rows : int
    total : int, optional
        Entries of all pages together, where it says so.
    """

    found: str | None
    rows: int = 0
    total: int | None = None


def look_at(path: Path, wanted: Wanted) -> Look:
    """Look whether a file is what was wanted.

    Raises
    ------
    OSError
        When it cannot be read.
    """
    page = _page_or_nothing(path)
    look = Look(page) if page is not None else _LOOKS[wanted.form](path, wanted)
    if look.found is None and look.rows < wanted.least:
        return Look("a table without lines")
    return look


def _page_or_nothing(path: Path) -> str | None:
    with path.open("rb") as file:
        head = file.read(512).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype", b"<html", b"<?xml")):
        return "a web page"
    return None if head else "nothing at all"


def _json(path: Path, wanted: Wanted) -> Look:
    try:
        value = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return Look("text that does not parse")
    missing = [key for key in wanted.shows if not isinstance(value, dict) or key not in value]
    if missing:
        return Look(f"an answer without {', '.join(missing)}")
    if not isinstance(value, dict):
        return Look(None)
    listed = [value[key] for key in LISTS if isinstance(value.get(key), list)]
    return _entries(value.get("stats")) if not listed else Look(None, sum(map(len, listed)))


def _entries(tables: object) -> Look:
    """Count the entries of the Stats API's tables; what is no such table is the import's to refuse."""
    found = [table for table in tables if isinstance(table, dict)] if isinstance(tables, list) else []
    rows = sum(len(splits) for table in found if isinstance(splits := table.get("splits"), list))
    totals = [total for table in found if isinstance(total := table.get("totalSplits"), int)]
    return Look(None, rows, sum(totals) if totals else None)


def _csv(path: Path, wanted: Wanted) -> Look:
    with path.open("rb") as file:
        first = file.readline(LONGEST_HEADER)
        rows = sum(1 for line in file if line.strip())
    if first.count(b",") < 2:
        return Look("no table")
    header = next(csv.reader([first.decode("utf-8-sig", "replace")]))
    missing = [name for name in wanted.shows if name not in header]
    return Look(f"a table without {', '.join(missing)}" if missing else None, rows)


def _zip(path: Path, wanted: Wanted) -> Look:
    del wanted
    return Look(None if zipfile.is_zipfile(path) else "no zip file")


_LOOKS: Final[Mapping[Form, Callable[[Path, Wanted], Look]]] = MappingProxyType(
    {"json": _json, "csv": _csv, "zip": _zip}
)
