"""Quantiles of a projection, and whether they are what they claim to be.

Shapes: `n` players, `d` draws, `q` levels.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from fbm.domain.projection.finalise import derived_columns
from fbm.domain.seasons import FloatArray
from fbm.domain.uncertainty.sample import Sample
from fbm.domain.uncertainty.spread import Luck, Spread, draw_volumes

LEVELS: Final = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)

SHOWN: Final = (0.1, 0.5, 0.9)
"""Levels that a sheet shows, as ``hr_p10``, ``hr_p50``, ``hr_p90``."""

SEED: Final = 20_100
"""The same projection and spread give the same quantiles."""


@dataclass(frozen=True, slots=True)
class Quantiles:
    """Quantiles by column.

    Attributes
    ----------
    levels : tuple of float, length q
        Ascending, in (0, 1).
    columns : mapping of column to float64, shape (n, q)
        Columns of a projection; NaN where nothing is known. Those of rates (``obp``, ``era``) are of seasons with some
        playing time.
    """

    levels: tuple[float, ...]
    columns: Mapping[str, FloatArray]


def quantiles_of(
    spread: Spread, asked: Sample, levels: tuple[float, ...] = LEVELS, players: Sequence[int] | None = None
) -> Quantiles:
    """Work out the quantiles of everything projected.

    Parameters
    ----------
    spread : Spread
    asked : Sample
        The players; what happened is not read.
    levels : tuple of float
    players : sequence of int, length n, optional
        A number for each player, the same wherever he is asked about; his place, if left out.

    Returns
    -------
    Quantiles
        What a player's are does not depend on who else is asked about.
    """
    volume, luck = draw_volumes(spread, asked), _luck(asked, players)
    counts = {stat: spread.draw(stat, rate, volume, asked, luck) for stat, rate in asked.rates.items()}
    if asked.player_type == "pitcher":
        counts = _agreeing(counts)
    drawn = derived_columns(counts, volume, asked.player_type)
    return Quantiles(levels, {name: quantiles_along(column, levels) for name, column in drawn.items()})


def _agreeing(counts: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    """Keep a pitcher's games from lying below his starts, runs below earned runs, and quality starts above starts.

    Draws of two stats know nothing of one another, so that the greater of two of a season is greater than either stat
    is. They are held against each other in order, from the least drawn to the most, as quantiles are; no rate is made
    of these stats.
    """
    ordered = {stat: np.sort(counts[stat], axis=1) for stat in ("g", "gs", "r", "er", "qs")}
    return {
        **counts,
        "g": np.fmax(ordered["g"], ordered["gs"]),
        "r": np.fmax(ordered["r"], ordered["er"]),
        "qs": np.minimum(ordered["qs"], ordered["gs"]),
    }


def _luck(asked: Sample, players: Sequence[int] | None = None) -> Luck:
    return Luck(SEED, range(len(asked)) if players is None else players)


def quantiles_along(drawn: FloatArray, levels: tuple[float, ...]) -> FloatArray:
    """Give the quantiles of each player's draws, shape (n, q); NaN draws are left out, NaN where all are.

    Parameters
    ----------
    drawn : float64, shape (n, d)
    levels : tuple of float, length q

    Notes
    -----
    Order statistics at place ``level * (d + 1)``, in straight lines between them. One more season, drawn like the
    others, stays below the k-th of d draws with probability k / (d + 1): Weibull's plotting position, definition 6 of
    Hyndman and Fan, The American Statistician 50 (1996). Definition 7, which most libraries take, leaves a third of a
    per cent more beyond either tail of 250 draws.
    """
    ordered = np.sort(drawn, axis=1)
    last = np.maximum(np.isfinite(ordered).sum(axis=1) - 1, 0)[:, None]
    places = np.clip(np.asarray(levels)[None, :] * (last + 2) - 1, 0, last)
    low = np.floor(places).astype(np.int64)
    high = np.minimum(low + 1, last)
    below, above = (np.take_along_axis(ordered, place, axis=1) for place in (low, high))
    result: FloatArray = below + (places - low) * (above - below)
    return result


@dataclass(frozen=True, slots=True)
class Calibration:
    """Shares of outcomes in the tails of what was projected, which ought to be a tenth each.

    Attributes
    ----------
    below, above : float
        Share of the (randomised) probability integral transform below .1 and above .9.
    median : float
        Of the projections.
    """

    below: float
    above: float
    median: float


def transforms(spread: Spread, asked: Sample) -> dict[str, FloatArray]:
    """Give the randomised probability integral transform of what happened, shape (n,) in [0, 1].

    Returns
    -------
    dict of str to float64, shape (n,)
        ``volume``; a total by its stat's name; and ``<stat> given volume``, NaN for who had no opportunity. All are
        uniform if the quantiles are what they claim to be.
    """
    ties = np.random.default_rng(SEED + 1)
    volume, luck = draw_volumes(spread, asked), _luck(asked)
    found = {"volume": _transform(volume, asked.volume, ties)}
    played = np.where(asked.volume > 0, asked.volume, np.nan)
    for stat, rate in asked.rates.items():
        if stat not in spread.counts or not np.isfinite(rate).all() or not np.isfinite(asked.counts[stat]).all():
            continue
        found[stat] = _transform(spread.draw(stat, rate, volume, asked, luck), asked.counts[stat], ties)
        given = np.repeat(asked.volume[:, None], volume.shape[1], axis=1)
        told = _transform(spread.draw(stat, rate, given, asked, luck), asked.counts[stat], ties)
        found[f"{stat} given volume"] = np.where(np.isfinite(played), told, np.nan)
    return found


def calibration(spread: Spread, asked: Sample) -> dict[str, Calibration]:
    """Tell the shares in the tails for each of `transforms`."""
    medians = {"volume": asked.said, **{stat: rate * asked.said for stat, rate in asked.rates.items()}}
    return {
        name: Calibration(
            below=float(np.nanmean(np.where(np.isnan(column), np.nan, column < 0.1))),
            above=float(np.nanmean(np.where(np.isnan(column), np.nan, column > 0.9))),
            median=float(np.nanmedian(medians[name.removesuffix(" given volume")])),
        )
        for name, column in transforms(spread, asked).items()
    }


def _transform(drawn: FloatArray, actual: FloatArray, ties: np.random.Generator) -> FloatArray:
    below = (drawn < actual[:, None]).sum(axis=1)
    equal = (drawn == actual[:, None]).sum(axis=1)
    place: FloatArray = (below + ties.uniform(size=len(actual)) * (equal + 1)) / (drawn.shape[1] + 1)
    return place
