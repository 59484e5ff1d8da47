"""`fbm ml list`: every version is shown, to people and to programs."""

from __future__ import annotations

import json

import pytest
from syrupy.assertion import SnapshotAssertion

from fbm.app.registry.facade import ModelRegistry
from fbm.domain.registry.draft import PartDraft, ReleaseDraft
from tests.cli.conftest import Fbm

KEYS = [
    "model_type",
    "name",
    "base_name",
    "version",
    "player_type",
    "training_years",
    "stats",
    "created_at",
    "aliases",
    "tags",
    "description",
    "digest",
    "size_bytes",
    "metrics",
]


def test_people_get_a_table(fbm: Fbm, published: ModelRegistry, text: SnapshotAssertion) -> None:
    code, out, err = fbm("ml", "list")
    assert (code, err) == (0, "")
    assert out == text


@pytest.mark.parametrize("width", [80, 90, 100])
def test_the_table_fits_the_terminal(
    fbm: Fbm, published: ModelRegistry, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    assert max(len(line) for line in fbm("ml", "list").out.splitlines()) <= width


def test_a_table_without_room_runs_over_and_cuts_no_word(
    fbm: Fbm, published: ModelRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = set(fbm("ml", "list").out.replace("-", " ").split())
    monkeypatch.setenv("COLUMNS", "20")
    assert set(fbm("ml", "list").out.replace("-", " ").split()) == words


def test_programs_get_every_part(fbm: Fbm, published: ModelRegistry, text: SnapshotAssertion) -> None:
    code, out, err = fbm("ml", "list", "--json")
    listing = json.loads(out)
    assert (code, err, list(listing), listing["problems"]) == (0, "", ["models", "problems"], [])
    assert [list(model) for model in listing["models"]] == [KEYS] * 8
    assert json.dumps(listing, indent=1) + "\n" == text


def test_a_player_type_leaves_the_others_out(fbm: Fbm, published: ModelRegistry) -> None:
    listing = json.loads(fbm("ml", "list", "-p", "pitcher", "--json").out)
    assert {model["player_type"] for model in listing["models"]} == {"pitcher"}
    assert len(listing["models"]) == 4


def test_a_type_without_models_is_empty(fbm: Fbm, published: ModelRegistry) -> None:
    assert json.loads(fbm("ml", "list", "--type", "mtl", "--json").out) == {"models": [], "problems": []}


def test_an_empty_registry_says_what_comes_next(fbm: Fbm) -> None:
    code, out, err = fbm("ml", "list")
    assert (code, err) == (0, "")
    assert out == "No models yet. Next: fbm ml train --years 2015-2021\n"
    assert json.loads(fbm("ml", "list", "--json").out) == {"models": [], "problems": []}


def test_a_model_of_many_stats_takes_one_line_and_programs_get_all(fbm: Fbm, published: ModelRegistry) -> None:
    stats = ("hr", "so", "bb", "singles", "doubles", "triples")
    rates = tuple(f"rate:{stat}" for stat in stats)
    parts = [PartDraft("batter", {}, stats=stats), PartDraft("pitcher", {}, stats=("volume:expected", *rates))]
    published.publish(ReleaseDraft("contextual", "a_name", parts)).unwrap()
    lines = fbm("ml", "list", "--type", "contextual").out.splitlines()[-2:]
    assert "hr so bb +3" in lines[0]
    assert "7 stats" in lines[1]
    (part, _) = json.loads(fbm("ml", "list", "--type", "contextual", "--json").out)["models"]
    assert tuple(part["stats"]) == stats


@pytest.mark.parametrize("name", ["a_name_that_is_rather_long", "short"])
def test_long_names_and_many_stats_fit_eighty_columns(fbm: Fbm, published: ModelRegistry, name: str) -> None:
    years = (2001, 2003, *range(2010, 2017), 2019)
    part = PartDraft("pitcher", {}, training_years=years, stats=("volume:expected", "rate:so", "rate:bb"))
    published.publish(ReleaseDraft("gb_residual", name, [part])).unwrap()
    assert max(map(len, fbm("ml", "list").out.splitlines())) <= 80
