"""Lookup tables: how often each word came in the same circumstances. What a network must beat.

A table is counted for each context and held to the next coarser one: with n pitches seen in a context,
``p = (count + s * p_coarser) / (n + s)`` (interpolation with Dirichlet smoothing; MacKay and Peto, 1995). The first
name of a context is kept longest.

Shapes: n pitches, k codes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from fbm.domain.contextual.context import context
from fbm.domain.contextual.pitches import FIRST_WORD, VOCABULARIES, Int32, PitchArrays, Vocabularies
from fbm.domain.seasons import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Level:
    """One depth of a table: the contexts seen, and the distribution in each.

    Attributes
    ----------
    radix : int
        One more than the largest value of the column.
    keys : int64, shape (c,)
        ``parent * radix + value``, ascending.
    shares : float64, shape (c, k)
    """

    radix: int
    keys: npt.NDArray[np.int64]
    shares: FloatArray


@dataclass(frozen=True, slots=True)
class LookupTable:
    """Distributions of a field's words by context.

    Attributes
    ----------
    field : str
    by : tuple of str
        Names as in `fbm.domain.contextual.context`.
    marginal : float64, shape (k,)
        By code; 0 for the codes before the first word.
    levels : tuple of Level
        One for each name of `by`.
    """

    field: str
    by: tuple[str, ...]
    marginal: FloatArray
    levels: tuple[Level, ...]

    def predict(self, arrays: PitchArrays, rows: IntArray | BoolArray | None = None) -> FloatArray:
        """Tell how likely each code is.

        Parameters
        ----------
        arrays : PitchArrays
            Whole plate appearances.
        rows : int64 or bool, optional
            Pitches to predict; left out: all.

        Returns
        -------
        float64, shape (n, k)
            Each row adds up to 1.
        """
        chosen = np.arange(len(arrays)) if rows is None else rows
        columns = [context(arrays, name)[chosen] for name in self.by]
        count = len(np.arange(len(arrays))[chosen])
        shares = np.tile(self.marginal, (count, 1))
        parent, alive = np.zeros(count, dtype=np.int64), np.ones(count, dtype=np.bool_)
        for level, column in zip(self.levels, columns, strict=True):
            parent, found = find_level(level, parent, column)
            alive &= found
            shares[alive] = level.shares[parent[alive]]
        return shares


class Scores(NamedTuple):
    """How good predicted distributions are.

    Attributes
    ----------
    log_loss : float
        Mean, in nats.
    accuracy : float
        Share of pitches whose word was thought the likeliest.
    pitches : int
    """

    log_loss: float
    accuracy: float
    pitches: int


def lookup_table(
    train: PitchArrays,
    field: str,
    by: Sequence[str] = (),
    *,
    smoothing: float = 50.0,
    vocabularies: Vocabularies = VOCABULARIES,
) -> LookupTable:
    """Count a table; pitches whose word is not known are left out.

    Parameters
    ----------
    train : PitchArrays
        Whole plate appearances.
    field : str
        One of `CATEGORICAL`.
    by : sequence of str
        Context, what matters most first; empty for the marginal.
    smoothing : float
        Pitches that the coarser context counts for.
    vocabularies : Vocabularies
    """
    known = train.column(field) >= FIRST_WORD
    codes = train.column(field)[known].astype(np.int64)
    marginal = marginal_shares(codes, vocabularies.size(field))
    levels: list[Level] = []
    parent, coarser = np.zeros(len(codes), dtype=np.int64), marginal[None, :]
    for name in by:
        level, parent = count_level(parent, context(train, name)[known], codes, coarser * smoothing)
        levels.append(level)
        coarser = level.shares
    return LookupTable(field, tuple(by), marginal, tuple(levels))


def marginal_shares(codes: npt.NDArray[np.int64], k: int) -> FloatArray:
    """Shares of codes with half a pitch more for every word, shape (k,); 0 for the codes before the first word."""
    counts = np.bincount(codes, minlength=k).astype(np.float64) + 0.5
    counts[:FIRST_WORD] = 0
    return np.asarray(counts / counts.sum(), dtype=np.float64)


def score(shares: FloatArray, codes: npt.NDArray[np.integer]) -> Scores:
    """Hold predicted distributions, shape (n, k), against what came, shape (n,)."""
    likely = shares[np.arange(len(codes)), codes]
    loss = -np.log(np.maximum(likely, 1e-12))
    return Scores(float(loss.mean()), float((shares.argmax(axis=1) == codes).mean()), len(codes))


def count_level(
    parent: npt.NDArray[np.int64], column: Int32, codes: npt.NDArray[np.int64], prior: FloatArray
) -> tuple[Level, npt.NDArray[np.int64]]:
    """Count one depth; gives the level, and each pitch's place in it.

    `prior` has the pitches that each context of the depth before counts for, shape (parents, k).
    """
    radix = int(column.max(initial=0)) + 1
    keys, place = np.unique(parent * radix + column, return_inverse=True)
    k = prior.shape[1]
    counts = np.bincount(place * k + codes, minlength=len(keys) * k).reshape(len(keys), k)
    total = counts + prior[keys // radix]
    return Level(radix, keys, total / total.sum(axis=1, keepdims=True)), place.astype(np.int64)


def find_level(level: Level, parent: npt.NDArray[np.int64], column: Int32) -> tuple[npt.NDArray[np.int64], BoolArray]:
    """Find contexts in a level: their places, and whether they were seen."""
    wanted = parent * level.radix + column
    place = np.minimum(np.searchsorted(level.keys, wanted), max(len(level.keys) - 1, 0))
    seen = (column < level.radix) & (level.keys[place] == wanted if len(level.keys) else False)
    return place, np.asarray(seen, dtype=np.bool_)
