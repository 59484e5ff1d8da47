"""A file that was named and cannot be used is called what it is, and what to do next is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from fbm.app.registry.facade import ModelRegistry
from tests.adapters.sources.minor_files import BREF_BATTING, HITTING, response, split, write
from tests.cli.conftest import Fbm


@pytest.fixture
def bundle(fbm: Fbm, published: ModelRegistry, tmp_path: Path) -> Path:
    path = tmp_path / "t.fbm"
    assert fbm("ml", "export", "parks", "--out", str(path)).code == 0
    return path


def test_a_bundle_goes_where_nothing_stands(fbm: Fbm, bundle: Path) -> None:
    ended = fbm("ml", "export", "parks", "--out", str(bundle))
    assert ended == (
        1,
        "",
        f"fbm: {bundle} cannot be written (there is a file already): name another place with --out.\n",
    )


@pytest.mark.parametrize("what", ["missing", "truncated", "text", "folder"])
def test_what_is_no_bundle_is_not_called_a_registry(fbm: Fbm, bundle: Path, what: str) -> None:
    match what:
        case "missing":
            bundle.unlink()
        case "truncated":
            bundle.write_bytes(bundle.read_bytes()[:200])
        case "text":
            bundle.write_text("# fbm")
        case _:
            bundle = bundle.parent
    code, _, err = fbm("ml", "import", str(bundle))
    assert (code, err.startswith(f"fbm: {bundle} cannot be taken in (")) == (1, True)
    assert err.endswith("give a bundle that `fbm ml export` wrote, whole.\n")
    assert "registry" not in err


def test_a_directory_without_models_to_migrate_is_named(fbm: Fbm, home: Path) -> None:
    code, _, err = fbm("ml", "migrate", "/nonexistent")
    assert code == 1
    assert err.startswith("fbm: /nonexistent cannot be searched for models (")
    assert err.endswith("give the directory of the earlier system's models.\n")


def test_an_empty_file_is_called_empty(fbm: Fbm, home: Path, tmp_path: Path) -> None:
    (tmp_path / "ids.csv").touch()
    ended = fbm("data", "import", "ids", str(tmp_path / "ids.csv"))
    assert ended == (1, "", "fbm: ids.csv cannot be read (it is empty): nothing was imported.\n")


def test_a_missing_file_gets_the_hint_that_fits(fbm: Fbm, home: Path, tmp_path: Path) -> None:
    assert "Lahman" not in fbm("data", "import", "ids", str(tmp_path / "ids.csv")).err
    assert "Lahman" in fbm("data", "import", "lahman", str(tmp_path)).err


def test_a_directory_stands_for_the_files_in_it(fbm: Fbm, home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "milb"
    folder.mkdir()
    files = [write(folder / "b.CSV", BREF_BATTING), write(folder / "r.json", response(split(100001, HITTING)))]
    write(folder / "notes.txt", "not a table")
    by_folder = fbm("data", "import", "minors", str(folder), "--json")
    assert by_folder.code == 0
    assert by_folder.out == fbm("data", "import", "minors", *map(str, files), "--json").out


@pytest.mark.parametrize("source", ["minors", "ids", "fangraphs", "savant", "statcast", "retrosheet"])
def test_a_directory_without_a_file_to_read_is_called_one(fbm: Fbm, home: Path, tmp_path: Path, source: str) -> None:
    (tmp_path / "milb").mkdir()
    ended = fbm("data", "import", source, str(tmp_path / "milb"))
    said = "fbm: milb cannot be read (it is a directory with no file that this command reads): nothing was imported.\n"
    assert ended == (1, "", said)


def test_nobody_prints_fewer_than_none(fbm: Fbm, home: Path) -> None:
    ended = fbm("project", "2022", "--top", "-5")
    assert ended == (2, "", "fbm: --top -5 cannot be meant: name how many to print, or 0 for all.\n")
