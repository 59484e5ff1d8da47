"""Quality starts of games written out as cwevent writes them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from returns.result import Failure

from fbm.adapters.sources.play_files import EventPlayFiles
from fbm.domain.ports.season_tables import BadFile
from fbm.domain.relief.decisions import decide
from fbm.domain.relief.lines import relief_lines
from fbm.domain.relief.plays import Plays
from fbm.domain.relief.runners import earned_runs
from tests.fakes_progress import Silent
from tests.play_rows import Event, event_rows, homers, outs, play_rows, write_plays

S, R = "starj001", "reliefj1"
SINGLE, DOUBLE = Event(S, went=(1, 0, 0, 0), kind=20), Event(S, went=(2, 0, 0, 0), kind=21)
LATER_HOMER = Event(R, went=(4, 4, 0, 0), kind=23)
UNEARNED, OFF_HIM_ALONE = Event(S, went=(5, 0, 0, 0), kind=18), Event(S, went=(6, 0, 0, 0), kind=23)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "plays.csv"


def plays_of(file: Path, events: Sequence[Event]) -> Plays:
    (season,) = EventPlayFiles([write_plays(file, event_rows(events))]).seasons(Silent())
    return season.unwrap().plays


def quality(file: Path, *events: Event) -> dict[str, float]:
    lines = relief_lines(decide(plays_of(file, events)), 2021)
    return dict(zip(lines.player_id.tolist(), lines.counts["qs"].tolist(), strict=True))


def charged(file: Path, *events: Event) -> list[str]:
    plays = plays_of(file, events)
    assert plays.fates is not None
    found: list[str] = earned_runs(plays, plays.fates).pitcher.tolist()
    return found


def test_six_innings_and_three_earned_runs_are_one(file: Path) -> None:
    found = quality(file, *homers(S, 3), *outs(S, 18), *outs(R, 9))
    assert found == {S: 1.0, R: 0.0, "themj001": 1.0}


@pytest.mark.parametrize(
    "events",
    [
        pytest.param([*homers(S, 3), *outs(S, 17), *outs(R, 10)], id="five innings and two thirds"),
        pytest.param([*homers(S, 4), *outs(S, 24)], id="four earned runs"),
        pytest.param([*homers(S, 3), OFF_HIM_ALONE, *outs(S, 18)], id="a fourth run earned off him, not off his team"),
        pytest.param([*outs(S, 1), *outs(R, 24)], id="an opener"),
    ],
)
def test_less_or_more_is_none(file: Path, events: list[Event]) -> None:
    found = quality(file, *events)
    assert (found[S], found.get(R, 0.0)) == (0.0, 0.0)


def test_runs_that_are_not_earned_do_not_count(file: Path) -> None:
    assert quality(file, *homers(S, 3), UNEARNED, UNEARNED, *outs(S, 18))[S] == 1.0


@pytest.mark.parametrize(("before", "good"), [(2, 1.0), (3, 0.0)])
def test_runners_left_behind_are_his(file: Path, before: int, good: float) -> None:
    """Another lets his runner in: the runner is charged to the starter, the batter to the other."""
    found = quality(file, *homers(S, before), *outs(S, 18), SINGLE, LATER_HOMER, *outs(R, 9))
    assert found[S] == good


def test_a_tie_is_a_start_like_any_other(file: Path) -> None:
    assert quality(file, *outs(S, 27))[S] == 1.0


def test_outs_after_time_at_another_position_count(file: Path) -> None:
    found = quality(file, *outs(S, 15), *outs(R, 1), *outs(S, 3), *outs(R, 8))
    assert (found[S], found[R]) == (1.0, 0.0)


def test_who_reaches_in_place_of_his_runner_is_his(file: Path) -> None:
    """A fielder's choice: the starter's runner is out, and the reliever's batter scores for him."""
    choice = Event(R, 1, (1, 0, 0, 0))
    assert charged(file, SINGLE, choice, LATER_HOMER) == [R, S]


