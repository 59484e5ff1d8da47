"""What minor-league equivalencies are told before they are fitted. Plain values; nothing here computes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class MLESpec:
    """Settings of equivalencies.

    Attributes
    ----------
    stats : tuple of str
        The stats that are translated.
    ridge : float
        Pull of the standardised coefficients towards zero, in opportunities, > 0.
    half_weight : float
        Opportunities in the majors at which a player season counts half of what it would count by its opportunities,
        > 0: talent differs too, not only luck.
    volume_ridge : float
        The pull for playing time, in player seasons.
    most : float
        Opportunities of a full season in the majors: nobody is expected to play more.
    """

    stats: tuple[str, ...]
    ridge: float = 4000.0
    half_weight: float = 1000.0
    volume_ridge: float = 2.0
    most: float = 650.0

    def __post_init__(self) -> None:
        for name in ("ridge", "half_weight", "volume_ridge", "most"):
            if getattr(self, name) <= 0:
                raise ValueError(f"{name} is {getattr(self, name)}, not above 0")


# Chosen on target seasons up to 2003; what is reported comes from later ones.
BATTER_EQUIVALENCIES: Final = MLESpec(
    stats=("hr", "so", "bb", "singles", "doubles", "triples", "sb", "cs", "hbp", "r", "rbi", "sf", "sh")
)
"""Settings for batters."""

PITCHER_EQUIVALENCIES: Final = MLESpec(
    stats=("h", "er", "r", "so", "bb", "hr", "hbp", "w", "l", "sv", "g", "gs"), most=600.0
)
"""Settings for pitchers."""
