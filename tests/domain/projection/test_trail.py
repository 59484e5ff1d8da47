from __future__ import annotations

import numpy as np
import pytest

from fbm.domain.projection.batch import Batch, Playing
from fbm.domain.projection.finalise import finalise
from fbm.domain.projection.presets import run, stages_of
from fbm.domain.projection.trail import LEAGUE, PER, START, Explanation, explain, walk
from fbm.domain.projection.window import open_batch
from tests.histories import small_history

HISTORY = small_history(range(2009, 2013))
BOTH = pytest.mark.parametrize("player_type", ["batter", "pitcher"])


def opened(player_type: Playing) -> Batch:
    return open_batch(HISTORY, 2013, player_type)


def veteran(batch: Batch) -> int:
    """Somebody who was there every season."""
    return int((batch.opportunities > 0).all(axis=1).argmax())


def explained(player_type: Playing) -> Explanation:
    batch = opened(player_type)
    found = explain(walk(batch, stages_of("marcel", player_type)), str(batch.player_id[veteran(batch)]))
    assert found is not None
    return found


@BOTH
def test_walking_ends_where_running_does(player_type: Playing) -> None:
    stages = stages_of("marcel", player_type)
    steps = walk(opened(player_type), stages)
    assert [step.stage for step in steps] == [START, *(stage.name for stage in stages)]
    assert np.array_equal(steps[-1].batch.rates, run(opened(player_type), stages).rates, equal_nan=True)


@BOTH
def test_the_last_stage_times_playing_time_is_the_projection(player_type: Playing) -> None:
    found = explained(player_type)
    last = found.stages[-1]
    volume = "pa" if player_type == "batter" else "ip"
    assert last.volume == pytest.approx(found.final[volume])
    opportunities = found.final[volume] * (1 if player_type == "batter" else 3)
    assert found.final["hr"] == pytest.approx(last.line["hr"] * opportunities / PER[player_type])
    projection = finalise(run(opened(player_type), stages_of("marcel", player_type)))
    assert found.final["so"] == projection["so"][veteran(opened(player_type))]


@BOTH
def test_past_seasons_are_what_he_did_and_the_league_stands_behind_them(player_type: Playing) -> None:
    batch, found = opened(player_type), explained(player_type)
    place = veteran(batch)
    assert found.past[-1].name == LEAGUE
    assert [reading.name for reading in found.past[:-1]] == ["2010", "2011", "2012"]
    last = found.past[-2]
    so = batch.counts[place, 0, batch.stats.index("so")]
    assert last.line["so"] == pytest.approx(so / batch.opportunities[place, 0] * PER[player_type])


@BOTH
def test_a_stage_before_playing_time_says_nothing_of_it(player_type: Playing) -> None:
    stages = explained(player_type).stages
    assert [reading.volume is None for reading in stages] == [True, True, True, False]


def test_nobody_is_explained_who_is_not_there() -> None:
    assert explain(walk(opened("batter"), stages_of("marcel", "batter")), "nobody") is None


def test_nobody_has_a_line_without_players() -> None:
    empty = opened("batter")
    steps = walk(open_batch(HISTORY.between(2009, 2009), 2013, "batter"), ())
    assert len(steps[-1].batch) == 0
    assert explain(steps, str(empty.player_id[0])) is None


@BOTH
def test_as_data_it_holds_numbers_and_texts_alone(player_type: Playing) -> None:
    data = explained(player_type).as_data()
    assert [stage["name"] for stage in data["stages"]] == ["rates", "rebaseline", "aging", "playing_time"]
    assert data["per"] == {"opportunities": PER[player_type]}
    assert all(isinstance(value, float) for value in data["projection"].values())
