"""A roster reaches everybody whom the pipeline projects."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from fbm.app.drafting import draft
from fbm.app.projecting import project_season
from fbm.app.projection_request import Projected, ProjectionRequest
from fbm.app.rosters import Innings, Namesakes, NotHis, SomebodyElse, Stranger, VagueRole, understand
from fbm.domain.minors import MinorLines, Minors
from fbm.domain.ports.rosters import RosterLine
from fbm.domain.projection.roles import PITCHING_ROLES, usual_roles
from fbm.domain.projection.rosters import BEYOND, MovedInnings, TooManyInnings
from fbm.domain.projection.sheet import Row
from fbm.domain.projection.window import open_batch
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
        assert found.roster_notes == ()


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
    assert [type(note) for note in found.roster_notes] == [Stranger]


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
    line = RosterLine("r.csv", 2, "Xan Twice", pa=1.0)
    found = understand((line,), before(), called("Xan Twice", *players)).unwrap()
    assert found.rosters.spots == {}
    assert found.notes == (Namesakes(line, tuple(players)),)


def told(*lines: RosterLine) -> Projected:
    return made(*lines, pipeline="marcel")


@cache
def plain() -> Projected:
    return told()


def pitcher(position: str) -> Row:
    """Somebody in the majors who pitches a lot in a role, and does not bat."""
    bats = by_player(plain().sheet.batters)
    return next(row for row in plain().sheet.pitchers if row["position"] == position and row["player_id"] not in bats)


def batter() -> Row:
    pitches = by_player(plain().sheet.pitchers)
    return next(row for row in plain().sheet.batters if row["player_id"] not in pitches)


def test_who_closes_already_loses_no_saves_by_being_told_to_close() -> None:
    closer = max(plain().sheet.pitchers, key=lambda row: float(str(row["sv"])))
    row = by_player(told(RosterLine("r.csv", 2, str(closer["player_id"]), role="CL")).sheet.pitchers)
    assert float(str(row[str(closer["player_id"])]["sv"])) > float(str(closer["sv"])) * (1 - 1e-9)


@pytest.mark.parametrize(("was", "role", "position"), [("SP", "CL", "RP"), ("SP", "RP", "RP"), ("RP", "SP", "SP")])
def test_a_new_role_brings_its_innings_and_says_so(was: str, role: str, position: str) -> None:
    man = pitcher(was)
    line = RosterLine("r.csv", 2, str(man["player_id"]), role=role)
    found = told(line)
    row = by_player(found.sheet.pitchers)[line.player]
    usual = usual_roles(open_batch(before(), SEASON, "pitcher"))[role]
    assert row["position"] == position
    assert row["ip"] == pytest.approx(usual.outs / 3)
    assert found.roster_notes == (Innings(line, str(man["name"]), MovedInnings(line.player, role, was, usual.outs)),)
    assert float(str(row["gs"])) <= float(str(row["g"])) <= usual.most["g"]
    assert float(str(row["sv"])) <= usual.most["sv"]


@pytest.mark.parametrize("told_of", [{"outs": 150.0}, {"share": 0.5}])
def test_innings_that_are_told_go_before_those_of_a_role(told_of: dict[str, Any]) -> None:
    man = str(pitcher("SP")["player_id"])
    found = told(RosterLine("r.csv", 2, man, role="CL", **told_of))
    assert by_player(found.sheet.pitchers)[man]["ip"] == pytest.approx(told_of.get("outs", 105.0) / 3)
    assert found.roster_notes == ()


@pytest.mark.parametrize(("was", "role"), [("RP", None), ("RP", "CL"), ("RP", "RP"), ("SP", "CL")])
def test_innings_that_nobody_in_a_role_has_are_named_and_passed_over(was: str, role: str | None) -> None:
    man = pitcher(was)
    line = RosterLine("r.csv", 2, str(man["player_id"]), role=role, outs=899.0)
    found, without = told(line), told(line._replace(outs=None))
    first = found.roster_notes[0]
    assert isinstance(first, Innings)
    assert isinstance(first.fact, TooManyInnings)
    assert first.fact.outs > BEYOND * first.fact.most
    ip = by_player(found.sheet.pitchers)[line.player]["ip"]
    assert ip == by_player(without.sheet.pitchers)[line.player]["ip"]


@pytest.mark.parametrize("role", [*PITCHING_ROLES, None])
def test_nobody_told_of_has_more_than_anybody_in_his_role_had(role: str | None) -> None:
    usual = usual_roles(open_batch(before(), SEASON, "pitcher"))
    rows = [row for row in plain().sheet.pitchers if row["origin"] == "majors"][:60]
    outs = [1.29 * min(usual[one].most_outs for one in PITCHING_ROLES)] * len(rows)
    lines = [
        RosterLine("r.csv", place, str(row["player_id"]), role=role, outs=many)
        for place, (row, many) in enumerate(zip(rows, outs, strict=True))
    ]
    found = by_player(told(*lines).sheet.pitchers)
    most = usual[role].most if role else {s: max(one.most[s] for one in usual.values()) for s in ("sv", "gs", "w")}
    for line in lines:
        row = {stat: float(str(found[line.player][stat])) for stat in ("g", "gs", "w", "l", "sv", "qs")}
        assert all(row[stat] <= most[stat] + 1e-9 for stat in ("sv", "gs", "w"))
        assert row["qs"] <= row["gs"] + 1e-9
        assert row["gs"] <= row["g"] + 1e-9
        assert row["w"] + row["l"] + row["sv"] <= row["g"] + 1e-9


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [({"outs": 300.0}, ("ip",)), ({"role": "SP"}, ("role",)), ({"role": "P", "outs": 9.0}, ("role", "ip"))],
)
def test_what_cannot_apply_to_a_batter_is_named_and_changes_nothing(
    fields: dict[str, Any], wrong: tuple[str, ...]
) -> None:
    man = batter()
    line = RosterLine("r.csv", 2, str(man["player_id"]), **fields)
    found = told(line)
    assert found.roster_notes == (NotHis(line, str(man["name"]), wrong, ("batter",)),)
    assert found.sheet.batters == plain().sheet.batters


def test_what_cannot_apply_to_a_pitcher_is_named_and_the_rest_applies() -> None:
    man = pitcher("SP")
    line = RosterLine("r.csv", 2, str(man["player_id"]), role="c", pa=500.0, outs=300.0)
    found = told(line)
    assert found.roster_notes == (NotHis(line, str(man["name"]), ("role", "pa"), ("pitcher",)),)
    assert by_player(found.sheet.pitchers)[line.player]["ip"] == 100


def test_a_name_of_somebody_else_beside_an_id_is_named_and_left_out() -> None:
    one, other = plain().sheet.batters[:2]
    line = RosterLine("r.csv", 2, str(one["player_id"]), pa=111.0, name=str(other["name"]))
    found = told(line)
    assert found.roster_notes == (SomebodyElse(line, str(one["name"])),)
    assert found.sheet.batters == plain().sheet.batters


def test_another_spelling_of_his_name_beside_an_id_is_his() -> None:
    man = plain().sheet.batters[0]
    for name in (str(man["name"]), f"Xan {str(man['name']).split()[-1]}", None):
        found = told(RosterLine("r.csv", 2, str(man["player_id"]), pa=111.0, name=name))
        assert (found.roster_notes, by_player(found.sheet.batters)[str(man["player_id"])]["pa"]) == ((), 111)


def renamed(*players: str) -> History:
    """Give players one name."""
    history = before()
    names = np.where(np.isin(history.people.player_id, players), "Xan Twice", history.people.name)
    return replace(history, people=replace(history.people, name=names))


@pytest.mark.parametrize(
    "fields", [{"role": "CL"}, {"outs": 90.0}, {"role": "P"}, {"role": "RP", "team": "XXX"}, {"team": "his"}]
)
def test_role_innings_and_team_tell_namesakes_apart(fields: dict[str, Any]) -> None:
    relieves = pitcher("RP")
    bats = next(row for row in plain().sheet.batters if row["team"] != relieves["team"])
    history = renamed(str(bats["player_id"]), str(relieves["player_id"]))
    own = str(relieves["team"])
    other = next(str(row["team"]) for row in plain().sheet.batters if row["team"] not in (own, bats["team"]))
    team = {"XXX": other, "his": own}.get(fields.get("team", ""))
    line = RosterLine("r.csv", 2, "Xan Twice", **fields)._replace(team=team)
    found = understand((line,), history).unwrap()
    assert set(found.rosters.spots) == {relieves["player_id"]}


def test_two_pitchers_of_one_name_are_told_apart_by_what_they_were() -> None:
    starts, relieves = (str(pitcher(position)["player_id"]) for position in ("SP", "RP"))
    for role, player in (("SP", starts), ("SU", relieves)):
        line = RosterLine("r.csv", 2, "Xan Twice", role=role)
        assert set(understand((line,), renamed(starts, relieves)).unwrap().rosters.spots) == {player}
    line = RosterLine("r.csv", 2, "Xan Twice", share=0.5)
    assert understand((line,), renamed(starts, relieves)).unwrap().notes == (
        Namesakes(line, tuple(sorted((starts, relieves)))),
    )


@pytest.mark.parametrize(("was", "role", "position"), [("CF", "OF", "CF"), ("SS", "OF", "LF"), ("SS", "MI", "SS")])
def test_a_group_of_positions_keeps_who_is_in_it(was: str, role: str, position: str) -> None:
    man = next(row for row in plain().sheet.batters if row["position"] == was)
    found = told(RosterLine("r.csv", 2, str(man["player_id"]), role=role))
    assert by_player(found.sheet.batters)[str(man["player_id"])]["position"] == position
    assert found.roster_notes == ()


def test_a_group_that_does_not_say_which_position_is_named() -> None:
    man = next(row for row in plain().sheet.batters if row["position"] == "C")
    line = RosterLine("r.csv", 2, str(man["player_id"]), role="MI")
    found = told(line)
    assert found.roster_notes == (VagueRole(line, str(man["name"]), ("2b", "ss")),)
    assert found.sheet.batters == plain().sheet.batters


def test_a_pitcher_who_is_told_to_pitch_stays_what_he_is() -> None:
    for man in (pitcher("SP"), pitcher("RP")):
        found = told(RosterLine("r.csv", 2, str(man["player_id"]), role="P"))
        assert found.roster_notes == ()
        assert by_player(found.sheet.pitchers)[str(man["player_id"])]["ip"] == man["ip"]
