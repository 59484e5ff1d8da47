"""Lahman's tables held against one another: a table that was cut between two lines looks whole by itself.

Whoever played has a line for each club in Batting.csv and in Appearances.csv, whoever pitched one in Pitching.csv too,
and every club is in Teams.csv. In the seasons 1980 to 2022 all 54,776 players' lines agree in both directions but for
one pitcher of 27,406, who has no games pitched in Appearances.csv.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Sequence
from typing import Final, NamedTuple, TypeAlias

from fbm.adapters.sources.csv_files import RefusedFileError, Sheet
from fbm.adapters.sources.rows import AppearancesRow, BattingRow, PitchingRow, TeamsRow
from fbm.domain.ports.season_tables import UnevenSeasons

Key: TypeAlias = tuple[int, str, str]
"""Season, club and player; no player where clubs are compared."""

EXACT_SINCE: Final = 1980
"""First season whose lines were counted; of earlier ones more may differ."""

SPARED: Final = 3
"""Lines a season that may differ: one does."""

SPARED_EARLIER: Final = 0.05
"""Share of a season's lines that may differ before `EXACT_SINCE`."""


class _Table(NamedTuple):
    file: str
    keys: frozenset[Key]


def check_gaps(
    batting: Sheet[BattingRow],
    pitching: Sheet[PitchingRow],
    appearances: Sheet[AppearancesRow],
    teams: Sheet[TeamsRow],
) -> None:
    """Refuse a table that lacks what another has.

    Raises
    ------
    RefusedFileError
        With `UnevenSeasons` for the first such table.
    """
    batted, played = _players(batting), _players(appearances)
    threw = _Table(appearances.file, frozenset((r.season, r.team, r.player_id) for r in appearances.rows if r.g_p))
    clubs = _Table(teams.file, frozenset((row.season, row.team, "") for row in teams.rows))
    _check_seasons(batted, (played, _players(pitching), clubs))
    for table, other in ((batted, played), (played, batted), (_players(pitching), threw), (threw, _players(pitching))):
        _check_lines(table, other)
    _check_lines(clubs, _clubs(batted), spared=0)
    _check_lines(_clubs(batted), clubs)


def _players(sheet: Sheet[BattingRow] | Sheet[PitchingRow] | Sheet[AppearancesRow]) -> _Table:
    return _Table(sheet.file, frozenset((row.season, row.team, row.player_id) for row in sheet.rows))


def _clubs(table: _Table) -> _Table:
    return _Table(table.file, frozenset((season, team, "") for season, team, _ in table.keys))


def _check_seasons(batted: _Table, others: Sequence[_Table]) -> None:
    """Refuse a season that one table has and another has not at all."""
    seasons = _seasons(batted)
    for other in others:
        _refuse(other.file, seasons - _seasons(other), batted.file)
    for other in others:
        _refuse(batted.file, _seasons(other) - seasons, other.file)


def _seasons(table: _Table) -> set[int]:
    return {season for season, _, _ in table.keys}


def _check_lines(table: _Table, other: _Table, *, spared: int = SPARED) -> None:
    """Refuse a table with fewer lines of a season than another."""
    missing = other.keys - table.keys
    of_season = Counter(season for season, _, _ in other.keys)
    gaps = Counter(season for season, _, _ in missing)
    seasons = {season for season, count in gaps.items() if count > _spared(season, of_season[season], spared)}
    lost = sorted(key for key in missing if key[0] in seasons)
    whole = sum(of_season[season] for season in seasons)
    _refuse(table.file, seasons, other.file, lost, whole)


def _spared(season: int, lines: int, spared: int) -> float:
    return spared if season >= EXACT_SINCE else max(spared, SPARED_EARLIER * lines)


def _refuse(
    file: str, seasons: Collection[int], against: str, lost: Sequence[tuple[Hashable, ...]] = (), whole: int = 0
) -> None:
    if seasons:
        first = " ".join(filter(None, map(str, reversed(lost[0])))) if lost else ""
        raise RefusedFileError(UnevenSeasons(file, tuple(sorted(seasons)), against, len(lost), whole, first))
