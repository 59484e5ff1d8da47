"""Tables for people: aligned columns that fit the terminal, long cells wrapped.

Written by hand because the light commands print tables and a table library costs them a third of their start-up time.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import NamedTuple

from fbm.app.cli.output import BOLD, PLAIN, printable

_GAP = "  "
_LONGEST_WORD = 16
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
    rows = [[printable(cell.replace("\n", " ")) for cell in row] for row in rows]
    cells = [[column.title for column in columns], *rows]
    widths = _fit(_longest(cells, str.split), _longest(cells, _whole), width or terminal_width())
    head = _line([column.title for column in columns], columns, widths)
    rule = _GAP.join("-" * w for w in widths)
    body = [_line(row, columns, widths) for row in rows]
    return "\n".join((_bold(head), rule, *body)) + "\n"


def _longest(rows: Sequence[Sequence[str]], pieces: Callable[[str], Sequence[str]]) -> list[int]:
    """Length of the longest piece of text in each column."""
    columns = zip(*rows, strict=True)
    return [max((len(piece) for cell in column for piece in pieces(cell)), default=1) or 1 for column in columns]


def _whole(cell: str) -> Sequence[str]:
    return (cell,)


def _fit(words: list[int], natural: list[int], width: int) -> list[int]:
    """Narrow the widest columns until the table fits, words kept whole; paths and the like are cut where they must.

    A table whose words need more room runs over.
    """
    room = width - len(_GAP) * (len(natural) - 1)
    return _narrow(_narrow(natural, words, room), [min(word, _LONGEST_WORD) for word in words], room)


def _narrow(widths: list[int], floors: list[int], room: int) -> list[int]:
    narrowed = list(widths)
    while sum(narrowed) > room:
        spare = [have - floor if have > floor else 0 for have, floor in zip(narrowed, floors, strict=True)]
        if not any(spare):
            return narrowed
        widest = max((have, index) for index, have in enumerate(narrowed) if spare[index])[1]
        narrowed[widest] -= 1
    return narrowed


def _line(cells: Sequence[str], columns: Sequence[Column], widths: Sequence[int]) -> str:
    wrapped = [_wrapped(cell, w) for cell, w in zip(cells, widths, strict=True)]
    height = max(len(lines) for lines in wrapped)
    filled = [lines + [""] * (height - len(lines)) for lines in wrapped]
    return "\n".join(_stand(parts, columns, widths) for parts in zip(*filled, strict=True))


def _wrapped(cell: str, width: int) -> list[str]:
    if len(cell) <= width:
        return [cell]
    # Most cells fit, and then the wrapper and its patterns need not be loaded.
    from textwrap import wrap

    return wrap(cell, width) or [""]


def _stand(parts: Sequence[str], columns: Sequence[Column], widths: Sequence[int]) -> str:
    cells = (
        part.rjust(w) if column.right else part.ljust(w) for part, column, w in zip(parts, columns, widths, strict=True)
    )
    return _GAP.join(cells).rstrip()


def terminal_width() -> int:
    """Columns of the terminal, or what ``COLUMNS`` says; 80 where there is neither."""
    said = os.environ.get("COLUMNS", "")
    if said.isdigit() and int(said) > 0:
        return int(said)
    # Terminals within editors and containers may report 0 columns.
    return (os.get_terminal_size(sys.stdout.fileno()).columns if sys.stdout.isatty() else 0) or _WIDTH


def _bold(text: str) -> str:
    if os.environ.get("NO_COLOR") or not sys.stdout.isatty():
        return text
    return "\n".join(f"{BOLD}{line}{PLAIN}" for line in text.split("\n"))
