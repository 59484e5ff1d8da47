from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest

from fbm.domain.features.minors import ESTABLISHED, MAJORS, OWN, Prospects, prospects_of
from fbm.domain.minor_rates import BALLASTS
from fbm.domain.minors import MinorLines, Minors, joined_lines, no_minors
from fbm.domain.projection.batch import Batch, Playing
from fbm.domain.projection.window import empty_batch
from tests.batches import batch_of
from tests.domain.minor_lines import minor_lines, pitching_lines

NOBODY = no_minors()


def batting(*rows: tuple[str, int, str], pa: float | Sequence[float] = 400.0, **counts: Sequence[float]) -> MinorLines:
    chances = [float(pa)] * len(rows) if isinstance(pa, (int, float)) else pa
    return minor_lines(rows, pa=chances, **counts)


def seen(lines: MinorLines, batch: Batch | None = None, pitching: MinorLines | None = None) -> Prospects:
    minors = Minors(lines, NOBODY.pitching if pitching is None else pitching)
    return prospects_of(empty_batch(2014, "batter") if batch is None else batch, minors)


def feature(prospects: Prospects, name: str) -> list[float]:
    column: list[float] = prospects.matrix.values[:, prospects.matrix.names.index(name)].tolist()
    return column


def test_who_does_what_his_league_does_is_average() -> None:
    found = seen(batting(("a", 2013, "AAA"), ("b", 2013, "AAA"), hr=[10, 10]))
    assert feature(found, "minors_hr") == pytest.approx([0, 0])


def test_more_than_the_league_is_above_and_the_ballast_holds_it_back() -> None:
    found = seen(batting(("a", 2013, "AAA"), ("b", 2013, "AAA"), hr=[20, 0]))
    # Each is expected to hit ten; eight more of an average player's stand beside them.
    assert feature(found, "minors_hr") == pytest.approx([np.log(28 / 18), np.log(8 / 18)])


def test_levels_and_leagues_are_compared_each_with_itself() -> None:
    lines = batting(("a", 2013, "AAA"), ("b", 2013, "Rk"), ("c", 2013, "Rk"), hr=[20, 2, 2])
    assert feature(seen(lines), "minors_hr") == pytest.approx([0, 0, 0])
    split = replace(
        lines, league=np.array(["IL", "GULF", "DOSL"]), counts={**lines.counts, "hr": np.array([9.0, 4, 0])}
    )
    assert feature(seen(split), "minors_hr") == pytest.approx([0, 0, 0])


def test_a_figure_that_a_source_does_not_have_says_nothing() -> None:
    lines = batting(("a", 2013, "AAA"), ("b", 2013, "AAA"), ("c", 2013, "AAA"), triples=[9, 1, np.nan])
    assert feature(seen(lines), "minors_triples")[2] == 0
    assert feature(seen(batting(("a", 2013, "AAA"))), "minors_so") == [0]


def test_older_and_lower_lines_count_for_less() -> None:
    average = [("x", 2013, "AAA"), ("x", 2012, "AAA"), ("x", 2013, "A")]
    for season, level, weight in ((2013, "AAA", 1.0), (2012, "AAA", 0.7), (2013, "A", 0.65)):
        rows = [*average, ("a", season, level)]
        lines = batting(*rows, hr=[10, 10, 10, 30])
        expected = 20 if (season, level) in {(2013, "AAA"), (2012, "AAA"), (2013, "A")} else 10
        index = np.log((30 * weight + 8) / (expected * weight + 8))
        assert feature(seen(lines), "minors_hr")[0] == pytest.approx(index)


@pytest.mark.parametrize("player_type", ["batter", "pitcher"])
def test_nothing_of_the_season_projected_or_later_is_read(player_type: Playing) -> None:
    make: Callable[..., MinorLines] = minor_lines if player_type == "batter" else pitching_lines
    chances = "pa" if player_type == "batter" else "outs"
    past = make([("a", 2013, "AAA"), ("b", 2012, "AA")], **{chances: [400, 300], "hr": [9, 7]})
    later = make([("a", 2014, "AAA"), ("c", 2015, "AAA")], **{chances: [500, 500], "hr": [50, 60]})
    both = joined_lines([past, later], tuple(past.counts))
    empty = empty_batch(2014, player_type)
    first, second = (
        prospects_of(
            empty, Minors(lines, NOBODY.pitching) if player_type == "batter" else Minors(NOBODY.batting, lines)
        )
        for lines in (past, both)
    )
    assert first.player_id.tolist() == second.player_id.tolist() == ["a", "b"]
    assert np.array_equal(first.matrix.values, second.matrix.values, equal_nan=True)


