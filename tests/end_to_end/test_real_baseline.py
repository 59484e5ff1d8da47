"""The baseline and the scoring of relief on the real seasons."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import numpy as np
import pytest

from fbm.adapters.sources.id_files import IdFiles
from fbm.adapters.sources.lahman import LahmanFiles
from fbm.adapters.sources.play_files import EventPlayFiles
from fbm.domain.crosswalk import identify
from fbm.domain.projection.baseline.fit import BaselineFits
from fbm.domain.projection.finalise import finalise
from fbm.domain.projection.presets import Basis, run, stages_of
from fbm.domain.projection.window import open_batch
from fbm.domain.relief.decisions import decide
from fbm.domain.relief.lines import relief_lines
from fbm.domain.relief.plays import turns_of
from fbm.domain.relief.runners import earned_runs
from fbm.domain.seasons import (
    BoolArray,
    FloatArray,
    History,
    IntArray,
    StrArray,
    plate_appearances,
    season_totals,
)
from tests.fakes_progress import Silent
from tests.real_data import data_file, lahman_dir, needs_lahman

PLAYS = data_file("retrosheet", "plays_2021.parquet")
BOARD = data_file("fangraphs", "pitching_2015_2022.csv.gz")
IDS = data_file("ids", "player_ids.csv.gz")

pytestmark = [pytest.mark.slow, needs_lahman]


@pytest.fixture(scope="module")
def history() -> History:
    directory = lahman_dir()
    assert directory is not None
    return LahmanFiles(directory).read(Silent()).unwrap()


@pytest.fixture(scope="module")
def fits(history: History) -> BaselineFits:
    return BaselineFits(history)


def official(season: int, column: str) -> dict[str, float]:
    """A column of FanGraphs' board, by player."""
    assert BOARD is not None
    with gzip.open(BOARD, "rt", encoding="utf-8") as opened:
        rows = [row for row in csv.DictReader(opened) if row["Season"] == str(season)]
    return {row["lahman_playerID"]: float(row[column] or 0) for row in rows}


@pytest.mark.skipif(None in (PLAYS, BOARD, IDS), reason="no plays, boards or ids beside the Lahman files")
def test_relief_scored_from_plays_is_the_official_one() -> None:
    plays, ids = Path(str(PLAYS)), Path(str(IDS))
    (season,) = EventPlayFiles([plays]).seasons(Silent())
    lines = relief_lines(decide(season.unwrap().plays), 2021)
    crosswalk = IdFiles([ids]).read(Silent()).unwrap()
    players = identify(np.full(len(lines), ""), {"retro": lines.player_id}, crosswalk).player_id
    names, place = np.unique(players, return_inverse=True)
    for column, stat, least in (("HLD", "hld", 0.999), ("BS", "bs", 0.9999), ("SV", "sv", 0.999)):
        board = official(2021, column)
        ours = np.bincount(place, lines.counts[stat])
        theirs = np.array([board.get(player, 0.0) for player in names.tolist()])
        assert np.corrcoef(ours, theirs)[0, 1] > least, column


@pytest.mark.skipif(None in (PLAYS, IDS), reason="no plays or ids beside the Lahman files")
def test_earned_runs_charged_from_plays_are_the_official_ones(history: History) -> None:
    """What quality starts are made of: outs, earned runs and starts of every pitcher."""
    (season,) = EventPlayFiles([Path(str(PLAYS))]).seasons(Silent())
    plays = season.unwrap().plays
    assert plays.fates is not None
    turns, runs = turns_of(plays), earned_runs(plays, plays.fates)
    ones = np.ones(len(runs.play))
    found = {
        "outs": by_player(turns.pitcher, turns.outs),
        "er": by_player(runs.pitcher, ones),
        "gs": by_player(turns.pitcher, turns.starts),
    }
    lines = history.pitching.take(history.pitching.season == 2021)
    for stat, ours in found.items():
        theirs = totals_of(lines.player_id, lines.counts[stat])
        assert {player: count for player, count in theirs.items() if count} == ours, stat


def by_player(retrosheet: StrArray, counts: FloatArray | IntArray | BoolArray) -> dict[str, float]:
    """Totals above zero of Retrosheet's pitchers, by Lahman's ids."""
    crosswalk = IdFiles([Path(str(IDS))]).read(Silent()).unwrap()
    players = identify(np.full(len(retrosheet), ""), {"retro": retrosheet}, crosswalk).player_id
    return {player: count for player, count in totals_of(players, counts).items() if count}


def totals_of(players: StrArray, counts: FloatArray | IntArray | BoolArray) -> dict[str, float]:
    names, place = np.unique(players, return_inverse=True)
    return dict(zip(names.tolist(), np.bincount(place, counts).tolist(), strict=True))


@pytest.mark.skipif(None in (PLAYS, IDS), reason="no plays or ids beside the Lahman files")
def test_a_third_of_the_starts_of_2021_were_quality_starts(history: History) -> None:
    (season,) = EventPlayFiles([Path(str(PLAYS))]).seasons(Silent())
    lines = relief_lines(decide(season.unwrap().plays), 2021)
    starts = history.pitching.counts["gs"][history.pitching.season == 2021].sum()
    assert (lines.counts["qs"].sum(), starts) == (1584, 4858)


def test_home_runs_are_told_as_well_as_the_study_found(history: History, fits: BaselineFits) -> None:
    found = [home_runs(history, fits, season) for season in (2017, 2018)]
    assert np.mean(found) > 0.66


def home_runs(history: History, fits: BaselineFits, season: int) -> float:
    """Correlation of home runs projected and hit, of those with 200 plate appearances."""
    stages = stages_of("baseline", "batter", Basis(fits.before(season), "regular"))
    made = finalise(run(open_batch(history, season, "batter"), stages))
    totals = season_totals(history.batting.take(history.batting.season == season))
    played = totals.take(totals.counts["ab"] + totals.counts["bb"] >= 200)
    _, ours, theirs = np.intersect1d(made.player_id, played.player_id, return_indices=True)
    return float(np.corrcoef(made["hr"][ours], played.counts["hr"][theirs])[0, 1])


def test_expected_plate_appearances_add_up(history: History, fits: BaselineFits) -> None:
    """Nothing is doubled or lost: what everybody projected is expected to play is close to what they played."""
    made = finalise(run(open_batch(history, 2018, "batter"), stages_of("baseline", "batter", Basis(fits.before(2018)))))
    happened = history.batting.take(history.batting.season == 2018)
    known = np.isin(happened.player_id, made.player_id)
    assert abs(made["pa"].sum() / plate_appearances(happened)[known].sum() - 1) < 0.12
