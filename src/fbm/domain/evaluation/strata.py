"""Groups of players that are judged apart: by age, by playing time, by role.

Shapes: `n` players of a match.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

import numpy as np

from fbm.domain.evaluation.matching import Match
from fbm.domain.projection.batch import Playing
from fbm.domain.seasons import BoolArray


class Stratum(NamedTuple):
    """A group.

    Attributes
    ----------
    kind, name : str
    rows : bool, shape (n,)
    """

    kind: str
    name: str
    rows: BoolArray


AGES: Final = ((-np.inf, 25, "to 25"), (26, 28, "26-28"), (29, 31, "29-31"), (32, 34, "32-34"), (35, np.inf, "35 on"))
"""Every age is in one of them."""

VOLUMES: Final[Mapping[Playing, tuple[tuple[float, float, str], ...]]] = {
    "batter": ((0, 400, "to 399 PA"), (400, 600, "400-599 PA"), (600, np.inf, "600 PA on")),
    "pitcher": ((0, 100, "to 99 IP"), (100, 150, "100-149 IP"), (150, np.inf, "150 IP on")),
}
"""From, up to but without, and name; in plate appearances or innings that were played."""

ROLES: Final[Mapping[Playing, Mapping[str, tuple[str, ...]]]] = {
    "batter": {
        "catcher": ("C",),
        "infield": ("1B", "2B", "3B", "SS"),
        "outfield": ("LF", "CF", "RF"),
        "designated hitter": ("DH",),
    },
    "pitcher": {"starter": ("SP",), "reliever": ("RP",)},
}


def strata_of(match: Match) -> Iterator[Stratum]:
    """Cut the players of a match into groups."""
    for youngest, oldest, name in AGES:
        yield Stratum("age", name, (match.age >= youngest) & (match.age <= oldest))
    volume = match.volume()
    for least, most, name in VOLUMES[match.player_type]:
        yield Stratum("playing_time", name, (volume >= least) & (volume < most))
    for name, roles in ROLES[match.player_type].items():
        yield Stratum("role", name, np.isin(match.role, roles))
