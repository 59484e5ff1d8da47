"""How old players are in a season, as the field says it: on the first of July.

The arithmetic of pipelines is another matter: Marcel's age is season minus birth year, as Tango prints it, and so is
that of the models trained behind it. Ages here are shown, and sort players into strata.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from fbm.domain.seasons import FloatArray, People

JULY: Final = 7
"""Players are as old all season as when this month begins: who has his birthday in it or later is a year younger."""


def born_by_july(birth_year: FloatArray, birth_month: FloatArray) -> FloatArray:
    """Give the year that a season's age counts from: the birth year, or the next for who is born in July or later.

    Parameters
    ----------
    birth_year, birth_month : float64, shape (n,)
        NaN where unknown; without a month the birth year itself is given.

    Returns
    -------
    float64, shape (n,)
        NaN where the birth year is unknown.
    """
    return birth_year + (birth_month >= JULY)


def ages_in(season: int, people: People, players: Sequence[str]) -> FloatArray:
    """Give the age of players in a season.

    Parameters
    ----------
    season : int
    people : People
    players : sequence of str, length n

    Returns
    -------
    float64, shape (n,)
        On the first of July where the month of birth is known, else season minus birth year; NaN where nothing is.
    """
    born = dict(
        zip(people.player_id.tolist(), born_by_july(people.birth_year, people.birth_month).tolist(), strict=True)
    )
    return season - np.array([born.get(player, np.nan) for player in players], dtype=np.float64)
