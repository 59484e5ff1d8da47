"""True talent: traits on the log-odds scale, how they spread, change from year to year and age.

Shapes: n players, t seasons, k traits. The figures were fitted by hand to the spread and the year-to-year correlations
of major-league lines 2010-2019; `benchmarks/simulated_league.py` holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from fbm.domain.seasons import FloatArray


@dataclass(frozen=True, slots=True)
class Trait:
    """One rate that a player has.

    Attributes
    ----------
    name : str
    rate : float
        The league's, as a share.
    spread : float
        Standard deviation between players entering, in log-odds.
    change : float
        Share of the variance that comes and goes with the years.
    memory : float
        Autocorrelation of that share from one year to the next.
    peak : float
        Age at which aging turns.
    rise, fall : float
        Log-odds gained in each year before the peak, lost in each year after it.
    """

    name: str
    rate: float
    spread: float
    change: float
    memory: float
    peak: float
    rise: float
    fall: float


BATTER: Final = (
    Trait("bb", 0.0832, 0.345, 0.22, 0.5, 30, 0.025, 0.005),
    Trait("hbp", 0.0092, 0.70, 0.28, 0.4, 29, 0.0, 0.0),
    Trait("so", 0.2000, 0.40, 0.15, 0.7, 28, -0.02, -0.015),
    Trait("hr", 0.0422, 0.49, 0.18, 0.5, 27, 0.04, 0.025),
    Trait("babip", 0.2980, 0.107, 0.28, 0.5, 25, 0.004, 0.008),
    Trait("doubles", 0.2270, 0.08, 0.30, 0.5, 27, 0.01, 0.005),
    Trait("triples", 0.0232, 0.62, 0.25, 0.5, 24, 0.02, 0.05),
    Trait("sb", 0.0860, 0.85, 0.20, 0.5, 24, 0.02, 0.09),
    Trait("success", 0.7240, 0.35, 0.60, 0.3, 26, 0.02, 0.02),
    Trait("runs", 0.3010, 0.20, 0.35, 0.5, 27, 0.0, 0.005),
    Trait("drives", 0.5000, 0.19, 0.35, 0.5, 28, 0.0, 0.0),
    Trait("glove", 0.5, 0.45, 0.2, 0.7, 25, 0.005, 0.02),
    Trait("fragility", 0.24, 1.10, 0.08, 0.5, 27, 0.0, -0.05),
)
"""`hr` is per ball in play or over the fence, `doubles` and `triples` per hit in play, `sb` attempts per time on first,
`runs` scored per time on base, `drives` runners driven in (only their relation counts). `glove` decides who plays,
`fragility` who is hurt."""

PITCHER: Final = (
    Trait("so", 0.2055, 0.375, 0.30, 0.5, 26, 0.02, 0.025),
    Trait("bb", 0.0815, 0.25, 0.40, 0.5, 29, -0.03, -0.01),
    Trait("hr", 0.0403, 0.25, 0.60, 0.4, 27, 0.0, -0.015),
    Trait("babip", 0.2980, 0.065, 0.70, 0.2, 27, 0.0, -0.003),
    Trait("hbp", 0.0090, 0.42, 0.30, 0.5, 29, 0.0, 0.0),
    Trait("favour", 0.5, 0.42, 0.15, 0.7, 27, 0.0, 0.0),
    Trait("endurance", 0.5, 0.30, 0.2, 0.6, 29, 0.02, 0.02),
    Trait("fragility", 0.24, 1.30, 0.08, 0.5, 27, 0.0, -0.05),
)

CORRELATIONS: Final[Mapping[tuple[str, str], float]] = {
    ("so", "hr"): 0.66, ("bb", "hr"): 0.30, ("bb", "so"): 0.15, ("hr", "sb"): -0.35, ("babip", "sb"): 0.25,
    ("triples", "sb"): 0.60, ("hr", "triples"): -0.20, ("hr", "doubles"): 0.20, ("sb", "success"): 0.55,
    ("runs", "sb"): 0.30, ("hr", "drives"): 0.30, ("drives", "sb"): -0.25,
}  # fmt: skip
"""Between batters' traits. Pitchers' are drawn apart from each other, but for strikeouts and walks."""

EXTREME: Final = 2.2
"""No talent is further out than this many standard deviations: nobody hits eighty home runs."""

PITCHER_CORRELATIONS: Final[Mapping[tuple[str, str], float]] = {("so", "bb"): 0.10, ("so", "babip"): -0.10}


def log_odds(share: FloatArray | float) -> FloatArray:
    """Log-odds of a share between 0 and 1."""
    p = np.asarray(share, dtype=np.float64)
    return np.asarray(np.log(p / (1 - p)))


def share(odds: FloatArray) -> FloatArray:
    """Shares of log-odds."""
    return np.asarray(1 / (1 + np.exp(-odds)))


def draw_paths(
    rng: np.random.Generator,
    traits: Sequence[Trait],
    correlations: Mapping[tuple[str, str], float],
    age: FloatArray,
) -> FloatArray:
    """Draw what players' traits are in every season: what they bring, what comes and goes, and age.

    Parameters
    ----------
    rng : Generator
    traits : sequence of Trait, length k
    correlations : mapping of two trait names to float
    age : float64, shape (n, t)
        Age of each player in each season, in years.

    Returns
    -------
    float64, shape (n, t, k)
        Log-odds.
    """
    n, t = age.shape
    spread = np.array([trait.spread for trait in traits])
    change = np.array([trait.change for trait in traits])
    factor = np.linalg.cholesky(_correlation_matrix(traits, correlations))
    brought = rng.standard_normal((n, len(traits))) @ factor.T * np.sqrt(1 - change)
    passing = _passing(rng, np.array([trait.memory for trait in traits]), (n, t)) * np.sqrt(change)
    aging = np.stack([_aging(trait, age) for trait in traits], axis=-1)
    level = log_odds(np.array([trait.rate for trait in traits]))
    talent = np.clip(brought[:, None, :] + passing, -EXTREME, EXTREME) * spread
    return np.asarray(level + talent + aging)


def _correlation_matrix(traits: Sequence[Trait], correlations: Mapping[tuple[str, str], float]) -> FloatArray:
    names = [trait.name for trait in traits]
    matrix = np.eye(len(names))
    for (a, b), value in correlations.items():
        i, j = names.index(a), names.index(b)
        matrix[i, j] = matrix[j, i] = value
    return matrix


def _passing(rng: np.random.Generator, memory: FloatArray, shape: tuple[int, int]) -> FloatArray:
    """Autoregressive noise of unit variance, shape (n, t, k)."""
    shocks = rng.standard_normal((*shape, len(memory)))
    for season in range(1, shape[1]):
        shocks[:, season] = memory * shocks[:, season - 1] + np.sqrt(1 - memory**2) * shocks[:, season]
    return shocks


def _aging(trait: Trait, age: FloatArray) -> FloatArray:
    young, old = np.maximum(trait.peak - age, 0), np.maximum(age - trait.peak, 0)
    return np.asarray(-trait.rise * young - trait.fall * old)