def test_lines_older_than_the_window_make_nobody_a_prospect() -> None:
    assert seen(batting(("a", 2010, "AAA"), ("b", 2011, "AAA"))).player_id.tolist() == ["b"]


def test_established_players_are_left_out() -> None:
    batch = batch_of(season=2014)
    totals = batch.opportunities.sum(axis=1)
    least, most = (str(batch.player_id[row]) for row in (totals.argmin(), totals.argmax()))
    opportunities = np.where((batch.player_id == least)[:, None], [[100.0, 0.0, 0.0]], batch.opportunities)
    found = seen(batting((least, 2013, "AAA"), (most, 2013, "AAA")), replace(batch, opportunities=opportunities))
    assert found.player_id.tolist() == [least]
    assert ESTABLISHED["batter"] > 100


def test_pitchers_who_bat_and_batters_who_pitch_are_left_out() -> None:
    lines = batting(("hitter", 2013, "AAA"), ("pitcher", 2013, "AAA"), pa=[400, 60])
    mound = pitching_lines([("hitter", 2013, "AAA"), ("pitcher", 2013, "AAA")], outs=[3, 300])
    assert seen(lines, pitching=mound).player_id.tolist() == ["hitter"]
    pitchers = prospects_of(empty_batch(2014, "pitcher"), Minors(lines, mound))
    assert pitchers.player_id.tolist() == ["pitcher"]


def test_the_record_in_the_majors_comes_as_multiples_of_the_league() -> None:
    batch = batch_of(season=2014, n=3)
    counts, opportunities = np.zeros_like(batch.counts), np.zeros_like(batch.opportunities)
    opportunities[0], counts[0, 0, 0], counts[0, 1, 0] = [100, 50, 0], 6, 3
    batch = replace(batch, opportunities=opportunities, counts=counts)
    found = seen(batting((str(batch.player_id[0]), 2013, "AAA"), ("nobody", 2013, "AAA")), batch)
    rows = dict(zip(found.player_id.tolist(), feature(found, OWN), strict=True))
    assert rows == {"player000": 140.0, "nobody": 0.0}
    rate = feature(found, f"{MAJORS}hr")
    # Homers at a league rate of .03: 6 in 100 and, at four fifths, 3 in 50 are twice what the league does.
    assert rate[found.player_id.tolist().index("player000")] == pytest.approx(2.0)
    assert np.isnan(rate[found.player_id.tolist().index("nobody")])


def test_levels_ages_and_sample_size() -> None:
    lines = batting(("a", 2013, "AAA"), ("a", 2013, "AA"), ("b", 2013, "AAA"), pa=[300, 100, 400])
    lines = replace(lines, birth_year=np.array([1992.0, 1992.0, 1988.0]))
    found = seen(lines)
    assert feature(found, "share_AA") == pytest.approx([90 / 390, 0])
    assert feature(found, "age") == [22, 26]
    # Triple-A is 21 and 25 by plate appearances, 163/7; double-A has nobody else.
    level_age = (300 * 21 + 400 * 25) / 700
    assert feature(found, "age_for_level") == pytest.approx([(21 - level_age) * 300 / 390, 25 - level_age])
    assert feature(found, "log_opportunities") == pytest.approx([np.log(440), np.log(450)])
    assert feature(found, "last_level") == [0, 0]


def test_a_season_without_minor_leagues_makes_nobody_idle() -> None:
    found = prospects_of(empty_batch(2021, "batter"), Minors(batting(("a", 2019, "AAA")), NOBODY.pitching))
    assert feature(found, "idle") == [0]
    found = seen(batting(("a", 2012, "AAA"), ("b", 2013, "AAA")))
    assert feature(found, "idle") == [1, 0]


