"""`fbm data`: bring seasons in, and show which are at hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from returns.result import Failure

from fbm.app.cli.failures.data import about_broken, about_damages, about_data
from fbm.app.cli.failures.pitches import about_pitches, about_played
from fbm.app.cli.options import InContext, JsonOption, Whole
from fbm.app.cli.output import finish, refuse, say, write, write_json
from fbm.app.cli.sizes import human_bytes
from fbm.app.cli.tables import Column, table
from fbm.app.data import Holdings
from fbm.app.data import import_lahman as bring_lahman
from fbm.app.data import status as tell_status
from fbm.app.pitch_simulation import Played, SimulatedSpec
from fbm.app.pitch_simulation import simulate as bring_simulated
from fbm.app.wiring.container import ServiceContainer
from fbm.domain.ids import format_seasons
from fbm.domain.ports.sources import DamagedTable
from fbm.domain.simulation.pitches import PitchSpec
from fbm.domain.simulation.spec import LeagueSpec

ReplaceAll = Annotated[bool, Parameter(negative=(), help="Let go of every season held before.")]


def _some(_type: object, games: int) -> None:
    if not 1 <= games <= 2430:
        raise ValueError("must be from 1 to 2430")


def import_lahman(
    directory: Path, /, *, replace_all: ReplaceAll = False, json: JsonOption = False, context: InContext
) -> int:
    """Read a directory of Lahman CSV files into season tables: all of them, or nothing.

    Parameters
    ----------
    directory
        Where Batting.csv, Pitching.csv, Appearances.csv, Teams.csv and People.csv are.
    """
    services = ServiceContainer(context.home, context.registry)
    with services.progress() as progress:
        brought = bring_lahman(
            services.lahman_files(directory), services.season_tables, progress, replace_all=replace_all
        )
    tell_broken(services.season_tables.broken_catalogs())
    return finish(brought, show=lambda held: _show(held, as_json=json), complain=about_data)


def simulate(
    *,
    first_season: Annotated[Whole, Parameter(help="First season played.")] = 2008,
    last_season: Annotated[Whole, Parameter(help="Last season played.")] = 2022,
    teams: Annotated[Whole, Parameter(help="Number of teams, even.")] = 30,
    seed: Annotated[Whole, Parameter(help="The same seed gives the same league.")] = 1,
    pitches: Annotated[bool, Parameter(negative=(), help="Play some clubs' games out pitch by pitch.")] = False,
    pitch_games: Annotated[Whole, Parameter(help="Games a season played so.", validator=_some)] = 100,
    replace_all: ReplaceAll = False,
    json: JsonOption = False,
    context: InContext,
) -> int:
    """Simulate a league whose true talent is known, with careers, aging, parks, injuries, rookies and retirements."""
    services = ServiceContainer(context.home, context.registry)
    spec = LeagueSpec(first_season=first_season, last_season=last_season, teams=teams, seed=seed)
    wanted = SimulatedSpec(spec, PitchSpec(games=pitch_games) if pitches else None)
    with services.progress() as progress:
        brought = bring_simulated(wanted, services.simulated_home, progress, replace_all=replace_all)
    tell_broken((*services.season_tables.broken_catalogs(), *services.pitch_tables.broken_catalogs()))
    return finish(brought, show=lambda played: _show_played(played, as_json=json), complain=about_played)


def status(*, json: JsonOption = False, context: InContext) -> int:
    """Show which seasons are at hand, where they come from, and the fingerprint of all of them."""
    services = ServiceContainer(context.home, context.registry)
    pitches = services.pitch_tables.stored()
    if isinstance(pitches, Failure):
        return refuse(about_pitches(pitches.failure()))
    damaged = _changed_files(services)
    if damaged:
        say(about_damages(damaged))
    played = tell_status(services.season_tables).map(lambda held: Played(held, pitches.unwrap()))
    return finish(played, show=lambda found: _show_played(found, as_json=json), complain=about_data)


def _changed_files(services: ServiceContainer) -> tuple[DamagedTable, ...]:
    """Files that are gone or have another size; what they hold is for `fbm doctor` to look at."""
    seasons = services.season_tables.damages(thorough=False).value_or(())
    return (*seasons, *services.pitch_tables.damages(thorough=False).value_or(()))


def tell_broken(kept: Iterable[Path]) -> None:
    """Tell of catalogs that could not be read and were kept."""
    for sentence in about_broken(kept):
        say(sentence)


def _show_played(played: Played, *, as_json: bool) -> None:
    if as_json:
        pitches = [asdict(one) for one in played.pitches]
        return write_json({"seasons": played.seasons.seasons, **asdict(played.seasons), "pitches": pitches})
    _show(played.seasons, as_json=False)
    for source in sorted({one.source for one in played.pitches}):
        of_source = [one for one in played.pitches if one.source == source]
        seasons = format_seasons({one.season for one in of_source})
        write(f"{sum(one.pitches for one in of_source):,} pitches ({source} {seasons})")
    return None


def _show(held: Holdings, *, as_json: bool) -> None:
    if as_json:
        return write_json({"seasons": held.seasons, **asdict(held)})
    if not held.tables:
        return write("No seasons are at hand. Next: fbm data import lahman DIR, or fbm data simulate.")
    return write(_text(held))


def _text(held: Holdings) -> str:
    sources = [(source, format_seasons(seasons)) for source, seasons in held.sources.items()]
    rows = [(name, f"{count:,}") for name, count in held.rows.items()]
    return "\n".join(
        (
            table((Column("Source"), Column("Seasons")), sources),
            table((Column("Table"), Column("Rows", right=True)), rows),
            f"{human_bytes(held.size_bytes)}, fingerprint:",
            held.fingerprint or "none: seasons between are missing",
        )
    )
