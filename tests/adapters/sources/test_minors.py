from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from returns.result import Failure

from fbm.adapters.sources.id_files import IdFiles
from fbm.adapters.sources.minor_rows import parent_club
from fbm.adapters.sources.minors import MinorFiles
from fbm.domain.crosswalk import Crosswalk, nobody
from fbm.domain.minors import MinorLines
from fbm.domain.ports.minors import MinorImport, Unmatched
from fbm.domain.ports.season_tables import BadFile, MissingColumn, MissingFile
from tests.adapters.sources.minor_files import (
    BREF_BATTING,
    BREF_PITCHING,
    FANGRAPHS_BATTING,
    HITTING,
    IDS,
    PITCHING,
    response,
    split,
    write,
)
from tests.fakes_progress import Silent
from tests.real_data import lahman_dir, needs_lahman


@pytest.fixture
def crosswalk(tmp_path: Path) -> Crosswalk:
    return IdFiles([write(tmp_path / "ids.csv", IDS)]).read(Silent()).unwrap()


def read(*paths: Path, crosswalk: Crosswalk | None = None) -> MinorImport:
    return MinorFiles(paths).read(crosswalk or nobody(), Silent()).unwrap()


def line(lines: MinorLines, player: str, level: str = "AAA") -> dict[str, float]:
    """Counts of a player's only line at a level."""
    (row,) = np.flatnonzero((lines.player_id == player) & (lines.level == level))
    return {stat: float(column[row]) for stat, column in lines.counts.items()}


def test_counts_come_out_of_baseball_references_shares(tmp_path: Path) -> None:
    found = line(read(write(tmp_path / "b.csv.gz", BREF_BATTING)).minors.batting, "ashenma01")
    assert (found["pa"], found["bb"], found["so"], found["hr"], found["sb"]) == (400, 40, 80, 15, 10)
    # .380 of 397 chances without a bunt are 151 times on base, 40 of them walks; hits at .300 leave 6 hit by pitches.
    assert (found["hbp"], found["ab"], found["h"], found["tb"]) == (6, 348, 104, 174)
    assert np.isnan(found["doubles"])
    assert np.isnan(found["r"])


def test_counts_come_out_of_rates_per_nine_innings(tmp_path: Path) -> None:
    found = line(read(write(tmp_path / "p.csv", BREF_PITCHING)).minors.pitching, "dornito01", "AA")
    assert (found["outs"], found["so"], found["bb"], found["er"], found["hr"]) == (361, 120, 40, 50, 9)
    assert np.isnan(found["bf"])


def test_parent_clubs_are_named_as_in_the_majors() -> None:
    assert [parent_club(club) for club in ("LAD", "WSN", "BAL-CHW", "BOS", "")] == ["LAN", "WAS", "BAL-CHA", "BOS", ""]


def test_rookie_leagues_are_one_level(tmp_path: Path) -> None:
    batting = read(write(tmp_path / "b.csv", BREF_BATTING)).minors.batting
    assert batting.level.tolist() == ["AAA", "Rk", "Rk"]


def test_a_response_of_the_stats_api_gives_the_same_kind_of_line(tmp_path: Path, crosswalk: Crosswalk) -> None:
    hitting = write(tmp_path / "hitting.json", response(split(100001, HITTING)))
    pitching = write(tmp_path / "pitching.json", response(split(100003, PITCHING, sport=12), group="pitching"))
    minors = read(hitting, pitching, crosswalk=crosswalk).minors
    assert line(minors.batting, "ashenma01")["tb"] == 178
    assert line(minors.pitching, "dornito01", "AA")["outs"] == 361
    assert minors.batting.position.tolist() == ["ss"]
    assert minors.batting.league.tolist() == ["Pacific Coast League"]


@pytest.mark.parametrize(("told", "kept"), [("OF", "of"), ("CF", "cf"), ("DH", "dh"), ("PH", ""), ("X", "")])
def test_positions_of_the_stats_api_are_kept_where_somebody_may_be_used_there(
    tmp_path: Path, crosswalk: Crosswalk, told: str, kept: str
) -> None:
    there = {**split(100001, HITTING), "position": {"abbreviation": told}}
    assert read(write(tmp_path / "h.json", response(there)), crosswalk=crosswalk).minors.batting.position == [kept]


def test_ids_and_birth_years_come_from_the_crosswalk(tmp_path: Path, crosswalk: Crosswalk) -> None:
    found = read(write(tmp_path / "b.csv", BREF_BATTING), crosswalk=crosswalk)
    assert found.minors.batting.player_id.tolist() == ["ashenma01", "mlbam:100002", "bbref_minors:nobody001xan"]
    assert found.minors.batting.birth_year.tolist() == [1979, 1982, 1981]


