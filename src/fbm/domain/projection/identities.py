"""What other makers of data and fantasy platforms call the players of a sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from fbm.domain.crosswalk import Crosswalk
from fbm.domain.projection.sheet import MLBAM, PLATFORM_IDS, Cell, ProjectionSheet, Row

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
        majors do not know yet by MLB's number.
    """
    known = _by_player(crosswalk)
    return replace(
        sheet,
        batters=tuple(_with_ids(row, known) for row in sheet.batters),
        pitchers=tuple(_with_ids(row, known) for row in sheet.pitchers),
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
