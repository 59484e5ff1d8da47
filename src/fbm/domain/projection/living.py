"""Who is alive when a season begins, as far as that is known then: nobody else is projected.

Players are left out behind the last stage, so that nothing that a stage says of the others depends on it.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from fbm.domain.projection.finalise import Projection
from fbm.domain.seasons import BoolArray, People

OPENING: Final = 4
"""The month that begins before the first game, whatever the season: a death in it or later is not known yet."""


def living(projection: Projection, people: People) -> Projection:
    """Leave out who died before the season.

    Parameters
    ----------
    projection : Projection
    people : People
        Who is not among them is taken to be alive, as is who died in the year of the season, nobody knows when.

    Returns
    -------
    Projection
        Without those who died before the first of April of its season.
    """
    dead = people.player_id[_dead(people, projection.season)]
    return projection.take(~np.isin(projection.player_id, dead)) if len(dead) else projection


def _dead(people: People, season: int) -> BoolArray:
    this_year: BoolArray = (people.death_year == season) & (people.death_month < OPENING)
    return (people.death_year < season) | this_year
