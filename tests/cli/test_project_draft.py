"""`fbm project` before a draft: leagues, pins, explanations."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from fbm.app.cli.main import main
from tests.cli.conftest import Ended, Fbm

SIMULATED = ("--first-season", "2008", "--last-season", "2015", "--teams", "8")
ROSTER = """
name = "small"
teams = 4
hitter_share = 0.65
[roster]
C = 1
SS = 1
OF = 2
UTIL = 2
P = 4
bench = 2
"""


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a simulated league and one model."""
    home = tmp_path_factory.mktemp("made") / "home"
    for words in (("data", "simulate", *SIMULATED, "--seed", "3"), ("ml", "train", "--years", "2012-2014")):
        assert main(["--home", str(home), *words]) == 0
    return home


@pytest.fixture
def played(fbm: Fbm, home: Path, made_once: Path) -> Fbm:
    shutil.copytree(made_once, home)
    return fbm


@pytest.fixture
def league(tmp_path: Path) -> str:
    file = tmp_path / "league.toml"
    file.write_text(ROSTER, encoding="utf-8")
    return str(file)


def document_of(ended: Ended) -> dict[str, list[dict[str, object]]]:
    assert ended.code == 0
    return dict(json.loads(ended.out))


def test_a_league_prices_players_to_the_last_cent_and_fits_eighty_columns(played: Fbm, league: str) -> None:
    sheet = document_of(played("project", "2015", "--league", league, "--json"))
    rows = [*sheet["batters"], *sheet["pitchers"]]
    assert round(sum(100 * float(str(row["dollars"])) for row in rows)) == 4 * 26_000
    printed = played("project", "2015", "--league", league)
    assert max(map(len, printed.out.splitlines())) <= 80
    assert "4 teams with $260" in printed.out


def test_a_valued_sheet_is_written_with_its_league(played: Fbm, league: str, tmp_path: Path) -> None:
    file = tmp_path / "sheet.csv"
    assert played("project", "2015", "--league", league, "--out", str(file)).code == 0
    header = file.read_text(encoding="utf-8").splitlines()[0].split(",")
    assert {"rank", "dollars", "value", "position_rank", "eligible", "yahoo_id", "espn_id", "nfbc_id"} <= set(header)
    assert json.loads(Path(f"{file}.meta.json").read_text(encoding="utf-8"))["league"]["name"] == "small"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("teams = 4", "team = 4", "team means nothing here"),
        ("teams = 4", "teams = 1", "teams is 1: it has to be 2 or more."),
        ("C = 1", "Q = 1", "roster.Q means nothing here: there are C, 1B"),
        ("teams = 4", "teams = ", "cannot be read (it is not TOML"),
    ],
)
def test_a_league_that_cannot_be_meant_is_told_in_a_sentence(
    played: Fbm, league: str, old: str, new: str, said: str
) -> None:
    Path(league).write_text(ROSTER.replace(old, new), encoding="utf-8")
    ended = played("project", "2015", "--league", league)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err


SENT = "\\u001b[31mred\\u0007 \\u202e"


def test_a_name_that_would_move_the_cursor_is_shown_escaped(played: Fbm, league: str) -> None:
    Path(league).write_text(ROSTER.replace("small", SENT), encoding="utf-8")
    ended = played("project", "2015", "--league", league)
    assert (ended.code, "\\x1b[31mred\\x07 \\u202e" in ended.out) == (0, True)
    assert all(line.isprintable() for line in ended.out.splitlines())


@pytest.mark.parametrize(
    "text", [f'[categories]\nbatter = ["{SENT}"]\n', f'"{SENT}" = 1\n', f'[points.batter]\n"{SENT}" = 1\n']
)
def test_a_league_that_is_refused_cannot_move_the_cursor_either(played: Fbm, league: str, text: str) -> None:
    Path(league).write_text(ROSTER + text, encoding="utf-8")
    ended = played("project", "2015", "--league", league)
    assert ended.code == 2
    assert all(line.isprintable() for line in (ended.out + ended.err).splitlines())


