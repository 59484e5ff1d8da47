from __future__ import annotations

from fbm.domain.downloads import SOURCES, mirrored, statcast
from fbm.domain.ports.downloads import Wanted


def test_every_file_of_a_source_has_a_name_of_its_own() -> None:
    for files in SOURCES.values():
        names = [wanted.file for wanted in files((2021, 2022))]
        assert len(names) == len(set(names)) > 0


def test_spans_of_pitches_leave_no_day_out() -> None:
    firsts = [wanted.file[9:19] for wanted in statcast((2022,))]
    assert (firsts[0], firsts[1], firsts[-1]) == ("2022-03-15", "2022-03-20", "2022-11-15")


def test_a_mirror_is_asked_for_the_same_path() -> None:
    wanted = Wanted("https://a.example/x/y?z=1", "f.csv", "csv")
    assert mirrored(wanted, "http://b.example:8/").url == "http://b.example:8/x/y?z=1"
    assert mirrored(wanted, None) is wanted
