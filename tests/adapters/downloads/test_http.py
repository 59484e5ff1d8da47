from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from returns.result import Failure

from fbm.adapters.downloads.http import HttpFetcher, Patience
from fbm.domain.ports.downloads import Declined, DownloadError, Form, Later, NotTheForm, TooLarge, Unreachable, Wanted
from tests.adapters.downloads.server import CSV, Server, serving

HASTY = Patience(retries=3, backoff_s=0.01, timeout_s=0.3, pause_s=0.0, limit=1_000_000, total_s=0.5)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


def fetch(server: Server, folder: Path, path: str, form: Form = "csv") -> DownloadError | bytes:
    got = HttpFetcher(folder, HASTY).fetch(Wanted(f"{server.url}/{path}", path, form))
    return got.failure() if isinstance(got, Failure) else Path(got.unwrap().path).read_bytes()


def test_a_file_is_fetched_once_and_kept(server: Server, tmp_path: Path) -> None:
    assert fetch(server, tmp_path, "fine/a.csv") == CSV
    assert fetch(server, tmp_path, "fine/a.csv") == CSV
    assert server.asked["/fine/a.csv"] == 1


def test_it_is_fetched_again_when_asked_for(server: Server, tmp_path: Path) -> None:
    wanted = Wanted(f"{server.url}/fine/a.csv", "a.csv", "csv")
    (tmp_path / "a.csv").write_text("old")
    assert HttpFetcher(tmp_path, HASTY).fetch(wanted, refresh=True).unwrap().path == str(tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_bytes() == CSV


@pytest.mark.parametrize("path", ["busy/a.csv", "vague/a.csv", "broken/a.csv"])
def test_a_server_that_is_busy_or_broken_for_a_while_is_asked_again(server: Server, tmp_path: Path, path: str) -> None:
    assert fetch(server, tmp_path, path) == CSV
    assert server.asked[f"/{path}"] == 3


def test_an_answer_that_is_cut_off_is_asked_for_again(server: Server, tmp_path: Path) -> None:
    assert fetch(server, tmp_path, "cut/a.csv") == CSV
    server.cuts = 100
    lost = fetch(server, tmp_path, "cut/b.csv")
    assert isinstance(lost, Unreachable)
    assert lost.reason == "the answer was cut off"


@pytest.mark.parametrize(
    ("path", "form", "kind"),
    [
        ("down/a.csv", "csv", Declined),
        ("missing/a.csv", "csv", Declined),
        ("page/a.csv", "csv", NotTheForm),
        ("page/a.json", "json", NotTheForm),
        ("page/a.zip", "zip", NotTheForm),
        ("fine/a.zip", "zip", NotTheForm),
        ("garbage/a.json", "json", NotTheForm),
        ("slow/a.csv", "csv", Unreachable),
        ("endless/a.csv", "csv", TooLarge),
        ("circle/a.csv", "csv", Unreachable),
        ("away/a.csv", "csv", Unreachable),
        ("torn/a.csv", "csv", Unreachable),
        ("chunks/a.csv", "csv", Unreachable),
        ("unpackable/a.csv", "csv", Unreachable),
        ("bomb/a.csv", "csv", TooLarge),
        ("trickle/a.csv", "csv", Unreachable),
        ("tomorrow/a.csv", "csv", Later),
    ],
)
def test_what_goes_wrong_is_named_and_leaves_nothing(
    server: Server, tmp_path: Path, path: str, form: Form, kind: type[DownloadError]
) -> None:
    assert isinstance(fetch(server, tmp_path, path, form), kind)
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


def test_what_comes_packed_is_kept_unpacked(server: Server, tmp_path: Path) -> None:
    assert fetch(server, tmp_path, "packed/a.csv") == CSV
    assert fetch(server, tmp_path, "twice/a.csv") == CSV + CSV


def test_nobody_there_is_named(tmp_path: Path) -> None:
    with serving() as gone:
        url = gone.url
    got = HttpFetcher(tmp_path, HASTY).fetch(Wanted(f"{url}/a.csv", "a.csv", "csv"))
    assert got == Failure(Unreachable(f"{url}/a.csv", "no connection"))


def test_the_old_file_stays_until_the_new_one_is_whole(server: Server, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(CSV)
    for path in ("endless/a.csv", "page/a.csv", "down/a.csv"):
        got = HttpFetcher(tmp_path, HASTY).fetch(Wanted(f"{server.url}/{path}", "a.csv", "csv"), refresh=True)
        assert isinstance(got, Failure)
        assert (tmp_path / "a.csv").read_bytes() == CSV


def test_a_server_that_wants_a_day_is_not_asked_sooner(server: Server, tmp_path: Path) -> None:
    assert fetch(server, tmp_path, "tomorrow/a.csv") == Later(f"{server.url}/tomorrow/a.csv", 86400)
    assert server.asked["/tomorrow/a.csv"] == 1


def test_a_body_without_end_and_without_haste_is_given_up(server: Server, tmp_path: Path) -> None:
    begun = time.monotonic()
    fetch(server, tmp_path, "trickle/a.csv")
    assert time.monotonic() - begun < 3


@pytest.mark.parametrize(
    ("body", "form", "shows", "found"),
    [
        (b"a,b,c\n1,2,3\n", "csv", ("key_mlbam",), "a table without key_mlbam"),
        (CSV.splitlines()[0], "csv", ("key_mlbam",), "a table without lines"),
        (b'{"message": "Object not found"}', "json", ("stats",), "an answer without stats"),
        (b"[]", "json", ("stats",), "an answer without stats"),
    ],
)
def test_another_table_is_not_taken_for_the_one_wanted(
    server: Server, tmp_path: Path, body: bytes, form: Form, shows: tuple[str, ...], found: str
) -> None:
    server.pages = lambda _: (200, body)
    wanted = Wanted(f"{server.url}/a", "a", form, shows, least=1)
    assert HttpFetcher(tmp_path, HASTY).fetch(wanted) == Failure(NotTheForm(wanted.url, form, found))
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize(("settled", "asked"), [(date(2020, 6, 1), 0), (date(2020, 6, 20), 1), (None, 0)])
def test_a_file_of_days_not_yet_settled_grows_stale(
    server: Server, tmp_path: Path, settled: date | None, asked: int
) -> None:
    (tmp_path / "a.csv").write_bytes(CSV)
    then = datetime(2020, 6, 10, tzinfo=UTC).timestamp()
    os.utime(tmp_path / "a.csv", (then, then))
    HttpFetcher(tmp_path, HASTY).fetch(Wanted(f"{server.url}/fine/a.csv", "a.csv", "csv", settled=settled)).unwrap()
    assert server.asked["/fine/a.csv"] == asked


def test_a_kept_file_that_was_damaged_is_fetched_again(server: Server, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"<html>")
    HttpFetcher(tmp_path, HASTY).fetch(Wanted(f"{server.url}/fine/a.csv", "a.csv", "csv")).unwrap()
    assert (tmp_path / "a.csv").read_bytes() == CSV


def test_what_a_killed_process_left_is_swept_once_it_is_old(server: Server, tmp_path: Path) -> None:
    old, young = tmp_path / "a.csv.1.part", tmp_path / "a.csv.2.part"
    old.touch()
    young.touch()
    os.utime(old, (0, 0))
    HttpFetcher(tmp_path, HASTY).fetch(Wanted(f"{server.url}/fine/a.csv", "a.csv", "csv")).unwrap()
    assert [old.exists(), young.exists()] == [False, True]


def test_a_process_that_is_killed_leaves_no_file_that_looks_whole(server: Server, tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from fbm.adapters.downloads.http import *; "
        "HttpFetcher(Path(sys.argv[1]), Patience(timeout_s=30, pause_s=0)).fetch(Wanted(sys.argv[2], 'a.csv', 'csv'))"
    )
    process = subprocess.Popen([sys.executable, "-c", script, str(tmp_path), f"{server.url}/slow/a.csv"])
    deadline = time.monotonic() + 20
    while not server.asked and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert server.asked
    assert not (tmp_path / "a.csv").exists()
    HttpFetcher(tmp_path, HASTY).fetch(Wanted(f"{server.url}/fine/a.csv", "a.csv", "csv")).unwrap()
    assert (tmp_path / "a.csv").read_bytes() == CSV
