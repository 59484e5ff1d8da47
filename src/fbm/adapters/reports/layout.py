"""What a page says before it is drawn: plain text in tables, for pages of any kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

_UNPRINTED: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What XML does not allow, what a terminal would obey, and halves of characters, which no encoding knows."""


class Table(NamedTuple):
    """A table with its heading and a remark below it."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    remark: str = ""


class Text(NamedTuple):
    """A page without its plots.

    Attributes
    ----------
    title : str
    remarks : tuple of str
        Paragraphs below the title.
    tables : tuple of Table
    """

    title: str
    remarks: tuple[str, ...]
    tables: tuple[Table, ...]


def legible(text: str) -> str:
    """Put a replacement character for each that cannot stand on a page."""
    return _UNPRINTED.sub("\ufffd", text)


def aligned(rows: Sequence[Sequence[str]]) -> tuple[bool, ...]:
    """Tell which columns hold figures, and so stand on the right."""
    return tuple(all(not cell or cell[0] in "+-.0123456789" for cell in column) for column in zip(*rows, strict=True))
