"""Where judgements go: files that the user names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple, Protocol, TypeAlias

from returns.result import Failure, Result, Success

from fbm.domain.evaluation.matching import Match
from fbm.domain.ports.executor import MissingLibrary
from fbm.domain.ports.sheets import UnknownEnding, UnwritableFile

FORMATS: Final = (".json", ".parquet", ".md", ".html")
"""Endings of file names, one for each format; a name without an ending is a directory that gets all of them."""

ReportError: TypeAlias = UnknownEnding | UnwritableFile | MissingLibrary


class Report(NamedTuple):
    """A judgement with what it was made of.

    Attributes
    ----------
    document : mapping
        As `fbm.domain.evaluation.judging.judge` gives it.
    matches : sequence of Match
    names : mapping of player id to name
    """

    document: Mapping[str, Any]
    matches: Sequence[Match]
    names: Mapping[str, str]


class ReportWriter(Protocol):
    """Writes judgements."""

    def check(self, out: str, formats: tuple[str, ...] = FORMATS) -> Result[None, ReportError]:
        """Find out before hours of work whether a report could be written."""
        ...

    def write(self, report: Report, out: str) -> Result[tuple[str, ...], ReportError]:
        """Write a report to a file or a directory, whole or not at all; gives the files written."""
        ...


def formats_of(out: str, formats: tuple[str, ...] = FORMATS) -> Result[tuple[str, ...], ReportError]:
    """Read which of the formats a name asks for; all of them where it has no ending, `UnknownEnding` for another.

    Examples
    --------
    >>> formats_of("report.HTML").unwrap()
    ('.html',)
    >>> len(formats_of("reports/2019").unwrap())
    4
    """
    last = out.replace("\\", "/").rstrip("/").rpartition("/")[2]
    if "." not in last.lstrip("."):
        return Success(formats)
    found = next((ending for ending in formats if last.lower().endswith(ending)), None)
    return Failure(UnknownEnding(out, formats)) if found is None else Success((found,))
