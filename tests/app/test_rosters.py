"""A roster reaches everybody whom the pipeline projects."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from fbm.app.drafting import draft
from fbm.app.projecting import project_season
from fbm.app.projection_request import Projected, ProjectionRequest
from fbm.app.rosters import understand
from fbm.domain.minors import MinorLines, Minors
from fbm.domain.ports.rosters import RosterLine
from fbm.domain.projection.sheet import Row
from fbm.domain.seasons import History
from fbm.domain.valuation.league import League, Rotisserie
from tests.app.test_translating import by_player, trained
from tests.minor_leagues import MemoryMinors, league, seasons_of

SEASON = 2019
SMALL = League(
    "small", 4, 26_000, 100, {"SS": 1, "UTIL": 3, "P": 4}, Rotisserie({"batter": ("hr", "avg"), "pitcher": ("so",)})
)


@cache
def below() -> Minors:
    """Tell of no position below the majors, as most sources do."""

    def without(lines: MinorLines) -> MinorLines:
        return replace(lines, position=np.full(len(lines), ""))

    minors = league().minors
    return Minors(without(minors.batting), without(minors.pitching))


def before() -> History:
    return league().history.before(SEASON)


def made(*lines: RosterLine, pipeline: str = "marcel_mle") -> Projected:
    request = ProjectionRequest(SEASON, pipeline, {}, rosters=lines)
    return project_season(request, source=seasons_of(), registry=trained(), minors=MemoryMinors(below())).unwrap()


def newcomers(rows: tuple[Row, ...]) -> list[Row]:
    return [row for row in rows if row["origin"] == "minors"]


def named_once() -> Row:
    """A prospect whose name nobody shares."""
    sheet = made().sheet
    names = [str(row["name"]) for row in (*sheet.batters, *sheet.pitchers)]
    return next(row for row in newcomers(sheet.batters) if names.count(str(row["name"])) == 1)


def test_a_prospect_is_found_by_id_and_by_name_and_gets_team_position_and_playing_time() -> None:
    prospect = named_once()
    team = str(before().teams.team[-1])
    for called in (prospect["player_id"], prospect["name"]):
        found = made(RosterLine("r.csv", 2, str(called), team=team, role="ss", pa=600.0))
        row = by_player(found.sheet.batters)[str(prospect["player_id"])]
        assert (row["team"], row["position"], row["pa"]) == (team, "SS", 600)
        assert row["hr"] == pytest.approx(600 / float(str(prospect["pa"])) * float(str(prospect["hr"])))
        assert found.notices == ()


def test_a_role_makes_a_prospect_eligible_who_was_for_utility_alone() -> None:
    player = str(named_once()["player_id"])
    told = (), (RosterLine("r.csv", 2, player, role="ss", pa=600.0),)
    eligible = [by_player(draft(made(*lines), SMALL).unwrap().sheet.batters)[player]["eligible"] for lines in told]
    assert eligible == ["DH", "SS"]


@pytest.mark.parametrize(("role", "position", "innings"), [("CL", "RP", 70), ("SP", "SP", 200)])
def test_a_role_decides_how_a_pitching_prospect_is_used(role: str, position: str, innings: int) -> None:
    plain = newcomers(made().sheet.pitchers)
    other = next(row for row in plain if row["position"] != position)
    player = str(other["player_id"])
    row = by_player(made(RosterLine("r.csv", 2, player, role=role, share=1.0)).sheet.pitchers)[player]
    assert (row["position"], row["ip"]) == (position, innings)
    assert (float(str(row["sv"])) > 15) == (role == "CL")
    assert (float(str(row["gs"])) > 20) == (role == "SP")


def test_who_was_in_the_majors_too_is_valued_in_the_role_that_a_roster_gives() -> None:
    drafted = draft(made(), SMALL).unwrap().sheet.pitchers
    player = next(str(row["player_id"]) for row in drafted if (row["origin"], row["eligible"]) == ("both", "RP"))
    told = draft(made(RosterLine("r.csv", 2, player, role="SP", share=1.0)), SMALL).unwrap().sheet.pitchers
    row = by_player(told)[player]
    assert (row["position"], row["eligible"], str(row["position_rank"])[:2]) == ("SP", "SP,RP", "SP")


def test_what_is_told_of_one_prospect_moves_nobody_else() -> None:
    player = str(newcomers(made().sheet.batters)[0]["player_id"])
    plain, told = (by_player(made(*lines).sheet.batters) for lines in ((), (RosterLine("r.csv", 2, player, pa=1.0),)))
    assert {name for name, row in plain.items() if told[name] != row} == {player}


def test_where_prospects_are_not_projected_nobody_knows_them() -> None:
    prospect = named_once()
    found = made(RosterLine("r.csv", 2, str(prospect["player_id"]), pa=600.0), pipeline="marcel")
    assert len(found.notices) == 1
    assert "nobody of the last three seasons is" in found.notices[0]


def called(name: str, *players: str) -> Minors:
    """Give players below the majors a name."""
    lines = below().batting.between(SEASON - 1, SEASON - 1)
    at = [np.flatnonzero(lines.player_id == player)[0] for player in players]
    return Minors(replace(lines.take(np.array(at)), name=np.array([name] * len(at))), below().pitching.between(0, 0))


def test_a_name_of_the_majors_means_the_man_in_the_majors() -> None:
    people = before().people
    recent = before().between(SEASON - 1, SEASON - 1).batting.player_id
    names = people.name.tolist()
    established = next(
        row for row, player in enumerate(people.player_id.tolist()) if player in recent and names.count(names[row]) == 1
    )
    line = RosterLine("r.csv", 2, names[established], pa=1.0)
    minors = called(names[established], str(named_once()["player_id"]))
    found = understand((line,), before(), minors).unwrap()
    assert set(found.rosters.spots) == {people.player_id[established]}


def test_two_prospects_of_one_name_are_named_and_left_out() -> None:
    players = sorted(str(row["player_id"]) for row in newcomers(made().sheet.batters)[:2])
    found = understand((RosterLine("r.csv", 2, "Xan Twice", pa=1.0),), before(), called("Xan Twice", *players)).unwrap()
    assert found.rosters.spots == {}
    assert all(player in found.notices[0] for player in players)
