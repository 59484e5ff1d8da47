"""What quantiles are learned from: seasons before the one projected, each projected without being seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType
from typing import Final, NamedTuple
from zlib import crc32

import numpy as np
from returns.result import Failure, Result, Success

from fbm.app.basis import LEAST_SEASONS, first_season_read
from fbm.domain.layers.base import base_line
from fbm.domain.layers.lines import Line
from fbm.domain.ports.sources import SeasonSource, SourceError
from fbm.domain.projection.baseline.fit import BaselineFits
from fbm.domain.projection.baseline.panel import open_panel
from fbm.domain.projection.batch import WINDOW, Batch, Playing
from fbm.domain.projection.finalise import Projection, finalise
from fbm.domain.projection.presets import FITTED, run, stages_of
from fbm.domain.projection.window import STATS, open_batch
from fbm.domain.seasons import FloatArray, History
from fbm.domain.uncertainty.quantiles import SHOWN, quantiles_of
from fbm.domain.uncertainty.sample import Sample, joined, sample_of
from fbm.domain.uncertainty.spread import FEWEST, Spread, fit_spread

BACK: Final = 7
"""Seasons before the one projected that are projected too: without 2020, which tells nothing of playing time, six."""

TOGETHER: Final = 3
"""Seasons that share a fit of the baseline, made before the first of them."""


class NoSpread(NamedTuple):
    """Too few player seasons were projected and played before a season to tell how far projections miss."""

    season: int
    player_seasons: int
    needed: int


def first_season_spread(source: SeasonSource, base: str, season: int) -> Result[int, SourceError]:
    """Tell from which season on a pipeline reads when it is to say how far it may miss."""
    if base in FITTED:
        return first_season_read(source, base, season)
    return source.seasons().map(lambda held: _first(frozenset(held), season))


def _first(held: frozenset[int], season: int) -> int:
    first = season - WINDOW
    while first - 1 in held and season - first < BACK + WINDOW:
        first -= 1
    return first


def sample_before(history: History, season: int, base: str, player_type: Playing) -> Sample:
    """Project the seasons before one by a pipeline without models, and set what happened beside it.

    Parameters
    ----------
    history : History
        Seasons before `season`.
    season : int
    base : str
    player_type : {"batter", "pitcher"}
    """
    panel = open_panel(history, player_type)
    known = range(max(season - BACK, history.seasons[0] + WINDOW), season)
    if base not in FITTED:
        parts = [sample_of(panel.between(one, one), _plain_line(history, one, base, player_type)) for one in known]
    else:
        fits = BaselineFits(history)
        parts = [
            sample_of(rows, base_line(fits.type_before(block[0], player_type), rows, "expected"))
            for block in _blocks(known, history.seasons[0] + LEAST_SEASONS)
            for rows in (panel.between(block[0], block[-1]),)
        ]
    return joined(parts or [sample_of(panel.take(np.zeros(0, dtype=np.int64)), _no_line(panel.player_type))])


def _plain_line(history: History, season: int, base: str, player_type: Playing) -> Line:
    batch = run(open_batch(history, season, player_type), stages_of(base, player_type))
    return Line({stat: batch.rate(stat) for stat in batch.stats}, batch.volume)


def _no_line(player_type: Playing) -> Line:
    return Line({stat: np.zeros(0) for stat in STATS[player_type]}, np.zeros(0))


def _blocks(seasons: range, earliest: int) -> Iterator[range]:
    """Cut seasons into blocks from the end; one that starts too early for a fit is shortened."""
    last = seasons.stop
    while last > max(seasons.start, earliest):
        first = max(last - TOGETHER, seasons.start, earliest)
        yield range(first, last)
        last = first


def spread_from(sample: Sample, season: int) -> Result[Spread, NoSpread]:
    """Learn a spread; `NoSpread` from too little."""
    found = fit_spread(sample)
    return Failure(NoSpread(season, len(sample), FEWEST)) if found is None else Success(found)


def with_quantiles(batch: Batch, spread: Spread, levels: tuple[float, ...] = SHOWN) -> Projection:
    """Finish a batch with the quantiles of every column behind the columns, as ``hr_p10``, ``hr_p50``, ``hr_p90``."""
    end = finalise(batch)
    players = [crc32(player.encode()) for player in batch.player_id.tolist()]
    found = quantiles_of(spread, asked_of(batch), levels, players)
    further = {
        f"{name}_p{round(100 * level):02d}": column[:, place]
        for name, column in found.columns.items()
        for place, level in enumerate(levels)
    }
    return replace(end, columns=MappingProxyType({**end.columns, **further}))


def asked_of(batch: Batch) -> Sample:
    """Give a batch as what a spread is asked about; what happens is not known."""
    unknown: FloatArray = np.full(len(batch), np.nan)
    return Sample(
        player_type=batch.player_type,
        season=np.full(len(batch), float(batch.season)),
        said=batch.volume,
        last=batch.opportunities[:, 0],
        role=batch.starts[:, 0] / np.maximum(batch.games[:, 0], 1.0),
        volume=unknown,
        rates={stat: batch.rate(stat) for stat in batch.stats},
        counts=dict.fromkeys(batch.stats, unknown),
    )
