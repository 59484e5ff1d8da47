"""Lahman's database as it is distributed: a directory of CSV files, read into a history.

Every file is checked whole before anything is made of it. Holds, blown saves and quality starts are not in it; they
stay missing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple, TypeAlias, TypeVar

import numpy as np
from returns.result import Failure, Result, Success

from fbm.adapters.sources.csv_files import RefusedFileError, Sheet, read_sheet
from fbm.adapters.sources.lahman_gaps import check_gaps
from fbm.adapters.sources.rows import AppearancesRow, BattingRow, PeopleRow, PitchingRow, PlayerRow, Row, TeamsRow
from fbm.domain.crosswalk import Crosswalk
from fbm.domain.lahman_ids import SHARED, listed_people
from fbm.domain.ports.progress import Progress
from fbm.domain.ports.season_tables import BadFile, FileError, SeasonsRead
from fbm.domain.seasons import FloatArray, History, IntArray, Lines, People, StrArray, Teams
from fbm.domain.stats import BATTING, PITCHING, POSITIONS

R = TypeVar("R", bound=Row)
_Played: TypeAlias = BattingRow | PitchingRow | AppearancesRow


class _Sheets(NamedTuple):
    batting: Sheet[BattingRow]
    pitching: Sheet[PitchingRow]
    appearances: Sheet[AppearancesRow]
    teams: Sheet[TeamsRow]
    people: Sheet[PeopleRow]


class LahmanFiles:
    """A directory with Batting, Pitching, Appearances, Teams and People.csv.

    Parameters
    ----------
    directory : Path
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def read(self, progress: Progress) -> Result[History, FileError]:
        """Read every season there is.

        Parameters
        ----------
        progress : Progress
            One step for each file.

        Returns
        -------
        Result of History
            `MissingFile`, `MissingColumn` or `BadFile` for the first thing that cannot be meant, `UnevenSeasons`
            when one file lacks seasons or lines that another has.
        """
        return self.seasons_and_people(progress).map(lambda read: read.history)

    def seasons_and_people(self, progress: Progress) -> Result[SeasonsRead, FileError]:
        """Read every season, and everybody in People.csv with Baseball-Reference's and Retrosheet's ids; as `read`."""
        try:
            sheets = _read_sheets(self._directory, progress)
            check_gaps(sheets.batting, sheets.pitching, sheets.appearances, sheets.teams)
            _check_people(sheets)
        except RefusedFileError as refused:
            return Failure(refused.error)
        return Success(SeasonsRead(_history(sheets), _listed(sheets.people.rows)))


def _read_sheets(directory: Path, progress: Progress) -> _Sheets:
    def read(name: str, model: type[R]) -> Sheet[R]:
        sheet = read_sheet(directory / f"{name}.csv", model)
        progress.advance()
        return sheet

    progress.start("reading", len(_Sheets._fields))
    sheets = _Sheets(
        batting=read("Batting", BattingRow),
        pitching=read("Pitching", PitchingRow),
        appearances=read("Appearances", AppearancesRow),
        teams=read("Teams", TeamsRow),
        people=read("People", PeopleRow),
    )
    progress.finish()
    return sheets


def _check_people(sheets: _Sheets) -> None:
    """Refuse players that nobody has heard of."""
    known = {row.player_id for row in sheets.people.rows}
    _check_players(sheets.batting, known)
    _check_players(sheets.pitching, known)
    _check_players(sheets.appearances, known)


def _check_players(sheet: Sheet[PlayerRow], known: Collection[str]) -> None:
    for row, line in zip(sheet.rows, sheet.lines, strict=True):
        if row.player_id not in known:
            raise RefusedFileError(BadFile(sheet.file, line, "playerID", row.player_id, "not in People.csv"))


def _history(sheets: _Sheets) -> History:
    batting = _stint_lines(sheets.batting.rows, BATTING)
    seasons = tuple(np.unique(batting.season).tolist())
    history = History(
        seasons=seasons,
        batting=batting,
        pitching=_stint_lines(sheets.pitching.rows, PITCHING),
        positions=_position_lines(sheets.appearances.rows, sheets.batting.rows),
        people=_people(sheets.people.rows),
        teams=_teams(sheets.teams.rows),
    )
    return history.between(seasons[0], seasons[-1]) if seasons else history


def _stint_lines(rows: Sequence[BattingRow] | Sequence[PitchingRow], stats: Sequence[str]) -> Lines:
    stints = np.array([row.stint for row in rows], dtype=np.int64)
    return _lines(rows, stints, {stat: stat for stat in stats})


def _position_lines(rows: Sequence[AppearancesRow], batting: Sequence[BattingRow]) -> Lines:
    """Appearances have no stints of their own: the first batting stint with the same team gives it."""
    first: dict[tuple[str, int, str], int] = {}
    for row in sorted(batting, key=attrgetter("stint")):
        first.setdefault((row.player_id, row.season, row.team), row.stint)
    stints = np.array([first.get((row.player_id, row.season, row.team), 1) for row in rows], dtype=np.int64)
    return _lines(rows, stints, {position: f"g_{position}" for position in POSITIONS})


def _lines(rows: Sequence[_Played], stints: IntArray, fields: Mapping[str, str]) -> Lines:
    return Lines(
        player_id=_words(rows, "player_id"),
        season=_seasons(rows),
        stint=stints,
        team=_words(rows, "team"),
        league=_words(rows, "league"),
        counts={name: _numbers(rows, field) for name, field in fields.items()},
    )


def _people(rows: Sequence[PeopleRow]) -> People:
    return People(
        player_id=_words(rows, "player_id"),
        name=np.array([f"{row.first_name} {row.last_name}".strip() for row in rows], dtype=np.str_),
        birth_year=_numbers(rows, "birth_year"),
        birth_month=_numbers(rows, "birth_month"),
        birth_day=_numbers(rows, "birth_day"),
        bats=_words(rows, "bats"),
        throws=_words(rows, "throws"),
        height=_numbers(rows, "height"),
        death_year=_numbers(rows, "death_year"),
        death_month=_numbers(rows, "death_month"),
        death_day=_numbers(rows, "death_day"),
    )


def _listed(rows: Sequence[PeopleRow]) -> Crosswalk:
    return listed_people(_people(rows), {maker: _words(rows, maker) for maker in SHARED})


def _teams(rows: Sequence[TeamsRow]) -> Teams:
    return Teams(
        season=_seasons(rows),
        team=_words(rows, "team"),
        league=_words(rows, "league"),
        games=_numbers(rows, "games"),
        park_batting=_numbers(rows, "park_batting"),
        park_pitching=_numbers(rows, "park_pitching"),
    )


def _seasons(rows: Sequence[_Played | TeamsRow]) -> IntArray:
    return np.array([row.season for row in rows], dtype=np.int64)


def _words(rows: Sequence[Row], field: str) -> StrArray:
    return np.array([getattr(row, field) or "" for row in rows], dtype=np.str_)


def _numbers(rows: Sequence[Row], field: str) -> FloatArray:
    """Take a column of counts; a field that the file does not have (holds, quality starts) is missing throughout."""
    return np.array([getattr(row, field, None) for row in rows], dtype=np.float64)
