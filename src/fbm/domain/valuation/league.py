"""A fantasy league's rules: slots, scoring, money. Light: no numpy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

HITTING: Final = ("C", "1B", "2B", "3B", "SS", "OF", "DH")
PITCHING: Final = ("SP", "RP")
"""Positions that players are eligible at; a designated hitter fits into `UTIL` only."""

BATTER_SLOTS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        **{position: frozenset({position}) for position in HITTING[:-1]},
        "CI": frozenset({"1B", "3B"}),
        "MI": frozenset({"2B", "SS"}),
        "UTIL": frozenset(HITTING),
    }
)
PITCHER_SLOTS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {"SP": frozenset({"SP"}), "RP": frozenset({"RP"}), "P": frozenset(PITCHING)}
)
"""Which positions a slot of a roster takes."""

BENCH: Final = "bench"
SLOTS: Final = (*BATTER_SLOTS, *PITCHER_SLOTS, BENCH)
"""Slots that a roster may have, as they are spelled in a league file."""

CENTS: Final = 100

SGP: Final = "sgp"
Method: TypeAlias = Literal["z-scores", "sgp"]
TwoWay: TypeAlias = Literal["both", "best"]

RATE_WEIGHTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "avg": "ab",
        "slg": "ab",
        "obp": "pa",
        "ops": "pa",
        "woba": "pa",
        "era": "ip",
        "whip": "ip",
        "k9": "ip",
        "bb9": "ip",
    }
)
"""Opportunities by which a rate counts for a team."""

LESS_IS_BETTER: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "batter": frozenset({"so", "cs"}),
        "pitcher": frozenset({"l", "bs", "h", "r", "er", "hr", "bb", "hbp", "era", "whip", "bb9"}),
    }
)
"""Categories in which the lowest team wins."""

DENOMINATORS: Final[Mapping[str, Mapping[str, float]]] = MappingProxyType(
    {
        "batter": MappingProxyType({"r": 20.82, "hr": 7.793, "rbi": 21.393, "sb": 8.229, "avg": 0.0018}),
        "pitcher": MappingProxyType({"w": 3.01, "sv": 6.83, "so": 33.3, "era": 0.081, "whip": 0.0151}),
    }
)
"""What one point in the standings costs in a 5x5 league of 12 teams with 23 active players.

"Fantasy Rankings Prep (2 of 3)", FanGraphs (fangraphs.com/fantasy/fantasy-rankings-prep-2-of-3).
"""


@dataclass(frozen=True, slots=True)
class Rotisserie:
    """Teams are ranked in categories.

    Attributes
    ----------
    categories : mapping of player type to tuple of str
        Columns of the projection, or sums of counts such as ``sv+hld`` (see `terms`).
    method : {"z-scores", "sgp"}
    denominators : mapping of player type to mapping of category to float
        What one point in the standings costs, > 0; for standings gain points.
    """

    categories: Mapping[str, tuple[str, ...]]
    method: Method = "z-scores"
    denominators: Mapping[str, Mapping[str, float]] = field(default_factory=lambda: DENOMINATORS)


@dataclass(frozen=True, slots=True)
class Points:
    """Every event counts.

    Attributes
    ----------
    weights : mapping of player type to mapping of stat to float
        Points for one of each.
    """

    weights: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What makes a player eligible at a position beside his main one, in the last season he was seen.

    Attributes
    ----------
    games : int
        In the field.
    starts, relief : int
        Games of a pitcher.
    """

    games: int = 20
    starts: int = 5
    relief: int = 5


@dataclass(frozen=True, slots=True)
class League:
    """A league's rules.

    Attributes
    ----------
    name : str
    teams : int
    budget_cents, minimum_cents : int
        What a team has, and the least that a player costs.
    roster : mapping of slot to int
        Slots of one team, named as in `SLOTS`.
    scoring : Rotisserie or Points
    hitter_share : float or None
        Share of the money that goes to hitters; None lets the values decide.
    thresholds : Thresholds
    two_way : {"both", "best"}
        Whether who bats and pitches is drafted as two players, or as one in the role in which he is worth more.
    """

    name: str
    teams: int
    budget_cents: int
    minimum_cents: int
    roster: Mapping[str, int]
    scoring: Rotisserie | Points
    hitter_share: float | None = None
    thresholds: Thresholds = field(default=Thresholds())
    two_way: TwoWay = "both"

    def slots(self, player_type: str) -> dict[str, int]:
        """Active slots of one type of player in the whole league, those that it has."""
        known = BATTER_SLOTS if player_type == "batter" else PITCHER_SLOTS
        return {slot: self.teams * self.roster[slot] for slot in known if self.roster.get(slot, 0)}

    @property
    def bench(self) -> int:
        """Bench places in the whole league."""
        return self.teams * self.roster.get(BENCH, 0)

    @property
    def money_cents(self) -> int:
        """What all teams have."""
        return self.teams * self.budget_cents

    def categories(self, player_type: str) -> tuple[str, ...]:
        """Columns that count for one type of player."""
        if isinstance(self.scoring, Rotisserie):
            return self.scoring.categories[player_type]
        return tuple(self.scoring.weights[player_type])


def terms(category: str) -> tuple[tuple[str, float], ...]:
    """Take a category apart: its columns, each with 1 where it is added and -1 where it is taken off.

    Examples
    --------
    >>> terms("sv+hld-bs")
    (('sv', 1.0), ('hld', 1.0), ('bs', -1.0))
    """
    parts = re.findall(r"([+-]?)([^+-]*)", category)
    return tuple((name, -1.0 if sign == "-" else 1.0) for sign, name in parts if sign or name)


def takes(player_type: str) -> Mapping[str, frozenset[str]]:
    """Tell which positions each active slot takes."""
    return BATTER_SLOTS if player_type == "batter" else PITCHER_SLOTS
