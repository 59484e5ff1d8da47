"""Files with minor-league seasons: Baseball-Reference's and FanGraphs' tables as CSV, and MLB's Stats API as JSON.

A file's columns tell what it is. Lines are joined through the crosswalk to the ids of the major-league tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from returns.result import Failure, Result, Success

from fbm.adapters.sources.csv_files import RefusedFileError, read_header, read_sheet
from fbm.adapters.sources.minor_counts import counts_of
from fbm.adapters.sources.minor_rows import (
    LEVELS,
    BrefBattingRow,
    BrefPitchingRow,
    FanGraphsBattingRow,
    FanGraphsPitchingRow,
    FanGraphsRegularsRow,
    FanGraphsSharesRow,
    MinorRow,
    finite,
    parent_club,
)
from fbm.adapters.sources.stats_api import read_response
from fbm.domain.crosswalk import Crosswalk, Identified, identify
from fbm.domain.minors import MINOR_BATTING, MINOR_PITCHING, MinorLines, Minors, joined_lines, merged
from fbm.domain.namesakes import Clues
from fbm.domain.ports.minors import MinorImport, Unmatched
from fbm.domain.ports.progress import Progress
from fbm.domain.ports.season_tables import BadFile, FileError, MissingColumn
from fbm.domain.same_lines import Told, shared
from fbm.domain.seasons import StrArray

FORMATS: Final[tuple[tuple[frozenset[str], type[MinorRow]], ...]] = (
    (frozenset({"key_bbref_minors", "PA"}), BrefBattingRow),
    (frozenset({"key_bbref_minors", "IP"}), BrefPitchingRow),
    (frozenset({"PlayerId", "TBF"}), FanGraphsPitchingRow),
    (frozenset({"PlayerId", "AB"}), FanGraphsBattingRow),
    (frozenset({"PlayerId", "SLG"}), FanGraphsRegularsRow),
    (frozenset({"PlayerId", "K%"}), FanGraphsSharesRow),
)
"""Columns that tell a format, the fullest first."""

MAKERS: Final = ("mlbam", "fangraphs", "bbref_minors")

PASSING: Final = "sa"
"""Beginning of FanGraphs' ids of players who have not reached the majors."""


class Sheet(NamedTuple):
    """Lines of one file before anybody has asked who they are about.

    Attributes
    ----------
    pitching : bool
    lines : MinorLines
        With the source's own id of the major-league tables, empty for most.
    ids : mapping of maker to str, shape (n,)
    """

    pitching: bool
    lines: MinorLines
    ids: dict[str, StrArray]


