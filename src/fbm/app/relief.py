"""Holds, blown saves and quality starts: plays in, whole seasons scored, kept beside the pitching lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import numpy as np
from returns.result import Failure, Result, Success

from fbm.domain.crosswalk import Crosswalk, identify
from fbm.domain.ports.progress import Progress
from fbm.domain.ports.relief import NobodyKnown, PlayFileError, PlayFiles, ReliefTables, SeasonPlays
from fbm.domain.ports.season_tables import StoreError
from fbm.domain.ports.sources import SourceError
from fbm.domain.relief.decisions import decide
from fbm.domain.relief.lines import RELIEF, relief_lines
from fbm.domain.seasons import Lines, StrArray

ReliefError: TypeAlias = PlayFileError | NobodyKnown | StoreError

RETRO: Final = "retro"


@dataclass(frozen=True, slots=True)
class SeasonRelief:
    """What pitchers of a season were credited with, and who of them is in no crosswalk.

    `quality_starts` is None where the plays do not tell what became of the runners.
    """

    season: int
    plays: int
    saves: int
    holds: int
    blown: int
    quality_starts: int | None
    unmatched: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Scored:
    lines: Lines
    told: SeasonRelief


def import_plays(
    files: PlayFiles, tables: ReliefTables, progress: Progress
) -> Result[tuple[SeasonRelief, ...], ReliefError]:
    """Score the pitchers of the seasons in files and keep it: all of them or none.

    Parameters
    ----------
    files : PlayFiles
    tables : ReliefTables
        Holds the crosswalk, and takes the relief.
    progress : Progress

    Returns
    -------
    Result of tuple of SeasonRelief
        What was brought. A `PlayFileError` for files that are not what they claim, `NobodyKnown` without a crosswalk,
        `MixedSources` beside a simulated league; nothing is changed then.
    """
    crosswalk = tables.crosswalk().alt(_widen)
    scored = crosswalk.bind(lambda known: _scored(files.seasons(progress), known))
    return scored.bind(
        lambda seasons: (
            tables.replace_relief(_joined([one.lines for one in seasons]))
            .map(lambda _: tuple(one.told for one in seasons))
            .alt(_widen)
        )
    )


def _scored(
    seasons: Iterable[Result[SeasonPlays, PlayFileError]], crosswalk: Crosswalk
) -> Result[list[_Scored], ReliefError]:
    scored: list[_Scored] = []
    for read in seasons:
        if isinstance(read, Failure):
            return Failure(read.failure())
        scored.append(_score(read.unwrap(), crosswalk))
    if not any(len(one.lines) for one in scored):
        return Failure(NobodyKnown(sum(len(one.told.unmatched) for one in scored)))
    return Success(scored)


def _score(season: SeasonPlays, crosswalk: Crosswalk) -> _Scored:
    lines = relief_lines(decide(season.plays), season.season)
    nobody = np.full(len(lines), "")
    found = identify(nobody, {RETRO: lines.player_id}, crosswalk)
    major = np.array([":" not in player for player in found.player_id.tolist()], dtype=np.bool_)
    totals = {stat: float(column.sum()) for stat, column in lines.counts.items()}
    told = SeasonRelief(
        season=season.season,
        plays=len(season.plays),
        saves=int(totals["sv"]),
        holds=int(totals["hld"]),
        blown=int(totals["bs"]),
        quality_starts=None if np.isnan(totals["qs"]) else int(totals["qs"]),
        unmatched=_names(lines.player_id[~major]),
    )
    return _Scored(replace(lines, player_id=found.player_id).take(major), told)


def _names(ids: StrArray) -> tuple[str, ...]:
    return tuple(sorted(set(ids.tolist())))


def _joined(parts: list[Lines]) -> Lines:
    return Lines(
        player_id=np.concatenate([part.player_id for part in parts]),
        season=np.concatenate([part.season for part in parts]),
        stint=np.concatenate([part.stint for part in parts]),
        team=np.concatenate([part.team for part in parts]),
        league=np.concatenate([part.league for part in parts]),
        counts={stat: np.concatenate([part.counts[stat] for part in parts]) for stat in RELIEF},
    )


def _widen(error: SourceError | StoreError) -> ReliefError:
    return error