def test_a_league_that_asks_for_too_many_is_told(played: Fbm, league: str) -> None:
    Path(league).write_text(ROSTER.replace("teams = 4", "teams = 30"), encoding="utf-8")
    ended = played("project", "2015", "--league", league)
    assert ended.code == 1
    assert "more places for C than players are projected" in ended.err


def test_a_category_without_figures_is_told(played: Fbm, league: str) -> None:
    Path(league).write_text(f'{ROSTER}[categories]\npitcher = ["w", "hld"]\n', encoding="utf-8")
    ended = played("project", "2015", "--league", league)
    if ended.code:
        assert "pitchers' hld, and these seasons have no figure for it" in ended.err


@pytest.mark.parametrize(
    "scoring", ['[categories]\npitcher = ["w", "qs", "era"]\n', "[points.batter]\nhr = 4\n[points.pitcher]\nqs = 5\n"]
)
def test_quality_starts_may_be_asked_for(played: Fbm, league: str, scoring: str) -> None:
    points = 'format = "points"' if "points" in scoring else ""
    Path(league).write_text(f"{points}\n{ROSTER}{scoring}", encoding="utf-8")
    sheet = document_of(played("project", "2015", "--league", league, "--json"))
    drafted = [row for row in sheet["pitchers"] if row["slot"]]
    assert all(float(str(row["qs"])) > 0 for row in drafted)


def test_the_example_is_a_league(played: Fbm, tmp_path: Path) -> None:
    example = played("project", "--league-example")
    (tmp_path / "example.toml").write_text(example.out, encoding="utf-8")
    assert example.code == 0
    ended = played("project", "2015", "--league", str(tmp_path / "example.toml"))
    assert "means nothing" not in ended.err


def test_a_second_run_gives_the_same_bytes(played: Fbm, league: str, tmp_path: Path) -> None:
    for ending in ("csv", "json", "parquet"):
        files = [tmp_path / f"{name}.{ending}" for name in ("first", "second")]
        for file in files:
            assert played("project", "2015", "--league", league, "--out", str(file)).code == 0
        assert files[0].read_bytes() == files[1].read_bytes()


def test_a_pinned_sheet_is_made_again_byte_for_byte_without_the_league_file(
    played: Fbm, league: str, tmp_path: Path
) -> None:
    pin, first, second = (str(tmp_path / name) for name in ("sheet.pin", "first.csv", "second.csv"))
    asked = ("project", "2015", "--pipeline", "marcel_gb", "--league", league)
    printed = played(*asked, "--pin", pin, "--out", first)
    assert printed.code == 0
    assert played("ml", "train", "--years", "2011-2014").code == 0
    Path(league).unlink()
    again = played("project", "--from-pin", pin, "--out", second)
    assert (again.code, again.out) == (0, printed.out)
    assert Path(first).read_bytes() == Path(second).read_bytes()


def test_a_pin_does_not_take_the_place_of_the_sheet(played: Fbm, tmp_path: Path) -> None:
    same = str(tmp_path / "sheet.csv")
    told = played("project", "2015", "--pipeline", "marcel", "--pin", same, "--out", same)
    assert (told.code, told.err) == (2, f"fbm: --out and --pin both name {same}: give each a file of its own.\n")
    assert not Path(same).exists()


@pytest.fixture
def pinned(played: Fbm, tmp_path: Path) -> str:
    pin = str(tmp_path / "sheet.pin")
    assert played("project", "2015", "--pipeline", "marcel_gb", "--pin", pin).code == 0
    return pin


def test_other_data_are_refused_by_name(played: Fbm, pinned: str) -> None:
    assert played("data", "simulate", *SIMULATED, "--seed", "4", "--replace-all").code == 0
    ended = played("project", "--from-pin", pinned)
    assert (ended.code, ended.out) == (1, "")
    assert "The data tables differ from those that were pinned" in ended.err


