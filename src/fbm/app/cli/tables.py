"""Tables for people: aligned columns that fit the terminal, long cells wrapped.

Written by hand because the light commands print tables and a table library costs them a third of their start-up time.
"""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Sequence
from typing import NamedTuple

_GAP = "  "
_NARROWEST = 5
_WIDTH = 80


class Column(NamedTuple):
    """A heading and how its cells stand."""

    title: str
    right: bool = False


def table(columns: Sequence[Column], rows: Sequence[Sequence[str]], *, width: int | None = None) -> str:
    """Render rows under their headings.

    Parameters
    ----------
    columns : sequence of Column
    rows : sequence of sequences of str
        One cell for each column.
    width : int, optional
        Columns of the terminal; asked of it when left out (80 where there is none).

    Returns
    -------
    str
        Lines without trailing blanks, each ended by a newline.
    """
    widths = _fit(_natural(columns, rows), width or _terminal_width())
    head = _line([column.title for column in columns], columns, widths)
    rule = _GAP.join("-" * w for w in widths)
    body = [_line(row, columns, widths) for row in rows]
    return "\n".join((_bold(head), rule, *body)) + "\n"


def _natural(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[int]:
    return [max(len(c.title), *(len(row[i]) for row in rows), 1) for i, c in enumerate(columns)]


def _fit(widths: list[int], width: int) -> list[int]:
    """Take from the widest column until the table fits or nothing is left to take."""
    fitted = list(widths)
    room = width - len(_GAP) * (len(fitted) - 1)
    while sum(fitted) > room and max(fitted) > _NARROWEST:
        fitted[fitted.index(max(fitted))] -= 1
    return fitted


def _line(cells: Sequence[str], columns: Sequence[Column], widths: Sequence[int]) -> str:
    wrapped = [textwrap.wrap(cell, w) or [""] for cell, w in zip(cells, widths, strict=True)]
    height = max(len(lines) for lines in wrapped)
    filled = [lines + [""] * (height - len(lines)) for lines in wrapped]
    return "\n".join(_stand(parts, columns, widths) for parts in zip(*filled, strict=True))


def _stand(parts: Sequence[str], columns: Sequence[Column], widths: Sequence[int]) -> str:
    cells = (
        part.rjust(w) if column.right else part.ljust(w) for part, column, w in zip(parts, columns, widths, strict=True)
    )
    return _GAP.join(cells).rstrip()


def _terminal_width() -> int:
    """Columns of the terminal, or what ``COLUMNS`` says; 80 where there is neither."""
    said = os.environ.get("COLUMNS", "")
    if said.isdigit() and int(said) > 0:
        return int(said)
    return os.get_terminal_size(sys.stdout.fileno()).columns if sys.stdout.isatty() else _WIDTH


def _bold(text: str) -> str:
    if os.environ.get("NO_COLOR") or not sys.stdout.isatty():
        return text
    return "\n".join(f"\033[1m{line}\033[0m" for line in text.split("\n"))
