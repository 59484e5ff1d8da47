"""`fbm ml info`: all that is known of one version."""

from __future__ import annotations

import json

import pytest
from syrupy.assertion import SnapshotAssertion

from fbm.app.registry.facade import ModelRegistry
from tests.cli.conftest import Fbm
from tests.registry.samples import draft


def test_people_get_tables(fbm: Fbm, published: ModelRegistry, text: SnapshotAssertion) -> None:
    code, out, err = fbm("ml", "info", "default_v2")
    assert (code, err) == (0, "")
    assert out == text


def test_description_and_tags_are_told(fbm: Fbm, published: ModelRegistry, text: SnapshotAssertion) -> None:
    assert fbm("ml", "info", "parks", "-p", "batter").out == text


def test_programs_get_all_of_it(fbm: Fbm, published: ModelRegistry, text: SnapshotAssertion) -> None:
    code, out, err = fbm("ml", "info", "default_v2", "-p", "pitcher", "--json")
    assert (code, err) == (0, "")
    assert json.dumps(json.loads(out), indent=1) + "\n" == text


@pytest.mark.parametrize("ref", ["default_v2", "default@2", "default@champion", "gb_residual/default@2"])
def test_one_version_has_many_names(fbm: Fbm, published: ModelRegistry, ref: str) -> None:
    assert fbm("ml", "info", ref) == fbm("ml", "info", "default_v2")


def test_a_bare_name_is_version_one_and_latest_the_newest(fbm: Fbm, published: ModelRegistry) -> None:
    first = json.loads(fbm("ml", "info", "default", "--json").out)["models"][0]["version"]
    latest = json.loads(fbm("ml", "info", "default@latest", "--json").out)["models"][0]["version"]
    assert (first, latest) == (1, 3)


def test_a_removed_part_is_not_shown(fbm: Fbm, published: ModelRegistry) -> None:
    fbm("ml", "delete", "default", "-p", "pitcher", "--yes")
    (left,) = json.loads(fbm("ml", "info", "default", "--json").out)["models"]
    assert left["player_type"] == "batter"


def test_a_removed_version_says_how_to_bring_it_back(fbm: Fbm, published: ModelRegistry) -> None:
    fbm("ml", "delete", "default", "--yes")
    code, out, err = fbm("ml", "info", "default")
    assert (code, out) == (1, "")
    assert "fbm ml restore default --type gb_residual" in err


def test_a_description_cannot_colour_the_terminal(fbm: Fbm, published: ModelRegistry) -> None:
    published.publish(draft("odd")._replace(description="red \x1b[31m\nand more")).unwrap()
    out = fbm("ml", "info", "odd").out
    assert r"red \x1b[31m and more" in out
    assert "\x1b" not in out