def test_a_choice_hands_on_from_base_to_base(file: Path) -> None:
    """The lead runner is forced at third: his owner goes to the runner behind, and that one's to the batter."""
    walk = Event(R, went=(1, 2, 0, 0), kind=14)
    force = Event(R, 1, (1, 2, 0, 0))
    score = Event(R, went=(0, 0, 4, 0), kind=4)
    assert charged(file, SINGLE, walk, force, score) == [S]


def test_a_runner_thrown_out_on_a_hit_is_replaced_by_nobody(file: Path) -> None:
    hit = Event(R, 1, (1, 0, 0, 0), kind=20)
    assert charged(file, SINGLE, hit, LATER_HOMER) == [R, R]


def test_a_runner_doubled_off_who_was_not_forced_is_replaced_by_nobody(file: Path) -> None:
    """Runners of the starter on third and of the reliever on first: a fly, and the former is thrown out at home."""
    walk = Event(R, went=(1, 0, 0, 3), kind=14)
    third = Event(S, went=(3, 0, 0, 0), kind=22)
    fly = Event(R, 2, (0, 1, 0, 0))
    assert charged(file, third, walk, fly, LATER_HOMER) == [R, R]


def test_a_walk_may_belong_to_who_left_in_the_middle_of_it(file: Path) -> None:
    walk = Event(R, went=(1, 0, 0, 0), kind=14, charged=S)
    assert charged(file, walk, LATER_HOMER) == [R, S]


def test_runners_do_not_outlive_their_half(file: Path) -> None:
    assert charged(file, SINGLE, Event(S, 3), Event(R, went=(1, 0, 0, 0), kind=20), LATER_HOMER) == [R, R]


@pytest.mark.parametrize("column", ["RESP_PIT_ID", "RUN3_DEST_ID"])
def test_a_file_that_does_not_tell_gives_none_and_not_zero(tmp_path: Path, column: str) -> None:
    rows = [{name: value for name, value in row.items() if name != column} for row in event_rows(outs(S, 27))]
    (season,) = EventPlayFiles([write_plays(tmp_path / "plays.parquet", rows)]).seasons(Silent())
    lines = relief_lines(decide(season.unwrap().plays), 2021)
    assert np.isnan(lines.counts["qs"]).all()
    assert np.isfinite(lines.counts["hld"]).all()


def test_a_season_told_in_part_gives_none(tmp_path: Path) -> None:
    told = write_plays(tmp_path / "a.csv", event_rows(outs(S, 27)))
    untold = write_plays(tmp_path / "b.csv", play_rows("AAA202104020"))
    other = write_plays(tmp_path / "c.csv", event_rows(outs(S, 27), "AAA202204010"))
    seasons = [season.unwrap() for season in EventPlayFiles([told, untold, other]).seasons(Silent())]
    assert [season.plays.fates is None for season in seasons] == [True, False]


def test_an_end_that_cannot_be_meant_is_placed(tmp_path: Path) -> None:
    rows = event_rows(outs(S, 27))
    rows[2] = {**rows[2], "BAT_DEST_ID": "home"}
    (only,) = EventPlayFiles([write_plays(tmp_path / "plays.csv", rows)]).seasons(Silent())
    assert isinstance(only, Failure)
    error = only.failure()
    assert isinstance(error, BadFile)
    assert (error.line, error.column) == (4, "BAT_DEST_ID")


@pytest.mark.parametrize("name", ["plays.csv", "plays.csv.gz", "plays.parquet"])
def test_it_does_not_matter_what_the_file_is(tmp_path: Path, name: str) -> None:
    assert quality(tmp_path / name, *homers(S, 3), *outs(S, 18), DOUBLE, *outs(R, 3)) == {
        S: 1.0,
        R: 0.0,
        "themj001": 1.0,
    }
