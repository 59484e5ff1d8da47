"""Real pitches, held against the box scores of the same season."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from fbm.adapters.sources.lahman import LahmanFiles
from fbm.adapters.sources.pitch_files import MakersPitchFiles, layout_of
from fbm.adapters.sources.pitch_tables import ParquetPitchTables
from fbm.domain.contextual.games import plate_appearances
from fbm.domain.contextual.lookup import lookup_table, score
from fbm.domain.contextual.pitches import PitchArrays
from fbm.domain.contextual.preparing import prepare
from fbm.domain.pitches.table import Pitches
from tests.fakes_progress import Silent
from tests.pitch_rows import read
from tests.real_data import data_dir, lahman_dir, needs_lahman, needs_pitches

pytestmark = needs_pitches


def file(name: str) -> Path:
    root = data_dir()
    assert root is not None
    return root / name


@pytest.fixture(scope="module")
def retrosheet() -> Pitches:
    (pitches,) = read("retrosheet", file("retrosheet/pitches_2021.parquet"))
    return pitches


@pytest.fixture(scope="module")
def arrays(retrosheet: Pitches) -> PitchArrays:
    return prepare(retrosheet)


def test_a_whole_season_is_there(retrosheet: Pitches) -> None:
    assert (len(retrosheet), len(retrosheet.games)) == (712_310, 2429)


@needs_lahman
def test_plate_appearances_add_up_to_the_box_scores(arrays: PitchArrays) -> None:
    directory = lahman_dir()
    assert directory is not None
    lines = LahmanFiles(directory).read(Silent()).unwrap().between(2021, 2021).pitching.counts
    counted = {name: int(column.sum()) for name, column in plate_appearances(arrays, "pitcher").counts.items()}
    for name in ("hr", "so", "bb", "hbp", "h"):
        assert counted[name] == int(lines[name].sum()), name
    assert counted["pa"] == 181_818
    assert abs(counted["outs"] - int(lines["outs"].sum())) <= 20


def test_savants_own_game_can_be_read_and_agrees_with_its_table() -> None:
    (sample,) = read("statcast", file("statcast/sample_savant_2019-10-30.csv.gz"))
    (season,) = read("statcast", file("statcast/statcast_2019.parquet"))
    assert len(sample) == 307
    same = season.take(np.isin(season.games[season.game], sample.games))
    np.testing.assert_array_equal(same.batter, sample.batter)
    np.testing.assert_array_equal(same.event, sample.event)
    np.testing.assert_array_equal(same.pitch_type, sample.pitch_type)
    np.testing.assert_allclose(same.velocity, sample.velocity)


def test_every_statcast_season_can_be_read() -> None:
    files = sorted(file("statcast").glob("statcast_*.parquet"))
    seasons = read("statcast", *files)
    assert sum(len(season) for season in seasons) == 147_713
    assert [int(season.season[0]) for season in seasons] == list(range(2008, 2023))


def test_games_that_both_have_are_read_once(tmp_path: Path) -> None:
    tables = ParquetPitchTables(tmp_path)
    for source, name in (("retrosheet", "pitches_2018"), ("statcast", "statcast_2018")):
        files = MakersPitchFiles([file(f"{source}/{name}.parquet")], layout_of(source))
        tables.replace(source, files.seasons(Silent())).unwrap()
    season = tables.read(2018).unwrap()
    regular = season.take(season.regular == 1)
    assert len(np.unique(regular.game)) == 2431
    assert len(np.unique(season.game)) == 2431 + 33


def test_the_count_tells_more_of_a_result_than_nothing(arrays: PitchArrays) -> None:
    half = len(arrays) // 2
    train, held_out = arrays.take(slice(0, half)), arrays.take(slice(half, None))
    marginal = score(lookup_table(train, "result").predict(held_out), held_out.column("result"))
    by = ("strikes", "balls", "previous_result")
    counted = score(lookup_table(train, "result", by).predict(held_out), held_out.column("result"))
    assert counted.log_loss < marginal.log_loss - 0.08
