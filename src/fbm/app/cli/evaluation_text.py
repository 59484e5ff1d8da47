"""A judgement as tables for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from fbm.app.cli.tables import Column, table
from fbm.domain.ids import format_seasons

SHOWN: Final[Mapping[str, tuple[str, ...]]] = {
    "batter": ("hr", "r", "rbi", "sb", "obp", "rank", "pa"),
    "pitcher": ("w", "so", "era", "whip", "sv", "nsvh", "rank", "ip"),
}
"""Categories that are printed; the rest is in the JSON."""

RATES: Final = frozenset({"obp", "era", "whip"})


def judgement_text(document: Mapping[str, Any], *, width: int | None = None) -> str:
    """Render the categories of a judgement, pipelines below one another."""
    seasons = format_seasons(document["seasons"])
    head = f"{seasons}, held against {document['baseline']}; means over seasons, intervals of 95 %\n"
    parts = [_players(document, playing, width) for playing in SHOWN]
    return "\n".join((head, *parts))


def _players(document: Mapping[str, Any], playing: str, width: int | None) -> str:
    rows = [
        (stat if not index else "", name, *_cells(document, playing, stat, name))
        for stat in SHOWN[playing]
        for index, name in enumerate(_having(document, playing, stat))
    ]
    columns = (
        Column(f"{playing.capitalize()}s"),
        Column("Pipeline"),
        *(Column(title, right=True) for title in ("RMSE", "r", "Delta r", "Interval")),
        Column("Verdict"),
    )
    return table(columns, rows, width=width) + _who(document, playing)


def _having(document: Mapping[str, Any], playing: str, stat: str) -> list[str]:
    return [name for name, kinds in document["pipelines"].items() if stat in kinds.get(playing, {})]


def _cells(document: Mapping[str, Any], playing: str, stat: str, name: str) -> tuple[str, ...]:
    level = document["pipelines"][name][playing][stat]
    measure = "rho" if stat == "rank" else "r"
    difference = document["differences"].get(name, {}).get(playing, {}).get(stat, {}).get(measure)
    rmse = "-" if stat == "rank" else _number(level["rmse"], 4 if stat in RATES else 2)
    shown = _number(level[measure], 3)
    if difference is None:
        return rmse, shown, "", "", ""
    interval = f"{difference['lo']:+.3f} {difference['hi']:+.3f}"
    return rmse, shown, f"{difference['delta']:+.3f}", interval, verdict(difference)


def verdict(difference: Mapping[str, float], *, good: int = 1) -> str:
    """Tell what an interval says: better or worse where zero is outside of it.

    Parameters
    ----------
    difference : mapping with `lo` and `hi`
    good : {1, -1}
        Which way is better.
    """
    ends = sorted((good * difference["lo"], good * difference["hi"]))
    if ends[0] > 0:
        return "better"
    return "worse" if ends[1] < 0 else "unsure"


def _number(value: float | None, digits: int) -> str:
    return "-" if value is None else f"{value:.{digits}f}"


def _who(document: Mapping[str, Any], playing: str) -> str:
    seasons = document["population"][playing].values()
    judged, population = (sum(season[key] for season in seasons) for key in ("judged", "population"))
    least = (
        f"{document['population']['min_pa']:g} PA"
        if playing == "batter"
        else f"{document['population']['min_ip']:g} IP"
    )
    return f"{judged} of {population} player seasons of {least} or more; the others were not projected by all\n"
