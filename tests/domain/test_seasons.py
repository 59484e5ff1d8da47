from __future__ import annotations

import numpy as np

from fbm.domain.seasons import History, Lines, People, Teams, plate_appearances, season_totals

NAN = np.nan


def lines(rows: list[tuple[str, int, int, str]], **counts: list[float]) -> Lines:
    player, season, stint, team = zip(*rows, strict=True) if rows else ((), (), (), ())
    return Lines(
        player_id=np.array(player, dtype=np.str_),
        season=np.array(season, dtype=np.int64),
        stint=np.array(stint, dtype=np.int64),
        team=np.array(team, dtype=np.str_),
        league=np.array(["AL"] * len(rows), dtype=np.str_),
        counts={name: np.array(values, dtype=np.float64) for name, values in counts.items()},
    )


ROWS = [("b", 2002, 1, "X"), ("a", 2002, 2, "Y"), ("a", 2002, 1, "X"), ("a", 2001, 1, "X"), ("a", 2003, 1, "Z")]


def test_totals_add_up_stints_in_order_of_season_and_player() -> None:
    totals = season_totals(lines(ROWS, hr=[1, 2, 4, 8, 16]))
    assert list(zip(totals.season.tolist(), totals.player_id.tolist(), strict=True)) == [
        (2001, "a"),
        (2002, "a"),
        (2002, "b"),
        (2003, "a"),
    ]
    assert totals.counts["hr"].tolist() == [8, 6, 1, 16]


def test_totals_have_the_last_team_and_the_number_of_stints() -> None:
    totals = season_totals(lines(ROWS, hr=[0] * 5))
    assert totals.team.tolist() == ["X", "Y", "X", "Z"]
    assert totals.stint.tolist() == [1, 2, 1, 1]


def test_a_total_is_missing_only_where_every_stint_is() -> None:
    totals = season_totals(lines(ROWS, sf=[NAN, NAN, 3, 5, NAN]))
    assert np.array_equal(totals.counts["sf"], [5, 3, NAN, NAN], equal_nan=True)


def test_totals_do_not_depend_on_the_order_of_rows() -> None:
    first = season_totals(lines(ROWS, hr=[1, 2, 4, 8, 16]))
    again = season_totals(lines(ROWS[::-1], hr=[16, 8, 4, 2, 1]))
    assert first.counts["hr"].tolist() == again.counts["hr"].tolist()
    assert first.team.tolist() == again.team.tolist()


def test_totals_of_totals_are_themselves() -> None:
    once = season_totals(lines(ROWS, hr=[1, 2, 4, 8, 16]))
    twice = season_totals(once)
    assert twice.counts["hr"].tolist() == once.counts["hr"].tolist()


def test_totals_of_nothing_are_nothing() -> None:
    assert len(season_totals(lines([], hr=[]))) == 0


def test_unknown_parts_of_plate_appearances_count_as_none() -> None:
    batting = lines([("a", 2001, 1, "X")], ab=[500], bb=[50], hbp=[5], sh=[NAN], sf=[4])
    assert plate_appearances(batting).tolist() == [559]


def history() -> History:
    table = lines(ROWS, hr=[1, 2, 4, 8, 16])
    words, numbers = np.array(["a", "b"]), np.array([1980.0, NAN])
    people = People(words, words, numbers, numbers, numbers, words, words, numbers, *[numbers] * 3)
    years = np.array([2001, 2002, 2003])
    ones = np.ones(3)
    teams = Teams(years, np.array(["X"] * 3), np.array(["AL"] * 3), ones, ones, ones)
    return History((2001, 2002, 2003), table, table, table, people, teams)


def test_before_a_season_nothing_of_it_is_known() -> None:
    known = history().before(2002)
    assert known.seasons == (2001,)
    for table in (known.batting, known.pitching, known.positions, known.teams):
        assert set(table.season.tolist()) == {2001}


def test_between_keeps_both_ends() -> None:
    kept = history().between(2002, 2003)
    assert kept.seasons == (2002, 2003)
    assert set(kept.batting.season.tolist()) == {2002, 2003}


def test_people_are_taken_by_mask_or_position() -> None:
    people = history().people
    assert people.take(np.array([1])).name.tolist() == people.take(np.array([False, True])).name.tolist() == ["b"]
