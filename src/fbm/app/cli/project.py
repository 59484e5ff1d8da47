"""`fbm project`: next season's numbers, printed and written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, NamedTuple

from cyclopts import Parameter
from returns.result import Failure, Result, Success

from fbm.app.cli.draft_table import draft_text
from fbm.app.cli.explanation import explained_data, explained_text
from fbm.app.cli.failures.drafting import about_player
from fbm.app.cli.failures.models import about_roster, about_sheet
from fbm.app.cli.failures.rosters import about_columns, about_notes
from fbm.app.cli.options import InContext, JsonOption, Whole
from fbm.app.cli.output import MEANINGLESS, Complaint, refuse, say, write, write_json
from fbm.app.cli.projection_job import Job, job_of, made_of, pinned_job, write_pin
from fbm.app.cli.prospects import marked, prospects_text
from fbm.app.cli.tables import Column, table
from fbm.app.explaining import explain_player
from fbm.app.pipeline.presets import find_preset
from fbm.app.projection_request import Projected, ProjectionRequest
from fbm.app.wiring.container import ServiceContainer
from fbm.domain.ports.rosters import RosterLine
from fbm.domain.ports.sheets import ending_of
from fbm.domain.projection.baseline.fit import Mode
from fbm.domain.projection.presets import FITTED
from fbm.domain.projection.sheet import Cell, ProjectionSheet, Row, document

BATTER_COLUMNS = ("pa", "r", "hr", "rbi", "sb", "so", "bb", "avg", "obp", "slg")
PITCHER_COLUMNS = ("ip", "w", "l", "sv", "so", "bb", "hr", "era", "whip")
RATES = frozenset({"avg", "obp", "slg"})
RUN_RATES = frozenset({"era", "whip"})

PipelineOption = Annotated[
    str | None,
    Parameter(
        help="marcel (if left out), marcel_classic, marcel_light or baseline; with models: marcel_gb, baseline_gb, "
        "mtl, marcel_mtl, mle, marcel_mle, marcel_gb_mle, contextual, marcel_contextual, blend or blend_mle (with "
        "prospects)."
    ),
]
ModelOption = Annotated[
    tuple[str, ...],
    Parameter(name="--model", negative=(), help="TYPE=REF, or TYPE/batter=REF and TYPE/pitcher=REF; may be repeated."),
]
TimeOption = Annotated[
    Mode, Parameter(help="Of the baseline: expected, or regular: given 200 plate appearances or 50 innings.")
]
RostersOption = Annotated[
    Path | None,
    Parameter(
        help="CSV with player_id, mlbam_id, fangraphs_id or name, and team, role, share, pa or ip as you know them."
    ),
]
QuantilesOption = Annotated[
    bool, Parameter(negative=(), help="Add what every number may be: columns such as hr_p10, hr_p50 and hr_p90.")
]
LeagueOption = Annotated[Path | None, Parameter(help="Value the players in the league of a .toml file.")]
ExampleOption = Annotated[bool, Parameter(negative=(), help="Print a league file to start from, and nothing else.")]
OutOption = Annotated[Path | None, Parameter(help="Write all players to a .csv, .parquet or .json file.")]
PinOption = Annotated[Path | None, Parameter(help="Write down data, models and league, to make this sheet again.")]
FromPinOption = Annotated[Path | None, Parameter(help="Make a pinned sheet again, or say what has changed.")]
ExplainOption = Annotated[
    str | None, Parameter(help="Show stage by stage what moved one player's numbers: a name or an id.")
]
TopOption = Annotated[Whole, Parameter(help="Players of each type to print; 0 prints all.")]
DEFAULT = "marcel"


class Asked(NamedTuple):
    """What is to be projected, as typed."""

    season: int | None = None
    pipeline: str | None = None
    model: tuple[str, ...] = ()
    playing_time: Mode = "expected"
    rosters: Path | None = None
    quantiles: bool = False


class Wishes(NamedTuple):
    """How a projection is to be shown and kept."""

    out: Path | None
    pin: Path | None
    explain: str | None
    top: int
    json: bool


def project(
    season: Whole | None = None,
    /,
    *,
    pipeline: PipelineOption = None,
    model: ModelOption = (),
    playing_time: TimeOption = "expected",
    rosters: RostersOption = None,
    quantiles: QuantilesOption = False,
    league: LeagueOption = None,
    explain: ExplainOption = None,
    out: OutOption = None,
    pin: PinOption = None,
    from_pin: FromPinOption = None,
    league_example: ExampleOption = False,
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
    services = ServiceContainer(context.home, context.registry)
    if league_example:
        write(services.leagues.example())
        return 0
    if out is not None and isinstance(ending := ending_of(str(out)), Failure):
        return refuse(about_sheet(ending.failure()))
    if out is not None and pin is not None and out.absolute() == pin.absolute():
        return refuse(Complaint(f"--out and --pin both name {out}: give each a file of its own.", MEANINGLESS))
    if top < 0:
        return refuse(Complaint(f"--top {top} cannot be meant: name how many to print, or 0 for all.", MEANINGLESS))
    asked = Asked(season, pipeline, model, playing_time, rosters, quantiles)
    if from_pin is None:
        job = _request(asked, services).bind(lambda request: job_of(request, league, services))
    elif asked._replace(season=None) != Asked() or league:
        return refuse(
            Complaint("A pin says itself what is projected: leave all but --out and the like out.", MEANINGLESS)
        )
    else:
        job = pinned_job(from_pin, season, services)
    wishes = Wishes(out, pin, explain, top, json)
    match job.bind(lambda ready: made_of(ready, services).map(lambda made: (ready, made))):
        case Success((ready, made)):
            return _show(ready, made, services, wishes)
        case failure:
            return refuse(failure.failure())


def _request(asked: Asked, services: ServiceContainer) -> Result[ProjectionRequest, Complaint]:
    refs = dict(pair.split("=", 1) for pair in asked.model if "=" in pair)
    objection = _objection(asked, refs)
    if objection:
        return Failure(Complaint(objection, MEANINGLESS))
    season, pipeline = asked.season or 0, asked.pipeline or DEFAULT
    return _lines(asked.rosters, services).map(
        lambda read: ProjectionRequest(season, pipeline, refs, asked.playing_time, read, asked.quantiles)
    )


def _lines(rosters: Path | None, services: ServiceContainer) -> Result[tuple[RosterLine, ...], Complaint]:
    """Read a roster, and name its columns that nobody reads."""
    if rosters is None:
        return Success(())
    read = services.roster_file(rosters).read().alt(about_roster)
    if isinstance(read, Success) and (unread := read.unwrap().unread):
        say(about_columns(rosters.name, unread))
    return read.map(lambda text: text.lines)


def _objection(asked: Asked, refs: Mapping[str, str]) -> str:
    """Say why options cannot be meant; nothing where they can."""
    if len(refs) != len(asked.model) or not all(refs.values()):
        return "--model takes TYPE=REF, such as gb_residual=default@latest, once a type."
    if asked.season is None:
        return "Which season? Name one, such as `fbm project 2022`."
    if asked.quantiles and asked.playing_time == "regular":
        return "--quantiles are of everybody: leave --playing-time regular out."
    pipeline = asked.pipeline or DEFAULT
    base = find_preset(pipeline).map(lambda preset: preset.base).value_or(FITTED[0])
    if asked.playing_time == "regular" and base not in FITTED:
        return f"Pipeline {pipeline} has one rule of playing time: leave --playing-time out, or use baseline."
    return ""


def _show(job: Job, made: Projected, services: ServiceContainer, wishes: Wishes) -> int:
    for notice in (*made.notices, *about_notes(made.roster_notes), *_unshown(job, wishes)):
        say(notice)
    kept = _keep(job, made, services, wishes)
    code = _print(made, wishes)
    # What was computed is printed all the same when a file cannot be written.
    return refuse(kept.failure()) if isinstance(kept, Failure) else code


def _print(made: Projected, wishes: Wishes) -> int:
    if wishes.explain is not None:
        return _explain(made, wishes.explain, as_json=wishes.json)
    if wishes.json:
        write_json(document(made.sheet))
    else:
        write((sheet_text if made.sheet.league is None else draft_text)(made.sheet, top=wishes.top))
    return 0


def _unshown(job: Job, wishes: Wishes) -> tuple[str, ...]:
    """Say that quantiles were worked out and are not to be seen."""
    shown = wishes.out is not None or (wishes.json and wishes.explain is None)
    if shown or not job.request.quantiles:
        return ()
    return ("Quantiles have no room in print: --out FILE and --json have them.",)


def _keep(job: Job, made: Projected, services: ServiceContainer, wishes: Wishes) -> Result[None, Complaint]:
    """Write the files that were asked for."""
    if wishes.out is not None:
        written = services.sheet_files.write(made.sheet, str(wishes.out)).alt(about_sheet)
        if isinstance(written, Failure):
            return Failure(written.failure())
        players = f"{len(made.sheet.batters)} batters and {len(made.sheet.pitchers)} pitchers"
        say(f"{players} written to {' and '.join(written.unwrap())}.")
    if wishes.pin is None:
        return Success(None)
    return write_pin(made, job, wishes.pin, services).map(
        lambda _: say(f"Pinned in {wishes.pin}; `fbm project --from-pin {wishes.pin}` makes this sheet again.")
    )


def _explain(made: Projected, player: str, *, as_json: bool) -> int:
    match explain_player(made, player):
        case Success(explained) if as_json:
            write_json(explained_data(made.sheet, explained))
        case Success(explained):
            write(explained_text(made.sheet, explained))
        case failure:
            return refuse(about_player(failure.failure()))
    return 0


def sheet_text(sheet: ProjectionSheet, *, top: int, width: int | None = None) -> str:
    """Render the first players of each type as tables."""
    used = [f"with {use.model_type} {use.name} for {use.player_type}s" for use in sheet.models]
    head = "\n".join((f"{sheet.season}, pipeline {sheet.pipeline}", *used))
    parts = [
        _players("Batters", sheet.batters, BATTER_COLUMNS, top, width),
        _players("Pitchers", sheet.pitchers, PITCHER_COLUMNS, top, width),
        prospects_text(sheet, top=top, width=width),
    ]
    return "\n".join((head + "\n", *filter(None, parts)))


def _players(title: str, rows: tuple[Row, ...], columns: tuple[str, ...], top: int, width: int | None) -> str:
    shown = rows if top == 0 else rows[:top]
    head = (Column(title), Column("Pos"), Column("Age", right=True))
    cells = [_identity(row) + tuple(_cell(name, row[name]) for name in columns) for row in shown]
    body = table((*head, *(Column(name.upper(), right=True) for name in columns)), cells, width=width)
    rest = len(rows) - len(shown)
    return body + (f"and {rest} more (--top 0 prints all, --out writes all)\n" if rest > 0 else "")


def _identity(row: Row) -> tuple[str, str, str]:
    age = "-" if row["age"] is None else str(row["age"])
    return marked(row), str(row["position"] or "-"), age


def _cell(name: str, value: Cell) -> str:
    if not isinstance(value, (int, float)):
        return "-"
    if name in RATES:
        return f"{value:.3f}".removeprefix("0")
    return f"{value:.2f}" if name in RUN_RATES else f"{value:.0f}"
