from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fbm.domain.valuation.dollars import share_out

WEIGHTS = st.lists(st.floats(0, 1e6), min_size=1, max_size=40)


@given(st.integers(0, 10**7), WEIGHTS)
def test_shares_add_up_to_the_cent(cents: int, weights: list[float]) -> None:
    shares = share_out(cents, np.array(weights))
    assert shares.sum() == cents
    assert shares.min() >= 0


@given(st.integers(0, 10**7), WEIGHTS)
def test_who_has_more_weight_never_gets_less(cents: int, weights: list[float]) -> None:
    shares = share_out(cents, np.array(weights))[np.argsort(weights, kind="stable")]
    heavier = np.diff(np.sort(weights)) > 0
    assert (np.diff(shares)[heavier] >= 0).all()


def test_without_weights_everybody_gets_the_same_and_the_first_the_cent_left() -> None:
    assert share_out(10, np.zeros(3)).tolist() == [4, 3, 3]


def test_nobody_gets_nothing() -> None:
    assert share_out(100, np.zeros(0)).tolist() == []
