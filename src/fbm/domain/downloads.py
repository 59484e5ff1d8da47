"""Which files a source and seasons stand for.

The addresses are public: MLB's Stats API (season statistics of a sport, its people, clubs and schedules), Baseball
Savant's search and its custom board as CSV, the Chadwick Bureau's register of people, Retrosheet's event files.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final, NamedTuple

from returns.result import Failure, Result, Success

from fbm.domain.clubs import FIRST_SEASON
from fbm.domain.ports.downloads import Fetched, Incomplete, Wanted

MLB: Final = "https://statsapi.mlb.com/api/v1"
STATS_API: Final = f"{MLB}/stats"
SAVANT: Final = "https://baseballsavant.mlb.com/statcast_search/csv"
BOARD: Final = "https://baseballsavant.mlb.com/leaderboard/custom"
REGISTER: Final = "https://raw.githubusercontent.com/chadwickbureau/register/master/data"
RETROSHEET: Final = "https://www.retrosheet.org/events"

MINOR_SPORTS: Final = (11, 12, 13, 14, 15, 16)
"""The Stats API's numbers of AAA, AA, A+, A, A- and the rookie leagues."""

FIRST_DAY: Final = (3, 15)
"""Month and day before which no season begins."""

SPAN_DAYS: Final = 5
"""Days of one search; longer ones are cut by Savant at 25,000 pitches or so."""

MOST_PITCHES: Final = 25_000
"""Lines of a search from which on it may have been cut."""

PAGE: Final = 5_000
"""Lines asked for at once; a server that gives fewer is asked for the rest."""

FIRST_BOARD: Final = 2015
"""The first season that Savant's boards tell of."""

FIRST_MAJORS: Final = FIRST_SEASON
"""The first season of the majors whose clubs are known here."""

PEOPLE: Final = 50
"""People asked about at once."""

FIGURES: Final = ("pa", "sweet_spot_percent", "sprint_speed")
"""What is asked of the board: what is made of it, and out of how many plate appearances."""

MINORS_SHOW: Final = ("stats",)
REGISTER_SHOWS: Final = ("key_person", "key_mlbam", "key_bbref", "key_fangraphs", "name_last")
PITCHES_SHOW: Final = ("game_pk", "game_date", "at_bat_number", "pitch_number", "batter", "pitcher", "description")


def minors(seasons: Sequence[int], today: date) -> tuple[Wanted, ...]:
    """Season statistics of every minor league, batters and pitchers: first pages; `following` gives the others."""
    del today
    return tuple(
        Wanted(
            f"{STATS_API}?stats=season&group={group}&season={season}&sportId={sport}&playerPool=ALL&limit={PAGE}",
            f"mlbapi/{season}_{sport}_{group}.json",
            "json",
            MINORS_SHOW,
            settled=date(season, 12, 1),
        )
        for season in seasons
        for sport in MINOR_SPORTS
        for group in ("hitting", "pitching")
    )


def majors(seasons: Sequence[int], today: date) -> tuple[Wanted, ...]:
    """Everybody's sums of major-league seasons, and clubs and schedules of these and those before them.

    Who played is told by the sums; `major_people` gives the answers about them.
    """
    del today
    before = {season - 1 for season in seasons if season > FIRST_MAJORS}
    around = [wanted for season in sorted({*seasons, *before}) for wanted in _clubs_and_games(season)]
    sums = [
        Wanted(
            f"{STATS_API}?stats=season&group={group}&season={season}&sportId=1&gameType=R&playerPool=ALL&limit={PAGE}",
            f"majors/{season}_{group}.json",
            "json",
            MINORS_SHOW,
            least=1,
            settled=date(season, 12, 1),
        )
        for season in seasons
        for group in ("hitting", "pitching")
    ]
    return (*around, *sums)


def _clubs_and_games(season: int) -> tuple[Wanted, Wanted]:
    settled, days = date(season, 12, 1), f"startDate={season}-03-01&endDate={season}-11-30"
    return (
        Wanted(
            f"{MLB}/teams?sportId=1&season={season}",
            f"majors/{season}_teams.json",
            "json",
            ("teams",),
            least=1,
            settled=settled,
        ),
        Wanted(
            f"{MLB}/schedule?sportId=1&season={season}&gameType=R&{days}",
            f"majors/{season}_schedule.json",
            "json",
            ("dates",),
            least=1,
            settled=settled,
        ),
    )


def major_people(season: int, numbers: Sequence[int]) -> tuple[Wanted, ...]:
    """Everything about some players, by MLB's numbers: who they are, and a line for each season and club."""
    ordered = sorted(numbers)
    return tuple(_people(season, ordered[at : at + PEOPLE]) for at in range(0, len(ordered), PEOPLE))


def _people(season: int, numbers: Sequence[int]) -> Wanted:
    """Ask for some people; the file's name tells which, so that others are not taken for them."""
    asked = ",".join(map(str, numbers))
    return Wanted(
        f"{MLB}/people?personIds={asked}&hydrate=stats(group=[hitting,pitching,fielding],type=[yearByYear],sportId=1)",
        f"majors/{season}_people_{numbers[0]}_{zlib.crc32(asked.encode()):08x}.json",
        "json",
        ("people",),
        least=1,
        settled=date(season, 12, 1),
    )


