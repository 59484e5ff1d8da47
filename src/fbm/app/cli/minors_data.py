"""`fbm data import minors` and `fbm data import ids`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from fbm.app.cli.data import ReplaceAll
from fbm.app.cli.failures.data import about_data
from fbm.app.cli.options import InContext, JsonOption, Whole
from fbm.app.cli.output import finish, say, write, write_json
from fbm.app.cli.tables import Column, table
from fbm.app.minors_data import IdsBrought, MinorsBrought
from fbm.app.minors_data import import_ids as bring_ids
from fbm.app.minors_data import import_minors as bring_minors
from fbm.app.wiring.container import ServiceContainer
from fbm.domain.ids import format_seasons
from fbm.domain.minors import LEVELS

AnewOption = Annotated[bool, Parameter(negative=(), help="Let go of the ids held before.")]
ShowOption = Annotated[Whole, Parameter(help="Unmatched players to list; 0 lists all.")]


def import_minors(
    files: tuple[Path, ...],
    /,
    *,
    show: ShowOption = 5,
    replace_all: ReplaceAll = False,
    json: JsonOption = False,
    context: InContext,
) -> int:
    """Read files with minor-league seasons: whole seasons of all of them, or nothing.

    Parameters
    ----------
    files
        CSV tables of Baseball-Reference or FanGraphs, or season responses of MLB's Stats API saved as JSON; a directory
        stands for those in it.
    """
    services = ServiceContainer(context.home, context.registry)
    with services.progress() as progress:
        brought = bring_minors(services.minor_files(files), services.season_tables, progress, replace_all=replace_all)
    return finish(brought, show=lambda found: _show_minors(found, most=show, as_json=json), complain=about_data)


def import_ids(
    files: tuple[Path, ...], /, *, replace_all: AnewOption = False, json: JsonOption = False, context: InContext
) -> int:
    """Read files with players' ids and join them with those held: all of them, or nothing.

    Platforms' ids are added to the people held; a register replaces what is held of everybody but platforms' ids.

    Parameters
    ----------
    files
        The Chadwick register's people.csv or a table like it, and platforms' ids with the column MLBID; a directory
        stands for those in it.
    """
    services = ServiceContainer(context.home, context.registry)
    with services.progress() as progress:
        brought = bring_ids(services.id_files(files), services.season_tables, progress, replace_all=replace_all)
    return finish(brought, show=lambda found: _show_ids(found, as_json=json), complain=about_data)


def _show_minors(brought: MinorsBrought, *, most: int, as_json: bool) -> None:
    if as_json:
        return write_json(
            {
                "seasons": brought.seasons,
                "lines": brought.lines,
                "players": brought.players,
                "in_majors": brought.in_majors,
                "unmatched": [player._asdict() for player in brought.unmatched],
            }
        )
    if brought.unmatched:
        _list_unmatched(brought, most)
    return write(_text(brought))


def _list_unmatched(brought: MinorsBrought, most: int) -> None:
    shown = brought.unmatched if most == 0 else brought.unmatched[:most]
    for player in shown:
        say(f"unmatched: {player.name} ({player.player_id}), {player.lines} {'line' if player.lines == 1 else 'lines'}")
    rest = len(brought.unmatched) - len(shown)
    if rest:
        say(f"{rest:,} more are not listed: --show 0 lists all.")
    say(f"{_players(len(brought.unmatched))} in no crosswalk; their lines keep the source's ids.")
    if not brought.had_ids:
        say("`fbm data import ids FILE…` before this import says who is who.")


def _players(count: int) -> str:
    return "1 player is" if count == 1 else f"{count:,} players are"


def _text(brought: MinorsBrought) -> str:
    columns = (Column("Level"), Column("Batting", right=True), Column("Pitching", right=True))
    rows = [(level, *(f"{brought.lines[kind][level]:,}" for kind in ("batting", "pitching"))) for level in LEVELS]
    return (
        table(columns, rows)
        + f"Minor-league seasons {format_seasons(brought.seasons) or 'none'}: {brought.players:,} players,\n"
        f"{brought.in_majors:,} of them with an id of the majors."
    )


def _show_ids(brought: IdsBrought, *, as_json: bool) -> None:
    if as_json:
        return write_json({"people": brought.people, "ids": brought.ids, "before": brought.before})
    rows = [(maker, f"{count:,}") for maker, count in brought.ids.items()]
    columns = (Column("Ids of"), Column("People", right=True))
    before = f"; {brought.before:,} were held before" if brought.before else ""
    return write(table(columns, rows) + f"{brought.people:,} people{before}.")
