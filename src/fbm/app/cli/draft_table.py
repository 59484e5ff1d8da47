"""A valued sheet as a person reads it before a draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from fbm.app.cli.tables import Column, table
from fbm.domain.projection.sheet import Cell, ProjectionSheet, Row

THREE: Final = frozenset({"avg", "obp", "slg", "ops", "woba"})
TWO: Final = frozenset({"era", "whip", "k9", "bb9"})
MOST: Final = 7
"""Categories that fit beside a name in 80 columns."""


def draft_text(sheet: ProjectionSheet, *, top: int, width: int | None = None) -> str:
    """Render the most valuable players of each type, and what the league makes of them."""
    league = sheet.league or {}
    parts = [
        _head(sheet, league),
        _players("Batter", sheet.batters, "pa", league["categories"]["batter"], (top, width)),
        _players("Pitcher", sheet.pitchers, "ip", league["categories"]["pitcher"], (top, width)),
    ]
    return "\n".join(parts)


def _head(sheet: ProjectionSheet, league: Mapping[str, Any]) -> str:
    used = [f"with {use.model_type} {use.name} for {use.player_type}s" for use in sheet.models]
    spent = league["spent"]
    money = (
        f"{league['teams']} teams with ${league['budget']:,.0f}: "
        f"${spent['batter']:,.0f} for batters, ${spent['pitcher']:,.0f} for pitchers"
    )
    return "\n".join((f"{sheet.season}, pipeline {sheet.pipeline}", *used, str(league["name"]), money)) + "\n"


def _players(
    title: str, rows: Sequence[Row], volume: str, categories: Sequence[str], shape: tuple[int, int | None]
) -> str:
    top, width = shape
    shown = rows if top == 0 else rows[:top]
    stats = [name for name in (volume, *categories) if name != volume or volume not in categories][: MOST + 1]
    columns = [Column("#", right=True), Column(title), Column("Pos"), Column("Also"), Column("Team")]
    columns += [Column("$", right=True), *(Column(name.upper(), right=True) for name in stats)]
    body = table(columns, [_line(row, stats) for row in shown], width=width)
    rest = len(rows) - len(shown)
    return body + (f"and {rest:,} more (--top 0 prints all, --out writes all)\n" if rest > 0 else "")


def _line(row: Row, stats: Sequence[str]) -> tuple[str, ...]:
    also = ",".join(str(row["eligible"] or "").split(",")[1:])
    return (
        _whole(row["rank"]),
        str(row["name"] or row["player_id"]),
        str(row["position_rank"] or "-"),
        also,
        str(row["team"] or "-"),
        _whole(row["dollars"]) if row["slot"] else "-",
        *(figure(name, row.get(name)) for name in stats),
    )


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
