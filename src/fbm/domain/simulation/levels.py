"""The minor leagues around the majors: how much easier each level is, and where its clubs play.

Difficulty is known, which is the point of a simulated league: what is translated can be held against it. The figures
were fitted by hand to how players of 1992-2016 fared in the majors the year after (`benchmarks/mle_accuracy.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from fbm.domain.minors import LEVELS
from fbm.domain.seasons import FloatArray, IntArray, StrArray


@dataclass(frozen=True, slots=True)
class Difficulty:
    """What the minor leagues do to the rates of one side of the game.

    Attributes
    ----------
    gain : mapping of trait to tuple of float
        Log-odds gained at each of `fbm.domain.minors.LEVELS`, compared with the majors.
    shown : mapping of trait to float
        Share of a man's distance from the average that shows there, 1 where it is not named.
    unlike : mapping of trait to float
        Standard deviation of what a season's rates are off for reasons that do not come along, in log-odds.
    flattered : mapping of trait to float
        How far results flatter a man, in log-odds for each standard deviation of what clubs see in him besides his
        talent. Clubs call up whom results flatter, and what flatters does not come along: so among those who came up a
        line tells less than among all.
    """

    gain: Mapping[str, tuple[float, ...]]
    shown: Mapping[str, float]
    unlike: Mapping[str, float]
    flattered: Mapping[str, float] = field(default_factory=dict)


BATTERS: Final = Difficulty(
    gain={
        "so": (-0.20, -0.27, -0.34, -0.42, -0.47, -0.60),
        "bb": (0.14, 0.24, 0.24, 0.28, 0.32, 0.40),
        "hr": (0.14, 0.16, 0.18, 0.20, 0.20, 0.22),
        "babip": (0.10, 0.10, 0.14, 0.18, 0.20, 0.26),
        "hbp": (0.10, 0.20, 0.28, 0.36, 0.42, 0.55),
        "doubles": (0.06, 0.06, 0.08, 0.08, 0.08, 0.08),
        "triples": (0.15, 0.20, 0.25, 0.30, 0.35, 0.45),
        "sb": (0.42, 0.55, 0.70, 0.85, 0.95, 1.15),
        "success": (0.00, -0.05, -0.05, 0.00, 0.05, 0.10),
    },
    shown={"so": 0.72, "bb": 0.90, "hr": 1.25, "babip": 0.50, "sb": 0.90},
    unlike={"so": 0.13, "bb": 0.18, "hr": 0.00, "babip": 0.04, "sb": 0.36, "triples": 0.20, "hbp": 0.10},
)
"""Batters, whose opponents are weaker the lower the level."""

PITCHERS: Final = Difficulty(
    gain={
        "so": (0.30, 0.45, 0.42, 0.48, 0.52, 0.58),
        "bb": (-0.16, -0.26, -0.30, -0.33, -0.33, -0.33),
        "hr": (-0.34, -0.48, -0.72, -0.85, -1.00, -1.15),
        "babip": (-0.02, -0.09, -0.10, -0.11, -0.11, -0.10),
        "hbp": (0.05, 0.10, 0.15, 0.20, 0.25, 0.35),
    },
    shown={"so": 0.62, "bb": 1.00, "hr": 1.00, "babip": 0.05},
    unlike={"so": 0.18, "bb": 0.02, "hr": 0.08, "babip": 0.07, "runs": 0.10},
    flattered={"babip": -0.02, "runs": -0.10},
)
"""Pitchers, whose opponents are weaker too; `runs` are those that score, earned ones for what came of the plate
appearances."""

FARTHER: Final = (1.0, 1.1, 1.1, 1.5, 1.8, 2.2)
"""By how much more a season is off at each level: the lower, the less is seen of what a man will be in the majors."""

LEAGUES: Final = 2
"""Leagues at each level, named after it."""

LEAGUE_GAIN: Final[Mapping[str, float]] = {"hr": 0.10, "babip": 0.03}
"""Log-odds by which a level's second league is above the middle of the two, and the first below."""

PARK_SPREAD: Final[Mapping[str, float]] = {"hr": 0.10, "babip": 0.025}
"""Standard deviation between clubs of a level, in log-odds, half of the games away already in it."""


def gains(level: IntArray, difficulty: Difficulty) -> dict[str, FloatArray]:
    """Log-odds gained at each line's level, shape (n,) by trait."""
    return {trait: np.array(values)[level] for trait, values in difficulty.gain.items()}


def league_names(level: IntArray, league: IntArray) -> StrArray:
    """Name leagues after their level: ``AAA East``, ``AAA West``."""
    names = np.array([[f"{name} {side}" for side in ("East", "West")] for name in LEVELS])
    return np.asarray(names[level, league])
