"""What a role had, and what nobody has more of."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fbm.domain.projection.batch import Batch
from fbm.domain.projection.population import RELIEVER, STARTER
from fbm.domain.projection.roles import CLOSER, PITCHING_ROLES, USE, natural_roles, usual_roles, within
from fbm.domain.projection.window import open_batch
from tests.minor_leagues import league

TOTALS = st.fixed_dictionaries({stat: st.floats(0, 200) for stat in USE})


def pitchers() -> Batch:
    return open_batch(league().history, 2019, "pitcher")


@given(totals=TOTALS, most=TOTALS)
def test_totals_within_limits_can_be_those_of_a_season(totals: dict[str, float], most: dict[str, float]) -> None:
    found = within(totals, most)
    assert all(found[stat] <= most[stat] for stat in USE if stat not in ("g",))
    assert found["g"] <= max(most["g"], most["gs"])
    assert found["qs"] <= found["gs"] <= found["g"]
    assert found["w"] + found["l"] + found["sv"] + found["hld"] <= found["g"] * (1 + 1e-12)


def test_a_limit_that_is_not_known_limits_nothing() -> None:
    totals = dict.fromkeys(USE, 10.0)
    assert within(totals, dict.fromkeys(USE, np.nan)) == {**totals, **dict.fromkeys(("w", "l", "sv", "hld"), 2.5)}


def test_starters_have_more_innings_than_closers_and_nobody_more_than_the_most() -> None:
    usual = usual_roles(pitchers())
    assert set(usual) == set(PITCHING_ROLES)
    assert usual[STARTER].outs > 1.5 * usual[CLOSER].outs
    for role in PITCHING_ROLES:
        assert 0 < usual[role].outs <= usual[role].most_outs
    assert usual[CLOSER].most["sv"] > usual[RELIEVER].most["sv"]


def test_a_short_season_does_not_make_a_role_smaller() -> None:
    batch = pitchers()
    short = open_batch(league().history, 2021, "pitcher")
    assert short.opportunities[:, 0].sum() > 0
    assert usual_roles(short)[STARTER].outs > 0.8 * usual_roles(batch)[STARTER].outs


def test_who_starts_is_told_by_the_record_whatever_a_roster_says() -> None:
    batch = pitchers()
    placed = replace(batch, position=np.full(len(batch), RELIEVER))
    assert natural_roles(placed).tolist() == batch.position.tolist()


@pytest.mark.parametrize("role", PITCHING_ROLES)
def test_what_a_role_has_in_its_innings_is_within_its_most(role: str) -> None:
    usual = usual_roles(pitchers())[role]
    for stat in ("g", "gs", "w", "sv"):
        assert usual.rates[stat] * usual.outs <= usual.most[stat]
