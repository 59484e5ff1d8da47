"""`fbm project`: next season's numbers, printed and written."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from returns.result import Failure, Success

from fbm.app.cli.failures.models import about_projecting, about_roster, about_sheet
from fbm.app.cli.options import InContext, JsonOption
from fbm.app.cli.output import MEANINGLESS, Complaint, refuse, say, write, write_json
from fbm.app.cli.tables import Column, table
from fbm.app.projecting import Projected, ProjectionRequest, project_season
from fbm.app.wiring.container import ServiceContainer
from fbm.domain.ports.sheets import ending_of
from fbm.domain.projection.baseline.fit import Mode
from fbm.domain.projection.sheet import MAJORS, Cell, ProjectionSheet, Row, document

BATTER_COLUMNS = ("pa", "r", "hr", "rbi", "sb", "so", "bb", "avg", "obp", "slg")
PITCHER_COLUMNS = ("ip", "w", "l", "sv", "so", "bb", "hr", "era", "whip")
MARK = "*"
"""Stands behind the name of a player whose line does not come from the majors alone."""
RATES = frozenset({"avg", "obp", "slg"})
RUN_RATES = frozenset({"era", "whip"})

PipelineOption = Annotated[
    str, Parameter(help="marcel_classic, marcel, baseline, marcel_gb, baseline_gb, mtl, marcel_mtl or blend.")
]
ModelOption = Annotated[tuple[str, ...], Parameter(name="--model", negative=(), help="TYPE=REF; may be repeated.")]
TimeOption = Annotated[
    Mode, Parameter(help="Of the baseline: expected, or regular: given 200 plate appearances or 50 innings.")
]
RostersOption = Annotated[
    Path | None, Parameter(help="CSV with player_id or name, and team, role, share, pa or ip as you know them.")
]
OutOption = Annotated[Path | None, Parameter(help="Write all players to a .csv, .parquet or .json file.")]
QuantilesOption = Annotated[
    bool, Parameter(negative=(), help="Add what every number may be: columns such as hr_p10, hr_p50 and hr_p90.")
]
TopOption = Annotated[int, Parameter(help="Players of each type to print; 0 prints all.")]


def project(
    season: int,
    /,
    *,
    pipeline: PipelineOption = "marcel",
    model: ModelOption = (),
    playing_time: TimeOption = "expected",
    rosters: RostersOption = None,
    quantiles: QuantilesOption = False,
    out: OutOption = None,
    top: TopOption = 15,
    json: JsonOption = False,
    context: InContext,
) -> int:
    """Project a season from those before it.

    Parameters
    ----------
    season
        The season to project, such as 2022.
    """
    refs = dict(pair.split("=", 1) for pair in model if "=" in pair)
    if len(refs) != len(model) or not all(refs.values()):
        return refuse(
            Complaint("--model takes TYPE=REF, such as gb_residual=default@latest, once a type.", MEANINGLESS)
        )
    if out is not None and isinstance(ending := ending_of(str(out)), Failure):
        return refuse(about_sheet(ending.failure()))
    if quantiles and playing_time == "regular":
        return refuse(Complaint("--quantiles are of everybody: leave --playing-time regular out.", MEANINGLESS))
    services = ServiceContainer(context.home, context.registry)
    lines = Success(()) if rosters is None else services.roster_file(rosters).read()
    if isinstance(lines, Failure):
        return refuse(about_roster(lines.failure()))
    request = ProjectionRequest(season, pipeline, refs, playing_time, lines.unwrap(), quantiles)
    tables = services.season_tables
    made = project_season(request, source=tables, registry=services.model_registry, minors=tables)
    if isinstance(made, Failure):
        return refuse(about_projecting(made.failure()))
    return _show(made.unwrap(), services, out, top=top, as_json=json)


def _show(made: Projected, services: ServiceContainer, out: Path | None, *, top: int, as_json: bool) -> int:
    for notice in made.notices:
        say(notice)
    if out is not None:
        written = services.sheet_files.write(made.sheet, str(out))
        if isinstance(written, Failure):
            return refuse(about_sheet(written.failure()))
        players = f"{len(made.sheet.batters)} batters and {len(made.sheet.pitchers)} pitchers"
        say(f"{players} written to {' and '.join(written.unwrap())}.")
    if as_json:
        write_json(document(made.sheet))
    else:
        write(sheet_text(made.sheet, top=top))
    return 0


def sheet_text(sheet: ProjectionSheet, *, top: int, width: int | None = None) -> str:
    """Render the first players of each type as tables."""
    used = [f"with {use.model_type} {use.name} for {use.player_type}s" for use in sheet.models]
    head = "\n".join((f"{sheet.season}, pipeline {sheet.pipeline}", *used))
    parts = [
        _players("Batters", sheet.batters, BATTER_COLUMNS, top, width),
        _players("Pitchers", sheet.pitchers, PITCHER_COLUMNS, top, width),
        _prospects(sheet, top, width),
    ]
    return "\n".join((head + "\n", *filter(None, parts)))


def _players(title: str, rows: tuple[Row, ...], columns: tuple[str, ...], top: int, width: int | None) -> str:
    shown = rows if top == 0 else rows[:top]
    head = (Column(title), Column("Pos"), Column("Age", right=True))
    cells = [_identity(row) + tuple(_cell(name, row[name]) for name in columns) for row in shown]
    body = table((*head, *(Column(name.upper(), right=True) for name in columns)), cells, width=width)
    rest = len(rows) - len(shown)
    return body + (f"and {rest} more (--top 0 prints all, --out writes all)\n" if rest > 0 else "")


def _prospects(sheet: ProjectionSheet, top: int, width: int | None) -> str:
    """Say which lines come from the minor leagues, and from where; nothing where none does."""
    marked = [row for row in (*sheet.batters, *sheet.pitchers) if row.get("origin", MAJORS) != MAJORS]
    if not marked:
        return ""
    kinds = (("batters", sheet.batters, "pa"), ("pitchers", sheet.pitchers, "ip"))
    shown = [
        (*_identity(row), title, _cell(volume, row[volume]), str(row["minors"]))
        for title, rows, volume in kinds
        for row in _first([row for row in rows if row.get("origin", MAJORS) != MAJORS], top)
    ]
    columns = (Column("From the minors"), Column("Pos"), Column("Age", right=True), Column("Kind"))
    body = table((*columns, Column("PA or IP", right=True), Column("PA or IP below")), shown, width=width)
    rest = len(marked) - len(shown)
    more = f", {rest:,} more are not shown here" if rest else ""
    return body + f"{MARK} made from minor-league seasons, alone or beside the majors{more}\n"


def _first(rows: list[Row], top: int) -> list[Row]:
    return rows if top == 0 else rows[:top]


def _identity(row: Row) -> tuple[str, str, str]:
    mark = "" if row.get("origin", MAJORS) == MAJORS else f" {MARK}"
    age = "-" if row["age"] is None else str(row["age"])
    return f"{row['name']}{mark}", str(row["position"] or "-"), age


def _cell(name: str, value: Cell) -> str:
    if not isinstance(value, (int, float)):
        return "-"
    if name in RATES:
        return f"{value:.3f}".removeprefix("0")
    return f"{value:.2f}" if name in RUN_RATES else f"{value:.0f}"
