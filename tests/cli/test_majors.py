"""`fbm data import majors` and `fbm data download majors`, from a server on the loopback."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.adapters.downloads.server import Server, serving
from tests.adapters.sources.lahman_rows import write_lahman
from tests.cli.conftest import Fbm
from tests.major_answers import (
    RED_SOX,
    SLUGGER,
    SMALL,
    YANKEES,
    Json,
    Score,
    game,
    people,
    small_season,
    write_answers,
)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        running.pages = answered
        yield running


def answered(url: str) -> tuple[int, bytes] | None:
    """Answer as the API does, of any season."""
    asked = {key: values[0] for key, values in parse_qs(urlsplit(url).query).items()}
    kind = urlsplit(url).path.rsplit("/", 1)[1]
    name = f"{asked['group']}.json" if kind == "stats" else f"{kind}.json"
    answers = small_season(int(asked.get("season", SMALL)))
    if kind == "people":
        wanted = {int(number) for number in asked["personIds"].split(",")}
        answers[name] = people(*(one for one in answers[name]["people"] if one["id"] in wanted))
    return 200, json.dumps(answers[name]).encode()


def answers(tmp_path: Path, season: int = SMALL) -> str:
    return str(write_answers(tmp_path / f"answers{season}", small_season(season)))


def test_a_directory_of_answers_is_imported_and_told(fbm: Fbm, tmp_path: Path) -> None:
    ended = fbm("data", "import", "majors", answers(tmp_path), "--json")
    assert ended.code == 0, ended.err
    told = json.loads(ended.out)
    assert (told["seasons"], told["players"], told["lines"]) == (
        [SMALL],
        4,
        {"batting": 5, "pitching": 2, "positions": 5},
    )
    assert {player["player_id"] for player in told["unmatched"]} >= {f"mlbam:{SLUGGER}"}
    status = json.loads(fbm("data", "status", "--json").out)
    assert status["sources"] == {"mlbapi": [SMALL]}


def test_whom_nobody_knows_is_listed_and_counted(fbm: Fbm, tmp_path: Path) -> None:
    ended = fbm("data", "import", "majors", answers(tmp_path), "--show", "1")
    assert ended.code == 0
    assert "unmatched: Sal Slugger (mlbam:700001), 1 line" in ended.err
    assert "3 more are not listed: --show 0 lists all." in ended.err
    assert "4 players are neither in the crosswalk nor in Lahman's tables" in ended.err


def test_figures_that_do_not_add_up_are_named(fbm: Fbm, tmp_path: Path) -> None:
    told = small_season()
    told["hitting.json"]["stats"][0]["splits"][0]["stat"]["homeRuns"] = 10
    ended = fbm("data", "import", "majors", str(write_answers(tmp_path / "a", told)))
    assert ended.code == 0
    assert "does not add up: Sal Slugger 2023, batting hr: 9 in parts, 10 in all" in ended.err


def test_lahmans_seasons_are_kept_unless_told_otherwise(fbm: Fbm, tmp_path: Path) -> None:
    fbm("data", "import", "lahman", str(write_lahman(tmp_path / "lahman")))
    before = fbm("data", "status", "--json").out
    ended = fbm("data", "import", "majors", answers(tmp_path, 2002))
    assert ended.code == 1
    assert "Seasons 2002 are held from lahman" in ended.err
    assert fbm("data", "status", "--json").out == before
    assert fbm("data", "import", "majors", answers(tmp_path, 2002), "--over-lahman").code == 0


def test_a_season_stands_beside_lahmans_and_lahman_takes_its_place(fbm: Fbm, tmp_path: Path) -> None:
    lahman = str(write_lahman(tmp_path / "lahman"))
    fbm("data", "import", "lahman", lahman)
    assert fbm("data", "import", "majors", answers(tmp_path, 2003)).code == 0
    assert json.loads(fbm("data", "status", "--json").out)["sources"] == {"lahman": [2001, 2002], "mlbapi": [2003]}
    ended = fbm("project", "2004", "--pipeline", "marcel", "--json")
    assert ended.code == 0, ended.err
    assert "Sal Slugger" in ended.out
    assert fbm("doctor").code in (0, 3)


def test_a_simulated_league_is_not_mixed_with_real_seasons(fbm: Fbm, tmp_path: Path) -> None:
    fbm("data", "simulate", "--teams", "4", "--first-season", "2020", "--last-season", "2021")
    before = fbm("data", "status", "--json").out
    ended = fbm("data", "import", "majors", answers(tmp_path))
    assert ended.code == 1
    assert "holds other seasons (simulated 2020-2021), and mlbapi ones beside them" in ended.err
    assert fbm("data", "status", "--json").out == before


def test_a_season_is_fetched_whole_and_imported(fbm: Fbm, server: Server) -> None:
    ended = fbm("data", "download", "majors", str(SMALL), "--from", server.url, "--json")
    assert ended.code == 0, ended.err
    told = json.loads(ended.out)
    assert (told["seasons"], told["parks"]) == ([SMALL], {str(SMALL): [SMALL - 1, SMALL]})
    assert server.asked == {"/api/v1/teams": 2, "/api/v1/schedule": 2, "/api/v1/stats": 2, "/api/v1/people": 1}
    assert fbm("data", "download", "majors", str(SMALL), "--from", server.url).code == 0
    assert sum(server.asked.values()) == 7


def test_seasons_share_the_schedules_between_them(fbm: Fbm, server: Server) -> None:
    server.pages = lambda url: answered(url) if "people" not in url else (404, b"no")
    fbm("data", "download", "majors", f"{SMALL - 1}-{SMALL}", "--from", server.url)
    assert (server.asked["/api/v1/schedule"], server.asked["/api/v1/stats"]) == (3, 4)


def test_a_season_in_progress_is_refused_before_anybody_is_asked_about(fbm: Fbm, server: Server) -> None:
    def running(url: str) -> tuple[int, bytes] | None:
        if "schedule" not in url:
            return answered(url)
        told: Json = json.loads((answered(url) or (0, b""))[1])
        to_come = game(SMALL, 9, Score(f"{SMALL}-09-01", YANKEES, RED_SOX, 0, 0), code="S")
        told["dates"].append({"date": "x", "games": [to_come]})
        return 200, json.dumps(told).encode()

    server.pages = running
    ended = fbm("data", "download", "majors", str(SMALL), "--from", server.url)
    assert ended.code == 1
    assert f"Season {SMALL} is not over (4 games played, 1 to come)" in ended.err
    assert server.asked["/api/v1/people"] == 0
    assert json.loads(fbm("data", "status", "--json").out)["tables"] == []


def test_a_download_that_stops_half_way_changes_no_table_and_goes_on(fbm: Fbm, server: Server) -> None:
    server.pages = lambda url: (200, b"<html>Maintenance</html>") if "people" in url else answered(url)
    ended = fbm("data", "download", "majors", str(SMALL), "--from", server.url)
    assert ended.code == 1
    assert "should be JSON and is a web page" in ended.err
    assert json.loads(fbm("data", "status", "--json").out)["tables"] == []
    server.pages = answered
    assert fbm("data", "download", "majors", str(SMALL), "--from", server.url).code == 0
    assert server.asked["/api/v1/schedule"] == 2


def test_seasons_of_lahmans_are_not_asked_for(fbm: Fbm, server: Server, tmp_path: Path) -> None:
    fbm("data", "import", "lahman", str(write_lahman(tmp_path / "lahman")))
    ended = fbm("data", "download", "majors", "2002-2003", "--from", server.url)
    assert (ended.code, sum(server.asked.values())) == (1, 0)
    assert "Seasons 2002 are held from lahman" in ended.err
    assert server.asked == {}


def test_people_whom_the_server_leaves_out_are_missed(fbm: Fbm, server: Server) -> None:
    def some(url: str) -> tuple[int, bytes] | None:
        if "people" not in url:
            return answered(url)
        told: Json = json.loads((answered(url) or (0, b""))[1])
        return 200, json.dumps({"people": told["people"][1:]}).encode()

    server.pages = some
    ended = fbm("data", "download", "majors", str(SMALL), "--from", server.url)
    assert ended.code == 1
    assert "No line with a club is told of 1 who played in 2023 (Sal Slugger (700001))" in ended.err


def test_what_is_fetched_can_be_imported_by_hand(fbm: Fbm, server: Server, home: Path, tmp_path: Path) -> None:
    fbm("data", "download", "majors", str(SMALL), "--from", server.url)
    before = json.loads(fbm("data", "status", "--json").out)["fingerprint"]
    kept = home / "cache" / "downloads" / "majors"
    shutil.copytree(kept, tmp_path / "kept")
    assert fbm("data", "import", "majors", str(tmp_path / "kept"), "--replace-all").code == 0
    assert json.loads(fbm("data", "status", "--json").out)["fingerprint"] == before


@pytest.mark.parametrize("words", [("majors",), ("majors", "1997"), ("majors", "2090")])
def test_seasons_that_cannot_be_had_are_said(fbm: Fbm, words: tuple[str, ...]) -> None:
    assert fbm("data", "download", *words).code == 2
