from __future__ import annotations

import json

from tests.cli.conftest import Fbm

LEAGUE = ("--first-season", "2008", "--last-season", "2014", "--teams", "6", "--seed", "3")


def test_a_kind_of_model_is_judged_and_nothing_is_kept(fbm: Fbm) -> None:
    assert fbm("data", "simulate", *LEAGUE).code == 0
    ended = fbm("ml", "validate", "--years", "2011-2014", "--holdout-years", "2", "-p", "batter")
    assert ended.code == 0
    head, columns, _, first, *_ = ended.out.splitlines()
    assert head.endswith("batter seasons, 2013-2014 held out, errors per 600 plate appearances:")
    assert columns.split("  ")[-1].strip() == "Better in"
    assert first.endswith(" of 2")
    assert max(len(line) for line in ended.out.splitlines()) <= 80

    found = json.loads(fbm("ml", "validate", "--years", "2011-2014", "-p", "batter", "--json").out)
    assert (found["model_type"], found["pipeline"], found["held_out"]) == ("gb_residual", "marcel", [2014])
    assert set(found["parts"]["batter"]) == {"seasons", "pooled"}
    assert json.loads(fbm("ml", "list", "--json").out)["models"] == []


def test_what_cannot_be_meant_is_said(fbm: Fbm) -> None:
    assert fbm("data", "simulate", *LEAGUE).code == 0
    none = fbm("ml", "validate", "--years", "2011-2014", "--holdout-years", "0")
    assert (none.code, none.err) == (2, "fbm: --holdout-years 0 would judge nothing: give 1 or more.\n")
    few = fbm("ml", "validate", "--years", "2013-2014", "--holdout-years", "2")
    assert few.code == 1
    assert few.err == (
        "fbm: Validation holds the last 2 seasons out, and there is only 2013-2014: name more seasons.\n"
    )
