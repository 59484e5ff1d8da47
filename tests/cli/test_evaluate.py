from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from fbm.app.cli.evaluation_text import judgement_text
from fbm.app.cli.main import main
from fbm.app.evaluation.tasks import TrainingTask
from fbm.app.wiring.evaluation import Site, run_training
from fbm.domain.evaluation.intervals import Bootstrap
from fbm.domain.evaluation.judging import Court, judge
from fbm.domain.evaluation.matching import Population, match
from fbm.domain.ports.sources import MissingSeasons
from tests.cli.conftest import Fbm
from tests.domain.evaluation.matches import drawn_season, guess

LEAGUE = ("--first-season", "2008", "--last-season", "2016", "--teams", "8", "--seed", "3")
QUICK = ("evaluate", "2015-2016", "--pipelines", "marcel_classic,marcel", "--resamples", "50")
WITH_MODEL = (
    "evaluate",
    "2015,2016",
    "--pipelines",
    "marcel,marcel_gb",
    "--resamples",
    "20",
    "--training-seasons",
    "2",
)


@pytest.fixture(scope="session")
def league(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("league")
    assert main(("--home", str(home), "data", "simulate", *LEAGUE)) == 0
    return home


@pytest.fixture
def played(fbm: Fbm, home: Path, league: Path) -> Fbm:
    shutil.copytree(league, home)
    return fbm


def test_a_worker_has_nothing_of_the_season_it_is_to_project(league: Path) -> None:
    task = TrainingTask("gb_residual", "marcel", 2015, (2014, 2015), 42)
    found = run_training(Site(str(league)), task)
    assert found.failure() == MissingSeasons((2015,), tuple(range(2008, 2015)))


def evaluated(fbm: Fbm, *words: str) -> Any:
    ended = fbm(*words, "--json")
    assert ended.code == 0, ended.err
    return json.loads(ended.out)


def test_programs_get_the_documented_keys(played: Fbm) -> None:
    found = evaluated(played, *QUICK)
    assert {"seasons", "population", "pipelines", "differences", "baseline", "rates", "playing_time", "calibration",
            "strata", "by_season", "bootstrap"} <= set(found)  # fmt: skip
    assert (found["seasons"], found["baseline"]) == ([2015, 2016], "marcel")
    for kind, stats in (("batter", ("hr", "sb", "obp")), ("pitcher", ("so", "era", "whip"))):
        for stat in stats:
            assert set(found["pipelines"]["marcel"][kind][stat]) == {"rmse", "mae", "r", "n"}
            assert set(found["differences"]["marcel_classic"][kind][stat]["r"]) == {
                "delta", "lo", "hi", "level", "n", "resamples",
            }  # fmt: skip
        assert {"rho", "top20"} <= set(found["pipelines"]["marcel"][kind]["rank"])


def test_the_numbers_are_the_same_with_any_number_of_jobs(played: Fbm) -> None:
    one, two = (played(*WITH_MODEL, "--json", "--jobs", jobs).out for jobs in ("1", "2"))
    assert one == two
    assert len(one) > 1000


def test_the_numbers_are_the_same_on_a_cluster(played: Fbm) -> None:
    distributed = pytest.importorskip("distributed")
    options = {"n_workers": 2, "threads_per_worker": 1, "host": "127.0.0.1", "dashboard_address": None}
    with distributed.LocalCluster(**options) as cluster:
        there = ("--backend", "dask", "--scheduler", cluster.scheduler_address)
        away = played(*WITH_MODEL, "--json", *there)
    assert away.code == 0, away.err
    assert away.out == played(*WITH_MODEL, "--json", "--jobs", "1").out


def test_a_person_sees_categories_intervals_and_a_verdict(text: SnapshotAssertion) -> None:
    court = Court("marcel", Population(), Bootstrap(resamples=200))
    seasons = [drawn_season(season, season=season) for season in (2018, 2019)]
    noise = {"marcel_classic": 1.0, "marcel": 1.2, "baseline@regular": 0.4}
    matches = [
        match(actual, {name: [guess(actual, share, 3)] for name, share in noise.items()}, court.population)
        for actual in seasons
    ]
    shown = judgement_text(judge(matches, court), width=80)
    assert max(map(len, shown.splitlines())) <= 80
    assert shown == text


def test_the_table_fits_80_columns(played: Fbm) -> None:
    ended = played(*QUICK)
    assert ended.code == 0
    assert max(map(len, ended.out.splitlines())) <= 80
    assert "player seasons of 200 PA or more are judged" in ended.out.replace("\n", " ")


def test_stages_and_their_seconds_are_told_when_asked(played: Fbm) -> None:
    told = played(*QUICK, "-v").err
    for stage in ("project marcel_classic:", "project marcel:", "judging:", "all of it:"):
        assert stage in told
    assert played(*QUICK).err == ""


def test_a_report_is_written_in_every_format(played: Fbm, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    ended = played(*QUICK, "--out", str(tmp_path / "report"))
    assert ended.code == 0
    assert sorted(path.suffix for path in (tmp_path / "report").iterdir()) == [".html", ".json", ".md", ".parquet"]
    assert "Written to" in ended.err


def test_a_judgement_that_cannot_be_written_is_printed_all_the_same(played: Fbm, tmp_path: Path) -> None:
    # Nothing shows beforehand that a file cannot take this name.
    (tmp_path / "report" / "evaluation.json").mkdir(parents=True)
    ended = played(*QUICK, "--out", str(tmp_path / "report"))
    assert ended.code == 1
    assert ended.out == played(*QUICK).out
    assert "could not be written" in ended.err
    assert [path.name for path in (tmp_path / "report").iterdir()] == ["evaluation.json"]


def test_a_sheet_that_cannot_be_written_is_printed_all_the_same(played: Fbm, tmp_path: Path) -> None:
    (tmp_path / "sheet.csv").mkdir()
    words = ("project", "2016", "--pipeline", "marcel")
    ended = played(*words, "--out", str(tmp_path / "sheet.csv"))
    assert ended.code == 1
    assert ended.out == played(*words).out
    assert "could not be written" in ended.err


def test_a_version_is_judged_on_seasons_it_did_not_see_and_refused_on_others(played: Fbm) -> None:
    assert played("ml", "train", "--years", "2013-2014").code == 0
    words = ("evaluate", "--pipelines", "marcel,marcel_gb", "--model", "gb_residual=default", "--resamples", "20")
    assert played(words[0], "2015", *words[1:]).code == 0
    refused = played(words[0], "2014", *words[1:])
    assert (refused.code, refused.out) == (1, "")
    assert "gb_residual default was trained on seasons up to 2014 and cannot be judged on 2014" in refused.err


def test_projections_of_others_are_judged_beside_ours(played: Fbm, tmp_path: Path) -> None:
    rows = json.loads(played("project", "2016", "--pipeline", "marcel", "--json").out)["batters"][:60]
    header = "key_mlbam,lahman_playerID,key_bbref,key_retro,key_fangraphs,key_bbref_minors,name_first,name_last,"
    people = [f"{700000 + place},{row['player_id']},,,{20000 + place},,A,B,1990,1,1" for place, row in enumerate(rows)]
    (tmp_path / "ids.csv").write_text("\n".join((header + "birth_year,birth_month,birth_day", *people)) + "\n")
    assert played("data", "import", "ids", str(tmp_path / "ids.csv")).code == 0
    lines = [f"A B,600,{row['hr']},{20000 + place}" for place, row in enumerate(rows)]
    (tmp_path / "steamer.csv").write_text("\n".join(("Name,PA,HR,playerid", *lines, "Who,500,9,99999")) + "\n")
    words = ("evaluate", "2016", "--pipelines", "marcel", "--foreign", f"steamer={tmp_path / 'steamer.csv'}", "--json")
    ended = played(*words)
    assert ended.code == 0
    found = json.loads(ended.out)
    ours, theirs = (found["pipelines"][name]["batter"]["hr"] for name in ("marcel", "steamer"))
    # They are our own numbers under another name, on the players that both have.
    assert ours == theirs
    assert ours["n"] <= 60
    assert found["pipelines"]["marcel"]["batter"]["pa"]["r"] != found["pipelines"]["steamer"]["batter"]["pa"]["r"]
    assert ended.err == "fbm: steamer: 1 without ids that the crosswalk knows are left out: Who.\n"


def test_a_file_with_ids_of_the_majors_needs_no_crosswalk_and_others_ask_for_one(played: Fbm, tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours.csv", tmp_path / "theirs.csv"
    assert played("project", "2016", "--pipeline", "marcel", "--out", str(ours)).code == 0
    theirs.write_text("Name,PA,HR,playerid\nWho,500,9,99999\n")
    words = ("evaluate", "2016", "--pipelines", "marcel", "--resamples", "20", "--json")
    ended = played(*words, "--foreign", f"ours={ours}")
    assert (ended.code, ended.err) == (0, "")
    found = json.loads(ended.out)["pipelines"]
    assert found["ours"]["batter"]["hr"] == found["marcel"]["batter"]["hr"]
    refused = played(*words, "--foreign", f"theirs={theirs}")
    assert (refused.code, refused.out) == (1, "")
    assert "`fbm data import ids FILE…`" in refused.err


def test_a_file_of_nobody_who_is_known_is_refused(played: Fbm, tmp_path: Path) -> None:
    ids = "key_mlbam,lahman_playerID,key_bbref,key_retro,key_fangraphs,key_bbref_minors,name_first,name_last"
    (tmp_path / "ids.csv").write_text(f"{ids},birth_year,birth_month,birth_day\n7,,,,20000,,A,B,1990,1,1\n")
    assert played("data", "import", "ids", str(tmp_path / "ids.csv")).code == 0
    (tmp_path / "theirs.csv").write_text("Name,PA,HR,MLBAMID\nWho,500,9,99\nHow,500,9,98\n")
    refused = played("evaluate", "2016", "--pipelines", "marcel", "--foreign", f"theirs={tmp_path / 'theirs.csv'}")
    assert (refused.code, refused.out) == (1, "")
    assert "theirs.csv: none of its 2 players has an id that is known (Who, How): nothing was judged." in refused.err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("2015", "--pipelines", "marcell"), 2, "Did you mean marcel"),
        (("2015", "--pipelines", "marcel", "--baseline", "base"), 2, "--baseline base is not among what is judged"),
        (("2015", "--pipelines", ","), 2, "fbm: --pipelines names no pipeline"),
        (("2015", "--pipelines", "marcel", "--seeds", "0"), 2, "fbm: --seeds 0 cannot be meant"),
        (("2015", "--pipelines", "marcel", "--resamples", "-3"), 2, "fbm: --resamples -3 cannot be meant"),
        (("2015", "--pipelines", "marcel", "--jobs", "0"), 2, "fbm: --jobs 0 cannot be meant"),
        (("2015", "--pipelines", "marcel", "--backend", "dask"), 2, "fbm: --backend dask needs the address"),
        (("2015", "--pipelines", "marcel", "--scheduler", "tcp://127.0.0.1:1"), 2, "fbm: --scheduler tcp://127"),
        (("2015", "--pipelines", "marcel", "--out", "/no/such/place/x.md"), 1, "x.md could not be written"),
        (("2015", "--pipelines", "marcel", "--out", "/dev/null/report"), 1, "report could not be written"),
        (("2030", "--pipelines", "marcel"), 1, "not at hand"),
        (("2009", "--pipelines", "marcel_gb"), 1, "Nothing can be learned before 2009"),
        (("2015", "--pipelines", "marcel", "--out", "x.pdf"), 2, "x.pdf names no format"),
        (("2015", "--pipelines", "marcel", "--model", "gb_residual"), 2, "--model takes TYPE=REF"),
        (("2015", "--pipelines", "marcel_gb", "--model", "gb_residual=nobody"), 1, "nobody"),
        (("2015", "--pipelines", "marcel", "--foreign", "steamer"), 2, "--foreign takes NAME=FILE"),
    ],
)
def test_what_cannot_be_judged_is_said_in_a_sentence(played: Fbm, words: tuple[str, ...], code: int, said: str) -> None:
    ended = played("evaluate", *words)
    assert (ended.code, ended.out) == (code, "")
    assert said in " ".join(ended.err.split())
    assert "Traceback" not in ended.err


