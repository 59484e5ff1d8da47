from __future__ import annotations

from dataclasses import replace

import numpy as np

from fbm.domain.ages import ages_in
from fbm.domain.seasons import People
from tests.histories import small_history

SOME = small_history(range(2009, 2010), players=8).people.take(np.arange(4))


def people(*births: tuple[float, float]) -> People:
    years, months = (np.array(column) for column in zip(*births, strict=True))
    return replace(SOME.take(np.arange(len(births))), birth_year=years, birth_month=months)


def ages(*births: tuple[float, float]) -> list[float]:
    known = people(*births)
    found: list[float] = ages_in(2022, known, known.player_id.tolist()).tolist()
    return found


def test_who_is_born_from_july_on_is_a_year_younger_all_season() -> None:
    # Ronald Acuña was born on 18 December 1997, and 24 years old in the season of 2022.
    assert ages((1997, 12), (1997, 7), (1997, 6), (1997, 1)) == [24, 24, 25, 25]


def test_without_a_month_the_year_tells() -> None:
    assert ages((1997, np.nan)) == [25]


def test_of_whom_nothing_is_known_has_no_age() -> None:
    assert np.isnan(ages_in(2022, people((np.nan, 7)), [str(SOME.player_id[0]), "stranger"])).all()
