"""Pages as Markdown."""

from __future__ import annotations

from typing import Final

from fbm.adapters.reports.layout import Table, Text, aligned, legible

_MEANT: Final = str.maketrans({char: f"\\{char}" for char in "\\`*_{}[]<>#|!&~$"} | {"\n": " ", "\r": " "})
"""Signs that would mean something to Markdown or HTML."""


def markdown(text: Text) -> str:
    """Render a page; names stand in it as they are, whatever signs they hold."""
    parts = [f"# {_safe(text.title)}", *map(_safe, text.remarks), *(_table(table) for table in text.tables)]
    return "\n\n".join(parts) + "\n"


def _table(table: Table) -> str:
    ends = ("--:" if right else "---" for right in aligned(table.rows))
    lines = [_line(table.columns), f"| {' | '.join(ends)} |", *(_line(row) for row in table.rows)]
    return "\n\n".join(filter(None, (f"## {_safe(table.heading)}", "\n".join(lines), _safe(table.remark))))


def _line(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(_safe(cell) for cell in cells)} |"


def _safe(text: str) -> str:
    return legible(text).translate(_MEANT)
