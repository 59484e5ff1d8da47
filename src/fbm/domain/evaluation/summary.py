"""A judgement as people read it: the categories of fantasy leagues, line by line, with a word for each interval."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from fbm.domain.evaluation.intervals import Difference
from fbm.domain.evaluation.labels import counterpart
from fbm.domain.projection.batch import Playing

SHOWN: Final[Mapping[Playing, tuple[str, ...]]] = {
    "batter": ("hr", "r", "rbi", "sb", "obp", "rank", "pa"),
    "pitcher": ("w", "so", "era", "whip", "sv", "nsvh", "qs", "rank", "rank_nsvh", "ip"),
}
"""Categories, the ranks made of them and playing time, in the order they are shown."""

TITLES: Final[Mapping[str, str]] = {
    "rank": "rank", "rank_nsvh": "rank, holds", "so": "K", "nsvh": "SV+HLD-BS", "pa": "PA", "ip": "IP", "era": "ERA",
    "whip": "WHIP", "obp": "OBP", "hr": "HR", "r": "R", "rbi": "RBI", "sb": "SB", "w": "W", "sv": "SV", "woba": "wOBA",
    "bb": "BB", "h": "H", "avg": "AVG", "slg": "SLG", "hld": "HLD", "bs": "BS",
}  # fmt: skip
"""How stats are written; others in capitals."""

RANKS: Final = frozenset({"rank", "rank_nsvh"})
LONG: Final = frozenset({"obp", "era", "whip", "woba", "avg", "slg"})
"""Rates, whose errors need more decimals."""

BETTER, WORSE, UNSURE = "better", "worse", "unsure"


class Line(NamedTuple):
    """One pipeline in one category.

    Attributes
    ----------
    stat, name : str
    rmse : float or None
        None for a rank.
    r : float or None
        Of a rank, rho.
    n : int
    difference : Difference or None
        In r, to the baseline; None for the baseline itself.
    verdict : str
        What the interval of that difference says; empty for the baseline.
    """

    stat: str
    name: str
    rmse: float | None
    r: float | None
    n: int
    difference: Difference | None
    verdict: str


def lines_of(document: Mapping[str, Any], player_type: Playing) -> Iterator[Line]:
    """Give the lines of a judgement, category by category, pipelines in the order they were named."""
    for stat in SHOWN[player_type]:
        for name, kinds in document["pipelines"].items():
            if stat in kinds.get(player_type, {}):
                yield _line(document, player_type, stat, name)


def _line(document: Mapping[str, Any], player_type: Playing, stat: str, name: str) -> Line:
    level = document["pipelines"][name][player_type][stat]
    measure = "rho" if stat in RANKS else "r"
    found = document["differences"].get(name, {}).get(player_type, {}).get(stat, {}).get(measure)
    difference = None if found is None else Difference(found["delta"], found["lo"], found["hi"])
    return Line(stat, name, level.get("rmse"), level[measure], level["n"], difference, verdict(difference))


def verdict(difference: Difference | None, *, good: int = 1) -> str:
    """Tell what an interval says: better or worse where zero is outside of it, else unsure.

    Parameters
    ----------
    difference : Difference or None
    good : {1, -1}
        Which way is better: up for agreement, down for errors.
    """
    if difference is None:
        return ""
    lowest, highest = sorted((good * difference.lo, good * difference.hi))
    if lowest > 0:
        return BETTER
    return WORSE if highest < 0 else UNSURE


class Standing(NamedTuple):
    """How a pipeline stands to another one over the categories of a type of player.

    Attributes
    ----------
    name, against : str
    measure : {"r", "rmse"}
        Of ranks it is rho, and an error they have none.
    better, worse : tuple of str
        Stats in which an interval leaves zero out; in all others nobody can tell.
    unsure : int
    """

    name: str
    against: str
    measure: str
    better: tuple[str, ...]
    worse: tuple[str, ...]
    unsure: int


def standings_of(document: Mapping[str, Any], player_type: Playing) -> Iterator[Standing]:
    """Sum up the verdicts on errors against the baseline, and those on both measures against any other."""
    wanted = SHOWN[player_type]
    judged = document["pipelines"]
    held: list[tuple[str, Mapping[str, Any], tuple[str, ...]]] = []
    held += [(document["baseline"], document["differences"], ("rmse",))]
    held += [(other, names, ("r", "rmse")) for other, names in document["also_against"].items()]
    for other, names, measures in held:
        for name, kinds in names.items():
            stats = {stat: kinds[player_type][stat] for stat in wanted if stat in kinds.get(player_type, {})}
            for measure in measures if stats else ():
                yield _standing((name, counterpart(name, other, judged)), stats, measure)


def _standing(pair: tuple[str, str], stats: Mapping[str, Any], measure: str) -> Standing:
    good = -1 if measure == "rmse" else 1
    found = {
        stat: known
        for stat, measures in stats.items()
        if (known := measures.get("rho" if (stat in RANKS and measure == "r") else measure))
    }
    words = {stat: verdict(Difference(one["delta"], one["lo"], one["hi"]), good=good) for stat, one in found.items()}
    better, worse = (tuple(stat for stat, word in words.items() if word == wanted) for wanted in (BETTER, WORSE))
    return Standing(*pair, measure, better, worse, len(words) - len(better) - len(worse))


def title(stat: str) -> str:
    """Write a stat as people do."""
    return TITLES.get(stat, stat.upper())


def judged_line(document: Mapping[str, Any], player_type: Playing) -> str:
    """Say how many were judged, and how many of the population were not."""
    population = document["population"]
    seasons = population[player_type].values()
    judged, everybody = (sum(season[key] for season in seasons) for key in ("judged", "population"))
    least = f"{population['min_pa']:g} PA" if player_type == "batter" else f"{population['min_ip']:g} IP"
    missing: dict[str, int] = {}
    for season in seasons:
        for name, count in season["not_projected"].items():
            missing[name] = missing.get(name, 0) + count
    most, least_missing = max(missing.values(), default=0), min(missing.values(), default=0)
    span = f"{most}" if most == least_missing else f"{least_missing} to {most}"
    those = f"{judged} of {everybody} player seasons of {least} or more are judged"
    return f"{those}: those that all projected ({span} were not)."
