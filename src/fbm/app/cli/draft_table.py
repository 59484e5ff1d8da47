"""A valued sheet as a person reads it before a draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from fbm.app.cli.output import printable
from fbm.app.cli.prospects import marked, prospects_text
from fbm.app.cli.tables import Column, table, terminal_width
from fbm.domain.projection.sheet import Cell, ProjectionSheet, Row
from fbm.domain.valuation.league import terms

THREE: Final = frozenset({"avg", "obp", "slg", "ops", "woba"})
TWO: Final = frozenset({"era", "whip", "k9", "bb9"})
SHORT: Final[Mapping[str, str]] = {"singles": "1B", "doubles": "2B", "triples": "3B"}

FEWEST: Final = 7


def draft_text(sheet: ProjectionSheet, *, top: int, width: int | None = None) -> str:
    """Render the most valuable players of each type, what the league makes of them, and the prospects among all."""
    league = sheet.league or {}
    parts = [
        _head(sheet, league),
        _players("Batter", sheet.batters, "pa", league["categories"]["batter"], (top, width)),
        _players("Pitcher", sheet.pitchers, "ip", league["categories"]["pitcher"], (top, width)),
        prospects_text(sheet, top=top, width=width),
    ]
    return "\n".join(filter(None, parts))


def _head(sheet: ProjectionSheet, league: Mapping[str, Any]) -> str:
    used = [f"with {use.model_type} {use.name} for {use.player_type}s" for use in sheet.models]
    spent = league["spent"]
    money = (
        f"{league['teams']} teams with ${league['budget']:,.0f}: "
        f"${spent['batter']:,.0f} for batters, ${spent['pitcher']:,.0f} for pitchers"
    )
    return (
        "\n".join((f"{sheet.season}, pipeline {sheet.pipeline}", *used, printable(str(league["name"])), money)) + "\n"
    )


def _players(
    title: str, rows: Sequence[Row], volume: str, categories: Sequence[str], shape: tuple[int, int | None]
) -> str:
    top, width = shape
    shown = rows if top == 0 else rows[:top]
    stats = [volume, *(name for name in categories if name != volume)]
    lines = [_line(row, stats) for row in shown]
    fixed = [Column("#", right=True), Column(title), Column("Pos"), Column("Also"), Column("Team")]
    columns = [*fixed, Column("$", right=True), *(Column(_title(name), right=True) for name in stats)]
    fit = _fitting(columns, lines, width or terminal_width())
    columns, lines = columns[:fit], [line[:fit] for line in lines]
    body = table(columns, lines, width=width)
    rest = len(rows) - len(shown)
    return body + (f"and {rest:,} more (--top 0 prints all, --out writes all)\n" if rest > 0 else "")


def _fitting(columns: Sequence[Column], lines: Sequence[Sequence[str]], width: int) -> int:
    """Count the columns that fit beside one another without wrapping a name; a league may count a dozen things."""
    cells = [[column.title for column in columns], *lines]
    used = 0
    for place, column in enumerate(zip(*cells, strict=True)):
        used += max(map(len, column)) + 2
        if used - 2 > width:
            return max(place, FEWEST)
    return len(columns)


def _title(name: str) -> str:
    return SHORT.get(name, name.upper())


def _line(row: Row, stats: Sequence[str]) -> tuple[str, ...]:
    also = ",".join(str(row["eligible"] or "").split(",")[1:])
    return (
        _whole(row["rank"]),
        marked(row),
        str(row["position_rank"] or "-"),
        also,
        str(row["team"] or "-"),
        _whole(row["dollars"]) if row["slot"] else "-",
        *(figure(name, _counted(row, name)) for name in stats),
    )


def _counted(row: Row, category: str) -> Cell:
    """Give what a row has of a category; nothing where a part of it is unknown."""
    parts = [(row.get(name), sign) for name, sign in terms(category)]
    known = [sign * cell for cell, sign in parts if isinstance(cell, (int, float))]
    return sum(known) if len(known) == len(parts) else None


def figure(name: str, value: Cell) -> str:
    """Write a figure as people do: .287 and 3.45, counts without decimals."""
    if not isinstance(value, (int, float)):
        return "-"
    if name in THREE:
        text = f"{value:.3f}"
        return text.removeprefix("0") if 0 <= value < 1 else text
    return f"{value:.2f}" if name in TWO else f"{value:.0f}"


def _whole(value: Cell) -> str:
    return f"{value:.0f}" if isinstance(value, (int, float)) else "-"