class MinorFiles:
    """Files with minor-league seasons, in any mixture of formats.

    Parameters
    ----------
    paths : sequence of Path
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = tuple(paths)

    def read(self, crosswalk: Crosswalk, progress: Progress) -> Result[MinorImport, FileError]:
        """Read every file and find out whom the lines are about.

        Parameters
        ----------
        crosswalk : Crosswalk
        progress : Progress
            One step for each file.

        Returns
        -------
        Result of MinorImport
            `MissingFile`, `MissingColumn` or `BadFile` for the first thing that cannot be meant.
        """
        progress.start("reading", len(self._paths))
        sheets: list[Sheet] = []
        pages: dict[tuple[bool, str], list[Sheet]] = {}
        try:
            for path in self._paths:
                if ".json" in path.suffixes:
                    _sort_in(path, pages)
                else:
                    sheets.append(_read_csv(path))
                progress.advance()
        except RefusedFileError as refused:
            return Failure(refused.error)
        progress.finish()
        sheets += map(_as_one, pages.values())
        if self._paths and not any(len(sheet.lines) for sheet in sheets):
            return Failure(BadFile(self._paths[0].name, 1, "", "", "not a single player's line"))
        return Success(_import(sheets, crosswalk))


def _sort_in(path: Path, pages: dict[tuple[bool, str], list[Sheet]]) -> None:
    """Read a response and keep its tables by what they tell of: pages of one list are one source."""
    for response in read_response(path):
        sheet = Sheet(*response)
        seasons_and_levels = np.unique(np.char.add(sheet.lines.season.astype(np.str_), sheet.lines.level))
        pages.setdefault((sheet.pitching, " ".join(seasons_and_levels.tolist())), []).append(sheet)


def _as_one(pages: Sequence[Sheet]) -> Sheet:
    """Put pages below one another; a line that stands there twice, to the last figure, counts once."""
    pitching = pages[0].pitching
    lines = joined_lines([page.lines for page in pages], MINOR_PITCHING if pitching else MINOR_BATTING)
    ids = {maker: np.concatenate([page.ids[maker] for page in pages]) for maker in pages[0].ids}
    columns = (*ids.values(), lines.season, lines.level, lines.league, lines.team, *lines.counts.values())
    rows = zip(*(column.astype(np.str_).tolist() for column in columns), strict=True)
    first = np.array(sorted({row: at for at, row in reversed(list(enumerate(rows)))}.values()), dtype=np.int64)
    return Sheet(pitching, lines.take(first), {maker: column[first] for maker, column in ids.items()})


def _read_csv(path: Path) -> Sheet:
    header = read_header(path)
    model = next((model for columns, model in FORMATS if columns <= set(header)), None)
    if model is None:
        raise RefusedFileError(MissingColumn(path.name, "key_bbref_minors or PlayerId", header))
    # Some files have rows twice, to the last figure; a player's two teams in one league differ.
    rows = tuple(dict.fromkeys(read_sheet(path, model).rows))
    ids: dict[str, StrArray] = {maker: _words(rows, maker) for maker in MAKERS if maker in model.model_fields}
    return Sheet(issubclass(model, BrefPitchingRow | FanGraphsPitchingRow), _lines(model, rows), ids)


def _lines(model: type[MinorRow], rows: Sequence[MinorRow]) -> MinorLines:
    season = np.array([row.season for row in rows], dtype=np.int64)
    age = np.array([finite(row.age) for row in rows], dtype=np.float64)
    return MinorLines(
        player_id=_words(rows, "lahman"),
        name=_words(rows, "name"),
        season=season,
        level=np.array([LEVELS[row.level] for row in rows], dtype=np.str_),
        league=_words(rows, "league"),
        team=np.array([parent_club(team) for team in _words(rows, "team").tolist()], dtype=np.str_),
        position=np.full(len(rows), "", dtype=np.str_),
        birth_year=season - age,
        counts=counts_of(model, rows),
    )


def _words(rows: Sequence[MinorRow], field: str) -> StrArray:
    return np.array([getattr(row, field, "") for row in rows], dtype=np.str_)


def _import(sheets: Sequence[Sheet], crosswalk: Crosswalk) -> MinorImport:
    alone = [identify(sheet.lines.player_id, sheet.ids, crosswalk, _clues(sheet)) for sheet in sheets]
    found = shared([Told(s.pitching, s.lines, who) for s, who in zip(sheets, alone, strict=True)])
    named = [_named(sheet.lines, who, crosswalk) for sheet, who in zip(sheets, found, strict=True)]
    batting = [lines for lines, sheet in zip(named, sheets, strict=True) if not sheet.pitching]
    pitching = [lines for lines, sheet in zip(named, sheets, strict=True) if sheet.pitching]
    unmatched = [lines.take(~who.matched) for lines, who in zip(named, found, strict=True)]
    return MinorImport(Minors(merged(batting, MINOR_BATTING), merged(pitching, MINOR_PITCHING)), _unmatched(unmatched))


def _clues(sheet: Sheet) -> Iterator[Clues]:
    """Names and ages of those whom FanGraphs knows by an id that it will give up, then of those whose id stays."""
    own = sheet.ids.get("fangraphs")
    if own is None:
        return
    passing = np.char.startswith(own, PASSING)
    for mine, lasting in ((passing, ""), (~passing, "fangraphs")):
        unsaid = np.where(mine & (sheet.ids["mlbam"] == ""), own, "")
        yield Clues(unsaid, sheet.lines.name, sheet.lines.birth_year, lasting)


def _named(lines: MinorLines, who: Identified, crosswalk: Crosswalk) -> MinorLines:
    """Put the ids in, and the birth years that the crosswalk knows better."""
    born = np.where(who.person >= 0, crosswalk.birth_year[who.person], np.nan) if len(crosswalk) else lines.birth_year
    birth_year = np.where(np.isfinite(born), born, lines.birth_year)
    return replace(lines, player_id=who.player_id, birth_year=birth_year)


def _unmatched(pieces: Sequence[MinorLines]) -> tuple[Unmatched, ...]:
    """Everybody whom nobody knows, with the number of his lines."""
    found: dict[str, Unmatched] = {}
    for piece in pieces:
        for player, name in zip(piece.player_id.tolist(), piece.name.tolist(), strict=True):
            before = found.get(player)
            found[player] = Unmatched(player, name, 1 + (before.lines if before else 0))
    return tuple(found[player] for player in sorted(found))
