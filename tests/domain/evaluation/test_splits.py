from __future__ import annotations

import numpy as np
import pytest

from fbm.domain.evaluation.splits import holdout_last, season_forward

SEASONS = np.array([2012, 2014, 2013, 2014, 2012])


def test_the_last_season_is_held_out_and_all_earlier_ones_train() -> None:
    split = holdout_last(SEASONS)
    assert split.season == 2014
    assert split.test.tolist() == [False, True, False, True, False]
    assert split.train.tolist() == [True, False, True, False, True]


def test_a_single_season_cannot_be_held_out() -> None:
    with pytest.raises(ValueError, match="another one"):
        holdout_last(np.array([2014, 2014]))


def test_forward_splits_never_train_on_what_comes_later() -> None:
    splits = list(season_forward(SEASONS, first=2012))
    assert [split.season for split in splits] == [2013, 2014]
    assert all(SEASONS[split.train].max() < split.season for split in splits)
