"""Season-forward splits: what is tested on is always later than what was trained on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from fbm.domain.seasons import BoolArray, IntArray


@dataclass(frozen=True, slots=True)
class Split:
    """Rows to train on and rows to test on.

    Attributes
    ----------
    season : int
        The season tested on.
    train, test : bool, shape (n,)
        Train on every earlier season, test on this one.
    """

    season: int
    train: BoolArray
    test: BoolArray


def holdout_last(seasons: IntArray) -> Split:
    """Hold out the latest season.

    Parameters
    ----------
    seasons : int64, shape (n,)

    Raises
    ------
    ValueError
        If there are fewer than two seasons.
    """
    if len(np.unique(seasons)) < 2:
        raise ValueError("holding out the last season needs another one to train on")
    return _split(seasons, int(seasons.max()))


def season_forward(seasons: IntArray, *, first: int) -> Iterator[Split]:
    """Test on each season from `first` on, training on all that came before it.

    Parameters
    ----------
    seasons : int64, shape (n,)
    first : int
        First season tested on; seasons without an earlier one are passed over.
    """
    tested = [int(season) for season in np.unique(seasons)[1:] if season >= first]
    return (_split(seasons, season) for season in tested)


def _split(seasons: IntArray, season: int) -> Split:
    return Split(season, train=seasons < season, test=seasons == season)
