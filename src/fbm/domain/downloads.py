"""Which files a source and seasons stand for.

The addresses are public: MLB's Stats API (season statistics of a sport), Baseball Savant's search as CSV, the Chadwick
Bureau's register of people, Retrosheet's event files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from fbm.domain.ports.downloads import Wanted

STATS_API: Final = "https://statsapi.mlb.com/api/v1/stats"
SAVANT: Final = "https://baseballsavant.mlb.com/statcast_search/csv"
REGISTER: Final = "https://raw.githubusercontent.com/chadwickbureau/register/master/data"
RETROSHEET: Final = "https://www.retrosheet.org/events"

MINOR_SPORTS: Final = (11, 12, 13, 14, 15, 16)
"""The Stats API's numbers of AAA, AA, A+, A, A- and the rookie leagues."""

SPAN_DAYS: Final = 5
"""Days of one search; longer ones are cut by Savant at 25,000 pitches or so."""

MOST_ROWS: Final = 20_000


def minors(seasons: Sequence[int]) -> tuple[Wanted, ...]:
    """Season statistics of every minor league, batters and pitchers."""
    return tuple(
        Wanted(
            f"{STATS_API}?stats=season&group={group}&season={season}&sportId={sport}&playerPool=ALL&limit={MOST_ROWS}",
            f"mlbapi/{season}_{sport}_{group}.json",
            "json",
        )
        for season in seasons
        for sport in MINOR_SPORTS
        for group in ("hitting", "pitching")
    )


def statcast(seasons: Sequence[int]) -> tuple[Wanted, ...]:
    """Pitches of seasons, a few days a file, from the middle of March to the middle of November."""
    return tuple(_span(day) for season in seasons for day in _days(season))


def register(seasons: Sequence[int]) -> tuple[Wanted, ...]:
    """Everybody's ids; they do not come by season."""
    del seasons
    return tuple(
        Wanted(f"{REGISTER}/people-{digit}.csv", f"register/people-{digit}.csv", "csv") for digit in "0123456789abcdef"
    )


def retrosheet(seasons: Sequence[int]) -> tuple[Wanted, ...]:
    """Event files of seasons."""
    return tuple(Wanted(f"{RETROSHEET}/{season}eve.zip", f"retrosheet/{season}eve.zip", "zip") for season in seasons)


SOURCES: Final[Mapping[str, Callable[[Sequence[int]], tuple[Wanted, ...]]]] = MappingProxyType(
    {"minors": minors, "statcast": statcast, "register": register, "retrosheet": retrosheet}
)
"""What can be fetched, by name."""


def mirrored(wanted: Wanted, base: str | None) -> Wanted:
    """Ask another host for the same path and query."""
    if base is None:
        return wanted
    path = wanted.url.split("/", 3)[3]
    return wanted._replace(url=f"{base.rstrip('/')}/{path}")


def _days(season: int) -> list[date]:
    first, last = date(season, 3, 15), date(season, 11, 15)
    return [first + timedelta(days) for days in range(0, (last - first).days + 1, SPAN_DAYS)]


def _span(first: date) -> Wanted:
    last = first + timedelta(SPAN_DAYS - 1)
    query = f"all=true&type=details&game_date_gt={first}&game_date_lt={last}&hfSea={first.year}%7C"
    return Wanted(f"{SAVANT}?{query}", f"statcast/{first}.csv", "csv")
