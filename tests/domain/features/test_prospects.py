from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from fbm.domain.features.minors import Prospects, prospects_of
from fbm.domain.features.prospects import MOST, Translation, with_prospects
from fbm.domain.minors import Minors, no_minors
from fbm.domain.projection.batch import Batch, Origin
from tests.batches import batch_of
from tests.domain.minor_lines import minor_lines, pitching_lines


def projected() -> Batch:
    """Players with rates and playing time; the last of them hardly played."""
    batch = batch_of(season=2014, n=5)
    opportunities = np.full((5, 3), 500.0)
    opportunities[4] = [50, 0, 0]
    return replace(batch, opportunities=opportunities, volume=np.linspace(300, 600, 5))


def prospects(*players: str) -> Prospects:
    lines = minor_lines([(player, 2013, "AAA") for player in players], pa=[400] * len(players))
    return prospects_of(projected(), Minors(lines, no_minors().pitching))


def translation(found: Prospects, multiple: float = 2.0, stat: str = "hr") -> Translation:
    n = len(found)
    return Translation(found, {stat: np.full(n, multiple)}, np.full(n, 120.0))


def test_established_players_are_left_as_they_were_to_the_last_bit() -> None:
    batch = projected()
    wider = with_prospects(batch, translation(prospects("aaa", "player004", "zzz")))
    kept = np.isin(wider.player_id, batch.player_id[:4])
    for field in fields(Batch):
        before, after = getattr(batch, field.name), getattr(wider, field.name)
        if isinstance(before, np.ndarray) and len(before) == len(batch):
            assert np.array_equal(after[kept], before[:4], equal_nan=before.dtype.kind == "f"), field.name
    assert np.array_equal(wider.league, batch.league)


def test_prospects_come_in_by_their_ids_with_their_own_rates_and_playing_time() -> None:
    wider = with_prospects(projected(), translation(prospects("aaa", "zzz")))
    assert wider.player_id.tolist() == ["aaa", *projected().player_id.tolist(), "zzz"]
    row = wider.player_id.tolist().index("zzz")
    assert wider.rates[row].tolist() == [0.06, 0.2, 0.15]
    assert (wider.volume[row], wider.age[row], wider.team[row]) == (120, 23, "SEA")
    assert wider.opportunities[row].tolist() == [0, 0, 0]


def test_who_hardly_played_gets_what_was_translated_and_keeps_the_rest() -> None:
    batch = projected()
    wider = with_prospects(batch, translation(prospects("player004")))
    assert wider.player_id.tolist() == batch.player_id.tolist()
    assert wider.rates[4].tolist() == [0.06, *batch.rates[4, 1:].tolist()]
    assert wider.volume[4] == 120


def test_where_lines_come_from_is_noted() -> None:
    wider = with_prospects(projected(), translation(prospects("player004", "zzz")))
    assert wider.origins == {
        "player004": Origin("Player004", "AAA 400", in_majors=True),
        "zzz": Origin("Zzz", "AAA 400", in_majors=False),
    }


def test_no_translation_is_taken_beyond_all_measure() -> None:
    wider = with_prospects(projected(), translation(prospects("zzz"), multiple=1e6))
    assert wider.rates[-1, 0] == pytest.approx(MOST * 0.03)


def test_a_stat_that_the_batch_does_not_have_is_an_error() -> None:
    found = prospects("zzz")
    with pytest.raises(ValueError, match="the batch has no balks"):
        with_prospects(projected(), Translation(found, {"balks": np.ones(1)}, np.ones(1)))


def test_pitchers_are_starters_or_relievers_by_what_they_did_below() -> None:
    batch = replace(batch_of("pitcher", season=2014, n=2), volume=np.array([300.0, 400.0]))
    rows = [("starter", 2013, "AAA"), ("reliever", 2013, "AAA")]
    lines = pitching_lines(rows, outs=[400, 200], g=[25, 60], gs=[24, 0])
    found = prospects_of(batch, Minors(no_minors().batting, lines))
    wider = with_prospects(batch, translation(found, stat=batch.stats[0]))
    by_player = dict(zip(wider.player_id.tolist(), wider.position.tolist(), strict=True))
    assert (by_player["starter"], by_player["reliever"]) == ("SP", "RP")


def translated_pitcher(player: str) -> tuple[Batch, dict[str, float]]:
    """Translate the lines of a reliever among two pitchers of the majors; give them, and his rates."""
    stats = ("g", "gs", "qs", "hld", "bs")
    batch = replace(batch_of("pitcher", season=2014, n=2), volume=np.array([300.0, 20.0]))
    batch = replace(batch, opportunities=np.array([[500.0] * 3, [15.0, 0.0, 0.0]]))
    league = np.tile([0.10, 0.04, 0.02, 0.012, 0.003], (*batch.league.shape[:-1], 1))
    wide = np.zeros((2, 3, 5))
    batch = replace(batch, stats=stats, league=league, rates=league[0][None].repeat(2, 0), counts=wide, own_league=wide)
    batch = replace(batch, last_league=league[0][None].repeat(2, 0))
    lines = pitching_lines([(player, 2013, "AAA")], outs=[200], g=[60], gs=[0])
    found = prospects_of(batch, Minors(no_minors().batting, lines))
    told = Translation(found, {"g": np.array([2.0]), "gs": np.array([0.25])}, np.array([90.0]))
    wider = with_prospects(batch, told)
    row = wider.player_id.tolist().index(player)
    return batch, dict(zip(stats, wider.rates[row].tolist(), strict=True))


def test_what_the_minors_do_not_count_is_a_share_of_starts_and_of_relief() -> None:
    _, rates = translated_pitcher("zarm")
    # .01 starts and .19 games in relief an out; half of all starts are good ones, a fifth of relief holds a lead.
    assert rates == pytest.approx({"g": 0.2, "gs": 0.01, "qs": 0.005, "hld": 0.038, "bs": 0.0095})


def test_who_has_pitched_in_the_majors_keeps_what_the_minors_do_not_count() -> None:
    batch, rates = translated_pitcher("player001")
    assert [rates["qs"], rates["hld"], rates["bs"]] == batch.rates[1, 2:].tolist()
    assert rates["g"] == pytest.approx(0.2)
