"""Ports of the records: releases and the events of the logs, to bytes and back.

They stand here and not with the other ports because they speak of releases, and releases build on those.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

from returns.result import Result

from fbm.domain.registry.marks import Mark
from fbm.domain.registry.release import AliasMove, Note, Release, Removal


class BadRecord(NamedTuple):
    """Bytes that are no record to be trusted, and why."""

    reason: str


class RecordReader(Protocol):
    """Reads records of every format there ever was; what was altered or cut is refused."""

    def release(self, data: bytes) -> Result[Release, BadRecord]:
        """Read a manifest."""
        ...

    def removal(self, data: bytes) -> Result[Removal, BadRecord]:
        """Read an event of a removal log."""
        ...

    def alias_move(self, data: bytes) -> Result[AliasMove, BadRecord]:
        """Read an event of an alias's log."""
        ...

    def note(self, data: bytes) -> Result[Note, BadRecord]:
        """Read an event of a note log."""
        ...

    def mark(self, data: bytes) -> Result[Mark, BadRecord]:
        """Read an intent or a condemnation."""
        ...

    def marker(self, data: bytes) -> Result[str, BadRecord]:
        """Read the registry's format marker: the format's name."""
        ...


class RecordWriter(Protocol):
    """Writes records of the present format: canonical, and vouching for themselves.

    Each raises `ValueError` for what no record may hold, such as text that has no UTF-8.
    """

    def release(self, release: Release) -> bytes:
        """Write a manifest; measures that are not numbers become null.

        Raises
        ------
        ValueError
            When the release holds something that no manifest may.
        """
        ...

    def removal(self, removal: Removal) -> bytes:
        """Write an event of a removal log."""
        ...

    def alias_move(self, move: AliasMove) -> bytes:
        """Write an event of an alias's log."""
        ...

    def note(self, note: Note) -> bytes:
        """Write an event of a note log."""
        ...

    def mark(self, mark: Mark) -> bytes:
        """Write an intent or a condemnation."""
        ...

    def marker(self) -> bytes:
        """Write the registry's format marker."""
        ...
