"""Whatever is wrong is said in one sentence, and nothing is changed by it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from fbm.app.registry.facade import ModelRegistry
from tests.adapters.sources.lahman_rows import BATTING, FILES, write_lahman
from tests.cli.conftest import Ended, Fbm

LONG = "x" * 300
TRAIN = ("ml", "train", "--years", "2019-2021")
REFUSED, MEANINGLESS = 1, 2

REGISTRY = [
    (("ml", "info", "defualt"), REFUSED, "Did you mean default, "),
    (("ml", "info", "default_v9"), REFUSED, "Did you mean default_v3, "),
    (("ml", "info", "nobody"), REFUSED, "See what there is with `fbm ml list`."),
    (("ml", "info", "default@nobody"), REFUSED, "the alias nobody was never set (set ones: champion)"),
    (("ml", "info", "a\x1b[31mb"), MEANINGLESS, r"'a\x1b[31mb' is no name"),
    (("ml", "info", "mtl/default"), REFUSED, "There is no mtl model"),
    (("ml", "info", LONG), MEANINGLESS, "(300 characters)"),
    (("ml", "info", "default", "-p", "shared"), MEANINGLESS, "batter, pitcher"),
    (("ml", "compare", "default", "defualt"), REFUSED, "Did you mean default, "),
    (("ml", "compare", "default", "parks", "-t", "nope"), MEANINGLESS, "gb_residual, mtl, mle, contextual"),
    (("ml", "delete", "nobody", "--yes"), REFUSED, "There is no gb_residual model nobody"),
    (("ml", "delete", "../x", "--yes"), MEANINGLESS, "'../x' names no model"),
    (("ml", "delete", "default_v2", "--yes"), REFUSED, "default_v2 is champion of its line"),
    (("ml", "restore", "default"), REFUSED, "there is nothing to restore"),
    (("ml", "restore", "nobody"), REFUSED, "There is no gb_residual model nobody"),
    (("ml", "export", "default", "--out", "/"), REFUSED, "it is a directory"),
    (("ml", "list", "--type", "nope"), MEANINGLESS, "There is no model type 'nope'"),
    (("ml", "list", "-p", "catcher"), MEANINGLESS, "batter, pitcher, shared"),
    (("ml", "list", "--registry", "ftp://models"), REFUSED, "give a directory, s3://bucket/prefix"),
]
TRAINING = [
    ((*TRAIN, "--name", "test_v1", "--version", "2"), MEANINGLESS, "test_v1 is version 1, but --version says 2"),
    ((*TRAIN, "--version", "0"), MEANINGLESS, "versions are whole numbers from 1"),
    ((*TRAIN, "--version", "-1"), MEANINGLESS, "Version -1 cannot be meant"),
    ((*TRAIN, "--name", "a/b"), MEANINGLESS, "'a/b' is no name for a model"),
    ((*TRAIN, "--name", ".."), MEANINGLESS, "'..' is no name for a model"),
    ((*TRAIN, "--name", ""), MEANINGLESS, "'' is no name for a model"),
    ((*TRAIN, "--name", "a\nb\0"), MEANINGLESS, r"'a\nb\x00' is no name for a model"),
    ((*TRAIN, "--name", LONG), MEANINGLESS, "it has 300 characters, 100 are the most"),
    ((*TRAIN, "--name", "DEFAULT"), REFUSED, "DEFAULT differs from default only in upper and lower case"),
    ((*TRAIN, "--version", "2"), REFUSED, "the next free one is default_v4"),
    ((*TRAIN, "--name", "default_v2"), REFUSED, "the next free one is default_v4"),
    ((*TRAIN, "--type", "nope"), MEANINGLESS, "There is no model type 'nope'"),
    ((*TRAIN, "--type", "contextual"), REFUSED, "use --type gb_residual or --type mtl or --type mle"),
    ((*TRAIN, "--type", "mtl", "--epochs", "0"), MEANINGLESS, "give 1 or more"),
    ((*TRAIN, "-p", "catcher"), MEANINGLESS, "there are batter, pitcher"),
    ((*TRAIN, "--pipeline", "marcle"), MEANINGLESS, "Did you mean marcel, "),
    ((*TRAIN, "--tag", "parks"), MEANINGLESS, "--tag takes KEY=VALUE"),
    ((*TRAIN, "--type", "blend", "--pipeline", "marcel"), REFUSED, "correct marcel: use --pipeline baseline."),
    ((*TRAIN, "--pipeline", "marcel_classic"), REFUSED, "use --pipeline marcel or --pipeline baseline."),
    (TRAIN, REFUSED, "No seasons are at hand (2016-2021 needed)"),
]
SEASONS = [
    (("project", "2022"), REFUSED, "`fbm data import lahman DIR`"),
    (("project", "2022", "--pipeline", "marcle"), MEANINGLESS, "Did you mean marcel"),
    (("project", "2022", "--model", "gb_residual"), MEANINGLESS, "--model takes TYPE=REF"),
    (("project", "2022", "--model", "gb_residual="), MEANINGLESS, "--model takes TYPE=REF"),
    (("project", "2022", "--out", "sheet.xyz"), MEANINGLESS, ".csv, .json, .parquet"),
    (("project", "2022", "--model", "gb_residual=default"), MEANINGLESS, "no place for a gb_residual model"),
    (("data", "simulate", "--teams", "3"), MEANINGLESS, "from 4 to 60"),
]
PARSER = [
    (("frob",), 'Unknown command "frob"'),
    (("ml", "lst"), 'Did you mean "list"?'),
    (("ml", "list", "--bogus"), "Unknown option: --bogus"),
    (("ml", "info"), "requires an argument"),
    (("ml", "list", "--home"), "--home requires an argument"),
    (("ml", "train"), "--years requires an argument"),
    (("ml", "train", "--years", "20x"), "'20x' is not a season"),
    (("ml", "train", "--years", "2020-2015"), "runs backwards"),
    ((*TRAIN, "--version", "x"), "--version"),
    (("project", "x"), "SEASON"),
    (("data", "simulate", "--teams", "many"), "--teams"),
]
IMPORTS: list[tuple[Mapping[str, str], str]] = [
    ({"Batting.csv": BATTING.replace(",HR,", ",HRS,")}, "Batting.csv has no column HR"),
    ({"Batting.csv": BATTING.replace(",550,", ",5x0,")}, "Batting.csv, line 2, column AB: '5x0' is refused"),
    ({"Batting.csv": BATTING[:-30]}, "Batting.csv, line 6"),
    ({"Teams.csv": FILES["Teams.csv"][:-4]}, "Teams.csv, line 5"),
    ({"Pitching.csv": ""}, "Pitching.csv"),
]


def tree(directory: Path) -> dict[str, bytes | None]:
    """Every name under a directory, with the bytes of the files."""
    return {str(p.relative_to(directory)): p.read_bytes() if p.is_file() else None for p in directory.rglob("*")}


def assert_one_sentence(ended: Ended, code: int, fragment: str) -> None:
    assert (ended.code, ended.out) == (code, "")
    assert fragment in ended.err
    assert ended.err.startswith("fbm: ")
    assert (ended.err.count("fbm: "), ended.err.count("\n"), ended.err[-1]) == (1, 1, "\n")
    assert ended.err.removesuffix("\n").isprintable()
    assert "Traceback" not in ended.err
    assert "Unexpected" not in ended.err


@pytest.mark.parametrize(("words", "code", "fragment"), [*REGISTRY, *TRAINING, *SEASONS])
def test_a_refusal_is_one_sentence_and_changes_nothing(
    fbm: Fbm, published: ModelRegistry, tmp_path: Path, words: tuple[str, ...], code: int, fragment: str
) -> None:
    before = tree(tmp_path)
    assert_one_sentence(fbm(*words), code, fragment)
    assert tree(tmp_path) == before


@pytest.mark.parametrize(("words", "fragment"), PARSER)
def test_a_command_line_that_cannot_be_read_is_one_box(
    fbm: Fbm, published: ModelRegistry, tmp_path: Path, words: tuple[str, ...], fragment: str
) -> None:
    before = tree(tmp_path)
    code, out, err = fbm(*words)
    assert (code, out) == (MEANINGLESS, "")
    assert fragment in err
    assert (err.count("╭"), err.count("╰"), "Traceback" in err) == (1, 1, False)
    assert tree(tmp_path) == before


@pytest.mark.parametrize("words", [TRAIN, ("project", "2022"), ("ml", "info", "default")])
def test_a_refusal_in_a_new_home_makes_none(fbm: Fbm, home: Path, words: tuple[str, ...]) -> None:
    assert fbm(*words).code == REFUSED
    assert not home.exists()


def test_a_pin_in_the_place_of_a_directory_is_refused(fbm: Fbm, home: Path) -> None:
    assert fbm("data", "simulate", "--first-season", "2015", "--last-season", "2018", "--teams", "4").code == 0
    ended = fbm("project", "2019", "--pin", "/")
    assert ended.code == REFUSED
    assert "it is a directory" in ended.err
    assert "Unexpected" not in ended.err


def test_a_pipeline_without_its_model_says_what_trains_one(fbm: Fbm, home: Path) -> None:
    assert fbm("data", "simulate", "--first-season", "2013", "--last-season", "2018", "--teams", "4").code == 0
    for pipeline, command in (("marcel_mle", "train-mle"), ("mtl", "train-mtl"), ("blend", "train --type blend")):
        assert_one_sentence(fbm("project", "2019", "--pipeline", pipeline), REFUSED, f"`fbm ml {command} --years")


def test_a_description_cannot_reach_the_terminal(fbm: Fbm, published: ModelRegistry) -> None:
    ended = fbm("ml", "annotate", "default", "--description", "bad\x1b[31mred\x1b[0m\x9b1m")
    assert ended.code == 0
    assert r"bad\x1b[31mred\x1b[0m\x9b1m" in ended.out
    assert "\x1b" not in ended.out
    assert json.loads(fbm("ml", "annotate", "default", "--tag", "a=\x1b[1mb\x1b[0m", "--json").out)["tags"] == {
        "a": "\x1b[1mb\x1b[0m"
    }
    assert "\x1b" not in fbm("ml", "annotate", "default", "--tag", "c=d").out


def test_a_name_cannot_reach_the_terminal(fbm: Fbm, tmp_path: Path) -> None:
    ended = fbm("data", "import", "lahman", str(tmp_path / "a\x1b[31m\nb"))
    assert_one_sentence(ended, REFUSED, r"a\x1b[31m\nb: give the directory")


@pytest.mark.parametrize(("changes", "fragment"), IMPORTS)
def test_a_bad_file_imports_nothing(
    fbm: Fbm, home: Path, tmp_path: Path, changes: Mapping[str, str], fragment: str
) -> None:
    directory = write_lahman(tmp_path / "lahman", changes)
    assert_one_sentence(fbm("data", "import", "lahman", str(directory)), REFUSED, fragment)
    assert tree(home) == {}


def test_a_bad_file_leaves_what_was_imported_before(fbm: Fbm, home: Path, tmp_path: Path) -> None:
    directory = write_lahman(tmp_path / "lahman")
    assert fbm("data", "import", "lahman", str(directory)).code == 0
    before = tree(home)
    write_lahman(directory, {"Batting.csv": BATTING.replace(",550,", ",5x0,")})
    assert_one_sentence(fbm("data", "import", "lahman", str(directory)), REFUSED, "'5x0'")
    assert tree(home) == before


def test_a_missing_directory_imports_nothing(fbm: Fbm, home: Path, tmp_path: Path) -> None:
    ended = fbm("data", "import", "lahman", str(tmp_path / "nowhere"))
    assert_one_sentence(ended, REFUSED, "give the directory with the CSV files of Lahman")
    assert tree(home) == {}


def cut(file: Path) -> None:
    """Keep the first half of a file."""
    file.chmod(0o644)
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])


def test_a_release_cut_in_half_is_named_and_the_others_are_listed(
    fbm: Fbm, published: ModelRegistry, home: Path
) -> None:
    cut(home / "registry/releases/gb_residual/default/000000002.json")
    code, out, err = fbm("ml", "list")
    assert (code, err.count("\n"), "000000002.json" in err) == (0, 1, True)
    assert [name in out for name in ("default ", "default_v2", "default_v3", "parks")] == [True, False, True, True]
    (problem,) = json.loads(fbm("ml", "list", "--json").out)["problems"]
    assert problem["key"] == "releases/gb_residual/default/000000002.json"


@pytest.mark.parametrize("words", [("info", "default_v2"), ("compare", "default", "default_v2")])
def test_a_release_cut_in_half_is_not_trusted(
    fbm: Fbm, published: ModelRegistry, home: Path, words: tuple[str, ...]
) -> None:
    cut(home / "registry/releases/gb_residual/default/000000002.json")
    assert_one_sentence(fbm("ml", *words), REFUSED, "restore that file from a copy")


@pytest.fixture
def cut_artifacts(fbm: Fbm, published: ModelRegistry, home: Path) -> None:
    simulated = fbm("data", "simulate", "--first-season", "2019", "--last-season", "2021", "--teams", "4")
    assert simulated.code == 0
    for blob in (home / "registry/blobs").rglob("*"):
        if blob.is_file():
            cut(blob)


@pytest.mark.usefixtures("cut_artifacts")
def test_an_artifact_cut_in_half_projects_nothing(fbm: Fbm, tmp_path: Path) -> None:
    before = tree(tmp_path)
    sheet = str(tmp_path / "sheet.csv")
    ended = fbm("project", "2022", "--pipeline", "marcel_gb", "--model", "gb_residual=default", "--out", sheet)
    assert_one_sentence(ended, REFUSED, "default is damaged, blobs/sha256/")
    assert tree(tmp_path) == before


@pytest.mark.usefixtures("cut_artifacts")
def test_an_artifact_cut_in_half_is_still_listed(fbm: Fbm) -> None:
    code, out, err = fbm("ml", "list")
    assert (code, err) == (0, "")
    assert out.count("default_v3") == 2


@pytest.mark.parametrize("words", [("ml", "list"), TRAIN, ("ml", "delete", "default", "--yes")])
def test_a_registry_that_is_a_file_is_refused(fbm: Fbm, tmp_path: Path, words: tuple[str, ...]) -> None:
    file = tmp_path / "file"
    file.write_text("mine")
    assert_one_sentence(fbm(*words, "--registry", str(file)), REFUSED, f"The registry {file} cannot be used")
    assert tree(tmp_path) == {"file": b"mine"}


@pytest.mark.parametrize(
    "words",
    [
        ("ml", "list"),
        ("ml", "info", "default"),
        TRAIN,
        ("project", "2022"),
        ("data", "status"),
        ("data", "simulate", "--first-season", "2019", "--last-season", "2019", "--teams", "4"),
    ],
)
def test_a_home_that_is_a_file_is_refused(fbm: Fbm, home: Path, words: tuple[str, ...]) -> None:
    home.write_text("mine")
    ended = fbm(*words)
    assert_one_sentence(ended, REFUSED, "")
    assert "There is no" not in ended.err
    assert home.read_text() == "mine"
