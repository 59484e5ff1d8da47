"""Params to bytes and back, whatever the format."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, Protocol, TypeAlias

from returns.result import Result

Params: TypeAlias = Mapping[str, object]
"""Plain data from which a model is rebuilt: numbers, strings, lists, dicts, arrays."""


class NotPlainData(NamedTuple):
    """Params with something in them that is not plain data: where, and what."""

    where: str
    kind: str


class RefusedPayload(NamedTuple):
    """Bytes that were refused before anything in them could run, and why."""

    serializer: str
    reason: str


class ModelSerializer(Protocol):
    """Turns params into bytes and back; the same params give the same bytes."""

    @property
    def name(self) -> str:
        """What a manifest calls it."""
        ...

    @property
    def extension(self) -> str:
        """Ending of a file with such bytes, dot included."""
        ...

    def dumps(self, params: Params) -> Result[bytes, NotPlainData]:
        """Serialise params in canonical order: no times, no object identity."""
        ...

    def loads(self, data: bytes) -> Result[dict[str, object], RefusedPayload]:
        """Rebuild params; anything but plain data is refused before it runs."""
        ...
