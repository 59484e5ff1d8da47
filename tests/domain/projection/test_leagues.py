from __future__ import annotations

import numpy as np
import pytest

from fbm.domain.projection.leagues import OwnLeagues, Stints, own_leagues

MAJORS = np.array([[0.25], [0.5], [np.nan]])


def found(*, counts: tuple[float, ...] = (30, 20, 20, 10), last: tuple[str, ...] = ("AL", "NL")) -> OwnLeagues:
    """Last season `a` was 100 outs in the AL and 200 in the NL; `b`, of whom nobody asks, makes up the leagues."""
    stints = Stints(
        player_id=np.array(["a", "a", "b", "b"]),
        league=np.array(["AL", "NL", "AL", "NL"]),
        ago=np.zeros(4, dtype=np.int64),
        counts=np.array(counts, dtype=np.float64)[:, None],
        opportunities=np.array([100.0, 200.0, 100.0, 100.0]),
        pool=np.ones(4, dtype=np.bool_),
    )
    return own_leagues(stints, np.array(["a", "c"]), last=np.array(last), majors=MAJORS)


def test_a_player_of_two_leagues_is_compared_with_both_by_what_he_did_in_each() -> None:
    # The AL has 50 in 200 outs, .25; the NL 30 in 300, .1. A third of his outs are the AL's.
    assert found().seen[0, 0, 0] == pytest.approx((0.25 + 2 * 0.1) / 3)


def test_where_a_player_was_in_no_league_the_majors_stand_in() -> None:
    own = found()
    assert np.array_equal(own.seen[1], MAJORS, equal_nan=True)
    assert np.array_equal(own.seen[0, 1:], MAJORS[1:], equal_nan=True)


def test_the_last_league_is_that_of_the_latest_season() -> None:
    assert found().last[:, 0].tolist() == pytest.approx([0.25, 0.1])


def test_a_league_that_is_gone_or_unknown_gives_way_to_the_majors() -> None:
    assert found(counts=(np.nan, np.nan, np.nan, np.nan)).last[:, 0].tolist() == [0.25, 0.25]
    assert found(last=("", "")).last[:, 0].tolist() == [0.25, 0.25]
