from __future__ import annotations

from dataclasses import replace

import pytest

from fbm.app.projecting import project_season
from fbm.app.projection_request import ProjectionRequest
from fbm.domain.projection.sheet import PERSON_COLUMNS, ProjectionSheet, Row, document
from fbm.domain.valuation.draft_sheet import VALUE_COLUMNS, DraftSheet, TwoWay, valued
from fbm.domain.valuation.league import League, Rotisserie
from fbm.domain.valuation.league import TwoWay as TwoWayRule
from tests.app.fakes_training import HISTORY, registry_of, source_of

PLAIN = project_season(ProjectionRequest(2013, "marcel", {}), source=source_of(), registry=registry_of()).unwrap().sheet
CATEGORIES = {"batter": ("r", "hr", "rbi", "sb", "avg"), "pitcher": ("w", "so", "era", "whip")}
KNOWN = HISTORY.between(2010, 2012)


def league_of(two_way: TwoWayRule = "both") -> League:
    return League("small", 2, 26_000, 100, {"UTIL": 5, "P": 4, "bench": 1}, Rotisserie(CATEGORIES), two_way=two_way)


def drafted(sheet: ProjectionSheet = PLAIN, two_way: TwoWayRule = "both") -> DraftSheet:
    return valued(sheet, league_of(two_way), KNOWN).unwrap()


def both_ways() -> ProjectionSheet:
    """The best pitcher is a good batter too."""
    pitcher = str(PLAIN.pitchers[0]["player_id"])
    batter: Row = {**PLAIN.batters[0], "player_id": pitcher}
    return replace(PLAIN, batters=(batter, *PLAIN.batters[1:]))


def test_values_stand_behind_the_person_and_nothing_else_changes() -> None:
    sheet = drafted().sheet
    width = len(PERSON_COLUMNS)
    assert tuple(sheet.batters[0])[width : width + len(VALUE_COLUMNS)] == VALUE_COLUMNS
    stripped = [{name: cell for name, cell in row.items() if name not in VALUE_COLUMNS} for row in sheet.batters]
    assert sorted(stripped, key=lambda row: str(row["player_id"])) == sorted(
        map(dict, PLAIN.batters), key=lambda row: str(row["player_id"])
    )


def test_ranks_go_over_both_types_and_rows_stand_by_them() -> None:
    sheet = drafted().sheet
    ranks = [row["rank"] for row in (*sheet.batters, *sheet.pitchers)]
    assert sorted(ranks, key=lambda rank: int(str(rank))) == list(range(1, len(ranks) + 1))
    for rows in (sheet.batters, sheet.pitchers):
        assert [row["rank"] for row in rows] == sorted(int(str(row["rank"])) for row in rows)
        dollars = [float(str(row["dollars"])) for row in rows]
        assert dollars == sorted(dollars, reverse=True)


def test_ranks_go_by_value_where_the_budget_pays_for_minimum_bids_alone() -> None:
    sheet = valued(PLAIN, replace(league_of(), budget_cents=1_000), KNOWN).unwrap().sheet
    ranked = sorted((*sheet.batters, *sheet.pitchers), key=lambda row: int(str(row["rank"])))
    values = [float(str(row["value"])) for row in ranked]
    assert values == sorted(values, reverse=True)
    assert {row["dollars"] for row in ranked if row["slot"]} == {1.0}


def test_position_ranks_count_those_with_the_same_main_position() -> None:
    seen: dict[str, int] = {}
    for row in drafted().sheet.batters:
        position = str(row["eligible"]).split(",")[0]
        seen[position] = seen.get(position, 0) + 1
        assert row["position_rank"] == f"{position}{seen[position]}"


def test_the_sheet_says_by_which_league_it_was_valued() -> None:
    facts = document(drafted().sheet)["league"]
    assert (facts["name"], facts["teams"], facts["budget"]) == ("small", 2, 260.0)
    assert sum(facts["spent"].values()) == pytest.approx(520)
    assert set(facts["replacement"]) == {"UTIL", "P"}


def test_who_bats_and_pitches_is_two_players() -> None:
    sheet = both_ways()
    found = drafted(sheet)
    player = sheet.pitchers[0]["player_id"]
    rows = [row for row in (*found.sheet.batters, *found.sheet.pitchers) if row["player_id"] == player]
    assert all(row["rank"] is not None for row in rows)
    assert found.two_way == (TwoWay(str(sheet.batters[0]["name"]), ("batter", "pitcher")),)


def test_or_one_in_his_better_role() -> None:
    sheet = both_ways()
    found = drafted(sheet, "best")
    player = sheet.pitchers[0]["player_id"]
    as_batter, as_pitcher = (
        next(row for row in rows if row["player_id"] == player) for rows in (found.sheet.batters, found.sheet.pitchers)
    )
    kept, left = (as_batter, as_pitcher) if as_batter["rank"] else (as_pitcher, as_batter)
    before = {row["player_id"]: row["dollars"] for row in drafted(sheet).sheet.batters}
    assert (left["rank"], left["dollars"], left["value"], left["slot"]) == (None, 0.0, None, None)
    assert float(str(kept["dollars"])) >= 1.0
    assert before[player] is not None
    assert len(found.two_way[0].kept) == 1
