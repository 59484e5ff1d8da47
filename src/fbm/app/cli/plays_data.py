"""`fbm data import retrosheet` with plays: holds, blown saves and quality starts for the pitching lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from fbm.app.cli.failures.relief import about_relief
from fbm.app.cli.output import finish, say, write, write_json
from fbm.app.cli.tables import Column, table
from fbm.app.relief import SeasonRelief, import_plays
from fbm.app.wiring.container import ServiceContainer

COUNTED = ("Plays", "Saves", "Holds", "Blown saves", "Quality starts")

RUNNERS = ("RESP_PIT_ID", "BAT_DEST_ID", "RUN1_DEST_ID", "RUN2_DEST_ID", "RUN3_DEST_ID")
"""Columns of cwevent that tell whose runs are earned."""

SHOWN = 3
"""Pitchers in no crosswalk that are listed."""


def bring_plays(files: Sequence[Path], services: ServiceContainer, *, as_json: bool) -> int:
    """Import plays and tell what was scored from them."""
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
    if any(season.quality_starts is None for season in seasons):
        say("no quality starts where a file lacks one of")
        say(", ".join(RUNNERS))
    columns = [Column("Season"), *(Column(name, right=True) for name in COUNTED)]
    rows = [(str(one.season), *(_cell(count) for count in _counts(one))) for one in seasons]
    told = "Holds, blown saves and quality starts stand in these seasons' pitching lines."
    return write(table(columns, rows) + told)


def _counts(one: SeasonRelief) -> tuple[int | None, ...]:
    return one.plays, one.saves, one.holds, one.blown, one.quality_starts


def _cell(count: int | None) -> str:
    return "-" if count is None else f"{count:,}"
