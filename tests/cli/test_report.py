"""`fbm report`: a page on versions."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from fbm.app.registry.facade import ModelRegistry
from tests.cli.conftest import Fbm


def test_a_page_tells_both_parts_of_all_versions(fbm: Fbm, published: ModelRegistry, tmp_path: Path) -> None:
    told = fbm("report", "default", "default@2", "--type", "gb_residual", "--out", str(tmp_path / "page.md"))
    assert (told.code, told.out, told.err) == (0, "", f"fbm: Written to {tmp_path / 'page.md'}.\n")
    text = (tmp_path / "page.md").read_text(encoding="utf-8")
    for heading in ("Batters: versions", "Pitchers: versions", "Batters: default\\_v2 beside default: what differs"):
        assert f"## {heading}\n" in text
    assert "| hyperparameters" not in text
    assert "| trees | 100 | 250 |" in text


def test_programs_are_told_what_was_written(fbm: Fbm, published: ModelRegistry, tmp_path: Path) -> None:
    told = fbm("report", "default@champion", "-p", "batter", "--out", str(tmp_path / "both"), "--json")
    found = json.loads(told.out)
    assert sorted(Path(one).name for one in found["written"]) == ["versions.html", "versions.md"]
    assert [(one["name"], one["player_type"]) for one in found["models"]] == [("default_v2", "batter")]


def test_a_version_named_twice_stands_once(fbm: Fbm, published: ModelRegistry, tmp_path: Path) -> None:
    told = fbm("report", "default", "default@1", "default_v1", "--out", str(tmp_path / "x.md"), "--json")
    assert [one["name"] for one in json.loads(told.out)["models"]] == ["default", "default"]


def test_what_cannot_be_is_said_in_a_sentence_and_nothing_is_written(
    fbm: Fbm, published: ModelRegistry, tmp_path: Path
) -> None:
    unknown = fbm("report", "defualt", "--out", str(tmp_path / "x.html"))
    assert unknown.code == 1
    assert "Did you mean default" in unknown.err
    ending = fbm("report", "default", "--out", str(tmp_path / "x.docx"))
    assert (ending.code, ".html" in ending.err) == (2, True)
    nowhere = fbm("report", "default", "--out", str(tmp_path / "none" / "x.md"))
    assert nowhere.code == 1
    assert list(tmp_path.glob("*.*")) == []


def test_without_the_library_for_plots_a_format_that_there_is_is_named(
    fbm: Fbm, published: ModelRegistry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    told = fbm("report", "default", "--type", "gb_residual", "--out", str(tmp_path / "x.html"))
    assert told.code == 1
    assert told.err.endswith("pip install 'fbm[plots]', or let --out end in .md.\n")
    assert fbm("report", "default", "--type", "gb_residual", "--out", str(tmp_path / "x.md")).code == 0
