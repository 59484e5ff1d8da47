"""`fbm project --pipeline baseline`, its modes and rosters."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from threadpoolctl import threadpool_limits

from tests.cli.conftest import Ended, Fbm

SIMULATE = ("data", "simulate", "--first-season", "2010", "--last-season", "2018", "--teams", "8")
PROJECT = ("project", "2019", "--pipeline", "baseline", "--json")


@pytest.fixture
def league(fbm: Fbm) -> Fbm:
    assert fbm(*SIMULATE).code == 0
    return fbm


def rows(ended: Ended, kind: str) -> dict[str, dict[str, Any]]:
    assert ended.code == 0, ended.err
    return {row["player_id"]: row for row in json.loads(ended.out)[kind]}


def roster(tmp_path: Path, text: str) -> str:
    path = tmp_path / "roster.csv"
    path.write_text(text)
    return str(path)


def test_a_second_run_prints_the_same(league: Fbm) -> None:
    assert league(*PROJECT).out == league(*PROJECT).out


def test_numbers_do_not_depend_on_how_many_cores_linear_algebra_may_use(league: Fbm) -> None:
    outs = []
    for cores in (1, 2):
        with threadpool_limits(cores):
            outs.append(league(*PROJECT).out)
    assert outs[0] == outs[1]


def test_models_do_not_depend_on_how_many_cores_linear_algebra_may_use(league: Fbm) -> None:
    digests = []
    for cores in (1, 2):
        with threadpool_limits(cores):
            made = league("ml", "train", "--years", "2017-2018", "--pipeline", "baseline", "--json")
        digests.append([part["digest"] for part in json.loads(made.out)["parts"]])
    assert digests[0] == digests[1]


def test_regulars_are_given_more(league: Fbm) -> None:
    expected, regular = (rows(league(*PROJECT, "--playing-time", mode), "batters") for mode in ("expected", "regular"))
    assert sum(row["pa"] for row in regular.values()) > 1.2 * sum(row["pa"] for row in expected.values())


def test_too_few_seasons_are_told(fbm: Fbm) -> None:
    fbm("data", "simulate", "--first-season", "2015", "--last-season", "2018", "--teams", "4")
    ended = fbm("project", "2019", "--pipeline", "baseline")
    assert ended.code == 1
    assert "Seasons 2014 are not at hand" in ended.err


def test_a_roster_overrides_team_role_and_playing_time(league: Fbm, tmp_path: Path) -> None:
    plain = league(*PROJECT)
    pitchers, batters = rows(plain, "pitchers"), rows(plain, "batters")
    starter = next(player for player, row in pitchers.items() if row["position"] == "SP" and player not in batters)
    batter = next(iter(batters))
    other = next(row["team"] for row in batters.values() if row["team"] != batters[batter]["team"])
    lines = f"player_id,team,role,share,pa\n{batter},{other},,,333\n{starter},,CL,1,\n"
    ended = league(*PROJECT, "--rosters", roster(tmp_path, lines))
    moved, closes = rows(ended, "batters")[batter], rows(ended, "pitchers")[starter]
    assert (moved["team"], moved["pa"]) == (other, 333)
    assert (closes["position"], closes["ip"]) == ("RP", 70)
    assert closes["sv"] > 15 > pitchers[starter]["sv"]
    assert closes["gs"] < 1
    assert closes["qs"] < 0.5 < 3 < pitchers[starter]["qs"]
    untouched = [player for player in batters if player != batter]
    assert all(rows(ended, "batters")[player] == batters[player] for player in untouched)


def test_innings_are_read_in_thirds(league: Fbm, tmp_path: Path) -> None:
    starter = next(iter(rows(league(*PROJECT), "pitchers")))
    ended = league(*PROJECT, "--rosters", roster(tmp_path, f"player_id,ip\n{starter},65.2\n"))
    assert rows(ended, "pitchers")[starter]["ip"] == pytest.approx(65 + 2 / 3)


def test_players_are_found_by_name(league: Fbm, tmp_path: Path) -> None:
    batters = rows(league(*PROJECT), "batters")
    names = [row["name"] for row in batters.values()]
    batter = next(player for player, row in batters.items() if names.count(row["name"]) == 1)
    name = batters[batter]["name"].upper() + " Jr."
    ended = league(*PROJECT, "--rosters", roster(tmp_path, f"name,pa\n{name},111\n"))
    assert rows(ended, "batters")[batter]["pa"] == 111


def test_whom_nobody_knows_is_named(league: Fbm, tmp_path: Path) -> None:
    ended = league(*PROJECT, "--rosters", roster(tmp_path, "name,pa\nXan Nobody,100\n"))
    assert ended.code == 0
    assert "roster.csv, line 2: nobody of the last three seasons is Xan Nobody; the line is left out." in ended.err


def test_many_whom_nobody_knows_are_summed_up(league: Fbm, tmp_path: Path) -> None:
    names = "".join(f"Xan Nobody{number},100\n" for number in range(25))
    told = league(*PROJECT, "--rosters", roster(tmp_path, f"name,pa\n{names}")).err.splitlines()
    assert sum("Xan Nobody" in line for line in told) == 10
    assert told[-1] == "fbm: roster.csv: 15 more lines are about nobody of the last three seasons and left out."


def one_of_each(league: Fbm) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """A batter, a starter and a reliever, none of them both ways."""
    plain = league(*PROJECT)
    batters, pitchers = rows(plain, "batters"), rows(plain, "pitchers")
    starter, reliever = (
        next(row for player, row in pitchers.items() if row["position"] == role and player not in batters)
        for role in ("SP", "RP")
    )
    return next(row for player, row in batters.items() if player not in pitchers), starter, reliever


def test_what_a_roster_does_not_do_as_it_stands_is_said_line_by_line(league: Fbm, tmp_path: Path) -> None:
    batter, starter, reliever = one_of_each(league)
    text = (
        "Player_ID, Name,ROLE,IP,Rol\n"
        f"{batter['player_id']},,SP,100,\n{starter['player_id']},,CL,,\n{reliever['player_id']},,,290,x\n"
    )
    ended = league(*PROJECT, "--rosters", roster(tmp_path, text))
    assert "roster.csv: column Rol means nothing and is not read" in ended.err
    assert "Did you mean role?" in ended.err
    assert f"line 2: {batter['name']} is projected as a batter only: role SP and ip 100 passed over." in ended.err
    assert f"line 3: {starter['name']} was a starter and gets the " in ended.err
    assert f"line 4: 290 innings for {reliever['name']} are passed over: no reliever of the last" in ended.err
    closes = rows(ended, "pitchers")[starter["player_id"]]
    assert closes["ip"] < 100 < starter["ip"]
    assert closes["sv"] <= closes["g"] < 100


def test_a_contradiction_between_id_and_name_is_said(league: Fbm, tmp_path: Path) -> None:
    batter, starter, _ = one_of_each(league)
    ended = league(
        *PROJECT, "--rosters", roster(tmp_path, f"player_id,name,pa\n{batter['player_id']},{starter['name']},1\n")
    )
    assert f"line 2: {batter['player_id']} is {batter['name']}, not {starter['name']}; the line is left" in ended.err
    assert rows(ended, "batters")[batter["player_id"]] == batter


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,pa\nA,900\n", "line 2, column pa: '900' is refused (more than 800.0)"),
        ("name,share\nA,-1\n", "line 2, column share: '-1' is refused (less than 0.0)"),
        ("name,role\nA,QB\n", "line 2, column role: 'QB' is refused (none of 'SP'"),
        ("name,ip\nA,many\n", "line 2, column ip: 'many' is refused (not innings"),
        ("name,ip\nA,nan\n", "line 2, column ip: 'nan' is refused"),
        ("name,pa,team\nA,100\n", "line 2: 'A,100' is refused (2 fields where the first line has 3)"),
        ("name,ip\nA,300.1\n", "line 2, column ip: '300.1' is refused (not from 0 to 300 innings)"),
        ("name,ip\nA,-1\n", "line 2, column ip: '-1' is refused (not from 0 to 300 innings)"),
        ("name;pa\nA;1\n", "line 1: 'name;pa' is refused (its fields are separated by semicolons: save it with"),
        ("name\tpa\nA\t1\n", "line 1: 'name\\tpa' is refused (its fields are separated by tabs: save it with"),
        ("who,pa\nA,1\n", "has no column player_id or mlbam_id or fangraphs_id or name"),
        ("name\nA\n", "has no column team or role or share or pa or ip"),
    ],
)
def test_a_bad_row_is_placed(fbm: Fbm, tmp_path: Path, text: str, said: str) -> None:
    ended = fbm(*PROJECT, "--rosters", roster(tmp_path, text))
    assert ended.code == 1
    assert said in ended.err
    assert "nothing was projected" in ended.err


def test_a_team_that_does_not_exist_is_placed(league: Fbm, tmp_path: Path) -> None:
    ended = league(*PROJECT, "--rosters", roster(tmp_path, "name,team\nA,ZZZ\n"))
    assert "line 2, column team: 'ZZZ' is refused (not one of" in ended.err


def test_a_player_who_stands_there_twice_is_refused(league: Fbm, tmp_path: Path) -> None:
    batter = next(iter(rows(league(*PROJECT), "batters")))
    ended = league(*PROJECT, "--rosters", roster(tmp_path, f"player_id,pa\n{batter},1\n{batter},2\n"))
    assert "line 3, column player" in ended.err
    assert "stands on line 2 too" in ended.err


def test_a_pin_remembers_rosters_and_mode(league: Fbm, tmp_path: Path) -> None:
    batter = next(iter(rows(league(*PROJECT), "batters")))
    known = ("--rosters", roster(tmp_path, f"player_id,pa\n{batter},123\n"), "--playing-time", "regular")
    pin = str(tmp_path / "pin.json")
    made = league(*PROJECT, *known, "--pin", pin)
    again = league("project", "--from-pin", pin, "--json")
    assert rows(again, "batters")[batter]["pa"] == 123
    assert again.out == made.out


def test_a_pipeline_without_modes_says_so(fbm: Fbm) -> None:
    ended = fbm("project", "2019", "--pipeline", "marcel", "--playing-time", "regular")
    assert ended.code == 2
    assert "leave --playing-time out" in ended.err
