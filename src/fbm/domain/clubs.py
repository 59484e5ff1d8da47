"""MLB's numbers of the major-league clubs, and the codes that Lahman's tables have for them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Final

FIRST_SEASON: Final = 1998
"""The first season whose clubs are told here: thirty of them, in the leagues of today but for Houston and Milwaukee."""

CODES: Final[Mapping[int, tuple[tuple[int, str], ...]]] = MappingProxyType(
    {
        108: ((1998, "ANA"), (2005, "LAA")),
        109: ((1998, "ARI"),),
        110: ((1998, "BAL"),),
        111: ((1998, "BOS"),),
        112: ((1998, "CHN"),),
        113: ((1998, "CIN"),),
        114: ((1998, "CLE"),),
        115: ((1998, "COL"),),
        116: ((1998, "DET"),),
        117: ((1998, "HOU"),),
        118: ((1998, "KCA"),),
        119: ((1998, "LAN"),),
        120: ((1998, "MON"), (2005, "WAS")),
        121: ((1998, "NYN"),),
        133: ((1998, "OAK"), (2025, "ATH")),
        134: ((1998, "PIT"),),
        135: ((1998, "SDN"),),
        136: ((1998, "SEA"),),
        137: ((1998, "SFN"),),
        138: ((1998, "SLN"),),
        139: ((1998, "TBA"),),
        140: ((1998, "TEX"),),
        141: ((1998, "TOR"),),
        142: ((1998, "MIN"),),
        143: ((1998, "PHI"),),
        144: ((1998, "ATL"),),
        145: ((1998, "CHA"),),
        146: ((1998, "FLO"), (2012, "MIA")),
        147: ((1998, "NYA"),),
        158: ((1998, "MIL"),),
    }
)
"""By MLB's number, the season from which on a club has a code."""

ABBREVIATIONS: Final[Mapping[int, tuple[str, ...]]] = MappingProxyType(
    {
        108: ("LAA", "ANA"),
        109: ("ARI", "AZ"),
        112: ("CHC",),
        117: ("HOU",),
        118: ("KC", "KCR"),
        119: ("LAD",),
        120: ("WSH", "WSN", "WAS"),
        121: ("NYM",),
        133: ("OAK", "ATH"),
        135: ("SD", "SDP"),
        137: ("SF", "SFG"),
        138: ("STL",),
        139: ("TB", "TBR"),
        145: ("CWS", "CHW"),
        146: ("MIA", "FLA"),
        147: ("NYY",),
    }
)
"""What MLB, FanGraphs, ESPN, Yahoo and Baseball-Reference call clubs that Lahman calls otherwise, by MLB's number."""

LEAGUES: Final[Mapping[int, str]] = MappingProxyType({103: "AL", 104: "NL"})
"""MLB's numbers of the two leagues."""


def club_code(number: int, season: int) -> str | None:
    """Give Lahman's code of a club in a season, None for a number that is no club of that season here.

    >>> club_code(133, 2024), club_code(133, 2025), club_code(529, 2024)
    ('OAK', 'ATH', None)
    """
    told = [code for first, code in CODES.get(number, ()) if first <= season]
    return told[-1] if told else None


def lahman_code(abbreviation: str, codes: Collection[str], season: int) -> str | None:
    """Give Lahman's code of a club that may be spelled as others do, None for none of those that there are.

    >>> lahman_code("SD", ("SDN", "LAN"), 2022), lahman_code("SDN", ("SDN",), 2022), lahman_code("XX", ("SDN",), 2022)
    ('SDN', 'SDN', None)
    """
    if abbreviation in codes:
        return abbreviation
    called = (club_code(number, season) for number, names in ABBREVIATIONS.items() if abbreviation in names)
    return next((code for code in called if code in codes), None)
