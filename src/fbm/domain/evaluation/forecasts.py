"""What was said of a season before it, by a pipeline or by somebody else.

Shapes: `n` players, `q` levels of probability.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from fbm.domain.projection.batch import Playing
from fbm.domain.projection.sheet import PERSON_COLUMNS, Cell, Row
from fbm.domain.seasons import FloatArray, StrArray

_QUANTILE: Final = re.compile(r"(\w+)_p(\d\d)")
"""Columns such as ``hr_p10``: what a stat stays below with a probability of 10 %."""


@dataclass(frozen=True, slots=True)
class Quantiles:
    """How sure a projection is of a stat.

    Attributes
    ----------
    levels : tuple of float, length q
        Ascending, in (0, 1).
    values : float64, shape (n, q)
        What the stat stays below with each probability; a player without is NaN.

    Raises
    ------
    ValueError
        If levels are not ascending in (0, 1).
    """

    levels: tuple[float, ...]
    values: FloatArray

    def __post_init__(self) -> None:
        if list(self.levels) != sorted(set(self.levels)) or not all(0 < level < 1 for level in self.levels):
            raise ValueError(f"levels that do not ascend between 0 and 1: {self.levels}")


@dataclass(frozen=True, slots=True)
class Forecast:
    """Projections of one type of player.

    Attributes
    ----------
    season : int
    player_type : {"batter", "pitcher"}
    player_id : str, shape (n,)
    columns : mapping of column name to float64, shape (n,)
        NaN where a projection has no figure.
    quantiles : mapping of stat to Quantiles
        Empty where a projection does not say how sure it is.
    """

    season: int
    player_type: Playing
    player_id: StrArray
    columns: Mapping[str, FloatArray]
    quantiles: Mapping[str, Quantiles]

    def __len__(self) -> int:
        return len(self.player_id)


def forecast_of(rows: Sequence[Row], season: int, player_type: Playing) -> Forecast:
    """Take the numbers out of the rows of a projection sheet.

    Parameters
    ----------
    rows : sequence of Row
        Columns such as ``hr_p10`` are quantiles.
    season : int
    player_type : {"batter", "pitcher"}
    """
    names = [name for name in (rows[0] if rows else {}) if name not in PERSON_COLUMNS and _is_figure(rows, name)]
    every = {name: np.array([_number(row[name]) for row in rows], dtype=np.float64) for name in names}
    plain = {name: column for name, column in every.items() if not _QUANTILE.fullmatch(name)}
    ids = np.array([str(row["player_id"]) for row in rows], dtype=np.str_)
    return Forecast(season, player_type, ids, plain, _quantiles(every))


def _is_figure(rows: Sequence[Row], name: str) -> bool:
    return not any(isinstance(row[name], str) for row in rows)


def _number(cell: Cell) -> float:
    return np.nan if cell is None or isinstance(cell, str) else float(cell)


def _quantiles(columns: Mapping[str, FloatArray]) -> dict[str, Quantiles]:
    found: dict[str, dict[float, FloatArray]] = {}
    for name, column in columns.items():
        if match := _QUANTILE.fullmatch(name):
            found.setdefault(match[1], {})[int(match[2]) / 100] = column
    return {stat: _grid(levels) for stat, levels in found.items()}


def _grid(columns: Mapping[float, FloatArray]) -> Quantiles:
    levels = tuple(sorted(columns))
    return Quantiles(levels, np.stack([columns[level] for level in levels], axis=1))
