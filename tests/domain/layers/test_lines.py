from __future__ import annotations

import numpy as np
import pytest

from fbm.domain.layers.lines import Line, blended_line
from fbm.domain.projection.baseline.stages import LEAST

LEAGUE = {
    "singles": 0.15, "doubles": 0.045, "triples": 0.004, "hr": 0.03, "bb": 0.085, "so": 0.22, "hbp": 0.01, "sf": 0.007,
    "sh": 0.004, "sb": 0.015, "cs": 0.005, "r": 0.12, "rbi": 0.115,
}  # fmt: skip
PITCHERS = {
    "h": 0.32, "bb": 0.12, "so": 0.32, "hr": 0.045, "hbp": 0.015, "er": 0.16, "r": 0.175, "w": 0.02, "l": 0.02,
    "sv": 0.01, "hld": 0.01, "bs": 0.004, "g": 0.1, "gs": 0.03,
}  # fmt: skip


def columns(rates: dict[str, float]) -> dict[str, np.ndarray]:
    return {stat: np.array([rate]) for stat, rate in rates.items()}


def batting(**said: float) -> dict[str, np.ndarray]:
    usual = {f"rate:{stat}": 1.0 for stat in ("hr", "so", "bb", "sb", "r", "rbi", "on_base")}
    volumes = {"volume:expected": 300.0, "volume:regular": 500.0, "total:sb": 10.0}
    return {name: np.array([value]) for name, value in {**usual, **volumes, **said}.items()}


def pitching(**said: float) -> dict[str, np.ndarray]:
    usual = {f"rate:{stat}": 1.0 for stat in ("so", "bb", "hr", "er", "reached")}
    volumes = {"volume:expected": 240.0, "volume:regular": 400.0, "total:w": 8.0, "total:sv": 0.0}
    return {name: np.array([value]) for name, value in {**usual, **volumes, **said}.items()}


BATTER = Line(columns(LEAGUE), np.array([250.0]))
PITCHER = Line(columns(PITCHERS), np.array([200.0]))


def test_times_on_base_come_out_as_they_were_said() -> None:
    said = batting(**{"rate:on_base": 1.1, "rate:hr": 1.4})
    rates = blended_line(BATTER, said, columns(LEAGUE), "expected").rates
    kinds = ("singles", "doubles", "triples", "hr", "bb", "hbp")
    assert sum(rates[kind][0] for kind in kinds) == pytest.approx(1.1 * sum(LEAGUE[kind] for kind in kinds))
    assert rates["hr"][0] == pytest.approx(1.4 * LEAGUE["hr"])


def test_singles_never_fall_below_zero() -> None:
    said = batting(**{"rate:on_base": 0.2, "rate:hr": 4.0})
    assert blended_line(BATTER, said, columns(LEAGUE), "expected").rates["singles"][0] > 0


def test_stats_nobody_speaks_of_keep_their_rates() -> None:
    rates = blended_line(BATTER, batting(), columns(LEAGUE), "expected").rates
    assert {stat: rates[stat][0] for stat in ("doubles", "hbp", "cs", "sf")} == {
        stat: LEAGUE[stat] for stat in ("doubles", "hbp", "cs", "sf")
    }


def test_playing_time_is_that_of_the_mode() -> None:
    volumes = {
        mode: blended_line(BATTER, batting(), columns(LEAGUE), mode).volume[0] for mode in ("expected", "regular")
    }
    assert volumes == {"expected": 300.0, "regular": 500.0}


def test_nobody_is_expected_to_play_more_than_if_he_is_a_regular() -> None:
    said = batting(**{"volume:expected": 620.0, "volume:regular": 580.0})
    assert blended_line(BATTER, said, columns(LEAGUE), "expected").volume[0] == 580.0


def test_everybody_gets_the_least() -> None:
    said = batting(**{"volume:expected": -5.0})
    assert blended_line(BATTER, said, columns(LEAGUE), "expected").volume[0] == LEAST


def test_a_total_is_that_of_a_regular() -> None:
    line = blended_line(PITCHER, pitching(), columns(PITCHERS), "regular")
    assert line.rates["w"][0] * line.volume[0] == pytest.approx(8.0)


@pytest.mark.parametrize(("games", "saves"), [(0.1, 20.0), (0.03, 0.0), (0.04, 400 * 0.01 * 0.05 / 0.064)])
def test_saves_need_games_in_relief(games: float, saves: float) -> None:
    """Of 400 outs with 12 starts; holds and blown saves of the line are .01 and .004 an out."""
    pitcher = Line(columns({**PITCHERS, "g": games}), np.array([200.0]))
    line = blended_line(pitcher, pitching(**{"total:sv": 20.0}), columns(PITCHERS), "regular")
    assert line.rates["sv"][0] * line.volume[0] == pytest.approx(saves)


def test_holds_that_nobody_counts_take_no_saves() -> None:
    pitcher = Line(columns({**PITCHERS, "hld": np.nan, "bs": np.nan}), np.array([200.0]))
    line = blended_line(pitcher, pitching(**{"total:sv": 20.0}), columns(PITCHERS), "regular")
    assert line.rates["sv"][0] * line.volume[0] == pytest.approx(20.0)
    assert np.isnan(line.rates["hld"][0])


def test_hits_and_walks_come_out_as_they_were_said_and_runs_go_with_earned_runs() -> None:
    said = pitching(**{"rate:reached": 0.9, "rate:er": 0.8})
    rates = blended_line(PITCHER, said, columns(PITCHERS), "expected").rates
    assert rates["h"][0] + rates["bb"][0] == pytest.approx(0.9 * (PITCHERS["h"] + PITCHERS["bb"]))
    assert rates["r"][0] == pytest.approx(0.8 * PITCHERS["r"])
