"""Where projection sheets go: a file that the user names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol, TypeAlias

from returns.result import Failure, Result, Success

from fbm.domain.projection.sheet import ProjectionSheet

ENDINGS: Final = (".csv", ".json", ".parquet")
"""Endings of file names, one for each format."""


@dataclass(frozen=True, slots=True)
class UnknownEnding:
    """A file name whose ending stands for no format."""

    file: str
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnwritableFile:
    """A file that cannot be written, and why; what stood there before is untouched."""

    file: str
    reason: str


SheetError: TypeAlias = UnknownEnding | UnwritableFile


class SheetWriter(Protocol):
    """Writes sheets to files."""

    def write(self, sheet: ProjectionSheet, file: str) -> Result[tuple[str, ...], SheetError]:
        """Write a sheet in the format that the file's ending names; gives the files written.

        Returns
        -------
        Result of tuple of str
            `UnknownEnding`; `UnwritableFile`, and then nothing was changed.
        """
        ...


def ending_of(file: str) -> Result[str, UnknownEnding]:
    """Read which format a file name asks for, whatever its case.

    Examples
    --------
    >>> ending_of("out/Projections.CSV").unwrap()
    '.csv'
    """
    found = next((ending for ending in ENDINGS if file.lower().endswith(ending)), None)
    return Failure(UnknownEnding(file, ENDINGS)) if found is None else Success(found)
