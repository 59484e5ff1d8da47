"""`fbm ml compare`: what differs between two versions, and every measure with its delta."""

from __future__ import annotations

import json
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from fbm.app.registry.facade import ModelRegistry
from fbm.domain.registry.diffing import flatten
from fbm.domain.registry.draft import PartDraft, ReleaseDraft
from tests.cli.conftest import Fbm

BATTERS = ("ml", "compare", "default", "default_v2", "-p", "batter")
KEYS = ["a", "b", "training_years_diff", "stats_diff", "feature_names_diff", "config_diff", "metrics_diff"]


@pytest.fixture
def compared(fbm: Fbm, published: ModelRegistry) -> dict[str, Any]:
    return dict(json.loads(fbm(*BATTERS, "--json").out))


def test_people_get_tables(fbm: Fbm, published: ModelRegistry, text: SnapshotAssertion) -> None:
    code, out, err = fbm(*BATTERS)
    assert (code, err) == (0, "")
    assert out == text


def test_a_version_does_not_differ_from_itself(fbm: Fbm, published: ModelRegistry, text: SnapshotAssertion) -> None:
    assert fbm("ml", "compare", "default", "default_v1", "-p", "batter").out == text


def test_programs_get_the_documented_keys(compared: dict[str, Any], text: SnapshotAssertion) -> None:
    assert list(compared) == KEYS
    assert list(compared["feature_names_diff"]) == ["a_only", "b_only", "same_order"]
    assert all(list(diff) == ["a", "b", "delta", "better"] for diff in compared["metrics_diff"].values())
    assert json.dumps(compared, indent=1) + "\n" == text


def test_every_measure_of_either_side_is_compared(compared: dict[str, Any]) -> None:
    a, b = flatten(compared["a"]["metrics"]), flatten(compared["b"]["metrics"])
    diffs = compared["metrics_diff"]
    assert set(diffs) == {*a, *b}
    assert {key: diff["a"] for key, diff in diffs.items()} == {key: a.get(key) for key in diffs}
    assert {key: diff["b"] for key, diff in diffs.items()} == {key: b.get(key) for key in diffs}


def test_a_delta_is_b_minus_a_where_both_have_the_measure(compared: dict[str, Any]) -> None:
    for diff in compared["metrics_diff"].values():
        missing = diff["a"] is None or diff["b"] is None
        assert diff["delta"] == (None if missing else diff["b"] - diff["a"])


def test_the_smaller_error_is_better(compared: dict[str, Any]) -> None:
    better = {key: diff["better"] for key, diff in compared["metrics_diff"].items()}
    assert better["validation.model.hr.rmse"] == "b"
    assert better["validation.model.so.rmse"] == "a"
    assert better["validation.model.hr.mae"] is None


def test_what_only_one_side_has_is_named(compared: dict[str, Any]) -> None:
    assert compared["training_years_diff"] == {"a_only": [], "b_only": [2015, 2017, 2018]}
    assert compared["stats_diff"] == {"a_only": [], "b_only": []}
    assert compared["feature_names_diff"] == {"a_only": [], "b_only": ["bb"], "same_order": True}
    assert compared["config_diff"] == {"rate": {"a": 0.1, "b": None}, "trees": {"a": 100, "b": 250}}


def test_without_a_player_type_every_part_is_compared(fbm: Fbm, published: ModelRegistry) -> None:
    both = json.loads(fbm("ml", "compare", "default", "default_v2", "--json").out)
    assert list(both) == ["batter", "pitcher"]
    assert [list(part) for part in both.values()] == [KEYS, KEYS]


def test_small_settings_are_not_rounded_away(fbm: Fbm, published: ModelRegistry) -> None:
    part = PartDraft("batter", {}, config={"rate": 0.00001})
    published.publish(ReleaseDraft("gb_residual", "slow", [part])).unwrap()
    published.publish(ReleaseDraft("gb_residual", "slow", [part._replace(config={"rate": 0.00002})])).unwrap()
    assert "rate           1e-05  2e-05" in fbm("ml", "compare", "slow", "slow_v2").out
