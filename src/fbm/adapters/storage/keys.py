"""What a key may look like, on any storage."""

from __future__ import annotations

import re
from typing import Final

LONGEST_PART: Final = 255
"""Bytes of UTF-8 that a part may have: what common filesystems hold."""

_PART: Final = re.compile(r"[^\x00-\x1f\x7f-\x9f/\\\ud800-\udfff]+")


def objection(key: str) -> str | None:
    """Say why a key is refused; None for a good one.

    A key is one or more parts between slashes, none of them empty, `.`, `..`, hidden (begun with a dot), longer than
    255 bytes or with a control character, a backslash or half a character in it.
    """
    for part in key.split("/"):
        if (
            part.isascii()
            and part.isprintable()
            and "\\" not in part
            and 0 < len(part) <= LONGEST_PART
            and part[0] != "."
        ):
            continue  # nearly every part there is, and listings ask for thousands
        if part.startswith("."):
            return "a part of the key begins with a dot"
        if not _PART.fullmatch(part) or len(part.encode()) > LONGEST_PART:
            return "a part of the key is empty, too long or holds characters that no key has"
    return None
