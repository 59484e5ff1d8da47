"""From sides to the columns of season tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from fbm.domain.seasons import FloatArray, IntArray, Lines, StrArray
from fbm.domain.simulation.environment import Stints
from fbm.domain.simulation.parks import league_names, team_names
from fbm.domain.simulation.plate import Shares
from fbm.domain.simulation.sides import Side
from fbm.domain.simulation.spec import LeagueSpec
from fbm.domain.stats import POSITIONS

AT: Final = {"c": "1b", "1b": "3b", "2b": "ss", "3b": "1b", "ss": "2b", "lf": "rf", "cf": "lf", "rf": "lf", "dh": "1b"}
"""Where a player of each position helps out."""


def lines_of(
    spec: LeagueSpec, stints: Stints, player_id: StrArray, counts: Mapping[str, npt.NDArray[np.generic]]
) -> Lines:
    """Lines of stints; `player_id` has an id for everybody in the pool."""
    return Lines(
        player_id=player_id[stints.player],
        season=stints.season + spec.first_season,
        stint=stints.stint,
        team=team_names(spec.teams)[stints.team],
        league=league_names(spec.teams)[stints.team],
        counts={name: column.astype(np.float64) for name, column in counts.items()},
    )


def joined(first: Lines, second: Lines) -> Lines:
    """Put lines of the same counts together."""
    return Lines(
        player_id=np.concatenate([first.player_id, second.player_id]),
        season=np.concatenate([first.season, second.season]),
        stint=np.concatenate([first.stint, second.stint]),
        team=np.concatenate([first.team, second.team]),
        league=np.concatenate([first.league, second.league]),
        counts={name: np.concatenate([column, second.counts[name]]) for name, column in first.counts.items()},
    )


def batter_games(rng: np.random.Generator, side: Side, names: Sequence[str]) -> dict[str, IntArray]:
    """Games by position of batters: most at his own, some where he helps out."""
    games = side.counts["g"]
    helping = rng.binomial(games, np.where(rng.random(len(games)) < 0.4, 0.15, 0.02))
    own = np.array(names)[side.stints.role]
    other = np.array([AT[name] for name in names])[side.stints.role]
    return {name: (own == name) * (games - helping) + (other == name) * helping for name in POSITIONS}


def pitcher_games(side: Side) -> dict[str, IntArray]:
    """Games by position of pitchers: all of them on the mound."""
    games = side.counts["g"]
    return {name: games if name == "p" else np.zeros_like(games) for name in POSITIONS}


def batter_truth(shares: Shares) -> dict[str, FloatArray]:
    """Work out true rates per plate appearance."""
    contact = 1 - shares["bb"] - shares["hbp"] - shares["so"]
    hr = contact * shares["hr"]
    hits = (contact - hr) * shares["babip"]
    doubles, triples = hits * shares["doubles"], hits * shares["triples"]
    on_first = hits - doubles - triples + shares["bb"] + shares["hbp"]
    plain = {name: shares[name] for name in ("bb", "hbp", "so")}
    return {
        **plain,
        "hr": hr,
        "singles": hits - doubles - triples,
        "doubles": doubles,
        "triples": triples,
        "sb": on_first * shares["sb"] * shares["success"],
        "cs": on_first * shares["sb"] * (1 - shares["success"]),
        "obp": hits + hr + shares["bb"] + shares["hbp"],
    }


def pitcher_truth(shares: Shares) -> dict[str, FloatArray]:
    """Work out true rates per batter faced, in the role that he had."""
    contact = 1 - shares["bb"] - shares["hbp"] - shares["so"]
    hr = contact * shares["hr"]
    plain = {name: shares[name] for name in ("bb", "hbp", "so")}
    return {**plain, "hr": hr, "h": hr + (contact - hr) * shares["babip"]}