def test_whom_nobody_knows_is_kept_and_named(tmp_path: Path, crosswalk: Crosswalk) -> None:
    found = read(
        write(tmp_path / "b.csv", BREF_BATTING), write(tmp_path / "f.csv", FANGRAPHS_BATTING), crosswalk=crosswalk
    )
    assert found.unmatched == (
        Unmatched("bbref_minors:nobody001xan", "Xan Nobody", 1),
        Unmatched("fangraphs:sa77", "Sam Stranger", 1),
    )
    assert {"bbref_minors:nobody001xan", "fangraphs:sa77"} < set(found.minors.batting.player_id.tolist())


def test_a_passing_id_is_known_by_name_and_age(tmp_path: Path, crosswalk: Crosswalk) -> None:
    passing = FANGRAPHS_BATTING.replace("Sam Stranger", "Elan Elkumhoff").replace(",AA,24,", ",AA,18,")
    found = read(write(tmp_path / "f.csv", passing), crosswalk=crosswalk)
    assert found.minors.batting.player_id.tolist() == ["ashenma01", "mlbam:100002"]
    assert found.unmatched == ()


ELKUMHOFF = FANGRAPHS_BATTING.replace("Sam Stranger", "Elan Elkumhoff").replace(",AA,24,", ",AA,18,")


@pytest.mark.parametrize(("old", "new"), [("sa77", "977"), (",,2001,Elan", "100009,,2001,Elan")])
def test_an_id_that_stays_is_not_another_persons(tmp_path: Path, crosswalk: Crosswalk, old: str, new: str) -> None:
    numbers = np.where(crosswalk.ids["mlbam"] == "100002", "502", crosswalk.ids["fangraphs"])
    numbered = replace(crosswalk, ids={**crosswalk.ids, "fangraphs": numbers})
    found = read(write(tmp_path / "f.csv", ELKUMHOFF.replace(old, new)), crosswalk=numbered)
    assert "mlbam:100002" not in found.minors.batting.player_id.tolist()


def test_an_id_that_stays_is_known_by_name_and_age_if_no_other_is(tmp_path: Path, crosswalk: Crosswalk) -> None:
    found = read(write(tmp_path / "f.csv", ELKUMHOFF.replace("sa77", "977")), crosswalk=crosswalk)
    assert found.minors.batting.player_id.tolist() == ["ashenma01", "mlbam:100002"]


def test_one_line_of_two_files_is_one_players_whatever_ids_they_have(tmp_path: Path, crosswalk: Crosswalk) -> None:
    # Sam Stranger of one file has the name, season, level and playing time of Marlo Ashenby in the other.
    passing = FANGRAPHS_BATTING.replace("100001,ashenma01,2001", ",,2001").replace("0.3,501", "0.3,sa501")
    files = (
        write(tmp_path / "f.csv", FANGRAPHS_BATTING),
        write(tmp_path / "g.csv", passing.replace(",AA,22,", ",AA,30,")),
    )
    found = read(*files, crosswalk=crosswalk)
    assert found.minors.batting.player_id.tolist() == ["ashenma01", "fangraphs:sa77"]


def test_without_a_crosswalk_only_the_files_own_ids_count(tmp_path: Path) -> None:
    found = read(write(tmp_path / "h.json", response(split(100001, HITTING))))
    assert found.minors.batting.player_id.tolist() == ["mlbam:100001"]
    assert [player.player_id for player in found.unmatched] == ["mlbam:100001"]


def test_a_table_as_fangraphs_gives_it_has_no_ids_of_others(tmp_path: Path, crosswalk: Crosswalk) -> None:
    rows = [line.split(",", 2)[2] for line in FANGRAPHS_BATTING.splitlines()]
    found = read(write(tmp_path / "b.csv", "\n".join([*rows, ""])), crosswalk=crosswalk)
    assert found.minors.batting.player_id.tolist() == ["ashenma01", "fangraphs:sa77"]