@pytest.fixture
def running(league: Path, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    words = (*WITH_MODEL[:3], "marcel_gb,mtl", "--out", str(tmp_path / "report"), "--jobs", "2")
    environment = {**os.environ, "FBM_HOME": str(league)}
    command = (sys.executable, "-m", "fbm", *words)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        yield process
        process.kill()


def children_of(parent: int) -> set[int]:
    """Processes that a process has started and that live, by their numbers."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, before = stat.read_text().rpartition(")")[2].split()[:2]
            if int(before) == parent and state not in "ZX":
                found.add(int(stat.parent.name))
    return found


def alive(processes: set[int]) -> set[int]:
    """Those of some processes that live; one that only waits to be buried does not."""
    states = {}
    for process in processes:
        with suppress(OSError):
            states[process] = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    return {process for process, state in states.items() if state not in "ZX"}


def wait_until(what: Callable[[], bool], seconds: float) -> bool:
    """Look again and again."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if what():
            return True
        time.sleep(0.2)
    return what()


@pytest.mark.parametrize(
    ("number", "code", "said"),
    [(signal.SIGINT, 130, b"Interrupted"), (signal.SIGTERM, 143, b"Terminated"), (signal.SIGHUP, 129, b"Terminated")],
)
def test_being_told_to_end_leaves_nothing_half_done_and_no_worker(
    running: subprocess.Popen[bytes], tmp_path: Path, number: int, code: int, said: bytes
) -> None:
    time.sleep(6)
    assert running.poll() is None
    workers = children_of(running.pid)
    running.send_signal(number)
    out, err = running.communicate(timeout=60)
    assert running.returncode == code
    assert out == b""
    assert said in err
    assert b"Traceback" not in err
    assert list(tmp_path.iterdir()) == []
    assert wait_until(lambda: not alive(workers), 10), workers


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up in /proc")
def test_workers_end_soon_after_a_parent_that_was_killed(running: subprocess.Popen[bytes]) -> None:
    assert wait_until(lambda: len(children_of(running.pid)) >= 3, 30)
    time.sleep(5)
    workers = children_of(running.pid)
    running.kill()
    running.wait()
    assert wait_until(lambda: not alive(workers), 10), workers
