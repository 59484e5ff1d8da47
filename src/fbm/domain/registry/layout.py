"""Where a registry's facts stand: keys from facts, and facts from keys.

Numbers in keys are padded with zeros, so that sorted keys are sorted versions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

MARKER: Final = "registry.json"
RELEASES: Final = "releases/"
REMOVALS: Final = "removals/"
ALIASES: Final = "aliases/"
NOTES: Final = "notes/"
BLOBS: Final = "blobs/sha256/"
INTENTS: Final = "intents/"
CONDEMNED: Final = "gc/"

DIGEST: Final = re.compile(r"sha256:([0-9a-f]{64})", re.ASCII)
_RELEASE_KEY: Final = re.compile(r"releases/([^/]+)/([^/]+)/(\d{9})\.json", re.ASCII)
_BLOB_KEY: Final = re.compile(r"blobs/sha256/([0-9a-f]{2})/([0-9a-f]{64})", re.ASCII)
_LOG_KEY: Final = re.compile(r"[a-z]+/([^/]+)/([^/]+)/([^/]+)/(\d{6})\.json", re.ASCII)


class ReleaseKey(NamedTuple):
    """Which version a manifest's key claims."""

    model_type: str
    base_name: str
    version: int


class LogKey(NamedTuple):
    """Which event of which log a key holds; `subject` is a padded version or an alias."""

    model_type: str
    base_name: str
    subject: str
    number: int


def release_key(model_type: str, base_name: str, version: int) -> str:
    """Key of a manifest.

    Examples
    --------
    >>> release_key("gb_residual", "default", 3)
    'releases/gb_residual/default/000000003.json'
    """
    return f"{line_prefix(model_type, base_name)}{version:09d}.json"


def line_prefix(model_type: str, base_name: str) -> str:
    """Prefix of a line's manifests."""
    return f"{RELEASES}{model_type}/{base_name}/"


def version_of(name: str) -> int | None:
    """Read the version from a manifest's name in its line's folder; None for what is none.

    Examples
    --------
    >>> version_of("000000003.json"), version_of("notes.txt")
    (3, None)
    """
    digits = name[:9]
    return int(digits) if len(name) == 14 and name.endswith(".json") and digits.isascii() and digits.isdigit() else None


def type_prefix(model_type: str) -> str:
    """Prefix of the manifests of a model type."""
    return f"{RELEASES}{model_type}/"


def parse_release_key(key: str) -> ReleaseKey | None:
    """Read a manifest's key; None for what is none."""
    found = _RELEASE_KEY.fullmatch(key)
    return ReleaseKey(found[1], found[2], int(found[3])) if found else None


def removal_prefix(model_type: str, base_name: str, version: int) -> str:
    """Prefix of a version's removal log."""
    return f"{REMOVALS}{model_type}/{base_name}/{version:09d}/"


def note_prefix(model_type: str, base_name: str, version: int) -> str:
    """Prefix of a version's note log."""
    return f"{NOTES}{model_type}/{base_name}/{version:09d}/"


def alias_prefix(model_type: str, base_name: str, alias: str) -> str:
    """Prefix of an alias's log."""
    return f"{ALIASES}{model_type}/{base_name}/{alias}/"


def aliases_prefix(model_type: str, base_name: str) -> str:
    """Prefix of all the alias logs of a line."""
    return f"{ALIASES}{model_type}/{base_name}/"


def event_key(prefix: str, number: int) -> str:
    """Key of an event of a log, counted from 1."""
    return f"{prefix}{number:06d}.json"


def parse_log_key(key: str) -> LogKey | None:
    """Read an event's key; None for what is none."""
    found = _LOG_KEY.fullmatch(key)
    return LogKey(found[1], found[2], found[3], int(found[4])) if found else None


def last_event(keys: Iterable[str]) -> int:
    """Highest number among the events of a log; 0 where there is none. What is no event does not count.

    Examples
    --------
    >>> last_event(("aliases/mtl/default/champion/000001.json", "aliases/mtl/default/champion/000003.json"))
    3
    """
    return max((found.number for key in keys if (found := parse_log_key(key)) is not None), default=0)


def intent_key(token: str) -> str:
    """Key of a running publish's intent."""
    return f"{INTENTS}{token}.json"


def parse_blob_key(key: str) -> str | None:
    """Read the digest that a blob's key promises; None for what is no blob's key.

    Examples
    --------
    >>> parse_blob_key("blobs/sha256/00/zz") is None
    True
    """
    found = _BLOB_KEY.fullmatch(key)
    return f"sha256:{found[2]}" if found and found[2].startswith(found[1]) else None


def blob_key(digest: str) -> str:
    """Key of bytes by their digest.

    Raises
    ------
    ValueError
        When the digest is not ``sha256:`` and 64 hexadecimal digits.
    """
    found = DIGEST.fullmatch(digest)
    if found is None:
        raise ValueError(f"not a digest: {digest[:80]!r}")
    return f"{BLOBS}{found[1][:2]}/{found[1]}"
