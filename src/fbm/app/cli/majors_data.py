"""`fbm data import majors`."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from fbm.app.cli.data import ReplaceAll, tell_broken
from fbm.app.cli.failures.majors import about_majors
from fbm.app.cli.minors_data import ShowOption
from fbm.app.cli.options import InContext, JsonOption
from fbm.app.cli.output import finish, say, write, write_json
from fbm.app.cli.tables import Column, table
from fbm.app.majors_data import MajorsBrought
from fbm.app.majors_data import import_majors as bring_majors
from fbm.app.wiring.container import ServiceContainer
from fbm.domain.ids import format_seasons
from fbm.domain.majors import Mismatch

OverOption = Annotated[bool, Parameter(negative=(), help="Majors: replace seasons of Lahman's too.")]


def import_majors(
    files: tuple[Path, ...],
    /,
    *,
    show: ShowOption = 5,
    over_lahman: OverOption = False,
    replace_all: ReplaceAll = False,
    json: JsonOption = False,
    context: InContext,
) -> int:
    """Read answers of MLB's Stats API into major-league seasons: all of them, or nothing.

    Parameters
    ----------
    files
        Saved answers, or directories of them: sums, people, schedules and teams of a season.
    """
    services = ServiceContainer(context.home, context.registry)
    with services.progress() as progress:
        brought = bring_majors(
            services.major_files(files), services.season_tables, progress, over=over_lahman, replace_all=replace_all
        )
    tell_broken(services.season_tables.broken_catalogs())
    return finish(brought, show=lambda found: _show(found, most=show, as_json=json), complain=about_majors)


def _show(brought: MajorsBrought, *, most: int, as_json: bool) -> None:
    if as_json:
        return write_json(
            {
                "seasons": brought.seasons,
                "lines": brought.lines,
                "players": brought.players,
                "unmatched": [player._asdict() for player in brought.unmatched],
                "mismatches": [_finite(one) for one in brought.mismatches],
                "parks": {str(season): seasons for season, seasons in brought.parks.items()},
            }
        )
    _list_mismatches(brought, most)
    _list_unmatched(brought, most)
    return write(_text(brought))


def _finite(one: Mismatch) -> dict[str, object]:
    return {name: None if value != value else value for name, value in one._asdict().items()}


def _list_mismatches(brought: MajorsBrought, most: int) -> None:
    for one in brought.mismatches if most == 0 else brought.mismatches[:most]:
        parts, whole = ("nothing" if math.isnan(figure) else f"{figure:g}" for figure in (one.parts, one.whole))
        say(f"does not add up: {one.name} {one.season}, {one.what}: {parts} in parts, {whole} in all")
    _tell_rest(len(brought.mismatches), most)
    if brought.mismatches:
        say("The parts are kept. --refresh fetches a season again that was corrected meanwhile.")


def _list_unmatched(brought: MajorsBrought, most: int) -> None:
    for player in brought.unmatched if most == 0 else brought.unmatched[:most]:
        say(f"unmatched: {player.name} ({player.player_id}), {player.lines} {'line' if player.lines == 1 else 'lines'}")
    _tell_rest(len(brought.unmatched), most)
    if brought.unmatched:
        count = len(brought.unmatched)
        whom = "1 player is" if count == 1 else f"{count:,} players are"
        say(f"{whom} neither in the crosswalk nor in Lahman's tables; MLB's numbers stand for them until they are.")
        if not brought.had_ids:
            say("`fbm data download register`, or `fbm data import ids FILE…`, says who is who; later will do.")


def _tell_rest(count: int, most: int) -> None:
    if most and count > most:
        say(f"{count - most:,} more are not listed: --show 0 lists all.")


def _text(brought: MajorsBrought) -> str:
    rows = [(name, f"{count:,}") for name, count in brought.lines.items()]
    parks = "; ".join(f"{season} of {format_seasons(seasons)}" for season, seasons in brought.parks.items())
    return (
        table((Column("Table"), Column("Rows", right=True)), rows)
        + f"Seasons {format_seasons(brought.seasons)}: {brought.players:,} players.\n"
        + f"Park factors by games: {parks}."
    )
