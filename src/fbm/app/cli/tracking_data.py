"""`fbm data import fangraphs` and `fbm data import savant`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from fbm.app.cli.failures.data import about_data
from fbm.app.cli.options import InContext, JsonOption
from fbm.app.cli.output import finish, write, write_json
from fbm.app.cli.tables import Column, table
from fbm.app.tracking_data import TrackingBrought, import_tracking
from fbm.app.wiring.container import ServiceContainer
from fbm.domain.ids import format_seasons


def import_fangraphs(files: tuple[Path, ...], /, *, json: JsonOption = False, context: InContext) -> int:
    """Read FanGraphs' season boards, batting and pitching: exit velocity, plate discipline, batted balls.

    Parameters
    ----------
    files
        CSV exports with the column IDfg; those without lahman_playerID are joined by `fbm data import ids`. A directory
        stands for those in it.
    """
    return _bring("fangraphs", files, ServiceContainer(context.home, context.registry), as_json=json)


def import_savant(files: tuple[Path, ...], /, *, json: JsonOption = False, context: InContext) -> int:
    """Read Baseball Savant's boards: sprint speed and sweet spot. Name all files at once: seasons are replaced whole.

    Parameters
    ----------
    files
        CSV exports with the column player_id; a directory stands for those in it.
    """
    return _bring("savant", files, ServiceContainer(context.home, context.registry), as_json=json)


def _bring(maker: str, files: tuple[Path, ...], services: ServiceContainer, *, as_json: bool) -> int:
    with services.progress() as progress:
        brought = import_tracking(services.tracking_files(files, maker), services.season_tables, progress)
    return finish(brought, show=lambda found: _show(found, as_json=as_json), complain=about_data)


def _show(brought: TrackingBrought, *, as_json: bool) -> None:
    if as_json:
        return write_json(asdict(brought))
    rows = [(name, f"{count:,}") for name, count in brought.lines.items()]
    end = f"Seasons {format_seasons(brought.seasons) or 'none'}; {brought.unknown:,} lines of players in no crosswalk."
    return write(table((Column("Table"), Column("Lines", right=True)), rows) + end)
