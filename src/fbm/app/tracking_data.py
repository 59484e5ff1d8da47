"""Bringing season-level tracking figures home."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from returns.result import Result

from fbm.app.data import DataError, as_data_error
from fbm.domain.ports.progress import Progress
from fbm.domain.ports.tracking import BoardFiles, TrackingTables
from fbm.domain.seasons import Lines


@dataclass(frozen=True, slots=True)
class TrackingBrought:
    """What an import of tracking figures has brought.

    Attributes
    ----------
    seasons : tuple of int
    lines : mapping of table to int
    unknown : int
        Lines of players without an id of the major-league tables; they are kept under the ids of their source.
    """

    seasons: tuple[int, ...]
    lines: Mapping[str, int]
    unknown: int


def import_tracking(files: BoardFiles, home: TrackingTables, progress: Progress) -> Result[TrackingBrought, DataError]:
    """Import tracking figures: the seasons in the files, all of them or none.

    Returns
    -------
    Result of TrackingBrought
        A `FileError` for files that are not what they claim, `MixedSources` when a simulated league is held,
        `DamagedTable` for a crosswalk that cannot be read; nothing is changed then.
    """
    crosswalk = home.crosswalk().alt(as_data_error)
    read = crosswalk.bind(lambda known: files.read(known, progress).alt(as_data_error))
    return read.bind(lambda found: home.replace_tracking(found).map(lambda _: _brought(found)).alt(as_data_error))


def _brought(tables: Mapping[str, Lines]) -> TrackingBrought:
    seasons = {int(season) for lines in tables.values() for season in np.unique(lines.season)}
    unknown = sum(":" in player for lines in tables.values() for player in lines.player_id.tolist())
    return TrackingBrought(tuple(sorted(seasons)), {table: len(lines) for table, lines in tables.items()}, unknown)
