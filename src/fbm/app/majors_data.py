"""Bringing major-league seasons home from MLB's Stats API: fetched, or saved by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from returns.result import Failure, Result, Success

from fbm.app.data import DataError, as_data_error
from fbm.app.downloading import Stopped, download
from fbm.domain.downloads import major_people
from fbm.domain.majors import Mismatch
from fbm.domain.ports.downloads import Fetched, Fetcher, Wanted
from fbm.domain.ports.majors import MajorFileError, MajorImport, MajorSeasonFiles, MajorStoreError, MajorTables
from fbm.domain.ports.minors import CrosswalkSource, Unmatched
from fbm.domain.ports.progress import Progress
from fbm.domain.ports.season_tables import LAHMAN, MAJORS_API, SOURCES, HeldSeasons, SeasonTables

MajorsError: TypeAlias = MajorFileError | MajorStoreError | DataError
MajorDownloadError: TypeAlias = Stopped | MajorFileError


class Home(MajorTables, CrosswalkSource, Protocol):
    """Season tables and a crosswalk, in one place."""


@dataclass(frozen=True, slots=True)
class MajorsBrought:
    """What an import of major-league seasons has brought.

    Attributes
    ----------
    seasons : tuple of int
    lines : mapping of table to int
    players : int
    unmatched : tuple of Unmatched
        Players whom nobody knows; they keep MLB's numbers until somebody does.
    mismatches : tuple of Mismatch
        Figures of which two answers tell different things; the lines by club are what is kept.
    parks : mapping of season to tuple of int
        Seasons whose games its park factors are made of.
    had_ids : bool
        Whether there was a crosswalk to ask.
    """

    seasons: tuple[int, ...]
    lines: Mapping[str, int]
    players: int
    unmatched: tuple[Unmatched, ...]
    mismatches: tuple[Mismatch, ...]
    parks: Mapping[int, tuple[int, ...]]
    had_ids: bool


def import_majors(
    files: MajorSeasonFiles, home: Home, progress: Progress, *, over: bool = False, replace_all: bool = False
) -> Result[MajorsBrought, MajorsError]:
    """Import major-league seasons: those in the files, all of them or none.

    Parameters
    ----------
    files : MajorSeasonFiles
    home : Home
    progress : Progress
    over : bool
        Replace seasons of Lahman's too.
    replace_all : bool
        Let go of every season held before.

    Returns
    -------
    Result of MajorsBrought
        A `MajorFileError` for files that are not what they claim or not all of a season, `HeldSeasons` for seasons of
        Lahman's and no `over`, `MixedSources` beside a simulated league, `DamagedTable`; nothing is changed then.
    """
    drop = SOURCES if replace_all else ()

    def keep(found: MajorImport) -> Result[MajorsBrought, MajorsError]:
        kept = home.replace_majors(found.history, progress, over=over, drop=drop).alt(_as_error)
        known = home.crosswalk().alt(as_data_error).alt(_as_error)
        return kept.bind(lambda unmatched: known.map(lambda ids: _brought(found, unmatched, had_ids=len(ids) > 0)))

    return files.read(progress).alt(_as_error).bind(keep)


def not_lahmans(tables: SeasonTables, seasons: Sequence[int]) -> Result[None, MajorsError]:
    """Tell whether seasons are free for the API's: `HeldSeasons` with those held from Lahman."""
    stored = tables.stored()
    if isinstance(stored, Failure):
        return Failure(stored.failure())
    held = {table.season for table in stored.unwrap() if table.source == LAHMAN} & set(seasons)
    return Failure(HeldSeasons(tuple(sorted(held)), LAHMAN, MAJORS_API)) if held else Success(None)


def download_majors(
    first: Sequence[Wanted],
    fetcher: Fetcher,
    open_files: Callable[[Sequence[Fetched]], MajorSeasonFiles],
    progress: Progress,
    *,
    mirror: Callable[[Wanted], Wanted],
    refresh: bool = False,
) -> Result[tuple[Fetched, ...], MajorDownloadError]:
    """Fetch the answers that make seasons: first who played, then everybody's lines.

    Parameters
    ----------
    first : sequence of Wanted
        Clubs, schedules and sums.
    fetcher : Fetcher
    open_files : callable
        Opens what was fetched.
    progress : Progress
    mirror : callable
        Puts the answers that follow where the first came from.
    refresh : bool
        Fetch also what is there.

    Returns
    -------
    Result of tuple of Fetched
        `Stopped` with the first file that could not be had; `UnfinishedSeason` and others for answers of which no
        season can be made, before anything more is fetched.
    """
    begun = download(first, fetcher, progress, refresh=refresh)
    if isinstance(begun, Failure):
        return Failure(begun.failure())
    players = open_files(begun.unwrap()).players(progress)
    if isinstance(players, Failure):
        return Failure(players.failure())
    people = [wanted for season, numbers in players.unwrap().items() for wanted in major_people(season, numbers)]
    rest = download(list(map(mirror, people)), fetcher, progress, refresh=refresh)
    return Success((*begun.unwrap(), *rest.unwrap())) if isinstance(rest, Success) else Failure(rest.failure())


def _brought(found: MajorImport, unmatched: tuple[Unmatched, ...], *, had_ids: bool) -> MajorsBrought:
    history = found.history
    tables = {"batting": history.batting, "pitching": history.pitching, "positions": history.positions}
    return MajorsBrought(
        seasons=history.seasons,
        lines={name: len(lines) for name, lines in tables.items()},
        players=len(history.people),
        unmatched=unmatched,
        mismatches=found.mismatches,
        parks=found.parks,
        had_ids=had_ids,
    )


def _as_error(error: MajorsError) -> MajorsError:
    return error
