from __future__ import annotations

import numpy as np

from fbm.domain.minors import Minors, merged, no_minors
from tests.domain.minor_lines import lines_with, minor_lines, pitching_lines

STATS = ("pa", "hr", "sb")


def test_nothing_is_known_of_no_minors() -> None:
    assert no_minors().seasons == ()
    assert len(no_minors().between(1990, 2020).batting) == 0


def test_seasons_are_those_with_a_line_of_either_kind() -> None:
    minors = Minors(minor_lines([("a", 2001, "AA")]), pitching_lines([("b", 2003, "A")]))
    assert minors.seasons == (2001, 2003)
    assert minors.between(2002, 2003).seasons == (2003,)


def test_of_two_sources_the_one_that_knows_more_has_the_players_line() -> None:
    full = lines_with(STATS, [("a", 2001, "AA")], pa=[400], hr=[20])
    poor = lines_with(STATS, [("a", 2001, "AA"), ("b", 2001, "AA")], pa=[399, 200])
    both = merged([poor, full], STATS)
    assert dict(zip(both.player_id.tolist(), both.counts["pa"].tolist(), strict=True)) == {"a": 400, "b": 200}
    assert np.isnan(both.counts["hr"]).tolist() == [False, True]


def test_a_source_that_knows_everything_of_a_level_stands_alone_there() -> None:
    full = lines_with(STATS, [("a", 2001, "AA")], pa=[400], hr=[20], sb=[3])
    poor = lines_with(STATS, [("sa1", 2001, "AA"), ("b", 2001, "AAA"), ("c", 2002, "AA")], pa=[400, 200, 100])
    assert merged([full, poor], STATS).player_id.tolist() == ["a", "b", "c"]


def test_a_players_teams_at_one_level_are_lines_of_their_own() -> None:
    lines = lines_with(STATS, [("a", 2001, "AA"), ("a", 2001, "AA")], pa=[100, 200])
    assert merged([lines], STATS).counts["pa"].tolist() == [100, 200]
