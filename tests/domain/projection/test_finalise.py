from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fbm.domain.projection.batch import Origin
from fbm.domain.projection.finalise import BATTER_COLUMNS, PITCHER_COLUMNS, Projection, finalise
from fbm.domain.projection.presets import PRESETS, run, stages_of
from fbm.domain.projection.window import BATTER_STATS, PITCHER_STATS, open_batch
from tests.domain.projection.small import batch_with
from tests.histories import small_history

BATTER = {
    "singles": 0.15, "doubles": 0.05, "triples": 0.005, "hr": 0.04, "bb": 0.09, "so": 0.2, "hbp": 0.01, "sf": 0.008,
    "sh": 0.002, "sb": 0.02, "cs": 0.005, "r": 0.13, "rbi": 0.12,
}  # fmt: skip
PITCHER = {
    "h": 0.3, "bb": 0.1, "so": 0.35, "hr": 0.04, "hbp": 0.01, "er": 0.15, "r": 0.16, "w": 0.02, "l": 0.02, "sv": 0.0,
    "hld": np.nan, "bs": np.nan, "qs": np.nan, "g": 0.06, "gs": 0.05,
}  # fmt: skip


def finished(rates: dict[str, float], volume: float, *, pitcher: bool = False) -> Projection:
    batch = batch_with("x", counts=[[0, 0, 0]], opportunities=[[0, 0, 0]])
    kind = replace(batch, player_type="pitcher") if pitcher else batch
    numbers = np.array([list(rates.values())])
    return finalise(replace(kind, stats=tuple(rates), rates=numbers, volume=np.array([volume])))


def test_a_batters_line() -> None:
    line = finished(BATTER, 600)
    # H 600 x .245 = 147, AB 600 x (1 - .09 - .01 - .008 - .002) = 534, bases 90 + 2 x 30 + 3 x 3 + 4 x 24 = 255.
    expected = {"pa": 600, "h": 147, "ab": 534, "avg": 147 / 534, "slg": 255 / 534, "obp": (147 + 54 + 6) / 600}
    assert {name: line[name][0] for name in expected} == pytest.approx(expected)
    assert line["ops"][0] == pytest.approx(line["obp"][0] + line["slg"][0])
    # .72 x 54 + .75 x 6 + .9 x 90 + 1.24 x 30 + 1.56 x 3 + 1.95 x 24 = 213.06.
    assert line["woba"][0] == pytest.approx(213.06 / 600)


def test_a_pitchers_line() -> None:
    line = finished(PITCHER, 540, pitcher=True)
    # 540 outs are 180 innings: ER 81, H 162, BB 54, SO 189.
    expected = {"ip": 180, "era": 9 * 81 / 180, "whip": 216 / 180, "k9": 9 * 189 / 180, "bb9": 9 * 54 / 180, "gs": 27}
    assert {name: line[name][0] for name in expected} == pytest.approx(expected)
    assert np.isnan(line["hld"][0])


@pytest.mark.parametrize(
    ("more", "games"),
    [({"gs": 0.08}, 43.2), ({"w": 0.05, "l": 0.04}, 48.6), ({"sv": 0.06, "hld": 0.01, "bs": 0.01}, 43.2), ({}, 20.0)],
)
def test_a_pitcher_has_the_games_that_his_other_figures_ask_for(more: dict[str, float], games: float) -> None:
    line = finished({**PITCHER, "g": 0.001, "gs": 0.0, "w": 0.0, "l": 0.0, **more}, 540, pitcher=True)
    assert line["g"][0] == pytest.approx(games)


@pytest.mark.parametrize(
    ("record", "games", "starts", "named"),
    [("RP", 0.06, 0.05, "SP"), ("SP", 0.06, 0.02, "RP"), ("RP", 0.08, 0.04, "SP"), ("SP", np.nan, np.nan, "SP")],
)
def test_a_pitcher_is_called_what_most_of_his_projected_games_make_him(
    record: str, games: float, starts: float, named: str
) -> None:
    batch = batch_with("x", counts=[[0, 0, 0]], opportunities=[[0, 0, 0]], player_type="pitcher")
    rates = {**PITCHER, "g": games, "gs": starts}
    told = replace(batch, stats=tuple(rates), rates=np.array([list(rates.values())]), volume=np.array([540.0]))
    assert finalise(replace(told, position=np.array([record]))).position.tolist() == [named]


def test_games_that_nobody_counted_stay_unknown() -> None:
    assert np.isnan(finished({**PITCHER, "g": np.nan}, 540, pitcher=True)["g"][0])


def test_an_average_pitcher_has_an_average_era_and_not_a_third_of_it() -> None:
    history = small_history(range(2010, 2015))
    batch = run(open_batch(history, 2015, "pitcher"), stages_of("marcel_classic", "pitcher"))
    league = 27 * batch.league[0, PITCHER_STATS.index("er")]
    line = finalise(batch)
    assert 9 * line["er"].sum() / line["ip"].sum() == pytest.approx(league, rel=0.03)


@pytest.mark.parametrize("preset", PRESETS)
def test_every_column_is_there_and_known_but_for_what_plays_tell(preset: str) -> None:
    history = small_history(range(2010, 2015))
    batters = finalise(run(open_batch(history, 2015, "batter"), stages_of(preset, "batter")))
    pitchers = finalise(run(open_batch(history, 2015, "pitcher"), stages_of(preset, "pitcher")))
    assert tuple(batters.columns) == BATTER_COLUMNS
    assert tuple(pitchers.columns) == PITCHER_COLUMNS
    assert all(np.isfinite(column).all() for column in batters.columns.values())
    unknown = {name for name, column in pitchers.columns.items() if not np.isfinite(column).all()}
    assert unknown == {"hld", "bs", "qs"}


def test_hits_and_at_bats_are_not_projected_twice() -> None:
    assert not {"h", "ab"} & set(BATTER_STATS)


def test_no_playing_time_gives_no_rates() -> None:
    assert np.isnan(finished(PITCHER, 0, pitcher=True)["era"][0])
    assert len(finished(BATTER, 0)) == 1


@pytest.mark.parametrize(("qs", "shown"), [(0.02, 10.8), (0.09, 27.0)])
def test_nobody_has_more_quality_starts_than_starts(qs: float, shown: float) -> None:
    assert finished({**PITCHER, "qs": qs}, 540, pitcher=True)["qs"][0] == pytest.approx(shown)


def test_a_prospect_stays_what_he_was_below() -> None:
    batch = batch_with("x", counts=[[0, 0, 0]], opportunities=[[0, 0, 0]], player_type="pitcher")
    rates = {**PITCHER, "g": 0.06, "gs": 0.02}
    told = replace(batch, stats=tuple(rates), rates=np.array([list(rates.values())]), volume=np.array([540.0]))
    below = {str(told.player_id[0]): Origin("Young", "AA 90", in_majors=False)}
    young = replace(told, position=np.array(["SP"]), origins=below)
    assert finalise(young).position.tolist() == ["SP"]
