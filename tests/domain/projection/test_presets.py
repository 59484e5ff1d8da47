from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from fbm.domain.projection.batch import Batch, Playing
from fbm.domain.projection.presets import PRESETS, run, stages_of
from fbm.domain.projection.window import BATTER_STATS, open_batch
from tests.histories import small_history

PLAYERS: tuple[Playing, ...] = ("batter", "pitcher")
NAMES = ("rates", "rebaseline", "aging", "playing_time")
HISTORY = small_history(range(2010, 2015))


def reordered(batch: Batch, order: list[int]) -> Batch:
    picked = {
        field.name: getattr(batch, field.name)[order]
        for field in fields(batch)
        if isinstance(getattr(batch, field.name), np.ndarray) and field.name != "league"
    }
    return replace(batch, **picked)


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("player_type", PLAYERS)
def test_every_stage_is_named_on_the_trail(preset: str, player_type: Playing) -> None:
    stages = stages_of(preset, player_type)
    assert tuple(stage.name for stage in stages) == NAMES
    assert run(open_batch(HISTORY, 2015, player_type), stages).trail == NAMES


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("player_type", PLAYERS)
def test_the_order_of_players_changes_nothing_but_the_order(preset: str, player_type: Playing) -> None:
    batch, stages = open_batch(HISTORY, 2015, player_type), stages_of(preset, player_type)
    order = np.random.default_rng(1).permutation(len(batch)).tolist()
    rates = run(reordered(batch, order), stages).rates
    assert np.allclose(rates, run(batch, stages).rates[order], rtol=1e-12, equal_nan=True)


def test_no_preset_changes_the_batch_it_is_given() -> None:
    batch = open_batch(HISTORY, 2015, "batter")
    before = batch.counts.copy()
    run(batch, stages_of("marcel", "batter"))
    assert np.array_equal(batch.counts, before)
    assert np.isnan(batch.rates).all()
    assert batch.stats == BATTER_STATS


def test_an_unknown_preset_is_refused() -> None:
    with pytest.raises(KeyError):
        stages_of("oracle", "batter")
