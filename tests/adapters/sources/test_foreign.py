from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from fbm.adapters.sources.foreign import ForeignFile
from fbm.domain.crosswalk import MAKERS, PLATFORMS, Crosswalk
from fbm.domain.ports.foreign import ForeignProjections, ForeignSheet
from fbm.domain.ports.season_tables import BadFile, MissingColumn, MissingFile

FILE: ForeignProjections = ForeignFile(Path("x.csv"))
BATTERS = Path(__file__).parents[2] / "fixtures" / "foreign" / "steamer_batters_2019.csv"
PITCHERS = BATTERS.with_name("steamer_pitchers_2019.csv")

IDS = {"mlbam": ["545361", "592450", "543037", "608331"], "fangraphs": ["10155", "15640", "13125", "13743"]}


def crosswalk() -> Crosswalk:
    player_id = np.array(["troutmi01", "judgeaa01", "colege01", "friedma01"])
    empty = np.full(len(player_id), "")
    ids = {maker: np.array(IDS[maker]) if maker in IDS else empty for maker in (*MAKERS, *PLATFORMS)}
    unknown = np.full(len(player_id), np.nan)
    return Crosswalk(player_id, player_id, empty, unknown, unknown, unknown, empty, ids)


def read(text: str, tmp_path: Path, season: int | None = 2019) -> object:
    path = tmp_path / "export.csv"
    path.write_text(text)
    result = ForeignFile(path, season).read(crosswalk())
    return result.value_or(None) or result.failure()


def sheet(path: Path) -> ForeignSheet:
    return ForeignFile(path, 2019).read(crosswalk()).unwrap()


def test_batters_of_an_export_are_found_by_their_ids() -> None:
    found = sheet(BATTERS)
    (forecast,) = found.forecasts
    assert (forecast.season, forecast.player_type) == (2019, "batter")
    assert forecast.player_id.tolist() == ["troutmi01", "judgeaa01"]
    assert {stat: forecast.columns[stat][0] for stat in ("pa", "hr", "singles", "sb", "obp")} == {
        "pa": 640.0, "hr": 40.0, "singles": 72.0, "sb": 19.0, "obp": 0.436,
    }  # fmt: skip
    assert found.unmatched == ("Nobody Knows <him>",)


def test_pitchers_are_told_by_their_innings_and_decimals_stay_decimals() -> None:
    (forecast,) = sheet(PITCHERS).forecasts
    assert forecast.player_type == "pitcher"
    assert {stat: forecast.columns[stat][0] for stat in ("ip", "so", "era", "hld", "bs")} == pytest.approx(
        {"ip": 199.4, "so": 254.0, "era": 3.12, "hld": 0.0, "bs": 0.0}
    )


def test_quality_starts_are_read(tmp_path: Path) -> None:
    found = read("Name,IP,GS,QS,playerid\nCole,199.4,32,21,13125\nOther,120.5,20,,13743\n", tmp_path)
    assert isinstance(found, ForeignSheet)
    np.testing.assert_array_equal(found.forecasts[0].columns["qs"], [21.0, np.nan])


def test_innings_in_thirds_are_read_as_thirds(tmp_path: Path) -> None:
    """Mistake: 33.1 was taken for 33 innings and a tenth."""
    found = read("Name,IP,SO,playerid\nCole,33.1,40,13125\nOther,20.2,15,13743\n", tmp_path)
    assert isinstance(found, ForeignSheet)
    assert found.forecasts[0].columns["ip"].tolist() == pytest.approx([33 + 1 / 3, 20 + 2 / 3])


def test_whole_innings_are_neither(tmp_path: Path) -> None:
    found = read("Name,IP,SO,playerid\nCole,33.0,40,13125\n", tmp_path)
    assert isinstance(found, ForeignSheet)
    assert found.forecasts[0].columns["ip"].tolist() == [33.0]


def test_a_file_may_hold_several_seasons(tmp_path: Path) -> None:
    text = "Season,Name,PA,HR,MLBAMID\n2018,Trout,600,35,545361\n2019,Trout,610,38,545361\n"
    found = read(text, tmp_path, season=None)
    assert isinstance(found, ForeignSheet)
    assert [(one.season, one.columns["hr"].tolist()) for one in found.forecasts] == [(2018, [35.0]), (2019, [38.0])]


def test_an_empty_cell_is_no_figure_and_no_zero(tmp_path: Path) -> None:
    found = read("Name,PA,HR,MLBAMID\nTrout,600,,545361\n", tmp_path)
    assert isinstance(found, ForeignSheet)
    assert np.isnan(found.forecasts[0].columns["hr"]).all()


