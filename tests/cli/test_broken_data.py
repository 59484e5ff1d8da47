"""Damage in a home's tables is noticed and named, and there is a way out of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.adapters.sources.lahman_rows import write_lahman
from tests.cli.conftest import Fbm


@pytest.fixture
def lahman(fbm: Fbm, tmp_path: Path) -> str:
    """Lahman's files, imported already."""
    directory = str(write_lahman(tmp_path / "lahman"))
    assert fbm("data", "import", "lahman", directory).code == 0
    return directory


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 0xFF
    path.write_bytes(data)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-7])


def remove(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("damage", [flip, cut, remove])
@pytest.mark.parametrize("table", ["batting-2002", "people-2001"])
def test_the_doctor_names_a_damaged_table(fbm: Fbm, home: Path, lahman: str, damage: object, table: str) -> None:
    path = next((home / "data").glob(f"{table}-*"))
    assert callable(damage)
    damage(path)
    code, out, _ = fbm("doctor", "--json")
    (data,) = [found for found in json.loads(out)["findings"] if found["what"] == "data"]
    assert (code, data["ok"], path.name in data["found"]) == (3, False, True)
    assert fbm("data", "import", "lahman", lahman).code == 0
    assert fbm("doctor").code == 0


@pytest.mark.parametrize("damage", [cut, remove])
def test_status_names_what_is_gone_or_cut_off(fbm: Fbm, home: Path, lahman: str, damage: object) -> None:
    assert fbm("data", "status").err == ""
    path = next((home / "data").glob("teams-2001-*"))
    assert callable(damage)
    damage(path)
    code, _, err = fbm("data", "status")
    assert (code, path.name in err) == (0, True)


@pytest.mark.parametrize("text", ["", "{", "[]"])
def test_a_catalog_that_cannot_be_read_is_replaced_as_its_sentence_says(
    fbm: Fbm, home: Path, lahman: str, text: str
) -> None:
    catalog = home / "data" / "catalog.json"
    catalog.write_text(text)
    orphan = home / "data" / "minors_batting-2001-0123456789abcdef.parquet"
    orphan.write_bytes(b"named by the broken catalog")
    for words in (("data", "status"), ("data", "import", "lahman", lahman), ("project", "2003")):
        code, _, err = fbm(*words)
        assert (code, "fbm data import lahman DIR --replace-all" in err) == (1, True)
    assert fbm("doctor").code == 3
    code, _, err = fbm("data", "import", "lahman", lahman, "--replace-all")
    (kept,) = (home / "data").glob("catalog.json.broken-*")
    assert (code, kept.read_text(), str(kept) in err) == (0, text, True)
    assert fbm("doctor").code == 0
    assert fbm("data", "import", "lahman", lahman).code == 0
    assert orphan.exists()


def test_a_catalog_of_brackets_without_end_is_damage_and_nothing_unexpected(fbm: Fbm, home: Path, lahman: str) -> None:
    (home / "data" / "catalog.json").write_text("[" * 3_000_000)
    ended = fbm("project", "2003")
    assert ended.code == 1
    assert "The catalog of the season tables cannot be read (nested too deep)" in ended.err
    assert fbm("data", "import", "lahman", lahman, "--replace-all").code == 0