def test_a_season_in_the_majors_is_not_one_of_idleness() -> None:
    lines = batting(("player000", 2012, "AAA"), ("nobody", 2012, "AAA"), ("nobody2", 2013, "AAA"))
    batch = batch_of(n=2)
    batch = replace(batch, opportunities=np.array([[300.0, 0, 0], [0, 200, 0]]))
    found = seen(lines, batch)
    at = found.player_id.tolist().index
    assert feature(found, "idle")[at("player000")] == 0
    assert feature(found, "latest_in_majors")[at("player000")] == pytest.approx(300 / ESTABLISHED["batter"])
    assert feature(found, "idle")[at("nobody")] == 1
    assert feature(found, "latest_in_majors")[at("nobody")] == 0


def test_where_a_prospect_was_is_told_from_the_top_down() -> None:
    found = seen(batting(("a", 2012, "AA"), ("a", 2013, "AAA"), ("a", 2013, "AA"), pa=[100, 412.4, 20]))
    assert found.origin.tolist() == ["AAA 412, AA 120"]
    pitchers = prospects_of(
        empty_batch(2014, "pitcher"), Minors(NOBODY.batting, pitching_lines([("a", 2013, "A+")], outs=[301]))
    )
    assert pitchers.origin.tolist() == ["A+ 100"]


def test_of_two_lines_in_the_last_season_the_higher_level_names_the_club() -> None:
    lines = replace(
        batting(("a", 2013, "AAA"), ("a", 2013, "AA"), ("a", 2012, "AAA")),
        team=np.array(["TAC", "JAX", "OLD"]),
        position=np.array(["ss", "2b", "cf"]),
    )
    found = seen(lines)
    assert (found.team.tolist(), found.position.tolist()) == (["TAC"], ["ss"])


@pytest.mark.parametrize("player_type", ["batter", "pitcher"])
def test_nobody_has_the_same_features_as_anybody(player_type: Playing) -> None:
    empty = prospects_of(empty_batch(0, player_type), no_minors())
    some = prospects_of(
        batch_of(player_type), Minors(batting(("a", 2013, "A")), pitching_lines([("b", 2013, "A")], outs=[100]))
    )
    expected = {f"minors_{stat}" for stat in BALLASTS[player_type]}
    assert len(empty) == 0
    assert expected < set(empty.matrix.names)
    assert [name for name in some.matrix.names if not name.startswith(MAJORS)] == [
        name for name in empty.matrix.names if not name.startswith(MAJORS)
    ]


def test_quality_starts_are_no_feature_of_prospects() -> None:
    found = prospects_of(empty_batch(2014, "pitcher"), NOBODY)
    assert f"{MAJORS}w" in found.matrix.names
    assert f"{MAJORS}qs" not in found.matrix.names


def test_a_position_is_that_of_most_games_in_the_last_season_with_one() -> None:
    lines = batting(("a", 2013, "AAA"), ("a", 2013, "AA"), ("a", 2013, "A+"), ("a", 2012, "AA"))
    games = {**lines.counts, "g": np.array([20.0, 15.0, 25.0, 140.0])}
    known = replace(lines, position=np.array(["3b", "ss", "ss", "of"]), counts=games)
    assert seen(known).position.tolist() == ["ss"]


def test_a_position_is_that_of_the_last_line_that_has_one() -> None:
    lines = batting(("a", 2013, "AAA"), ("a", 2012, "AA"), ("a", 2011, "A"), ("b", 2013, "AAA"))
    known = replace(lines, position=np.array(["", "of", "ss", ""]))
    assert seen(known).position.tolist() == ["of", ""]


def test_files_that_end_earlier_for_the_other_kind_make_nobody_idle() -> None:
    """Batters of 2013 are at hand and pitchers only to 2012: no pitcher sat out 2013 for all that is known."""
    pitching = pitching_lines([("a", 2012, "AAA")], outs=[300])
    minors = Minors(batting(("b", 2013, "AAA")), pitching)
    assert feature(prospects_of(empty_batch(2014, "pitcher"), minors), "idle") == [0]
