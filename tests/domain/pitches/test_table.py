from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fbm.domain.pitches.table import Pitches, in_order, joined, merged
from tests.pitch_rows import inning, table


@pytest.fixture
def pitches(tmp_path: Path) -> Pitches:
    return table(tmp_path, inning())


def named(pitches: Pitches, game: str, days_later: int = 0) -> Pitches:
    """The same pitches of another game."""
    return replace(pitches, games=np.array([game]), date=pitches.date + days_later)


def test_order_is_that_of_play(pitches: Pitches) -> None:
    shuffled = pitches.take(np.random.default_rng(1).permutation(len(pitches)))
    assert in_order(shuffled).digest() == pitches.digest()


def test_the_digest_is_of_every_value(pitches: Pitches) -> None:
    changed = pitches.velocity.copy()
    changed[3] += 1
    assert replace(pitches, velocity=changed).digest() != pitches.digest()
    assert replace(pitches, games=np.array(["501"])).digest() != pitches.digest()


def test_joined_games_stand_by_date_and_keep_their_names(pitches: Pitches) -> None:
    both = joined([named(pitches, "A", 1), named(pitches, "B")])
    assert both.games.tolist() == ["A", "B"]
    assert both.games[both.game].tolist() == ["B"] * 10 + ["A"] * 10


def test_nothing_cannot_be_joined() -> None:
    with pytest.raises(ValueError, match="no pitches"):
        joined([])


def test_of_a_game_told_twice_the_first_telling_stays(pitches: Pitches) -> None:
    second = replace(named(pitches, "other name"), velocity=np.full(10, np.nan, dtype=np.float32))
    assert merged([pitches, second]).digest() == pitches.digest()


def test_games_of_other_days_or_pitchers_are_others(pitches: Pitches) -> None:
    next_day = named(pitches, "A", 1)
    other_pitchers = replace(named(pitches, "B"), pitcher=pitches.pitcher + 1)
    assert merged([pitches, next_day, other_pitchers]).games.tolist() == ["500", "A", "B"]
