from __future__ import annotations

import pytest

from fbm.domain.evaluation.intervals import Bootstrap, Difference
from fbm.domain.evaluation.judging import Court, judge
from fbm.domain.evaluation.matching import Population, match
from fbm.domain.evaluation.summary import lines_of, standings_of, verdict
from tests.domain.evaluation.matches import drawn_season, guess


@pytest.mark.parametrize(
    ("lo", "hi", "good", "word"),
    [(0.1, 0.2, 1, "better"), (-0.2, -0.1, 1, "worse"), (-0.1, 0.1, 1, "unsure"), (0.0, 0.1, 1, "unsure"),
     (-0.2, -0.1, -1, "better"), (0.1, 0.2, -1, "worse")],
)  # fmt: skip
def test_an_interval_tells_better_from_worse_only_where_zero_is_outside(
    lo: float, hi: float, good: int, word: str
) -> None:
    assert verdict(Difference((lo + hi) / 2, lo, hi), good=good) == word


def test_lines_go_category_by_category_with_ranks_and_playing_time_last() -> None:
    actual = drawn_season(1)
    names = {"marcel": 1.5, "ours": 0.4}
    said = {name: [guess(actual, noise, 3)] for name, noise in names.items()}
    document = judge([match(actual, said, Population())], Court("marcel", bootstrap=Bootstrap(resamples=100)))
    lines = list(lines_of(document, "batter"))
    assert [(line.stat, line.name) for line in lines[:4]] == [
        ("hr", "marcel"), ("hr", "ours"), ("r", "marcel"), ("r", "ours"),
    ]  # fmt: skip
    assert [line.stat for line in lines[-4::2]] == ["rank", "pa"]
    assert {line.verdict for line in lines if line.name == "marcel"} == {""}
    (standing,) = standings_of(document, "batter")
    assert (standing.name, standing.against, standing.measure) == ("ours", "marcel", "rmse")
    assert set(standing.better) == {"hr", "r", "rbi", "sb", "obp", "pa"}
