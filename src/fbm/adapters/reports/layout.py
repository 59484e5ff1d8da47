"""What a page says before it is drawn: plain text in tables, for pages of any kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


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


def aligned(rows: Sequence[Sequence[str]]) -> tuple[bool, ...]:
    """Tell which columns hold figures, and so stand on the right."""
    return tuple(all(not cell or cell[0] in "+-.0123456789" for cell in column) for column in zip(*rows, strict=True))
