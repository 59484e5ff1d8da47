"""Sizes as people read them."""

from __future__ import annotations


def human_bytes(size: float) -> str:
    """Write a number of bytes.

    Examples
    --------
    >>> human_bytes(5), human_bytes(302_300), human_bytes(13_550_000)
    ('5 bytes', '302.3 kB', '13.6 MB')
    """
    for unit, scale in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if size >= scale:
            return f"{size / scale:.1f} {unit}"
    return f"{size:.0f} bytes"
