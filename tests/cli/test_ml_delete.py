"""`fbm ml delete` asks first, and `fbm ml restore` undoes it."""

from __future__ import annotations

import io
import json
import sys

import pytest
from syrupy.assertion import SnapshotAssertion

from fbm.app.registry.facade import ModelRegistry
from tests.cli.conftest import Ended, Fbm


class Terminal(io.StringIO):
    """Somebody who types."""

    def isatty(self) -> bool:
        return True


def listed(fbm: Fbm) -> list[tuple[str, str]]:
    models = json.loads(fbm("ml", "list", "--json").out)["models"]
    return [(model["name"], model["player_type"]) for model in models]


def test_nothing_is_removed_where_nobody_can_answer(
    fbm: Fbm, published: ModelRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    before = fbm("ml", "list")
    kept = "fbm: default was kept: nobody said yes (add --yes to skip the question).\n"
    assert fbm("ml", "delete", "default") == Ended(1, "", kept)
    assert fbm("ml", "list") == before


@pytest.mark.parametrize("answer", ["", "\n", "n\n", "no\n", "yep\n"])
def test_anything_but_yes_is_no(
    fbm: Fbm, published: ModelRegistry, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    before = listed(fbm)
    assert fbm("ml", "delete", "default").code != 0
    assert listed(fbm) == before


@pytest.mark.parametrize("answer", ["y\n", "YES\n", " yes \n"])
def test_yes_removes(fbm: Fbm, published: ModelRegistry, monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    code, _, err = fbm("ml", "delete", "default")
    assert (code, err) == (0, "Delete default? It can be restored later. [y/N] ")
    assert ("default", "batter") not in listed(fbm)


def test_a_removal_and_its_undoing_are_told(fbm: Fbm, published: ModelRegistry, text: SnapshotAssertion) -> None:
    removed = fbm("ml", "delete", "default_v3", "--yes")
    restored = fbm("ml", "restore", "default_v3")
    assert (removed.code, removed.err, restored.code, restored.err) == (0, "", 0, "")
    assert removed.out + restored.out == text


def test_programs_are_told_too(fbm: Fbm, published: ModelRegistry) -> None:
    told = {"model_type": "gb_residual", "name": "default_v3", "player_types": ["batter", "pitcher"]}
    assert json.loads(fbm("ml", "delete", "default@3", "--yes", "--json").out) == {"action": "deleted", **told}
    assert json.loads(fbm("ml", "restore", "default@3", "--json").out) == {"action": "restored", **told}


def test_restoring_brings_everything_back(fbm: Fbm, published: ModelRegistry) -> None:
    before = fbm("ml", "list", "--json")
    fbm("ml", "delete", "default", "--yes")
    assert fbm("ml", "list", "--json") != before
    fbm("ml", "restore", "default")
    assert fbm("ml", "list", "--json") == before


def test_removing_one_part_leaves_the_other(fbm: Fbm, published: ModelRegistry) -> None:
    fbm("ml", "delete", "default", "-p", "pitcher", "--yes")
    assert ("default", "batter") in listed(fbm)
    assert ("default", "pitcher") not in listed(fbm)


def test_restoring_one_part_leaves_the_other_removed(fbm: Fbm, published: ModelRegistry) -> None:
    fbm("ml", "delete", "default", "--yes")
    assert fbm("ml", "restore", "default", "-p", "pitcher").code == 0
    assert [part for name, part in listed(fbm) if name == "default"] == ["pitcher"]


def test_an_alias_is_in_the_way_until_forced(fbm: Fbm, published: ModelRegistry) -> None:
    code, _, err = fbm("ml", "delete", "default_v2", "--yes")
    assert (code, "champion" in err, "--force" in err) == (1, True, True)
    assert fbm("ml", "delete", "default_v2", "--yes", "--force").code == 0


def test_the_number_of_a_removed_version_is_not_given_again(fbm: Fbm, published: ModelRegistry) -> None:
    fbm("ml", "delete", "default_v3", "--yes")
    assert published.next_version("default", "gb_residual").unwrap() == 4
