from __future__ import annotations

import pytest

from fbm.domain.projection.batch import Batch, Playing
from fbm.domain.projection.presets import stages_of
from tests.domain.projection.small import batch_with


def volume(preset: str, batch: Batch) -> float:
    stage = next(stage for stage in stages_of(preset, batch.player_type) if stage.name == "playing_time")
    return float(stage(batch).volume[0])


def player(
    opportunities: list[float], *, player_type: Playing = "batter", starts: float = 0, season: int = 2015
) -> Batch:
    return batch_with(
        "so",
        counts=[[0, 0, 0]],
        opportunities=[opportunities],
        player_type=player_type,
        starts=starts,
        season=season,
    )


def test_a_regular() -> None:
    # .5 x 650 + .1 x 600 + 200 = 585; .5 x 73 + 200 = 236.5, rounded to the even number.
    assert volume("marcel_classic", player([650, 600, 550])) == 585
    assert volume("marcel_classic", player([73, 0, 0])) == 236


def test_a_starter_and_a_reliever() -> None:
    # 200 innings are 600 outs: .5 x 600 + .1 x 540 + 3 x 60 = 534. 60 innings: .5 x 180 + .1 x 180 + 3 x 25 = 183.
    assert volume("marcel_classic", player([600, 540, 0], player_type="pitcher", starts=30)) == pytest.approx(534)
    assert volume("marcel_classic", player([180, 180, 0], player_type="pitcher")) == pytest.approx(183)


def test_a_pitcher_who_starts_at_times_lies_between() -> None:
    # Ten of thirty games: 25 + 35 / 3 innings, 110 outs; .5 x 300 = 150.
    assert volume("marcel_classic", player([300, 0, 0], player_type="pitcher", starts=10)) == pytest.approx(260)


def test_the_sixty_games_of_2020_count_as_a_season() -> None:
    # 240 PA in 60 games are 648 in 162: .5 x 648 + .1 x 600 + 200 = 584.
    # A year on .5 x 600 + .1 x 648 + 200 = 564.8, rounded 565.
    assert volume("marcel", player([240, 600, 600], season=2021)) == pytest.approx(584)
    assert volume("marcel", player([600, 240, 600], season=2022)) == 565
    assert volume("marcel_classic", player([240, 600, 600], season=2021)) == pytest.approx(380)
