"""What a key may look like, on any storage."""

from __future__ import annotations

import re
from typing import Final

_SEGMENT: Final = re.compile(r"[^\x00-\x1f\x7f/\\]{1,200}")


def objection(key: str) -> str | None:
    """Say why a key is refused; None for a good one.

    A key is one or more segments between slashes, none of them empty, `.`, `..`, hidden (begun with a dot), longer than
    200 characters or with a control character or backslash in it.
    """
    for segment in key.split("/"):
        if segment.startswith("."):
            return "a part of the key begins with a dot"
        if not _SEGMENT.fullmatch(segment):
            return "a part of the key is empty, too long or holds characters that no key has"
    return None
