from __future__ import annotations

from datetime import date

from returns.result import Failure

from fbm.domain.downloads import MOST_PITCHES, SOURCES, following, mirrored, statcast
from fbm.domain.ports.downloads import Fetched, Incomplete, Wanted

TODAY = date(2026, 1, 1)


def test_every_file_of_a_source_has_a_name_of_its_own() -> None:
    for files in SOURCES.values():
        names = [wanted.file for wanted in files((2021, 2022), TODAY)]
        assert len(names) == len(set(names)) > 0


def test_spans_of_pitches_leave_no_day_out() -> None:
    firsts = [wanted.file[9:19] for wanted in statcast((2022,), TODAY)]
    assert (firsts[0], firsts[1], firsts[-1]) == ("2022-03-15", "2022-03-20", "2022-11-15")


def test_days_to_come_are_not_asked_for() -> None:
    assert [wanted.file[9:19] for wanted in statcast((2022,), date(2022, 3, 21))] == ["2022-03-15", "2022-03-20"]


def test_a_mirror_is_asked_for_the_same_path() -> None:
    wanted = Wanted("https://a.example/x/y?z=1", "f.csv", "csv")
    assert mirrored(wanted, "http://b.example:8/").url == "http://b.example:8/x/y?z=1"
    assert mirrored(wanted, None) is wanted


def test_a_list_is_asked_for_page_by_page_until_its_end() -> None:
    wanted = SOURCES["minors"]((2019,), TODAY)[0]
    second = following(wanted, Fetched("", rows=500, total=1100)).unwrap().others[0]
    third = following(second, Fetched("", rows=500, total=1100)).unwrap().others[0]
    assert second.url == f"{wanted.url}&offset=500"
    assert (third.url, third.file) == (f"{wanted.url}&offset=1000", "mlbapi/2019_11_hitting+1000.json")
    assert following(third, Fetched("", rows=100, total=1100)).unwrap().others == ()


def test_a_page_without_lines_before_the_end_is_no_whole_list() -> None:
    wanted = SOURCES["minors"]((2019,), TODAY)[0]
    assert following(wanted, Fetched("", rows=0, total=9)) == Failure(Incomplete(wanted.url, 0))


def test_a_search_that_may_have_been_cut_is_halved_down_to_a_day() -> None:
    full = Fetched("", rows=MOST_PITCHES)
    asked = following(mirrored(statcast((2022,), TODAY)[0], "http://m.example"), full).unwrap()
    days = [wanted.days for wanted in asked.others]
    assert not asked.counts
    assert days == [(date(2022, 3, 15), date(2022, 3, 17)), (date(2022, 3, 18), date(2022, 3, 19))]
    assert all(wanted.url.startswith("http://m.example/") for wanted in asked.others)
    one = following(following(asked.others[1], full).unwrap().others[0], full)
    assert isinstance(one.failure(), Incomplete)


def test_halves_have_names_that_no_whole_span_has() -> None:
    span = statcast((2022,), TODAY)[0]
    halves = following(span, Fetched("", rows=MOST_PITCHES)).unwrap().others
    quarters = following(halves[0], Fetched("", rows=MOST_PITCHES)).unwrap().others
    names = [wanted.file for wanted in (span, *halves, *quarters)]
    assert len(set(names)) == len(names)
