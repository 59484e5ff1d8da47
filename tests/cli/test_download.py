"""`fbm data download`, from a server on the loopback."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from tests.adapters.downloads.server import Server, serving
from tests.adapters.sources.minor_files import HITTING, PITCHING, response, split
from tests.cli.conftest import Fbm

PEOPLE = (
    "key_person,key_uuid,key_mlbam,key_retro,key_bbref,key_bbref_minors,key_fangraphs,name_last,name_first,"
    "birth_year,birth_month,birth_day"
)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


def register(path: str) -> tuple[int, bytes] | None:
    digit = path.rsplit("-", 1)[1][0]
    number = int(digit, 16) + 1
    return (
        200,
        f"{PEOPLE}\n{digit}0001,{digit}-u,{number},ret{number},bb{number},,{number},Last,First,1990,1,2\n".encode(),
    )


def minors(path: str) -> tuple[int, bytes] | None:
    sport = int(path.split("sportId=")[1].split("&")[0])
    pitching = "group=pitching" in path
    line = split(1, PITCHING if pitching else HITTING, sport=sport)
    return 200, response(line, group="pitching" if pitching else "hitting").encode()


def test_the_register_is_fetched_and_imported(fbm: Fbm, server: Server) -> None:
    server.pages = register
    ended = fbm("data", "download", "register", "--from", server.url, "--json")
    assert ended.code == 0, ended.err
    assert json.loads(ended.out)["people"] == 16
    assert fbm("data", "download", "register", "--from", server.url).code == 0
    assert sum(server.asked.values()) == 16


def test_minor_league_seasons_are_fetched_and_imported(fbm: Fbm, server: Server) -> None:
    server.pages = minors
    ended = fbm("data", "download", "minors", "2019", "--from", server.url, "--json")
    assert ended.code == 0, ended.err
    told = json.loads(ended.out)
    assert told["seasons"] == [2001]  # the season that the responses tell of
    assert sum(told["lines"]["batting"].values()) == 6


def test_a_download_that_stops_half_way_changes_no_table_and_goes_on(fbm: Fbm, server: Server) -> None:
    server.pages = register
    assert fbm("data", "download", "register", "--from", server.url).code == 0
    before = fbm("data", "status", "--json").out
    server.pages = lambda path: (200, b"<html>Maintenance</html>") if path.endswith("people-5.csv") else register(path)
    ended = fbm("data", "download", "register", "--from", server.url, "--refresh")
    assert ended.code == 1
    assert "people-5.csv should be CSV and is a web page; 5 of 16 files are there and no table was changed" in ended.err
    assert fbm("data", "status", "--json").out == before


def test_ids_held_are_not_wiped_by_another_table(fbm: Fbm, server: Server) -> None:
    server.pages = register
    assert fbm("data", "download", "register", "--from", server.url).code == 0
    before = fbm("data", "status", "--json").out
    server.pages = lambda _: (200, b"a,b,c\n1,2,3\n")
    ended = fbm("data", "download", "register", "--from", server.url, "--refresh")
    assert ended.code == 1
    assert "people-0.csv should be CSV and is a table without key_person" in ended.err
    assert fbm("data", "status", "--json").out == before


def test_lines_of_every_page_are_imported(fbm: Fbm, server: Server) -> None:
    def paged(path: str) -> tuple[int, bytes]:
        sport, pitching = int(path.split("sportId=")[1].split("&")[0]), "group=pitching" in path
        offset = int(path.partition("&offset=")[2] or 0)
        line = split(offset + 1, {**(PITCHING if pitching else HITTING), "hits": 90 + offset}, sport=sport)
        line["player"]["fullName"] = f"Player {offset}"
        answer = json.loads(response(line, group="pitching" if pitching else "hitting"))
        answer["stats"][0]["totalSplits"] = 3
        return 200, json.dumps(answer).encode()

    server.pages = paged
    ended = fbm("data", "download", "minors", "2019", "--from", server.url, "--json")
    assert ended.code == 0, ended.err
    assert sum(json.loads(ended.out)["lines"]["batting"].values()) == 18


BOARD = '\ufeff"last_name, first_name","player_id","year","pa","sweet_spot_percent","sprint_speed"\n'


def board(path: str) -> tuple[int, bytes] | None:
    year = path.split("year=")[1].split("&")[0]
    return 200, f'{BOARD}"Able, Ann","1","{year}","600","34.5","27.9"\n"Best, Bob","2","{year}","3","",""\n'.encode()


def test_boards_are_fetched_and_imported(fbm: Fbm, server: Server) -> None:
    server.pages = board
    ended = fbm("data", "download", "boards", "2021-2022", "--from", server.url, "--json")
    assert ended.code == 0, ended.err
    told = json.loads(ended.out)
    assert (told["seasons"], told["lines"], told["unknown"]) == ([2021, 2022], {"savant_batting": 4}, 4)
    assert server.asked == {"/leaderboard/custom": 2}


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"<html>Too many requests</html>", "is a web page"),
        (BOARD.replace("sprint_speed", "other").encode(), "is a table without sprint_speed"),
        (b"", "nothing at all"),
    ],
)
def test_what_is_no_board_changes_nothing(fbm: Fbm, server: Server, body: bytes, found: str) -> None:
    server.pages = board
    assert fbm("data", "download", "boards", "2022", "--from", server.url).code == 0
    before = fbm("data", "status", "--json").out
    server.pages = lambda _: (200, body)
    ended = fbm("data", "download", "boards", "2022", "--from", server.url, "--refresh")
    assert ended.code == 1
    assert found in ended.err
    assert fbm("data", "status", "--json").out == before


def test_a_board_with_a_figure_that_cannot_be_meant_changes_nothing(fbm: Fbm, server: Server) -> None:
    server.pages = lambda _: (200, f'{BOARD}"Able, Ann","1","2022","600","34.5","fast"\n'.encode())
    ended = fbm("data", "download", "boards", "2022", "--from", server.url)
    assert ended.code == 1
    assert "column sprint_speed: 'fast' is refused" in ended.err
    assert "no table was changed" in ended.err


def test_a_season_without_a_pitch_changes_nothing(fbm: Fbm, server: Server) -> None:
    header = b"game_pk,game_date,at_bat_number,pitch_number,batter,pitcher,description\n"
    server.pages = lambda _: (200, header)
    ended = fbm("data", "download", "statcast", "2007", "--from", server.url)
    assert ended.code == 1
    assert "None of them has a line: no table was changed" in ended.err


def test_it_ends_when_interrupted_and_goes_on(fbm: Fbm, server: Server, tmp_path: Path) -> None:
    released = Event()

    def stuck(path: str) -> tuple[int, bytes] | None:
        if path.endswith("people-3.csv"):
            released.wait(30)
        return register(path)

    server.pages = stuck
    words = ["data", "download", "register", "--from", server.url, "--home", str(tmp_path / "h")]
    asked = "/chadwickbureau/register/master/data/people-3.csv"
    process = subprocess.Popen([sys.executable, "-m", "fbm", *words], stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 30
    while not server.asked[asked] and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)
    released.set()
    assert (process.returncode, "Traceback" in told) == (130, False)
    server.pages = register
    assert fbm(*words).code == 0
    assert sum(server.asked.values()) == 17


@pytest.mark.parametrize(
    "words",
    [
        ("minors",),
        ("minors", "2019", "--from", "ftp://x"),
        ("minors", "2019", "--from", "http://"),
        ("minors", "2019", "--from", "http://me:secret@x"),
        ("minors", "2090"),
        ("boards", "2014-2016"),
        ("boards",),
        ("nonsense", "2019"),
        ("statcast", "many"),
    ],
)
def test_what_cannot_be_meant_is_said(fbm: Fbm, words: tuple[str, ...]) -> None:
    assert fbm("data", "download", *words).code == 2
