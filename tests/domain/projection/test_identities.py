from __future__ import annotations

from dataclasses import replace

import numpy as np

from fbm.domain.crosswalk import MAKERS, PLATFORMS, Crosswalk, nobody
from fbm.domain.projection.identities import with_ids
from fbm.domain.projection.sheet import ProjectionSheet, Row

BLANK: Row = {
    "mlbam_id": None,
    "fangraphs_id": None,
    "yahoo_id": None,
    "espn_id": None,
    "nfbc_id": None,
    "position": None,
}


def crosswalk_of(**ids: list[str]) -> Crosswalk:
    n = len(ids["player_id"])
    empty = np.full(n, "")
    columns = {name: np.array(ids.get(name, [""] * n)) for name in (*MAKERS, *PLATFORMS)}
    nan, position = np.full(n, np.nan), np.array(ids.get("position", [""] * n))
    known = replace(nobody(), player_id=np.array(ids["player_id"]), name=empty, ids=columns, position=position)
    return replace(known, birth_year=nan, birth_month=nan)


def sheet_of(*players: str) -> ProjectionSheet:
    return ProjectionSheet(2022, "marcel", (), "sha256:1", tuple({"player_id": one, **BLANK} for one in players))


def test_ids_that_are_known_are_filled_in_and_others_stay_open() -> None:
    known = crosswalk_of(player_id=["a", "b"], mlbam=["12", ""], yahoo=["7", ""], nfbc=["", "9"])
    a, b = with_ids(sheet_of("a", "b"), known).batters
    assert (a["mlbam_id"], a["yahoo_id"], a["nfbc_id"], a["espn_id"]) == (12, "7", None, None)
    assert (b["mlbam_id"], b["yahoo_id"], b["nfbc_id"]) == (None, None, "9")


def test_who_has_no_id_of_the_majors_is_found_by_mlbs_number() -> None:
    known = crosswalk_of(player_id=[""], mlbam=["12"], espn=["5"])
    (row,) = with_ids(sheet_of("mlbam:12"), known).batters
    assert (row["mlbam_id"], row["espn_id"]) == (12, "5")


def test_strangers_keep_what_they_have_and_columns_their_order() -> None:
    sheet = sheet_of("x")
    assert with_ids(sheet, nobody()) == sheet
    assert tuple(with_ids(sheet_of("a"), crosswalk_of(player_id=["a"], yahoo=["7"])).batters[0]) == (
        "player_id",
        *BLANK,
    )


def test_the_month_of_birth_tells_the_age_of_who_comes_from_the_minors_alone() -> None:
    known = replace(crosswalk_of(player_id=["", ""], mlbam=["12", "13"]), birth_year=np.array([2000.0, 2000.0]))
    known = replace(known, birth_month=np.array([8.0, np.nan]))
    rows = ({"player_id": f"mlbam:{number}", **BLANK, "age": 22, "origin": "minors"} for number in (12, 13))
    young, unknown = with_ids(ProjectionSheet(2022, "blend_mle", (), "sha256:1", tuple(rows)), known).batters
    assert (young["age"], unknown["age"]) == (21, 22)


def test_a_position_is_taken_for_batters_of_whom_nothing_else_tells_one() -> None:
    known = crosswalk_of(player_id=["a", "", "c"], mlbam=["1", "12", "3"], position=["SS", "OF", ""])
    sheet = sheet_of("a", "mlbam:12", "c")
    rows = with_ids(sheet, known).batters
    assert [row["position"] for row in rows] == ["SS", "OF", None]
    placed = replace(sheet, batters=tuple({**row, "position": "2B"} for row in sheet.batters))
    assert {row["position"] for row in with_ids(placed, known).batters} == {"2B"}
    assert with_ids(replace(sheet, batters=(), pitchers=sheet.batters), known).pitchers[0]["position"] is None
