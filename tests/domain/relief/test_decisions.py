"""Saves, holds and blown saves of games written out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import pytest

from fbm.domain.relief.decisions import decide
from fbm.domain.relief.lines import relief_lines, with_relief
from fbm.domain.relief.plays import Plays
from fbm.domain.seasons import Lines
from fbm.domain.stats import PITCHING
from tests.histories import Line, lines_of


class Turn(NamedTuple):
    """What happens while a pitcher is on the mound: outs, runs let in before the last of them, runners found."""

    pitcher: str
    outs: int
    runs: int = 0
    runners: int = 0


def game(ours: Sequence[Turn], support: int, *, name: str = "AAA202104010") -> Plays:
    """A home game in which the runs of support come in the bottom of the first, and the others' pitcher is ``them``.

    Each turn is one play with all runs and a play for each out.
    """
    plays: list[tuple[int, str, int, int, int]] = []
    for number, turn in enumerate(ours):
        plays.append((0, turn.pitcher, 0, turn.runs, turn.runners))
        plays += [(0, turn.pitcher, 1, 0, 0)] * turn.outs
        if number == 0:
            plays.append((1, "them", 3, support, 0))
    n = len(plays)
    home = np.array([play[0] for play in plays])
    runs = np.array([play[3] for play in plays])
    away_score = np.cumsum(runs * (1 - home)) - runs * (1 - home)
    home_score = np.cumsum(runs * home) - runs * home
    return Plays(
        game=np.full(n, name),
        home_bats=home,
        pitcher=np.array([play[1] for play in plays]),
        away_team=np.full(n, "BBB"),
        home_team=np.full(n, "AAA"),
        away_score=away_score,
        home_score=home_score,
        outs=np.array([play[2] for play in plays]),
        runs=runs,
        runners=np.array([play[4] for play in plays]),
    )


def joined(one: Plays, other: Plays) -> Plays:
    """Put one game behind another."""
    columns: dict[str, Any] = {
        name: np.concatenate([getattr(one, name), getattr(other, name)]) for name in Plays.__slots__ if name != "fates"
    }
    return Plays(**columns)


def credited(ours: Sequence[Turn], support: int) -> dict[str, set[str]]:
    decisions = decide(game(ours, support))
    names = decisions.turns.pitcher
    columns = {"sv": decisions.saves, "hld": decisions.holds, "bs": decisions.blown}
    return {stat: set(names[marks].tolist()) for stat, marks in columns.items()}


STARTS = Turn("starts", 18)


def test_an_inning_with_a_lead_of_three_is_a_save() -> None:
    assert credited([Turn("starts", 24), Turn("closes", 3)], 3) == {"sv": {"closes"}, "hld": set(), "bs": set()}


def test_an_inning_with_a_lead_of_four_is_none() -> None:
    assert credited([Turn("starts", 24), Turn("closes", 3)], 4)["sv"] == set()


def test_less_than_an_inning_is_a_save_with_the_tying_run_on_deck() -> None:
    assert credited([Turn("starts", 25), Turn("closes", 2, runners=1)], 3)["sv"] == {"closes"}
    assert credited([Turn("starts", 25), Turn("closes", 2, runners=0)], 3)["sv"] == set()


def test_three_innings_are_a_save_whatever_the_lead() -> None:
    assert credited([STARTS, Turn("closes", 9)], 9)["sv"] == {"closes"}
    assert credited([STARTS, Turn("middle", 1), Turn("closes", 8)], 9)["sv"] == set()


def test_who_keeps_a_lead_and_leaves_gets_a_hold() -> None:
    turns = [STARTS, Turn("holds", 3), Turn("holds too", 3, runs=1), Turn("closes", 3)]
    assert credited(turns, 3) == {"sv": {"closes"}, "hld": {"holds", "holds too"}, "bs": set()}


def test_without_an_out_there_is_no_hold() -> None:
    assert credited([STARTS, Turn("walks", 0), Turn("closes", 9)], 3)["hld"] == set()


def test_who_lets_the_tying_run_in_blows_the_save_even_if_others_lose() -> None:
    turns = [STARTS, Turn("blows", 6, runs=2), Turn("loses", 3, runs=1)]
    assert credited(turns, 2) == {"sv": set(), "hld": set(), "bs": {"blows"}}


def test_nothing_is_held_or_blown_before_the_starter_could_have_won() -> None:
    turns = [Turn("starts", 12), Turn("early", 6), Turn("late", 9)]
    assert credited(turns, 2)["hld"] == set()
    assert credited([Turn("starts", 14), Turn("early", 13, runs=2)], 2)["bs"] == set()


def test_the_winner_gets_no_hold() -> None:
    """The starter is out too early to win: the longest reliever does, and he holds nothing."""
    turns = [Turn("starts", 14), Turn("one", 1), Turn("wins", 6), Turn("closes", 6)]
    assert credited(turns, 2) == {"sv": {"closes"}, "hld": set(), "bs": set()}


def test_losers_save_nothing_but_may_hold() -> None:
    turns = [STARTS, Turn("holds", 3), Turn("blows", 6, runs=5)]
    assert credited(turns, 2) == {"sv": set(), "hld": {"holds"}, "bs": {"blows"}}


def test_games_do_not_mix() -> None:
    one = game([Turn("starts", 24), Turn("closes", 3)], 3, name="AAA202104010")
    other = game([Turn("starts", 24), Turn("closes", 3)], 5, name="AAA202104020")
    both = joined(one, other)
    lines = relief_lines(decide(both), 2021)
    found = dict(zip(lines.player_id.tolist(), lines.counts["sv"].tolist(), strict=True))
    assert found == {"closes": 1.0, "starts": 0.0, "them": 0.0}


def relief(*rows: tuple[str, int, str, float]) -> Lines:
    return lines_of(
        [Line(player, season, {"hld": held, "bs": 1.0}, team) for player, season, team, held in rows],
        ("sv", "hld", "bs"),
    )


PITCHED = lines_of(
    [
        Line("one", 2020, {"hld": np.nan, "bs": np.nan}, "AAA"),
        Line("one", 2021, {"hld": np.nan, "bs": np.nan}, "AAA", 1),
        Line("one", 2021, {"hld": np.nan, "bs": np.nan}, "BBB", 2),
        Line("one", 2021, {"hld": np.nan, "bs": np.nan}, "AAA", 3),
        Line("two", 2021, {"hld": np.nan, "bs": np.nan}, "AAA"),
    ],
    PITCHING,
)


def test_relief_joins_the_line_of_its_team_once() -> None:
    joined = with_relief(PITCHED, relief(("one", 2021, "AAA", 5.0), ("one", 2021, "BBB", 7.0)))
    np.testing.assert_array_equal(joined.counts["hld"], [np.nan, 5.0, 7.0, 0.0, 0.0])


def test_seasons_without_plays_stay_unknown() -> None:
    joined = with_relief(PITCHED, relief(("one", 2021, "AAA", 5.0)))
    assert np.isnan(joined.counts["bs"][0])
    assert joined.counts["bs"][4] == 0.0


def test_counts_that_the_scorers_gave_stay_theirs() -> None:
    """Lines that come with holds of their own keep them; what is scored from plays fills in the others."""
    official = {"hld": np.array([np.nan, 4.0, np.nan, np.nan, 2.0])}
    lines = replace(PITCHED, counts={**PITCHED.counts, **official})
    joined = with_relief(lines, relief(("one", 2021, "AAA", 5.0), ("one", 2021, "BBB", 7.0), ("two", 2021, "AAA", 3.0)))
    np.testing.assert_array_equal(joined.counts["hld"], [np.nan, 4.0, 7.0, 0.0, 2.0])


def test_saves_stay_official() -> None:
    joined = with_relief(PITCHED, relief(("one", 2021, "AAA", 5.0)))
    np.testing.assert_array_equal(joined.counts["sv"], PITCHED.counts["sv"])


def test_a_count_that_the_relief_lacks_stays_what_it_was() -> None:
    """Relief scored before there were quality starts says nothing of them, and not that there were none."""
    unknown = {"qs": np.full(len(PITCHED), np.nan)}
    joined_lines = with_relief(
        replace(PITCHED, counts={**PITCHED.counts, **unknown}), relief(("one", 2021, "AAA", 5.0))
    )
    assert np.isnan(joined_lines.counts["qs"]).all()
    assert joined_lines.counts["hld"][1] == 5.0


@pytest.mark.parametrize("lines", [relief()])
def test_no_relief_changes_nothing(lines: Lines) -> None:
    assert with_relief(PITCHED, lines) is PITCHED
