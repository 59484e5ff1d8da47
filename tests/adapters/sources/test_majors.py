"""Saved answers of MLB's Stats API: a small season of two clubs, and what is no season."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from fbm.adapters.sources.majors import MajorFiles
from fbm.domain.ports.majors import LackingAnswer, LackingPlayers, MajorFileError, MajorImport, UnfinishedSeason
from fbm.domain.ports.season_tables import BadFile, MissingFile
from fbm.domain.seasons import Lines
from tests.fakes_progress import Silent
from tests.major_answers import (
    ACE,
    RED_SOX,
    SLUGGER,
    SMALL,
    TRADED,
    TWO_WAY,
    YANKEES,
    Json,
    Score,
    game,
    small_season,
    write_answers,
)

Change = Callable[[dict[str, Json]], object]


def read(directory: Path, change: Change = lambda _: None) -> MajorImport:
    answers = small_season()
    change(answers)
    return MajorFiles([write_answers(directory, answers)]).read(Silent()).unwrap()


def refused(directory: Path, change: Change) -> MajorFileError:
    answers = small_season()
    change(answers)
    return MajorFiles([write_answers(directory, answers)]).read(Silent()).failure()


def rows(lines: Lines, number: int, *stats: str) -> list[tuple[object, ...]]:
    """Stint, team and some counts of a player."""
    mine = np.flatnonzero(lines.player_id == f"mlbam:{number}").tolist()
    return [
        (int(lines.stint[row]), str(lines.team[row]), *(float(lines.counts[stat][row]) for stat in stats))
        for row in mine
    ]


def splits(answers: dict[str, Json], person: int, group: int) -> list[Json]:
    found: list[Json] = answers["people.json"]["people"][person]["stats"][group]["splits"]
    return found


def test_a_line_is_told_for_each_club_in_order_and_none_for_their_sum(tmp_path: Path) -> None:
    history = read(tmp_path).history
    assert rows(history.batting, TRADED, "ab", "hr") == [(1, "NYA", 45.0, 4.0), (2, "BOS", 45.0, 5.0)]


def test_other_seasons_of_his_are_left_out(tmp_path: Path) -> None:
    assert rows(read(tmp_path).history.batting, SLUGGER, "ab") == [(1, "NYA", 90.0)]


def test_games_by_position_are_told_by_fielding_with_the_designated_hitters(tmp_path: Path) -> None:
    positions = read(tmp_path).history.positions
    assert rows(positions, SLUGGER, "1b", "dh", "p") == [(1, "NYA", 11.0, 20.0, 0.0)]
    assert rows(positions, TRADED, "lf", "ss") == [(1, "NYA", 15.0, 0.0), (2, "BOS", 0.0, 14.0)]
    assert rows(positions, ACE, "p", "dh") == [(1, "BOS", 4.0, 0.0)]


def test_innings_are_outs_and_holds_and_blown_saves_are_official(tmp_path: Path) -> None:
    pitching = read(tmp_path).history.pitching
    assert rows(pitching, ACE, "outs", "hld", "bs", "bf", "gf") == [(1, "BOS", 31.0, 1.0, 0.0, 44.0, 1.0)]
    assert np.isnan(pitching.counts["qs"]).all()


def test_who_does_both_has_lines_of_both(tmp_path: Path) -> None:
    history = read(tmp_path).history
    assert rows(history.batting, TWO_WAY, "hr") == [(1, "NYA", 9.0)]
    assert rows(history.pitching, TWO_WAY, "so") == [(1, "NYA", 14.0)]
    assert rows(history.positions, TWO_WAY, "p", "dh") == [(1, "NYA", 4.0, 26.0)]


def test_people_have_hands_heights_and_birthdays(tmp_path: Path) -> None:
    people = read(tmp_path).history.people
    row = people.player_id.tolist().index(f"mlbam:{SLUGGER}")
    assert (people.name[row], people.bats[row], people.throws[row], people.height[row]) == ("Sal Slugger", "B", "R", 74)
    assert (people.birth_year[row], people.birth_month[row], people.birth_day[row]) == (1995, 4, 9)


def test_clubs_have_games_leagues_and_a_park(tmp_path: Path) -> None:
    found = read(tmp_path)
    teams = found.history.teams
    assert list(zip(teams.team.tolist(), teams.league.tolist(), teams.games.tolist(), strict=True)) == [
        ("BOS", "AL", 4.0),
        ("NYA", "AL", 4.0),
    ]
    assert np.isfinite(teams.park_batting).all()
    assert found.parks == {SMALL: (SMALL,)}
    assert found.mismatches == ()


def test_a_figure_that_does_not_add_up_is_named(tmp_path: Path) -> None:
    def change(answers: dict[str, Json]) -> None:
        splits(answers, 2, 0)[2]["stat"]["homeRuns"] = 4

    [one] = read(tmp_path, change).mismatches
    assert (one.name, one.what, one.parts, one.whole) == ("Tim Traded", "batting hr", 8.0, 9.0)


def test_a_pitcher_who_is_not_told_of_is_missed_by_the_clubs_starts(tmp_path: Path) -> None:
    def change(answers: dict[str, Json]) -> None:
        answers["pitching.json"]["stats"][0]["splits"].pop(0)
        answers["pitching.json"]["stats"][0]["totalSplits"] -= 1
        answers["people.json"]["people"].pop(1)

    [one] = read(tmp_path, change).mismatches
    assert (one.name, one.what, one.parts, one.whole) == ("BOS", "pitching gs", 0.0, 4.0)


def test_a_count_that_a_clubs_line_lacks_is_named(tmp_path: Path) -> None:
    def change(answers: dict[str, Json]) -> None:
        splits(answers, 2, 0)[2]["stat"]["homeRuns"] = None

    [one] = read(tmp_path, change).mismatches
    assert (one.name, one.what, one.whole) == ("Tim Traded", "batting hr", 9.0)
    assert math.isnan(one.parts)


def test_answers_that_were_cut_are_refused(tmp_path: Path) -> None:
    def sums(answers: dict[str, Json]) -> None:
        answers["hitting.json"]["stats"][0]["splits"].pop()

    def games(answers: dict[str, Json]) -> None:
        answers["schedule.json"]["dates"].pop()

    told = refused(tmp_path / "sums", sums)
    assert isinstance(told, LackingAnswer)
    assert told.what.startswith("1 of ")
    assert told.what.endswith("sums of hitting")
    told = refused(tmp_path / "games", games)
    assert isinstance(told, LackingAnswer)
    assert told.what.endswith(" games")


def test_a_figure_that_no_line_has_is_missing_and_not_none(tmp_path: Path) -> None:
    def change(answers: dict[str, Json]) -> None:
        for name in ("hitting.json", "people.json"):
            for one in _every_split(answers[name]):
                one["stat"].pop("intentionalWalks", None)

    batting = read(tmp_path, change).history.batting
    slugger = batting.player_id == f"mlbam:{SLUGGER}"
    assert np.isnan(batting.counts["ibb"][slugger]).tolist() == [True]


def _every_split(answer: Json) -> list[Json]:
    tables = answer.get("stats") or [table for person in answer["people"] for table in person["stats"]]
    return [split for table in tables for split in table["splits"]]


def test_a_season_with_games_to_come_is_refused(tmp_path: Path) -> None:
    def change(answers: dict[str, Json]) -> None:
        to_come = game(SMALL, 9, Score(f"{SMALL}-09-01", YANKEES, RED_SOX, 0, 0), code="S")
        answers["schedule.json"]["dates"].append({"games": [to_come]})

    assert refused(tmp_path, change) == UnfinishedSeason(SMALL, 4, 1)


def test_games_called_off_or_played_on_another_day_end_no_season(tmp_path: Path) -> None:
    def change(answers: dict[str, Json]) -> None:
        moved = game(SMALL, 3, Score(f"{SMALL}-04-02", YANKEES, RED_SOX, 0, 0), code="D")
        cancelled = game(SMALL, 9, Score(f"{SMALL}-09-01", YANKEES, RED_SOX, 0, 0), code="C")
        begun = game(SMALL, 4, Score(f"{SMALL}-04-01", RED_SOX, YANKEES, 0, 0), code="U")
        answers["schedule.json"]["dates"][:0] = [{"games": [moved, cancelled, begun]}]

    assert read(tmp_path, change).history.teams.games.tolist() == [4.0, 4.0]


def test_who_played_and_is_not_told_of_is_named(tmp_path: Path) -> None:
    def change(answers: dict[str, Json]) -> None:
        answers["people.json"]["people"].pop(1)

    assert refused(tmp_path, change) == LackingPlayers(SMALL, (f"Al Ace ({ACE})",))


@pytest.mark.parametrize(
    ("file", "what"),
    [("schedule.json", "the schedule"), ("teams.json", "the teams"), ("pitching.json", "the sums of pitching")],
)
def test_an_answer_that_is_not_there_is_named(tmp_path: Path, file: str, what: str) -> None:
    assert refused(tmp_path, lambda answers: answers.pop(file)) == LackingAnswer(SMALL, what)


def test_people_without_fielding_make_no_season(tmp_path: Path) -> None:
    def change(answers: dict[str, Json]) -> None:
        for person in answers["people.json"]["people"]:
            person["stats"] = [table for table in person["stats"] if table["group"]["displayName"] != "fielding"]

    error = refused(tmp_path, change)
    assert isinstance(error, LackingAnswer)
    assert "fielding" in error.what


def test_two_lines_of_one_club_are_one(tmp_path: Path) -> None:
    def change(answers: dict[str, Json]) -> None:
        lines = splits(answers, 2, 0)
        lines[2]["team"] = lines[1]["team"]

    found = read(tmp_path, change)
    assert rows(found.history.batting, TRADED, "ab", "hr") == [(1, "NYA", 90.0, 9.0), (2, "BOS", 0.0, 0.0)]
    assert found.mismatches == ()


def test_an_older_answer_about_somebody_takes_nothing_away(tmp_path: Path) -> None:
    def change(answers: dict[str, Json]) -> None:
        older = small_season()["people.json"]
        older["people"] = older["people"][:1]
        older["people"][0]["stats"][0]["splits"].pop()
        answers["people_of_a_year_ago.json"] = older

    assert rows(read(tmp_path, change).history.batting, SLUGGER, "ab") == [(1, "NYA", 90.0)]


def test_a_club_that_is_not_among_the_seasons_clubs_is_named(tmp_path: Path) -> None:
    def change(answers: dict[str, Json]) -> None:
        splits(answers, 0, 0)[1]["team"]["id"] = 158

    assert refused(tmp_path, change) == LackingAnswer(SMALL, "the team MIL")


def test_lines_of_the_postseason_are_left_out(tmp_path: Path) -> None:
    def change(answers: dict[str, Json]) -> None:
        for held in (splits(answers, 0, 0), answers["hitting.json"]["stats"][0]["splits"]):
            held.append({**held[-1], "gameType": "P"})

    assert rows(read(tmp_path, change).history.batting, SLUGGER, "ab") == [(1, "NYA", 90.0)]


def test_sums_of_other_leagues_are_refused(tmp_path: Path) -> None:
    def change(answers: dict[str, Json]) -> None:
        answers["hitting.json"]["stats"][0]["splits"][0]["sport"]["id"] = 11

    error = refused(tmp_path, change)
    assert isinstance(error, BadFile)
    assert (error.value, error.reason) == ("11", "not the major leagues")


def test_a_club_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    def change(answers: dict[str, Json]) -> None:
        splits(answers, 0, 0)[1]["team"]["id"] = 999

    error = refused(tmp_path, change)
    assert isinstance(error, BadFile)
    assert error.value == "999"


@pytest.mark.parametrize(
    ("text", "reason"),
    [("{", "not JSON"), ("[]", "neither stats"), ('{"people": 3}', ""), ('{"dates": [{"games": [{}]}]}', "required")],
)
def test_what_is_no_answer_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "one.json").write_text(text)
    error = MajorFiles([tmp_path]).read(Silent()).failure()
    assert isinstance(error, BadFile)
    assert reason in error.reason


def test_a_directory_without_answers_is_refused(tmp_path: Path) -> None:
    assert MajorFiles([tmp_path]).read(Silent()).failure() == MissingFile("*.json", str(tmp_path))


def test_players_of_a_season_are_told_by_its_sums(tmp_path: Path) -> None:
    answers = small_season()
    answers.pop("people.json")
    told = MajorFiles([write_answers(tmp_path, answers)]).players(Silent()).unwrap()
    assert told == {SMALL: (SLUGGER, ACE, TRADED, TWO_WAY)}
