"""Bringing seasons home: import, simulate, and what is held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from returns.result import Result

from fbm.domain.ports.progress import Progress
from fbm.domain.ports.season_tables import (
    LAHMAN,
    SIMULATED,
    SOURCES,
    FileError,
    League,
    SeasonFiles,
    SeasonTables,
    StoredTable,
    StoreError,
)
from fbm.domain.ports.sources import SourceError
from fbm.domain.simulation.league import SimulatedLeague, simulate_league
from fbm.domain.simulation.spec import BadSpec, LeagueSpec, checked

TRUE_BATTING: Final = "true_batting"
TRUE_PITCHING: Final = "true_pitching"
"""Tables beside a simulated league: the talent behind it, see `fbm.domain.simulation.league.Truth`."""

BESIDE: Final = ("minors_", "relief")
"""How tables begin that do not make a season by themselves."""

DataError: TypeAlias = SourceError | StoreError | FileError | BadSpec


@dataclass(frozen=True, slots=True)
class Holdings:
    """Seasons at hand, or those that an import has brought.

    Attributes
    ----------
    sources : mapping of str to tuple of int
        Seasons by where they come from.
    rows : mapping of str to int
        Rows by table, over all these seasons.
    size_bytes : int
    fingerprint : str or None
        Digest of the majors' tables; None when there are none, or a season between them is missing.
    tables : tuple of StoredTable
        Every table of every season.
    """

    sources: Mapping[str, tuple[int, ...]]
    rows: Mapping[str, int]
    size_bytes: int
    fingerprint: str | None
    tables: tuple[StoredTable, ...]

    @property
    def seasons(self) -> tuple[int, ...]:
        """All seasons, ascending."""
        return tuple(sorted({table.season for table in self.tables}))


def import_lahman(
    files: SeasonFiles, tables: SeasonTables, progress: Progress, *, replace_all: bool = False
) -> Result[Holdings, DataError]:
    """Import Lahman's files: whole seasons, all of them or none.

    Parameters
    ----------
    files : SeasonFiles
    tables : SeasonTables
    progress : Progress
    replace_all : bool
        Let go of every season held before, simulated ones too.

    Returns
    -------
    Result of Holdings
        What was brought. A `FileError` for files that are not what they claim, `MixedSources` when simulated
        seasons are held and `replace_all` is not given; nothing is changed then.
    """
    found = files.seasons_and_people(progress).alt(as_data_error)
    return found.bind(
        lambda read: _bring(League(read.history, LAHMAN, people=read.people), tables, progress, replace_all=replace_all)
    )


def simulate(
    spec: LeagueSpec, tables: SeasonTables, progress: Progress, *, replace_all: bool = False
) -> Result[Holdings, DataError]:
    """Simulate a league and keep it with its truth; the league simulated before goes.

    Returns
    -------
    Result of Holdings
        What was brought. `BadSpec` for a league that cannot be played, `MixedSources` when real seasons are held
        and `replace_all` is not given; nothing is changed then.
    """
    league = checked(spec).map(simulate_league).alt(as_data_error)
    return league.bind(lambda played: keep_league(played, tables, progress, replace_all=replace_all))


def keep_league(
    league: SimulatedLeague, tables: SeasonTables, progress: Progress, *, replace_all: bool = False
) -> Result[Holdings, DataError]:
    """Keep a simulated league with its truth; as `simulate`, for a league that was played already."""
    return _bring(_with_truth(league), tables, progress, replace_all=replace_all)


def status(tables: SeasonTables) -> Result[Holdings, DataError]:
    """Tell what is held.

    Returns
    -------
    Result of Holdings
        Empty when nothing was imported; `DamagedTable` when what is held cannot be told.
    """
    return tables.stored().map(lambda stored: holdings(stored, tables)).alt(as_data_error)


def _bring(
    league: League, tables: SeasonTables, progress: Progress, *, replace_all: bool
) -> Result[Holdings, DataError]:
    """Store a league and tell what of it is held; a simulated one is a whole, so the one before it goes."""
    drop = SOURCES if replace_all else {SIMULATED} & {league.source}
    replaced = tables.replace(league, progress, drop=drop).alt(as_data_error)
    return replaced.bind(lambda _: tables.stored().alt(as_data_error)).map(
        lambda stored: holdings(_of_seasons(stored, league.history.seasons), tables)
    )


def _with_truth(league: SimulatedLeague) -> League:
    beside = {TRUE_BATTING: league.truth.batting, TRUE_PITCHING: league.truth.pitching}
    return League(league.history, SIMULATED, beside, league.minors)


def holdings(stored: tuple[StoredTable, ...], tables: SeasonTables) -> Holdings:
    """Tell what some tables are."""
    seasons = [table.season for table in stored if not table.table.startswith(BESIDE)]
    rows: dict[str, int] = {}
    for table in stored:
        rows[table.table] = rows.get(table.table, 0) + table.rows
    return Holdings(
        sources=_sources(stored),
        rows=rows,
        size_bytes=sum(table.size_bytes for table in stored),
        fingerprint=tables.fingerprint(min(seasons), max(seasons)).value_or(None) if seasons else None,
        tables=stored,
    )


def _sources(stored: Iterable[StoredTable]) -> Mapping[str, tuple[int, ...]]:
    pairs = sorted({(table.source, table.season) for table in stored})
    return {source: tuple(season for name, season in pairs if name == source) for source, _ in pairs}


def _of_seasons(stored: Iterable[StoredTable], seasons: Iterable[int]) -> tuple[StoredTable, ...]:
    wanted = set(seasons)
    return tuple(table for table in stored if table.season in wanted)


def as_data_error(error: DataError) -> DataError:
    """Widen the type of an error."""
    return error
