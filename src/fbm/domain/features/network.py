"""Inputs of the multi-task network, from a batch at the stage it steps in: the same code when training and projecting.

Shapes: `n` players, `k` stats, 3 seasons of the window with the latest first. Rates enter as logarithms of multiples of
the league's, pulled towards the league's by how little was seen, so that they mean the same in every era and are near
zero where nothing is known. Nothing is NaN but what a source does not tell (an age, a count it has no column for).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np

from fbm.domain.features.matrix import FeatureMatrix, from_columns
from fbm.domain.features.window import AGO, Columns
from fbm.domain.models.marcel import FULL_SEASON, SHORT_SEASONS
from fbm.domain.projection.batch import Batch, Playing
from fbm.domain.seasons import FloatArray

BATTER_BALLAST: Final[Mapping[str, float]] = MappingProxyType(
    {
        "singles": 500.0, "doubles": 500.0, "triples": 300.0, "hr": 150.0, "bb": 150.0, "so": 60.0, "hbp": 200.0,
        "sf": 500.0, "sh": 200.0, "sb": 60.0, "cs": 200.0, "r": 300.0, "rbi": 300.0,
    }
)  # fmt: skip
PITCHER_BALLAST: Final[Mapping[str, float]] = MappingProxyType(
    {
        "h": 400.0, "bb": 150.0, "so": 70.0, "hr": 500.0, "hbp": 400.0, "er": 500.0, "r": 500.0, "w": 200.0, "l": 200.0,
        "sv": 50.0,
    }
)  # fmt: skip
"""Weight of the league's rate, in plate appearances or outs, where a rate of one season or of three becomes an input.
Sizes are rough on purpose: the network weighs what it gets."""

BALLAST: Final[Mapping[Playing, Mapping[str, float]]] = MappingProxyType(
    {"batter": BATTER_BALLAST, "pitcher": PITCHER_BALLAST}
)

DECAY: Final = (1.0, 0.6, 0.36)
"""Weights of the window's seasons in the multi-year rates, latest first."""

PLACES: Final = ("c", "1b", "2b", "3b", "ss", "lf", "cf", "rf", "dh")
"""Positions of batters, each an input of its own."""

PROJECTED: Final = "_projected"
"""Ending of the columns that hold the rates projected so far: what the network starts from, not what it is fed."""

_HALF: Final = 0.5


def network_features(batch: Batch) -> FeatureMatrix:
    """Give the inputs of a batch.

    Parameters
    ----------
    batch : Batch
        At the stage the network steps in: rates are projected, playing time is not.

    Returns
    -------
    FeatureMatrix
        A row for each player, in the batch's order. ``<stat>_projected`` is in events per opportunity.
    """
    who = _places(batch) if batch.player_type == "batter" else _roles(batch)
    return from_columns({**_projected(batch), **_rates(batch), **_volumes(batch), **_person(batch), **who})


def _projected(batch: Batch) -> Columns:
    return {f"{stat}{PROJECTED}": batch.rate(stat) for stat in BALLAST[batch.player_type]}


def _rates(batch: Batch) -> Columns:
    columns: Columns = {}
    for stat, ballast in BALLAST[batch.player_type].items():
        place = batch.stats.index(stat)
        league = batch.league[:, place]
        columns[f"{stat}_level"] = np.log(_above(batch.rates[:, place], league[0], ballast))
        expected = batch.opportunities * league
        columns[f"{stat}_recent"] = _log_ratio(
            batch.counts[:, :, place] @ np.array(DECAY), expected @ np.array(DECAY), ballast * league[0]
        )
        for ago in AGO:
            columns[f"{stat}_{ago}"] = _log_ratio(
                batch.counts[:, ago - 1, place], expected[:, ago - 1], ballast * league[ago - 1]
            )
    return columns


def _above(rate: FloatArray, league: float, ballast: float) -> FloatArray:
    """Multiple of the league's rate, kept off zero by half an event in the ballast."""
    off_zero = _HALF / ballast
    ratio: FloatArray = (rate + off_zero) / (league + off_zero)
    return ratio


def _log_ratio(events: FloatArray, expected: FloatArray, ballast: float) -> FloatArray:
    """Logarithm of events over those expected of the league, both with the ballast's events on top."""
    logs: FloatArray = np.log((events + ballast + _HALF) / (expected + ballast + _HALF))
    return logs


def _volumes(batch: Batch) -> Columns:
    """How much was seen: opportunities and games as shares of a full season's, in steps that get smaller."""
    full = 700.0 if batch.player_type == "batter" else 650.0
    length = np.array([SHORT_SEASONS.get(batch.season - ago, FULL_SEASON) / FULL_SEASON for ago in AGO])
    columns: Columns = {
        "reliability": batch.opportunities.sum(axis=1) / (batch.opportunities.sum(axis=1) + full),
        "seasons_seen": (batch.opportunities > 0).sum(axis=1).astype(np.float64),
    }
    for ago in AGO:
        seen = batch.opportunities[:, ago - 1] / length[ago - 1]
        games = batch.games[:, ago - 1] / length[ago - 1]
        columns[f"opportunities_{ago}"] = np.sqrt(seen / full)
        columns[f"games_{ago}"] = np.sqrt(games / FULL_SEASON)
        columns[f"pace_{ago}"] = np.log1p(seen / np.maximum(games, 1.0))
    return columns


def _person(batch: Batch) -> Columns:
    years = (batch.age - 28.0) / 5.0
    return {"age": years, "age_squared": years**2, "young": np.maximum(-years, 0.0), "park": batch.park / 100.0}


def _places(batch: Batch) -> Columns:
    return {f"at_{place}": (batch.position == place).astype(np.float64) for place in PLACES}


def _roles(batch: Batch) -> Columns:
    columns: Columns = {"starter_share": _share(batch.starts.sum(axis=1), batch.games.sum(axis=1))}
    for ago in AGO:
        columns[f"starter_share_{ago}"] = _share(batch.starts[:, ago - 1], batch.games[:, ago - 1])
    return columns


def _share(part: FloatArray, whole: FloatArray) -> FloatArray:
    """Part of the whole, 0 where the whole is nothing."""
    quotient: FloatArray = part / np.maximum(whole, 1.0)
    return quotient
