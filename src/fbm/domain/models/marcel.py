"""The numbers of Marcel, Tango's simplest forecast worth the name, and of its sibling with a number for each stat.

Only constants and their sources; the arithmetic is in `fbm.domain.projection`.

References
----------
Tango, "The 2004 Marcels" and "Marcel the Monkey Forecasting System", tangotiger.net/marcel.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

Weights = tuple[float, float, float]
"""Weights of the three seasons before, latest first."""

BATTER_WEIGHTS: Final[Weights] = (5.0, 4.0, 3.0)
PITCHER_WEIGHTS: Final[Weights] = (3.0, 2.0, 1.0)
"""Season weights of batters and pitchers (Tango)."""

BATTER_BALLAST: Final = 1200.0
"""Weight of the league's rate in season-weighted plate appearances, 100 for each unit of weight (Tango)."""

PITCHER_BALLAST: Final = 804.0
"""Weight of the league's rate in season-weighted outs: Tango's 134 for each of the 3 + 2 + 1 units of weight. The
reliabilities that he printed, outs / (outs + 804), leave no doubt about the six."""

LIGHT_BALLAST: Final = 134.0
"""The same where those who rebuilt Marcel took the 134 outs for the whole of it, as comparisons often have it."""

SAVES_BALLAST: Final = 402.0
"""The same for saves, 67 for each unit of weight; they are pulled to none at all, not to the league's rate (fitted to
Tango's table of 2004)."""


@dataclass(frozen=True, slots=True)
class AgeCurve:
    """What a year away from the best age is worth.

    Attributes
    ----------
    peak : float
        Best age in years.
    young, old : float
        Share by which a rate grows with each year short of the peak, and shrinks with each year past it, >= 0.
    """

    peak: float
    young: float
    old: float


CLASSIC_AGING: Final = AgeCurve(29.0, 0.006, 0.003)
"""One curve for everything (Tango)."""

CLASSIC_BATTER_BAD: Final[frozenset[str]] = frozenset({"so", "cs"})
"""What a batter would rather have less of: the factor of age is turned upside down (Tango)."""

CLASSIC_BATTER_AGELESS: Final[frozenset[str]] = frozenset({"sh"})
"""What has nothing to do with a batter's age (Tango)."""

CLASSIC_PITCHER_BAD: Final[frozenset[str]] = frozenset({"h", "er", "r", "hr", "bb", "hbp", "l", "bs"})
"""What a pitcher would rather have less of."""

CLASSIC_PITCHER_AGELESS: Final[frozenset[str]] = frozenset({"g", "gs"})
"""How a pitcher is used."""

BATTER_BALLASTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "so": 200.0, "bb": 400.0, "hr": 425.0, "hbp": 600.0, "sb": 600.0, "cs": 600.0, "r": 1200.0, "rbi": 1200.0,
        "doubles": 1600.0, "triples": 1600.0, "sf": 1600.0, "sh": 1600.0, "singles": 2000.0,
    }
)  # fmt: skip
"""Weight of the league's rate for each stat, in season-weighted plate appearances (the earlier system's study)."""

PITCHER_BALLASTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "so": 30.0, "bb": 60.0, "hr": 80.0, "hbp": 100.0, "w": 134.0, "l": 134.0, "sv": 134.0, "hld": 134.0,
        "bs": 134.0, "qs": 134.0, "g": 134.0, "gs": 134.0, "er": 150.0, "r": 150.0, "h": 200.0,
    }
)  # fmt: skip
"""Weight of the league's rate for each stat, in season-weighted outs (the earlier system's study; `l` and `qs` go
with `w`, `r` with `er`, `g` and `gs` with the other counts of use)."""

_SPEED: Final = AgeCurve(25.0, 0.008, 0.035)
_TIMING: Final = AgeCurve(28.0, 0.006, 0.012)
_EYE: Final = AgeCurve(30.0, 0.004, 0.004)
_LUCK: Final = AgeCurve(29.0, 0.002, 0.002)

BATTER_AGING: Final[Mapping[str, AgeCurve]] = MappingProxyType(
    {
        "sb": _SPEED, "triples": _SPEED, "cs": _SPEED, "hr": AgeCurve(28.0, 0.006, 0.015),
        "singles": AgeCurve(27.0, 0.005, 0.010), "doubles": AgeCurve(27.0, 0.005, 0.012), "bb": _EYE, "so": _EYE,
        "r": _TIMING, "rbi": _TIMING, "hbp": _LUCK, "sf": _LUCK, "sh": _LUCK,
    }
)  # fmt: skip
"""Curves of batters' stats (the earlier system's study)."""

BATTER_BAD: Final[frozenset[str]] = frozenset({"so"})
"""What a batter would rather have less of."""

_CREDIT: Final = AgeCurve(28.0, 0.005, 0.010)
_RUNS: Final = AgeCurve(27.0, 0.005, 0.010)

PITCHER_AGING: Final[Mapping[str, AgeCurve]] = MappingProxyType(
    {
        "so": AgeCurve(26.0, 0.008, 0.015), "bb": AgeCurve(28.0, 0.004, 0.006), "hr": _RUNS, "er": _RUNS, "r": _RUNS,
        "h": AgeCurve(27.0, 0.005, 0.008), "hbp": _LUCK, "w": _CREDIT, "l": _CREDIT, "sv": _CREDIT, "hld": _CREDIT,
        "bs": AgeCurve(28.0, 0.004, 0.008), "qs": _CREDIT,
    }
)  # fmt: skip
"""Curves of pitchers' stats, starters and relievers alike (the earlier system's study)."""

PITCHER_BAD: Final[frozenset[str]] = CLASSIC_PITCHER_BAD
"""What a pitcher would rather have less of."""

POSITION_AGING: Final[Mapping[str, float]] = MappingProxyType({"c": 1.3, "dh": 0.9, "RP": 1.1})
"""How much faster a position wears out past the peak (the earlier system's study); 1 for all others."""


@dataclass(frozen=True, slots=True)
class PlayingTime:
    """How much a player will play, from how much he played in the last two seasons.

    Attributes
    ----------
    last, before : float
        Share of the last season's opportunities, and of those of the season before it.
    floor : float
        Opportunities that everyone gets.
    starting : float
        Further opportunities for a pitcher who only starts; in proportion for one who starts at times.
    whole : bool
        Whether the result is rounded to whole opportunities, halves to the even number.
    """

    last: float
    before: float
    floor: float
    starting: float = 0.0
    whole: bool = False


BATTER_TIME: Final = PlayingTime(0.5, 0.1, 200.0, whole=True)
"""Plate appearances (Tango)."""

PITCHER_TIME: Final = PlayingTime(0.5, 0.1, 75.0, starting=105.0)
"""Outs: 25 innings for a reliever, 60 for a starter (Tango)."""

FULL_SEASON: Final = 162
SHORT_SEASONS: Final[Mapping[int, int]] = MappingProxyType({2020: 60})
"""Games of a full season, and of those cut so short that their playing time says little as it stands."""
