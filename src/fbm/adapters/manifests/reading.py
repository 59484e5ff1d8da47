"""The reader of records: unseal, look at the format, hand on to that format's reader."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from returns.result import Failure, Result, Success

from fbm.adapters.manifests import light
from fbm.adapters.manifests.canonical import RefusedRecordError, unseal
from fbm.adapters.manifests.fields import Record
from fbm.domain.registry.marks import Mark
from fbm.domain.registry.records import BadRecord
from fbm.domain.registry.release import AliasMove, Note, Release, Removal

Value = TypeVar("Value")


class JsonRecordReader:
    """Reads sealed JSON records."""

    def release(self, data: bytes) -> Result[Release, BadRecord]:
        """Read a manifest."""
        return _read(data, light.release)

    def removal(self, data: bytes) -> Result[Removal, BadRecord]:
        """Read an event of a removal log."""
        return _read(data, light.removal)

    def alias_move(self, data: bytes) -> Result[AliasMove, BadRecord]:
        """Read an event of an alias's log."""
        return _read(data, light.alias_move)

    def note(self, data: bytes) -> Result[Note, BadRecord]:
        """Read an event of a note log."""
        return _read(data, light.note)

    def mark(self, data: bytes) -> Result[Mark, BadRecord]:
        """Read an intent or a condemnation."""
        return _read(data, light.mark)

    def marker(self, data: bytes) -> Result[str, BadRecord]:
        """Read the registry's format marker."""
        return _read(data, light.marker)


def _read(data: bytes, interpret: Callable[[Record], Value]) -> Result[Value, BadRecord]:
    try:
        return Success(interpret(unseal(data)))
    except RefusedRecordError as error:
        return Failure(BadRecord(str(error)))
