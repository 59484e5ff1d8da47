"""One player's way through a pipeline as a person reads it: a row a stat, a column for each stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from fbm.app.cli.draft_table import SHORT, figure
from fbm.app.cli.tables import Column, table
from fbm.app.explaining import SHOWN_BELOW, Explained, PlayingTime, SeasonBelow
from fbm.domain.projection.batch import Playing
from fbm.domain.projection.sheet import ProjectionSheet, Row, provenance
from fbm.domain.projection.trail import VOLUME, Explanation, Reading

ROWS: Final[Mapping[str, tuple[str, ...]]] = {
    "batter": (
        "avg", "obp", "slg", "woba", "hr", "r", "rbi", "sb", "cs", "bb", "so", "singles", "doubles", "triples", "hbp",
    ),
    "pitcher": ("era", "whip", "so", "bb", "hr", "h", "er", "hbp", "w", "l", "sv", "hld", "bs", "qs", "g", "gs"),
}  # fmt: skip
PER: Final = {"batter": "per 600 plate appearances", "pitcher": "per nine innings"}
SAME: Final = "="
RATES: Final = frozenset({"avg", "obp", "slg", "woba", "era", "whip"})


def explained_data(sheet: ProjectionSheet, explained: Explained) -> dict[str, Any]:
    """Give an explanation as plain data."""
    rows = explained.rows
    return {
        **provenance(sheet),
        "player": {"player_id": rows[0]["player_id"], "name": rows[0]["name"], "age": rows[0]["age"]},
        "explanations": [
            {**one.as_data(), "below": [asdict(line) for line in below], "playing_time": asdict(time)}
            for one, below, time in zip(explained.explanations, explained.below, explained.playing_time, strict=True)
        ],
        "rows": [dict(row) for row in rows],
    }


def explained_text(sheet: ProjectionSheet, explained: Explained, *, width: int | None = None) -> str:
    """Render a player's way through the pipeline, for each type he is projected as."""
    return "\n".join(
        _way(sheet, row, explanation, width)
        + _seasons_below(below, explanation.player_type, width)
        + _volumes(explanation)
        + _made_from(time, row, explanation.player_type)
        + _value(row)
        for row, explanation, below, time in zip(
            explained.rows, explained.explanations, explained.below, explained.playing_time, strict=True
        )
    )


def _way(sheet: ProjectionSheet, row: Row, explanation: Explanation, width: int | None) -> str:
    kind = explanation.player_type
    used = [f"with {use.model_type} {use.name}" for use in sheet.models if use.player_type == kind]
    who = f"{row['name']}, {row['position'] or kind}, age {row['age'] or 'unknown'}, {row['team'] or 'no team'}"
    head = f"{who}\n{sheet.season}, pipeline {' '.join((sheet.pipeline, *used))}\n"
    columns = [*explanation.past, *_moving(explanation)]
    titles = [Column(kind.capitalize()), *(Column(_title(one.name), right=True) for one in columns)]
    titles.append(Column(str(sheet.season), right=True))
    body = table(titles, _lines(explanation, columns), width=width)
    foot = f"Counts are {PER[kind]}, the last column's for the season.\n{SAME} is what stood there before.\n"
    return f"{head}\n{body}{foot}"


def _seasons_below(below: Sequence[SeasonBelow], kind: Playing, width: int | None) -> str:
    """Show what he did below the majors; nothing where nothing of it was read."""
    if not below:
        return ""
    stats = [name for name in SHOWN_BELOW[kind] if any(name in line.counts for line in below)]
    columns = [Column("Below"), Column("Level"), *(Column(name.upper(), right=True) for name in (VOLUME[kind], *stats))]
    rows = [
        (str(line.season), line.level, f"{line.volume:.0f}", *(figure(name, line.counts.get(name)) for name in stats))
        for line in below
    ]
    return f"\n{table(columns, rows, width=width)}\n"


def _moving(explanation: Explanation) -> list[Reading]:
    """Keep the first stage, and those that moved a rate."""
    before: Mapping[str, float] = {}
    moving = []
    for stage in explanation.stages:
        if stage.line != before:
            moving.append(stage)
        before = stage.line
    return moving


def _volumes(explanation: Explanation) -> str:
    """Say which stages moved playing time."""
    said, before = "", None
    for stage in explanation.stages:
        if stage.volume is not None and stage.volume != before:
            said += (
                f"{_title(stage.name).capitalize()}: {stage.volume:.0f} {VOLUME[explanation.player_type].upper()}.\n"
            )
        before = stage.volume
    return said


def _made_from(time: PlayingTime, row: Row, kind: Playing) -> str:
    """Say what playing time was made from, before models and rosters moved it."""
    if time.rule == "prospects":
        return (
            "Playing time is a mean over everybody at his stage, those who never come up\n"
            "included: less than he plays if he comes up, which a roster can say (--rosters).\n"
        )
    seasons = _joined([f"{volume:.0f} {VOLUME[kind].upper()} in {season}" for season, volume in time.seasons.items()])
    if time.rule == "marcel":
        return f"Playing time is Marcel's rule on {seasons}.\n"
    return f"Playing time is made from {seasons},\nage {row['age'] or 'unknown'}, position, quality and career.\n"


def _joined(parts: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]])) or "no season"


def _lines(explanation: Explanation, columns: Sequence[Reading]) -> list[list[str]]:
    kind = explanation.player_type
    volume = VOLUME[kind]
    first = [volume.upper(), *("" if one.volume is None else f"{one.volume:.0f}" for one in columns)]
    lines = [[*_marked(first, len(explanation.past)), figure(volume, explanation.final.get(volume))]]
    for name in ROWS[kind]:
        if name in explanation.final:
            cells = [_cell(name, one.line.get(name), kind) for one in columns]
            final = figure(name, explanation.final[name])
            lines.append([*_marked([SHORT.get(name, name.upper()), *cells], len(explanation.past)), final])
    return lines


def _marked(cells: list[str], past: int) -> list[str]:
    """Show only what a stage changed."""
    start = 2 + past
    marked = [
        SAME if cell == before and cell else cell
        for before, cell in zip(cells[start - 1 :], cells[start:], strict=False)
    ]
    return [*cells[:start], *marked]


def _cell(name: str, value: float | None, kind: str) -> str:
    if value is None:
        return "-"
    if name in RATES:
        return figure(name, value)
    return f"{value:.1f}" if kind == "batter" else f"{value:.2f}"


def _title(name: str) -> str:
    return name.replace("_", " ")


def _value(row: Row) -> str:
    if row.get("rank") is None:
        return ""
    price = f"${row['dollars']:.2f} as {row['slot']}" if row["slot"] else "not drafted"
    return f"Rank {row['rank']}, {row['position_rank']}: {price}, {row['value']:+.2f} above replacement.\n"
