"""Nothing after the season before the one projected can be seen: the fit is built again without it, bit for bit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace

import numpy as np
import pytest

from fbm.adapters.sources.lahman import LahmanFiles
from fbm.domain.projection.baseline.fit import BaselineFits, fit_baseline
from fbm.domain.projection.baseline.panel import open_panel
from fbm.domain.projection.batch import Playing
from fbm.domain.projection.presets import Basis, run, stages_of
from fbm.domain.projection.window import open_batch
from fbm.domain.seasons import History, Lines
from tests.fakes_progress import Silent
from tests.histories import small_history
from tests.real_data import lahman_dir, needs_lahman

HISTORY = small_history(range(2000, 2016), players=400)
BOTH: tuple[Playing, ...] = ("batter", "pitcher")
UNSEEN = ("happened", "league", "scale", "teams")
"""What a panel says of the season itself: outcomes, and the league they are measured by."""


def columns(value: object, name: str = "") -> Iterator[tuple[str, np.ndarray]]:
    """Every array in a value, with its place."""
    if isinstance(value, np.ndarray):
        yield name, value
    elif is_dataclass(value):
        for field in fields(value):
            yield from columns(getattr(value, field.name), f"{name}.{field.name}")
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from columns(part, f"{name}[{key}]")
    elif isinstance(value, tuple):
        for place, part in enumerate(value):
            yield from columns(part, f"{name}[{place}]")


def assert_same(one: object, other: object, *, but: tuple[str, ...] = ()) -> None:
    first, second = dict(columns(one)), dict(columns(other))
    assert set(first) == set(second)
    for name, column in first.items():
        if not any(f".{word}" in name for word in but):
            np.testing.assert_array_equal(column, second[name], err_msg=name)


def doubled_in(lines: Lines, season: int) -> Lines:
    """Count everything twice in one season."""
    counts = {stat: np.where(lines.season == season, 2 * column, column) for stat, column in lines.counts.items()}
    return replace(lines, counts=counts)


def assert_leaks_nothing(history: History, season: int, player_type: Playing) -> None:
    with_future = BaselineFits(history).type_before(season, player_type)
    without = BaselineFits(history.before(season)).type_before(season, player_type)
    assert_same(with_future, without, but=UNSEEN)


@pytest.mark.parametrize("player_type", BOTH)
@pytest.mark.parametrize("season", [2010, 2015])
def test_the_fit_is_the_same_without_the_future(season: int, player_type: Playing) -> None:
    assert_leaks_nothing(HISTORY, season, player_type)


@pytest.mark.parametrize("player_type", BOTH)
def test_projections_are_the_same_without_the_future(player_type: Playing) -> None:
    projected = [
        run(
            open_batch(known, 2012, player_type),
            stages_of("baseline", player_type, Basis(BaselineFits(known).before(2012))),
        )
        for known in (HISTORY, HISTORY.before(2012))
    ]
    np.testing.assert_array_equal(projected[0].rates, projected[1].rates)
    np.testing.assert_array_equal(projected[0].volume, projected[1].volume)


@pytest.mark.parametrize("player_type", BOTH)
def test_a_different_future_changes_nothing(player_type: Playing) -> None:
    other = replace(HISTORY, batting=doubled_in(HISTORY.batting, 2012), pitching=doubled_in(HISTORY.pitching, 2012))
    one, two = (BaselineFits(history).type_before(2012, player_type) for history in (HISTORY, other))
    assert_same(one.rates, two.rates)
    assert_same(one.volume, two.volume)


@pytest.mark.parametrize("player_type", BOTH)
def test_a_change_of_the_past_is_seen(player_type: Playing) -> None:
    other = replace(HISTORY, batting=doubled_in(HISTORY.batting, 2011), pitching=doubled_in(HISTORY.pitching, 2011))
    one, two = (BaselineFits(history).type_before(2012, player_type) for history in (HISTORY, other))
    assert not np.array_equal(one.rates.linear.intercept, two.rates.linear.intercept)


@pytest.mark.parametrize("player_type", BOTH)
def test_rows_of_a_season_do_not_depend_on_how_far_the_history_reaches(player_type: Playing) -> None:
    long, short = (open_panel(HISTORY.between(first, 2015), player_type).between(2014, 2014) for first in (2000, 2003))
    assert_same(long, short)


def test_the_order_of_lines_does_not_matter() -> None:
    mixed = np.random.default_rng(3).permutation(len(HISTORY.batting))
    shuffled = replace(HISTORY, batting=HISTORY.batting.take(mixed))
    one, two = (fit_baseline(history).of["batter"] for history in (HISTORY, shuffled))
    assert_same(one.rates, two.rates)


@needs_lahman
@pytest.mark.slow
@pytest.mark.parametrize("player_type", BOTH)
def test_the_real_fit_is_the_same_without_the_future(player_type: Playing) -> None:
    directory = lahman_dir()
    assert directory is not None
    assert_leaks_nothing(LahmanFiles(directory).read(Silent()).unwrap(), 2017, player_type)
