"""`fbm data import retrosheet` with plays: holds and blown saves for the pitching lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from fbm.app.cli.failures.relief import about_relief
from fbm.app.cli.output import finish, say, write, write_json
from fbm.app.cli.tables import Column, table
from fbm.app.relief import SeasonRelief, import_plays
from fbm.app.wiring.container import ServiceContainer

SHOWN = 10
"""Pitchers in no crosswalk that are listed."""


def bring_plays(files: Sequence[Path], services: ServiceContainer, *, as_json: bool) -> int:
    """Import plays and tell what relief was scored from them."""
    with services.progress() as progress:
        brought = import_plays(services.play_files(files), services.season_tables, progress)
    return finish(brought, show=lambda seasons: _show(seasons, as_json=as_json), complain=about_relief)


def _show(seasons: Sequence[SeasonRelief], *, as_json: bool) -> None:
    if as_json:
        return write_json([asdict(season) for season in seasons])
    unknown = sorted({pitcher for season in seasons for pitcher in season.unmatched})
    if unknown:
        more = f" and {len(unknown) - SHOWN} more" if len(unknown) > SHOWN else ""
        say(f"in no crosswalk, and left out: {', '.join(unknown[:SHOWN])}{more}")
    columns = [Column("Season"), *(Column(name, right=True) for name in ("Plays", "Saves", "Holds", "Blown saves"))]
    rows = [
        (str(one.season), f"{one.plays:,}", f"{one.saves:,}", f"{one.holds:,}", f"{one.blown:,}") for one in seasons
    ]
    return write(table(columns, rows) + "Holds and blown saves stand in the pitching lines of these seasons.")