def test_a_row_that_stands_twice_counts_once(tmp_path: Path) -> None:
    twice = BREF_PITCHING + BREF_PITCHING.splitlines(keepends=True)[1]
    assert len(read(write(tmp_path / "p.csv", twice)).minors.pitching) == 1


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (BREF_BATTING.replace(",AAA,", ",AAAA,"), BadFile("b.csv", 2, "Lev", "AAAA", "")),
        (BREF_BATTING.replace("0.500", "5.00"), BadFile("b.csv", 2, "SLG", "5.00", "more than 4.0")),
        (BREF_BATTING.replace(",400,", ",4e2,"), BadFile("b.csv", 2, "PA", "4e2", "not a whole number")),
        (BREF_PITCHING.replace("120.1", "120.3"), BadFile("b.csv", 2, "IP", "120.3", "")),
        (BREF_BATTING.replace("key_bbref_minors", "key"), MissingColumn("b.csv", "key_bbref_minors or PlayerId", ())),
        (BREF_BATTING[:-5], BadFile("b.csv", 4, "", "", "the last line has no end: cut off")),
    ],
)
def test_a_csv_file_that_cannot_be_meant_is_refused_with_its_place(
    tmp_path: Path, text: str, error: BadFile | MissingColumn
) -> None:
    refused = MinorFiles([write(tmp_path / "b.csv", text)]).read(nobody(), Silent()).failure()
    match refused, error:
        case MissingColumn(), MissingColumn():
            assert refused.column == error.column
        case BadFile(), BadFile():
            assert (refused.line, refused.column) == (error.line, error.column)
            assert error.value in refused.value
            assert error.reason in refused.reason
        case _:
            pytest.fail(f"{refused} instead of {error}")


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ("<html>Too many requests</html>", "", "not JSON"),
        (response(split(1, HITTING))[:-20], "", "not JSON"),
        (response(split(1, HITTING, sport=1)), "stats.0.splits.0.sport.id", "not a minor league"),
        (response(split(1, {**HITTING, "hits": -3})), "stats.0.splits.0.stat.hits", "greater than or equal to 0"),
        ('{"stats": [{}]}', "stats.0.group", "required"),
        ("[]", "", "not an object"),
        (response(), "", "not a single"),
        ("[" * 100_000, "", "no season response"),
        (response(split(1, HITTING)).replace(": 105,", f": {'9' * 6000},"), "", "no season response"),
        (response(split(1, {**HITTING, "hits": True})), "stats.0.splits.0.stat.hits", "not a number"),
        (response(split(1, {**HITTING, "homeRuns": 200})), "stats.0.splits.0.stat", "more homeRuns than hits"),
        (response(split(-5, HITTING)), "stats.0.splits.0.player.id", "greater than or equal to 1"),
        (response(split(1, {})), "stats.0.splits.0.stat.plateAppearances", "required"),
        (response(split(1, HITTING), group="pitching"), "stats.0.splits.0.stat.inningsPitched", "required"),
    ],
)
def test_a_response_that_cannot_be_meant_is_refused_with_its_place(
    tmp_path: Path, text: str, place: str, reason: str
) -> None:
    refused = MinorFiles([write(tmp_path / "r.json", text)]).read(nobody(), Silent()).failure()
    assert isinstance(refused, BadFile)
    assert (refused.file, refused.column) == ("r.json", place)
    assert reason in refused.reason


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    refused = MinorFiles([tmp_path / "none.csv"]).read(nobody(), Silent())
    assert refused == Failure(MissingFile("none.csv", str(tmp_path)))


def test_a_package_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "b.csv.gz", BREF_BATTING)
    path.write_bytes(path.read_bytes()[:-30])
    refused = MinorFiles([path]).read(nobody(), Silent()).failure()
    assert isinstance(refused, BadFile)
    assert "not a whole gzip file" in refused.reason


@needs_lahman
@pytest.mark.slow
def test_the_real_files_are_read_whole() -> None:
    folder = lahman_dir()
    assert folder is not None
    paths = sorted((folder.parent / "milb").glob("bref_*.csv.gz"))
    if not paths:
        pytest.skip("no minor-league files beside the Lahman files")
    minors = read(*paths).minors
    assert (len(minors.batting), len(minors.pitching)) == (69438, 69006)
    assert minors.seasons == tuple(range(1992, 2017))


def test_a_line_that_stands_twice_counts_once(tmp_path: Path) -> None:
    found = read(write(tmp_path / "r.json", response(split(1, HITTING), split(1, HITTING)))).minors.batting
    assert found.counts["pa"].tolist() == [400]


def test_a_total_beside_the_lines_of_its_teams_is_not_counted_again(tmp_path: Path) -> None:
    both, other = {**HITTING, "plateAppearances": 520}, {**HITTING, "plateAppearances": 120, "atBats": 110}
    total = {key: value for key, value in split(1, both).items() if key != "team"}
    elsewhere = split(1, other) | {"league": {"id": 117, "name": "International League"}}
    found = read(write(tmp_path / "r.json", response(total, split(1, HITTING), elsewhere))).minors.batting
    assert sorted(found.counts["pa"].tolist()) == [120, 400]
    alone = read(write(tmp_path / "t.json", response(total))).minors.batting
    assert alone.counts["pa"].tolist() == [520]


def test_pages_of_one_list_are_one_source(tmp_path: Path) -> None:
    first, second, third = split(1, HITTING), split(2, {**HITTING, "hits": 90}), split(3, {**HITTING, "hits": 80})
    pages = [
        write(tmp_path / "h.json", response(first, second)),
        write(tmp_path / "h+2.json", response(second, third)),  # a player moved down a place between the two
    ]
    found = MinorFiles(pages).read(nobody(), Silent()).unwrap()
    assert sorted(found.minors.batting.player_id.tolist()) == ["mlbam:1", "mlbam:2", "mlbam:3"]
