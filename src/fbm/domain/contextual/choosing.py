"""Choosing the context of the best lookup table, on seasons before those that are reported.

Shapes: n pitches counted, m held out, k codes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from fbm.domain.contextual.context import context
from fbm.domain.contextual.lookup import count_level, find_level, marginal_shares
from fbm.domain.contextual.pitches import FIRST_WORD, VOCABULARIES, Int32, PitchArrays
from fbm.domain.seasons import BoolArray, FloatArray

Int64 = npt.NDArray[np.int64]

HELPS: Final = 2e-4
"""A further name must bring the log loss down by this much."""

SMOOTHINGS: Final = (20.0, 100.0, 500.0)
"""Smoothings that are tried."""


class Choice(NamedTuple):
    """Context and smoothing of a table, and its log loss where they were chosen."""

    by: tuple[str, ...]
    smoothing: float
    log_loss: float


class _Columns(NamedTuple):
    """Columns of context of the pitches counted and held out, and the words of both."""

    counted: dict[str, Int32]
    held: dict[str, Int32]
    codes: Int64
    held_codes: Int64
    k: int


class _Depth(NamedTuple):
    """A table as deep as it is: each pitch's place in it, and what is thought of the words that came.

    `place` (n,) and `held_place` (m,) point into `shares` (c, k); `alive` (m,) tells where the context was seen;
    `likely` (m,) is the share of the word that came.
    """

    place: Int64
    held_place: Int64
    alive: BoolArray
    shares: FloatArray
    likely: FloatArray

    @property
    def log_loss(self) -> float:
        return float(-np.log(np.maximum(self.likely, 1e-12)).mean())


def _nobody() -> None:
    """Watch nothing."""


def choose_table(
    train: PitchArrays,
    held_out: PitchArrays,
    field: str,
    candidates: Sequence[str],
    *,
    smoothings: Sequence[float] = SMOOTHINGS,
    watch: Callable[[], None] = _nobody,
) -> Choice:
    """Choose the context of the best table, name by name as long as a further one helps, and its smoothing.

    Parameters
    ----------
    train, held_out : PitchArrays
        Both of training seasons: never of those that are reported.
    field : str
    candidates : sequence of str
    smoothings : sequence of float
    watch : function
        Called when a smoothing was tried.
    """
    columns, found = _columns(train, held_out, field, candidates), list[Choice]()
    for smoothing in smoothings:
        found.append(_choose(columns, candidates, smoothing))
        watch()
    return min(found, key=lambda one: one.log_loss)


def _columns(train: PitchArrays, held_out: PitchArrays, field: str, candidates: Sequence[str]) -> _Columns:
    known, held = (arrays.column(field) >= FIRST_WORD for arrays in (train, held_out))
    return _Columns(
        {name: context(train, name)[known] for name in candidates},
        {name: context(held_out, name)[held] for name in candidates},
        train.column(field)[known].astype(np.int64),
        held_out.column(field)[held].astype(np.int64),
        VOCABULARIES.size(field),
    )


def _choose(columns: _Columns, candidates: Sequence[str], smoothing: float) -> Choice:
    depth, chosen = _top(columns), tuple[str, ...]()
    while len(chosen) < len(candidates):
        left = [name for name in candidates if name not in chosen]
        losses = {name: _deeper(columns, depth, name, smoothing).log_loss for name in left}
        name = min(losses, key=losses.__getitem__)
        if depth.log_loss - losses[name] < HELPS:
            break
        depth, chosen = _deeper(columns, depth, name, smoothing), (*chosen, name)
    return Choice(chosen, smoothing, depth.log_loss)


def _top(columns: _Columns) -> _Depth:
    shares = marginal_shares(columns.codes, columns.k)[None, :]
    held = len(columns.held_codes)
    return _Depth(
        place=np.zeros(len(columns.codes), dtype=np.int64),
        held_place=np.zeros(held, dtype=np.int64),
        alive=np.ones(held, dtype=np.bool_),
        shares=shares,
        likely=shares[0, columns.held_codes],
    )


def _deeper(columns: _Columns, depth: _Depth, name: str, smoothing: float) -> _Depth:
    level, place = count_level(depth.place, columns.counted[name], columns.codes, depth.shares * smoothing)
    held_place, found = find_level(level, depth.held_place, columns.held[name])
    alive = depth.alive & found
    likely = np.where(alive, level.shares[held_place, columns.held_codes], depth.likely)
    return _Depth(place, held_place, alive, level.shares, likely)
