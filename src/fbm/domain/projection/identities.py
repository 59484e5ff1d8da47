"""What other makers of data and fantasy platforms call the players of a sheet, and where they have newcomers play."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from fbm.domain.ages import born_by_july
from fbm.domain.crosswalk import Crosswalk
from fbm.domain.projection.sheet import MINORS, MLBAM, PLATFORM_IDS, Cell, ProjectionSheet, Row

_MLBAM_ID: Final = "mlbam_id"


def with_ids(sheet: ProjectionSheet, crosswalk: Crosswalk) -> ProjectionSheet:
    """Fill in the ids that a crosswalk knows.

    Parameters
    ----------
    sheet : ProjectionSheet
    crosswalk : Crosswalk
        May know more players, and need not know all.

    Returns
    -------
    ProjectionSheet
        With `mlbam_id` and `PLATFORM_IDS` where they are known; players go by their id in the season tables, those the
        majors do not know yet by MLB's number. So are the ages of those who come from the minors alone, whose month of
        birth no season table has, and the positions of batters who have none: games in the majors or below, and what a
        roster says, go before.
    """
    known, ages, places = _by_player(crosswalk), _ages(crosswalk, sheet.season), _positions(crosswalk)
    return replace(
        sheet,
        batters=tuple(_with_position(_with_age(_with_ids(row, known), ages), places) for row in sheet.batters),
        pitchers=tuple(_with_age(_with_ids(row, known), ages) for row in sheet.pitchers),
    )


def _by_player(crosswalk: Crosswalk) -> Mapping[str, Mapping[str, Cell]]:
    columns = {name: crosswalk.ids[name.removesuffix("_id")].tolist() for name in PLATFORM_IDS}
    found: dict[str, Mapping[str, Cell]] = {}
    for row, (player, number) in enumerate(
        zip(crosswalk.player_id.tolist(), crosswalk.ids["mlbam"].tolist(), strict=True)
    ):
        ids: dict[str, Cell] = {name: column[row] for name, column in columns.items() if column[row]}
        ids |= {_MLBAM_ID: int(number)} if number.isdecimal() else {}
        for key in filter(None, (player, number and f"{MLBAM}{number}")):
            found.setdefault(key, ids)
    return found


def _with_ids(row: Row, known: Mapping[str, Mapping[str, Cell]]) -> Row:
    return {**row, **known.get(str(row["player_id"]), {})}


def _ages(crosswalk: Crosswalk, season: int) -> Mapping[str, int]:
    """Ages of a season by MLB's number, for those whose month of birth is known."""
    known = np.flatnonzero(np.isfinite(crosswalk.birth_year) & np.isfinite(crosswalk.birth_month))
    born = born_by_july(crosswalk.birth_year, crosswalk.birth_month)
    return {str(crosswalk.ids["mlbam"][row]): season - int(born[row]) for row in known.tolist()}


def _with_age(row: Row, ages: Mapping[str, int]) -> Row:
    age = ages.get(str(row[_MLBAM_ID])) if row.get("origin") == MINORS else None
    return row if age is None else {**row, "age": age}


def _positions(crosswalk: Crosswalk) -> Mapping[str, str]:
    """Positions by both kinds of id that a player may go by in a sheet."""
    numbers = np.char.add(MLBAM, crosswalk.ids["mlbam"])
    found: dict[str, str] = {}
    for row in np.flatnonzero(crosswalk.position != "").tolist():
        for key in (str(crosswalk.player_id[row]), str(numbers[row])):
            found.setdefault(key, str(crosswalk.position[row]))
    return found


def _with_position(row: Row, places: Mapping[str, str]) -> Row:
    place = places.get(str(row["player_id"])) if row["position"] is None else None
    return row if place is None else {**row, "position": place}
