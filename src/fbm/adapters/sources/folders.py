"""Directories named in place of files: the data files that stand in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

TABLES: Final = (".csv", ".csv.gz")
RESPONSES: Final = (".json", ".json.gz")
COLUMNS: Final = (".parquet",)


def files_of(paths: Iterable[Path], endings: Sequence[str]) -> tuple[Path, ...]:
    """Put the files of a directory in its place.

    Parameters
    ----------
    paths : iterable of Path
    endings : sequence of str
        Of the files that are meant, in small letters; those further down are not.

    Returns
    -------
    tuple of Path
        Files of a directory by name. Paths that are no directory, or one without such a file, stay: whoever opens them
        says what is wrong.
    """
    return tuple(file for path in paths for file in _files(path, tuple(endings)) or (path,))


def _files(path: Path, endings: tuple[str, ...]) -> list[Path]:
    if not path.is_dir():
        return []
    return sorted(file for file in path.iterdir() if file.name.lower().endswith(endings) and file.is_file())
