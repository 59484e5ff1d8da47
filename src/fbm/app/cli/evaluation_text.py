"""A judgement as tables for people."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import fill
from typing import Any, Final

from fbm.app.cli.tables import Column, table
from fbm.domain.evaluation.summary import LONG, SHOWN, Line, Standing, judged_line, lines_of, standings_of, title
from fbm.domain.ids import format_seasons
from fbm.domain.projection.batch import Playing

PROSE: Final = 78
"""Columns of running text."""


def judgement_text(document: Mapping[str, Any], *, width: int | None = None) -> str:
    """Render the categories of a judgement, pipelines below one another."""
    seasons, level = format_seasons(document["seasons"]), document["bootstrap"]["level"]
    drawn = f"differences in r (rho for ranks) to {document['baseline']} (in the same mode of playing "
    drawn += f"time) with intervals of {level:.0%}, which the verdict is on; verdicts on errors stand below."
    head = _prose(f"{seasons}, means over seasons; {drawn}")
    parts = [_players(document, playing, width) for playing in SHOWN]
    return "\n".join((head, *filter(None, parts)))


def _players(document: Mapping[str, Any], playing: Playing, width: int | None) -> str:
    lines = list(lines_of(document, playing))
    if not lines:
        return ""
    firsts = {line.stat: line for line in reversed(lines)}
    rows = [(title(line.stat) if firsts[line.stat] is line else "", line.name, *_cells(line)) for line in lines]
    columns = (
        Column(f"{playing.capitalize()}s"),
        Column("Pipeline"),
        *(Column(name, right=True) for name in ("RMSE", "r", "Delta", "Interval")),
        Column("Verdict"),
    )
    told = (judged_line(document, playing), *(_standing(one) for one in standings_of(document, playing)))
    return table(columns, rows, width=width) + "".join(map(_prose, told))


def _standing(one: Standing) -> str:
    what = "RMSE" if one.measure == "rmse" else "r"
    better, worse = (", ".join(map(title, stats)) or "nothing" for stats in (one.better, one.worse))
    return f"{one.name} against {one.against}, {what}: better in {better}; worse in {worse}; unsure in {one.unsure}."


def _prose(text: str) -> str:
    return fill(text, PROSE) + "\n"


def _cells(line: Line) -> tuple[str, ...]:
    rmse = "" if line.rmse is None else f"{line.rmse:.{4 if line.stat in LONG else 2}f}"
    r = "-" if line.r is None else f"{line.r:.3f}"
    if line.difference is None:
        return rmse, r, "", "", ""
    interval = f"{line.difference.lo:+.3f} {line.difference.hi:+.3f}"
    return rmse, r, f"{line.difference.delta:+.3f}", interval, line.verdict