def test_another_model_of_the_same_name_is_refused_by_name(played: Fbm, pinned: str, tmp_path: Path) -> None:
    other = ("--registry", str(tmp_path / "other"))
    assert played(*other, "ml", "train", "--years", "2011-2013").code == 0
    ended = played(*other, "project", "--from-pin", pinned)
    assert (ended.code, ended.out) == (1, "")
    assert "The model gb_residual default (batter) is sha256:" in ended.err


def test_a_model_that_is_gone_is_told(played: Fbm, pinned: str) -> None:
    assert played("ml", "delete", "default", "--yes").code == 0
    ended = played("project", "--from-pin", pinned)
    assert (ended.code, ended.out) == (1, "")
    assert "default" in ended.err


def test_other_ids_are_refused_by_name(played: Fbm, tmp_path: Path) -> None:
    pin = str(tmp_path / "sheet.pin")
    sheet = document_of(played("project", "2015", "--pin", pin, "--json"))
    player = sheet["batters"][0]["player_id"]
    ids = tmp_path / "ids.csv"
    ids.write_text(
        "IDPLAYER,PLAYERNAME,MLBID,IDFANGRAPHS,BREFID,RETROID,YAHOOID,ESPNID,CBSID,NFBCID,ROTOWIREID,OTTONEUID,"
        f"FANTRAXID\n{player},Somebody,12,,,,7,,,,,,\n",
        encoding="utf-8",
    )
    assert played("data", "import", "ids", str(ids)).code == 0
    again = document_of(played("project", "2015", "--json"))["batters"][0]
    assert (again["yahoo_id"], again["mlbam_id"]) == ("7", 12)
    ended = played("project", "--from-pin", pin)
    assert (ended.code, "ids of players differ" in ended.err) == (1, True)


def test_an_altered_pin_is_refused(played: Fbm, pinned: str) -> None:
    Path(pinned).write_bytes(Path(pinned).read_bytes().replace(b"marcel_gb", b"marcel_bg"))
    ended = played("project", "--from-pin", pinned)
    assert (ended.code, "altered" in ended.err) == (1, True)


@pytest.mark.parametrize("more", [("--pipeline", "marcel"), ("--model", "mtl=default"), ("2014",)])
def test_a_pin_brooks_no_other_wishes(played: Fbm, pinned: str, more: tuple[str, ...]) -> None:
    assert played("project", *more, "--from-pin", pinned).code == 2


def test_a_season_is_asked_for(fbm: Fbm) -> None:
    ended = fbm("project")
    assert (ended.code, ended.out) == (2, "")
    assert "Which season?" in ended.err


def test_a_player_is_explained_stage_by_stage(played: Fbm) -> None:
    asked = ("project", "2015", "--pipeline", "marcel_gb")
    row = document_of(played(*asked, "--json"))["batters"][0]
    printed = played(*asked, "--explain", str(row["name"]).upper())
    assert printed.code == 0
    assert all(word in printed.out for word in ("rebaseline", "aging", "gb", "league", "2014", str(row["name"])))
    assert max(map(len, printed.out.splitlines())) <= 80
    data = json.loads(played(*asked, "--explain", str(row["player_id"]), "--json").out)
    (way,) = data["explanations"]
    assert [stage["name"] for stage in way["stages"]] == ["rates", "rebaseline", "aging", "gb_residual", "playing_time"]
    assert way["projection"]["hr"] == row["hr"]
    assert data["player"]["name"] == row["name"]


def test_a_near_name_is_offered_and_several_are_listed(played: Fbm) -> None:
    rows = document_of(played("project", "2015", "--json"))["batters"]
    name = str(rows[0]["name"])
    missed = played("project", "2015", "--explain", name[:-1] + "qq")
    assert (missed.code, missed.out) == (1, "")
    assert name in missed.err
    several = played("project", "2015", "--explain", "a")
    assert (several.code, "give an id" in several.err) == (1, True)
