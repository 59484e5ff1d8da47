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


STATS = tuple(f"stat{place}" for place in range(7))


def measured(shift: float) -> PartDraft:
    """A part with the same baseline as others, other errors, and how far it is better."""
    validation = {
        "baseline": {stat: {"rmse": 9.0, "r": 0.5} for stat in STATS},
        "model": {stat: {"rmse": 8.0 + shift, "r": 0.6 - shift} for stat in STATS},
        "difference": {stat: {"rmse": {"lo": shift - 2.0, "hi": shift}} for stat in STATS},
    }
    return PartDraft("batter", {"shift": shift}, metrics={"validation": validation})


@pytest.fixture
def long(fbm: Fbm, published: ModelRegistry) -> Fbm:
    """Three versions of a line with 42 measures each; the first and the last are alike."""
    for shift in (0.1, 0.2, 0.1):
        published.publish(ReleaseDraft("gb_residual", "long", [measured(shift)])).unwrap()
    return fbm


@pytest.mark.parametrize("versions", [("long", "long_v2"), ("long", "long_v2", "long_v3")], ids=["two", "three"])
def test_a_long_table_leaves_out_what_says_nothing_of_which_to_take(
    long: Fbm, versions: tuple[str, ...], text: SnapshotAssertion
) -> None:
    ended = long("ml", "compare", *versions)
    shown = ended.out[ended.out.index("Metric") :]
    assert max(map(len, shown.splitlines())) <= 80
    assert shown == text


def test_everything_is_listed_when_asked_for_and_told_to_programs(long: Fbm) -> None:
    whole = long("ml", "compare", "long", "long_v2", "--all").out
    assert (whole.count("validation."), "Not listed" in whole) == (42, False)
    assert len(json.loads(long("ml", "compare", "long", "long_v2", "--json").out)["metrics_diff"]) == 42


def test_versions_alike_to_the_last_measure_are_called_so(long: Fbm) -> None:
    assert long("ml", "compare", "long", "long_v3").out.endswith(
        "Same measures.\nNot listed: 42 identical (--all lists them).\n"
    )


def test_measures_of_one_version_alone_are_counted_and_not_listed(long: Fbm, published: ModelRegistry) -> None:
    published.publish(ReleaseDraft("gb_residual", "bare", [PartDraft("batter", {})])).unwrap()
    for versions in (("long", "bare"), ("bare", "long"), ("long", "bare", "bare")):
        assert long("ml", "compare", *versions).out.endswith(
            "No measure is in two versions.\nNot listed: 42 in one version only (--all lists them).\n"
        )
    assert long("ml", "compare", "long", "bare", "--all").out.count("validation.") == 42


def test_more_versions_than_letters_stand_beside_each_other(fbm: Fbm, published: ModelRegistry) -> None:
    told = fbm("ml", "compare", *(["default"] * 30), "-p", "batter", "--all")
    assert told.code == 0
    head = next(line for line in told.out.splitlines() if line.startswith("Metric"))
    assert head.split()[1:] == [*"abcdefghijklmnopqrstuvwxyz", "aa", "ab", "ac", "ad"]