@pytest.mark.parametrize(
    ("text", "failure"),
    [
        ("Name,HR,playerid\nTrout,3,10155\n", MissingColumn("export.csv", "PA or IP", ("name", "hr", "playerid"))),
        (
            "Name,PA,HR\nTrout,3,5\n",
            MissingColumn("export.csv", "MLBAMID, playerid or player_id", ("name", "pa", "hr")),
        ),
        ("PA,HR,playerid\n600,x,10155\n", BadFile("export.csv", 2, "HR", "x", "not a number of 0 or more")),
        ("PA,HR,playerid\n600,-1,10155\n", BadFile("export.csv", 2, "HR", "-1", "not a number of 0 or more")),
        ("PA,HR,playerid\n600,nan,10155\n", BadFile("export.csv", 2, "HR", "nan", "not a number of 0 or more")),
        (
            "PA,HR,playerid\n600,1,10155\n500,2,10155\n",
            BadFile("export.csv", 3, "playerid", "troutmi01", "stands on line 2 too"),
        ),
        ("PA,HR,playerid\n600,1\n", BadFile("export.csv", 2, "", "600,1", "2 fields where the first line has 3")),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_place(text: str, failure: object, tmp_path: Path) -> None:
    assert read(text, tmp_path) == failure


def test_a_file_without_seasons_needs_one(tmp_path: Path) -> None:
    assert isinstance(read("PA,HR,playerid\n600,1,10155\n", tmp_path, season=None), MissingColumn)
    assert read("Season,PA,playerid\n19,600,10155\n", tmp_path, season=None) == BadFile(
        "export.csv", 2, "Season", "19", "not a season"
    )


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert isinstance(ForeignFile(tmp_path / "none.csv").read(crosswalk()).failure(), MissingFile)


OURS = """player_type,player_id,mlbam_id,fangraphs_id,name,pa,singles,hr,ip,so,k9
batter,troutmi01,545361,,Mike Trout,600.5,80,40,,150,
batter,mlbam:592450,592450,,Aaron Judge,550,60,39,,160,
batter,,,nobody,Nobody,1,1,1,,1,
pitcher,colege01,,,Gerrit Cole,,,20,199.25,250,11.3
pitcher,troutmi01,545361,,Mike Trout,,,1,3,2,6
"""


def test_a_file_that_we_wrote_is_read_both_types_apart(tmp_path: Path) -> None:
    found = read(OURS, tmp_path)
    assert isinstance(found, ForeignSheet)
    batters, pitchers = found.forecasts
    assert (batters.player_type, batters.player_id.tolist()) == ("batter", ["troutmi01", "judgeaa01"])
    assert {stat: batters.columns[stat].tolist() for stat in ("pa", "singles", "hr")} == {
        "pa": [600.5, 550.0], "singles": [80.0, 60.0], "hr": [40.0, 39.0],
    }  # fmt: skip
    assert (pitchers.player_type, pitchers.player_id.tolist()) == ("pitcher", ["colege01", "troutmi01"])
    assert (pitchers.columns["ip"].tolist(), pitchers.columns["k9"].tolist()) == ([199.25, 3.0], [11.3, 6.0])
    assert found.unmatched == ("Nobody",)


@pytest.mark.parametrize("column", ["player_id", "mlbam_id", "fangraphs_id"])
def test_any_one_of_our_ids_is_enough(tmp_path: Path, column: str) -> None:
    own = {"player_id": "troutmi01", "mlbam_id": "545361", "fangraphs_id": "10155"}[column]
    found = read(f"{column},pa,hr\n{own},600,40\n", tmp_path)
    assert isinstance(found, ForeignSheet)
    assert found.forecasts[0].player_id.tolist() == ["troutmi01"]


def test_a_player_of_neither_type_is_refused(tmp_path: Path) -> None:
    assert read("player_type,player_id,pa\nkeeper,troutmi01,600\n", tmp_path) == BadFile(
        "export.csv", 2, "player_type", "keeper", "not batter or pitcher"
    )


def test_a_column_of_seasons_goes_before_the_season_judged(tmp_path: Path) -> None:
    found = read("Season,PA,playerid\n2018,600,10155\n", tmp_path, season=2019)
    assert isinstance(found, ForeignSheet)
    assert [one.season for one in found.forecasts] == [2018]


@pytest.mark.parametrize("text", ["PA,MLBAMID\n600,545361.0\n", "PA,playerid\n600,10155.0\n"])
def test_numbers_that_a_program_wrote_with_decimals_are_the_same_ids(tmp_path: Path, text: str) -> None:
    found = read(text, tmp_path)
    assert isinstance(found, ForeignSheet)
    assert found.forecasts[0].player_id.tolist() == ["troutmi01"]


def test_a_closing_quote_ends_the_last_line_too(tmp_path: Path) -> None:
    found = read('"PA","playerid"\n"600","10155"', tmp_path)
    assert isinstance(found, ForeignSheet)
    assert len(found.forecasts[0]) == 1


@pytest.mark.parametrize("text", ['"PA","playerid"\n"600"', '"PA","playerid"\n"600","', '"PA","playerid"\n"600","101'])
def test_a_file_that_is_cut_within_its_last_line_is_refused(tmp_path: Path, text: str) -> None:
    assert isinstance(read(text, tmp_path), BadFile)
