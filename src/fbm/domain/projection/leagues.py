"""The leagues told apart: what was done in those that each player was in.

Shapes: `m` lines, one for each player, season and stint, `n` players, `k` stats, `l` leagues, 3 seasons of the window
with the latest first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from fbm.domain.projection.batch import WINDOW
from fbm.domain.projection.population import league_rates
from fbm.domain.seasons import BoolArray, FloatArray, IntArray, StrArray


@dataclass(frozen=True, slots=True)
class Stints:
    """What everybody did for each of his teams.

    Attributes
    ----------
    player_id, league : str, shape (m,)
    ago : int64, shape (m,)
        Place of the season in the window, 0 for the latest.
    counts : float64, shape (m, k)
    opportunities : float64, shape (m,)
    pool : bool, shape (m,)
        Lines that make a league's rates.
    """

    player_id: StrArray
    league: StrArray
    ago: IntArray
    counts: FloatArray
    opportunities: FloatArray
    pool: BoolArray


class OwnLeagues(NamedTuple):
    """Rates of the leagues that players were in.

    Attributes
    ----------
    seen : float64, shape (n, 3, k)
        Season by season, by the player's opportunities in each league.
    last : float64, shape (n, k)
        Of the latest season, in the league where he was last seen.
    """

    seen: FloatArray
    last: FloatArray


def own_leagues(stints: Stints, players: StrArray, *, last: StrArray, majors: FloatArray) -> OwnLeagues:
    """Tell what the leagues did that each player was in.

    Parameters
    ----------
    stints : Stints
    players : str, shape (n,)
        Ascending; everybody else counts for the leagues only.
    last : str, shape (n,)
        League where each was last seen.
    majors : float64, shape (3, k)
        Rates of all leagues together; they stand in where a league's are unknown or the player was in none.

    Returns
    -------
    OwnLeagues
    """
    # One league more than there are, so that there is one even where nobody played.
    names = np.unique(np.append(stints.league, ""))
    rates = np.stack([_rates_of(stints, name) for name in names.tolist()], axis=1)
    known = np.isfinite(rates)
    shares = _shares(stints, players, names)
    total = np.einsum("nsl,slk->nsk", shares, known)
    events = np.einsum("nsl,slk->nsk", shares, np.where(known, rates, 0.0))
    seen = np.where(total > 0, events / np.where(total > 0, total, 1.0), majors)
    latest = rates[0, np.searchsorted(names, last)]
    return OwnLeagues(seen, np.where(np.isfinite(latest), latest, majors[0]))


def _rates_of(stints: Stints, league: str) -> FloatArray:
    """Rates of one league, shape (3, k)."""
    return league_rates(stints.ago, stints.counts, stints.opportunities, stints.pool & (stints.league == league))


def _shares(stints: Stints, players: StrArray, names: StrArray) -> FloatArray:
    """Opportunities of each player by season and league, shape (n, 3, l)."""
    mine = np.isin(stints.player_id, players)
    person = np.searchsorted(players, stints.player_id[mine])
    place = np.searchsorted(names, stints.league[mine])
    shares = np.zeros((len(players), WINDOW, len(names)))
    np.add.at(shares, (person, stints.ago[mine], place), stints.opportunities[mine])
    return shares
