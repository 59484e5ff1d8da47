"""Those of a sheet whose lines come from the minor leagues, as a person reads them: who, how much, and from where."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from fbm.app.cli.tables import Column, table
from fbm.domain.projection.sheet import MAJORS, Cell, ProjectionSheet, Row

MARK = "*"
"""Stands behind the name of a player whose line does not come from the majors alone."""

NOTE = f"{MARK} from minor-league seasons, alone or together with those in the majors\n"


def marked(row: Row) -> str:
    """Give a player's name, or his id, with a mark where his line does not come from the majors alone."""
    name = str(row["name"] or row["player_id"])
    return f"{name} {MARK}" if _from_below(row) else name


def prospects_text(sheet: ProjectionSheet, *, top: int, width: int | None = None) -> str:
    """Render the first players of each type who come from the minors.

    Parameters
    ----------
    sheet : ProjectionSheet
    top : int
        Players of each type, those who are drafted by rank and then the others by playing time; 0 prints all.
    width : int, optional
        Columns of the terminal.

    Returns
    -------
    str
        Nothing where nobody comes from there.
    """
    kinds = (("Batters", sheet.batters, "pa"), ("Pitchers", sheet.pitchers, "ip"))
    parts = [
        _table(title, sorted(filter(_from_below, rows), key=_likeliest(volume)), volume, (top, width))
        for title, rows, volume in kinds
    ]
    return "\n".join([*filter(None, parts), NOTE]) if any(parts) else ""


def _from_below(row: Row) -> bool:
    return row.get("origin", MAJORS) != MAJORS


def _likeliest(volume: str) -> Callable[[Row], tuple[bool, float]]:
    """Order players: of those not drafted, whoever hardly plays has the best rank, so ranks tell nothing there."""

    def place(row: Row) -> tuple[bool, float]:
        drafted = bool(row.get("slot"))
        return not drafted, _number(row["rank"]) if drafted else -_number(row[volume])

    return place


def _number(value: Cell) -> float:
    return float(value) if isinstance(value, (int, float)) else 0.0


def _table(title: str, rows: Sequence[Row], volume: str, shape: tuple[int, int | None]) -> str:
    if not rows:
        return ""
    top, width = shape
    shown = rows if top == 0 else rows[:top]
    value = [Column("#", right=True), Column("$", right=True)] if "rank" in rows[0] else []
    columns = [Column(f"{title} from the minors"), Column("Pos"), Column("Age", right=True)]
    columns += [*value, Column(volume.upper(), right=True), Column(f"{volume.upper()} below")]
    rest = len(rows) - len(shown)
    more = f"and {rest:,} more (--top 0 prints all, --out writes all)\n" if rest else ""
    return table(columns, [_line(row, volume) for row in shown], width=width) + more


def _line(row: Row, volume: str) -> list[str]:
    value = [_whole(row["rank"]), _whole(row["dollars"] if row["slot"] else None)] if "rank" in row else []
    return [
        marked(row), str(row["position"] or "-"), _whole(row["age"]), *value, _whole(row[volume]), str(row["minors"]),
    ]  # fmt: skip


def _whole(value: Cell) -> str:
    return f"{value:.0f}" if isinstance(value, (int, float)) else "-"
