"""Holds, blown saves and quality starts from plays, from the command line into the pitching lines."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np

from fbm.adapters.sources.season_tables import ParquetSeasonTables
from fbm.domain.ports.season_tables import LAHMAN, League
from fbm.domain.stats import PITCHING
from tests.cli.conftest import Fbm
from tests.fakes_progress import Silent
from tests.histories import TEAMS, Line, lines_of, small_history
from tests.play_rows import event_rows, outs, play_rows, write_plays

IDS = """\
key_mlbam,lahman_playerID,key_bbref,key_retro,key_fangraphs,key_bbref_minors,name_first,name_last,birth_year,birth_month,birth_day
1,holder01,,holdj001,,,Hal,Holder,1990,1,1
2,closer01,,closj001,,,Cal,Closer,1990,1,1
"""


def ids(tmp_path: Path) -> str:
    path = tmp_path / "ids.csv"
    path.write_text(IDS)
    return str(path)


def plays(tmp_path: Path) -> str:
    return str(write_plays(tmp_path / "plays.parquet", play_rows("AAA202104010")))


def held(home: Path) -> ParquetSeasonTables:
    """Put two pitchers' lines of two seasons where the command line keeps seasons."""
    tables = ParquetSeasonTables(home / "data")
    unknown = {"hld": np.nan, "bs": np.nan, "qs": np.nan, "g": 1.0, "outs": 6.0}
    history = small_history((2020, 2021), players=8)
    pitching = lines_of(
        [Line(who, year, unknown, TEAMS[0]) for year in (2020, 2021) for who in ("holder01", "closer01")], PITCHING
    )
    tables.replace(League(replace(history, pitching=pitching), LAHMAN), Silent()).unwrap()
    return tables


def test_holds_join_the_pitching_lines(fbm: Fbm, home: Path, tmp_path: Path) -> None:
    tables = held(home)
    before = tables.fingerprint(2020, 2021).unwrap()
    fbm("data", "import", "ids", ids(tmp_path))
    ended = fbm("data", "import", "retrosheet", plays(tmp_path))
    assert ended.code == 0, ended.err
    pitching = tables.history(2020, 2021).unwrap().pitching
    keys = zip(pitching.player_id.tolist(), pitching.season.tolist(), strict=True)
    holds = dict(zip(keys, pitching.counts["hld"].tolist(), strict=True))
    assert holds["holder01", 2021] == 1.0
    assert holds["closer01", 2021] == 0.0
    assert np.isnan(holds["holder01", 2020])
    assert tables.fingerprint(2020, 2021).unwrap() != before


def test_an_import_of_the_seasons_again_keeps_the_holds(fbm: Fbm, home: Path, tmp_path: Path) -> None:
    fbm("data", "import", "ids", ids(tmp_path))
    fbm("data", "import", "retrosheet", plays(tmp_path))
    assert held(home).history(2021, 2021).unwrap().pitching.counts["hld"].max() == 1.0


def test_quality_starts_join_the_pitching_lines(fbm: Fbm, home: Path, tmp_path: Path) -> None:
    tables = held(home)
    rows = event_rows([*outs("holdj001", 18), *outs("closj001", 9)])
    fbm("data", "import", "ids", ids(tmp_path))
    ended = fbm("data", "import", "retrosheet", str(write_plays(tmp_path / "plays.parquet", rows)), "--json")
    assert json.loads(ended.out)[0]["quality_starts"] == 2
    pitching = tables.history(2020, 2021).unwrap().pitching
    keys = zip(pitching.player_id.tolist(), pitching.season.tolist(), strict=True)
    good = dict(zip(keys, pitching.counts["qs"].tolist(), strict=True))
    assert (good["holder01", 2021], good["closer01", 2021]) == (1.0, 0.0)
    assert np.isnan(good["holder01", 2020])


def test_plays_that_do_not_tell_of_runners_say_so(fbm: Fbm, home: Path, tmp_path: Path) -> None:
    tables = held(home)
    fbm("data", "import", "ids", ids(tmp_path))
    ended = fbm("data", "import", "retrosheet", plays(tmp_path))
    assert "no quality starts where a file lacks one of\nfbm: RESP_PIT_ID" in ended.err
    assert np.isnan(tables.history(2020, 2021).unwrap().pitching.counts["qs"]).all()


def test_what_was_scored_is_told(fbm: Fbm, tmp_path: Path) -> None:
    fbm("data", "import", "ids", ids(tmp_path))
    ended = fbm("data", "import", "retrosheet", plays(tmp_path), "--json")
    told = {"season": 2021, "plays": 28, "saves": 1, "holds": 1, "blown": 0, "quality_starts": None}
    assert json.loads(ended.out) == [{**told, "unmatched": ["starj001", "themj001"]}]


def test_pitchers_in_no_crosswalk_are_named(fbm: Fbm, tmp_path: Path) -> None:
    fbm("data", "import", "ids", ids(tmp_path))
    ended = fbm("data", "import", "retrosheet", plays(tmp_path))
    assert "in no crosswalk, and left out: starj001, themj001" in ended.err
    assert "2021" in ended.out
    assert max(map(len, (ended.out + ended.err).splitlines())) <= 80


def test_without_ids_nothing_is_imported(fbm: Fbm, tmp_path: Path) -> None:
    ended = fbm("data", "import", "retrosheet", plays(tmp_path))
    assert ended.code == 1
    assert "None of the 4 pitchers is in the crosswalk of ids: `fbm data import ids FILE…` first" in ended.err


def test_plays_do_not_join_a_simulated_league(fbm: Fbm, tmp_path: Path) -> None:
    fbm("data", "simulate", "--first-season", "2020", "--last-season", "2021", "--teams", "4")
    fbm("data", "import", "ids", ids(tmp_path))
    ended = fbm("data", "import", "retrosheet", plays(tmp_path))
    assert ended.code == 1
    assert "This home holds a simulated league" in ended.err
