"""`fbm data import statcast` and `fbm data import retrosheet`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from fbm.app.cli.data import ReplaceAll, tell_broken
from fbm.app.cli.failures.pitches import about_pitches
from fbm.app.cli.options import InContext, JsonOption
from fbm.app.cli.output import finish, write, write_json
from fbm.app.cli.plays_data import bring_plays
from fbm.app.cli.tables import Column, table
from fbm.app.pitches import import_pitches
from fbm.app.wiring.container import ServiceContainer
from fbm.domain.ports.pitches import RETROSHEET, STATCAST, StoredPitches


def import_statcast(
    files: tuple[Path, ...],
    /,
    *,
    replace_all: ReplaceAll = False,
    json: JsonOption = False,
    context: InContext,
) -> int:
    """Read pitches with Baseball Savant's columns: whole seasons of all of the files, or nothing.

    Parameters
    ----------
    files
        CSV files as Savant serves them, also compressed (.csv.gz), or Parquet; a directory stands for those in it.
    """
    services = ServiceContainer(context.home, context.registry)
    return _bring(STATCAST, services.pitch_paths(files), services, (replace_all, json))


def import_retrosheet(
    files: tuple[Path, ...],
    /,
    *,
    replace_all: ReplaceAll = False,
    json: JsonOption = False,
    context: InContext,
) -> int:
    """Read pitches, or plays for holds and blown saves: whole seasons of all of the files, or nothing.

    Parameters
    ----------
    files
        Tables with one row a pitch (pitches_2022.parquet, or CSV), or Chadwick's cwevent output with one row a play; a
        directory stands for those in it.
    """
    services = ServiceContainer(context.home, context.registry)
    named = services.pitch_paths(files)
    if named and services.holds_plays(named[0]):
        return bring_plays(named, services, as_json=json)
    return _bring(RETROSHEET, named, services, (replace_all, json))


def _bring(source: str, files: Sequence[Path], services: ServiceContainer, options: tuple[bool, bool]) -> int:
    """Import files; the options are whether to let go of everything held, and whether to print JSON."""
    replace_all, as_json = options
    with services.progress() as progress:
        opened = services.pitch_files(source, files)
        brought = import_pitches(opened, services.pitch_tables, progress, replace_all=replace_all)
    tell_broken(services.pitch_tables.broken_catalogs())
    return finish(brought, show=lambda stored: show_pitches(stored, as_json=as_json), complain=about_pitches)


def show_pitches(stored: Sequence[StoredPitches], *, as_json: bool) -> None:
    """Print what pitches were brought."""
    if as_json:
        return write_json([asdict(one) for one in stored])
    columns = (Column("Season"), Column("Source"), Column("Pitches", right=True), Column("MB", right=True))
    rows = [(str(one.season), one.source, f"{one.pitches:,}", f"{one.size_bytes / 1e6:.1f}") for one in stored]
    return write(table(columns, rows))
