"""Pins: what a projection sheet was made of, written down so that it can be made again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeAlias

from returns.result import Result

from fbm.domain.projection.sheet import ModelUse


class PinnedLeague(NamedTuple):
    """A league file as it stood.

    Attributes
    ----------
    file : str
    text : str
    digest : str
        ``sha256:<hex>`` of the text.
    """

    file: str
    text: str
    digest: str


@dataclass(frozen=True, slots=True)
class Pin:
    """Everything that decides what is in a sheet.

    Attributes
    ----------
    fbm_version : str
    season : int
    pipeline : str
    options : mapping of str to str
        What else was asked for, as JSON by its name.
    models : tuple of ModelUse
        Versions with their digests.
    data_fingerprint : str
    ids : str
        Digest of the ids in the sheet, ``sha256:<hex>``.
    league : PinnedLeague or None
    result : str
        Digest of the sheet, ``sha256:<hex>``.
    """

    fbm_version: str
    season: int
    pipeline: str
    options: Mapping[str, str]
    models: tuple[ModelUse, ...]
    data_fingerprint: str
    ids: str
    league: PinnedLeague | None
    result: str


@dataclass(frozen=True, slots=True)
class UnreadablePin:
    """A file that is no pin, or was altered; `reason` says so."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class UnwritablePin:
    """A pin that cannot be written; what stood there before is untouched."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class Changed:
    """What is not as it was when a sheet was pinned.

    Attributes
    ----------
    what : str
        ``data``, ``ids``, ``model``, ``league`` or ``result``.
    name : str
        Which: of a model its name and player type; of a result the version of fbm that pinned it.
    pinned, found : str
        Digests, or versions of fbm where the result differs; `found` is empty for what is not there any more.
    """

    what: str
    name: str
    pinned: str
    found: str


PinError: TypeAlias = UnreadablePin | UnwritablePin


class PinStore(Protocol):
    """Reads and writes pins."""

    def read(self, file: str) -> Result[Pin, PinError]:
        """Read a pin and hold it against its check."""
        ...

    def write(self, pin: Pin, file: str) -> Result[None, PinError]:
        """Write a pin, whole or not at all."""
        ...
