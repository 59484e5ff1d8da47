"""What a line of models needs: aliases, promotion, notes, pruning, choosing what to list, several side by side."""

from __future__ import annotations

import json
import re

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.cli.conftest import Fbm

pytestmark = pytest.mark.usefixtures("published")


def names(fbm: Fbm, *words: str) -> list[str]:
    models = json.loads(fbm("ml", "list", "-p", "batter", "--json", *words).out)["models"]
    return [model["name"] for model in models]


def bytes_only_in(fbm: Fbm, name: str) -> int:
    models = json.loads(fbm("ml", "list", "--json").out)["models"]
    elsewhere = {model["digest"] for model in models if model["name"] != name}
    return sum(model["size_bytes"] for model in models if model["name"] == name and model["digest"] not in elsewhere)


def test_an_alias_moves_and_remembers(fbm: Fbm, text: SnapshotAssertion) -> None:
    moved = fbm("ml", "alias", "default", "1", "champion", "--reason", "the old one was better")
    assert moved.out == "default@champion is default from now on (before: default_v2).\n"
    assert re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", "YYYY-MM-DD hh:mm:ss", fbm("ml", "alias", "default").out) == text
    assert json.loads(fbm("ml", "info", "default@champion", "--json").out)["models"][0]["version"] == 1


def test_an_alias_may_follow_the_latest_or_another(fbm: Fbm) -> None:
    assert fbm("ml", "alias", "default", "latest", "newest").code == 0
    assert fbm("ml", "alias", "default", "champion", "stable").code == 0
    told = json.loads(fbm("ml", "alias", "default", "--json").out)["aliases"]
    assert {alias: known["version"] for alias, known in told.items()} == {"champion": 2, "newest": 3, "stable": 2}


@pytest.mark.parametrize(
    ("words", "code"),
    [(("9", "champion"), 1), (("1", "latest"), 2), (("1", "Champion"), 2), (("1",), 2), (("x y", "champion"), 2)],
)
def test_an_alias_that_cannot_be_is_one_sentence(fbm: Fbm, words: tuple[str, ...], code: int) -> None:
    ended = fbm("ml", "alias", "default", *words)
    assert (ended.code, len(ended.err.strip().splitlines())) == (code, 1)


def test_a_removed_version_is_given_no_alias(fbm: Fbm) -> None:
    fbm("ml", "delete", "default_v3", "--yes")
    assert fbm("ml", "alias", "default", "3", "champion").code == 1


def test_the_better_one_is_promoted_and_the_log_says_why(fbm: Fbm, text: SnapshotAssertion) -> None:
    fbm("ml", "alias", "default", "1", "champion")
    promoted = fbm("ml", "promote", "default_v2", "--if-better", "--measure", "validation.model.hr.rmse")
    assert promoted.code == 0
    assert promoted.out == text(name="promoted")
    (log,) = json.loads(fbm("ml", "alias", "default", "--json").out)["aliases"].values()
    assert (
        log["history"][-1]["reason"]
        == "promoted over default: validation.model.hr.rmse +4.76% better on average, in 2 of 2"
    )


def test_who_is_no_better_is_not_promoted(fbm: Fbm, text: SnapshotAssertion) -> None:
    ended = fbm("ml", "promote", "default@1", "--if-better")
    assert ended.code == 3
    assert ended.out == text
    assert json.loads(fbm("ml", "promote", "default@1", "--if-better", "--json").out)["verdict"]["better"] is False


def test_who_was_never_measured_is_not_compared(fbm: Fbm) -> None:
    ended = fbm("ml", "promote", "default@latest", "--if-better")
    assert (ended.code, "held out other seasons" in ended.err) == (1, True)


def test_without_a_condition_nothing_is_compared(fbm: Fbm) -> None:
    assert fbm("ml", "promote", "default@latest") == (0, "default_v3 is champion from now on.\n", "")
    assert fbm("ml", "promote", "default@latest") == (0, "default_v3 is champion already.\n", "")


def test_a_bare_name_promotes_version_one_and_says_which_is_the_newest(fbm: Fbm) -> None:
    promoted = fbm("ml", "promote", "default")
    assert promoted.out == "default is champion from now on.\n"
    assert promoted.err == "fbm: A bare name means version 1: the newest of this line is default_v3.\n"
    assert fbm("ml", "promote", "parks") == (0, "parks is champion from now on.\n", "")


def test_notes_change_tags_and_description(fbm: Fbm) -> None:
    fbm("ml", "annotate", "parks", "--tag", "seen=yes", "--untag", "study", "--description", "Parks, looked at again.")
    (row,) = json.loads(fbm("ml", "list", "--name", "parks", "-p", "batter", "--json").out)["models"]
    assert (row["tags"], row["description"]) == ({"seen": "yes"}, "Parks, looked at again.")


@pytest.mark.parametrize("words", [(), ("--tag", "seen"), ("--tag", "=yes")])
def test_notes_that_say_nothing_are_refused(fbm: Fbm, words: tuple[str, ...]) -> None:
    assert fbm("ml", "annotate", "parks", *words).code == 2


def test_a_listing_is_chosen_from(fbm: Fbm) -> None:
    assert names(fbm, "--name", "par*") == ["parks"]
    assert names(fbm, "--name", "default_v2") == ["default_v2"]
    assert names(fbm, "--tag", "study=parks") == names(fbm, "--tag", "study") == ["parks"]
    assert names(fbm, "--tag", "study=swings") == []
    assert names(fbm, "--latest") == ["default_v3", "parks"]
    assert names(fbm, "--since", "2026-02-09") == []
    assert names(fbm, "--since", "2026-02-08") == ["default", "default_v2", "default_v3", "parks"]
    assert names(fbm, "--sort", "hr.rmse")[:2] == ["default_v2", "default"]
    assert fbm("ml", "list", "--since", "yesterday").code == 2


def test_three_versions_stand_side_by_side(fbm: Fbm, text: SnapshotAssertion) -> None:
    assert fbm("ml", "compare", "default", "default_v2", "default_v3", "-p", "batter").out == text
    told = json.loads(fbm("ml", "compare", "default", "default_v2", "default_v3", "-p", "batter", "--json").out)
    assert [model["version"] for model in told["models"]] == [1, 2, 3]
    assert [(pair["a"]["version"], pair["b"]["version"]) for pair in told["pairs"]] == [(1, 2), (1, 3)]


def test_a_check_says_no_when_the_second_is_worse(fbm: Fbm) -> None:
    better = fbm("ml", "compare", "default_v2", "default", "--check", "-p", "batter")
    worse = fbm("ml", "compare", "default", "default_v2", "--check", "-p", "batter")
    assert sorted([better.code, worse.code]) == [0, 3]
    assert "Worse than" in worse.err + better.err
    assert fbm("ml", "compare", "default", "default_v3", "--check").code == 1


def test_pruning_keeps_the_newest_and_those_with_an_alias(fbm: Fbm) -> None:
    told = json.loads(fbm("ml", "prune", "default", "--keep", "1", "--dry-run", "--json").out)
    assert {one["name"] for one in told["deleted"]} == {"default"}
    assert told["bytes"] == bytes_only_in(fbm, "default")
    assert fbm("ml", "prune", "default", "--keep", "1").code == 1
    assert fbm("ml", "prune", "default", "--keep", "1", "--yes").code == 0
    assert names(fbm) == ["default_v2", "default_v3", "parks"]
    assert fbm("ml", "prune", "default", "--keep", "0").code == 2