def statcast(seasons: Sequence[int], today: date) -> tuple[Wanted, ...]:
    """Pitches of seasons, a few days a file, from the middle of March to the middle of November, as far as begun."""
    spans = ((day, day + timedelta(SPAN_DAYS - 1)) for season in seasons for day in _days(season))
    return tuple(_span(*span) for span in spans if span[0] <= today)


def boards(seasons: Sequence[int], today: date) -> tuple[Wanted, ...]:
    """Savant's board of every batter's season, one file each; the boards of their own do not say which season it is."""
    del today
    return tuple(
        Wanted(
            f"{BOARD}?year={season}&type=batter&filter=&min=1&selections={','.join(FIGURES)}&chart=false&csv=true",
            f"boards/{season}_batter.csv",
            "csv",
            ("player_id", "year", *FIGURES),
            settled=date(season, 12, 1),
        )
        for season in seasons
    )


def register(seasons: Sequence[int], today: date) -> tuple[Wanted, ...]:
    """Everybody's ids; they do not come by season."""
    del seasons, today
    return tuple(
        Wanted(f"{REGISTER}/people-{digit}.csv", f"register/people-{digit}.csv", "csv", REGISTER_SHOWS, least=1)
        for digit in "0123456789abcdef"
    )


def retrosheet(seasons: Sequence[int], today: date) -> tuple[Wanted, ...]:
    """Event files of seasons."""
    del today
    return tuple(Wanted(f"{RETROSHEET}/{season}eve.zip", f"retrosheet/{season}eve.zip", "zip") for season in seasons)


SOURCES: Final[Mapping[str, Callable[[Sequence[int], date], tuple[Wanted, ...]]]] = MappingProxyType(
    {
        "majors": majors,
        "minors": minors,
        "statcast": statcast,
        "boards": boards,
        "register": register,
        "retrosheet": retrosheet,
    }
)
"""What can be fetched, by name, of which seasons and as of which day."""


def mirrored(wanted: Wanted, base: str | None) -> Wanted:
    """Ask another host for the same path and query."""
    if base is None:
        return wanted
    path = wanted.url.split("/", 3)[3]
    return wanted._replace(url=f"{base.rstrip('/')}/{path}")


class Following(NamedTuple):
    """What to do about a fetched file: count it in or not, and ask for others besides."""

    counts: bool
    others: tuple[Wanted, ...] = ()


def following(wanted: Wanted, fetched: Fetched) -> Result[Following, Incomplete]:
    """Tell whether a file holds all that was asked for, and what to fetch where it does not.

    Parameters
    ----------
    wanted : Wanted
    fetched : Fetched

    Returns
    -------
    Result of Following
        The next page of a list; the two halves of a span of days in place of one that may have been cut.
        `Incomplete` for an empty page before the end of a list, or a day that cannot be halved.
    """
    if wanted.days is not None and fetched.rows >= MOST_PITCHES:
        return _halves(wanted, wanted.days, fetched)
    reached = wanted.offset + fetched.rows
    if fetched.total is None or reached >= fetched.total:
        return Success(Following(counts=True))
    if fetched.rows == 0:
        return Failure(Incomplete(wanted.url, reached))
    return Success(Following(counts=True, others=(_page(wanted, reached),)))


def _page(wanted: Wanted, offset: int) -> Wanted:
    url, stem = wanted.url.partition("&offset=")[0], wanted.file.removesuffix(".json").partition("+")[0]
    return wanted._replace(url=f"{url}&offset={offset}", file=f"{stem}+{offset}.json", offset=offset)


def _halves(wanted: Wanted, days: tuple[date, date], fetched: Fetched) -> Result[Following, Incomplete]:
    first, last = days
    if first == last:
        return Failure(Incomplete(wanted.url, fetched.rows))
    middle = first + (last - first) // 2
    spans = ((first, middle), (middle + timedelta(1), last))
    host = "/".join(wanted.url.split("/", 3)[:3])
    others = tuple(mirrored(_span(*span, f"+{(span[1] - span[0]).days + 1}d"), host) for span in spans)
    return Success(Following(counts=False, others=others))


def _days(season: int) -> list[date]:
    first, last = date(season, *FIRST_DAY), date(season, 11, 15)
    return [first + timedelta(days) for days in range(0, (last - first).days + 1, SPAN_DAYS)]


def _span(first: date, last: date, length: str = "") -> Wanted:
    query = f"all=true&type=details&game_date_gt={first}&game_date_lt={last}&hfSea={first.year}%7C"
    settled = last + timedelta(7)  # scorers' corrections of the first days after
    return Wanted(
        f"{SAVANT}?{query}",
        f"statcast/{first}{length}.csv",
        "csv",
        PITCHES_SHOW,
        settled=settled,
        days=(first, last),
    )
