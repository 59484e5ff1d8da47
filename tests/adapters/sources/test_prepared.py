from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from returns.result import Failure, Result, Success

from fbm.adapters.sources.prepared import PreparedFolders
from fbm.domain.contextual.games import PERSPECTIVES, PlayerGames, player_games
from fbm.domain.contextual.pitches import VOCABULARIES, PitchArrays
from fbm.domain.contextual.preparing import prepare
from fbm.domain.ports.pitches import PitchSourceError
from fbm.domain.ports.sources import DamagedTable
from tests.pitch_rows import inning, table

FINGERPRINT = "sha256:" + "ab" * 32
SPAWN = multiprocessing.get_context("spawn")


@pytest.fixture
def arrays(tmp_path: Path) -> PitchArrays:
    return prepare(table(tmp_path, inning()))


@pytest.fixture
def folders(tmp_path: Path) -> PreparedFolders:
    return PreparedFolders(tmp_path / "cache")


def test_what_is_kept_is_found_and_mapped(folders: PreparedFolders, arrays: PitchArrays) -> None:
    folders.keep(FINGERPRINT, VOCABULARIES, [Success(arrays)]).unwrap()
    found = folders.find(FINGERPRINT)
    assert found is not None
    assert found.vocabularies == VOCABULARIES
    for field in fields(PitchArrays):
        kept = getattr(found.arrays, field.name)
        assert isinstance(kept, np.memmap)
        assert kept.dtype == getattr(arrays, field.name).dtype
        np.testing.assert_array_equal(kept, getattr(arrays, field.name))


def test_sequences_of_both_sides_are_kept_with_them(folders: PreparedFolders, arrays: PitchArrays) -> None:
    kept = folders.keep(FINGERPRINT, VOCABULARIES, [Success(arrays)] * 3).unwrap()
    for perspective in PERSPECTIVES:
        made = player_games(kept.arrays, perspective)
        for field in fields(PlayerGames):
            mapped = getattr(kept.games[perspective], field.name)
            assert isinstance(mapped, np.memmap)
            np.testing.assert_array_equal(mapped, getattr(made, field.name))


def test_seasons_stand_one_after_the_other_with_games_counted_through(
    folders: PreparedFolders, arrays: PitchArrays
) -> None:
    kept = folders.keep(FINGERPRINT, VOCABULARIES, [Success(arrays)] * 12).unwrap().arrays
    assert len(kept) == 120
    assert kept.game.tolist() == [game for game in range(12) for _ in range(10)]
    np.testing.assert_array_equal(kept.codes[110:], arrays.codes)


def test_what_is_kept_cannot_be_written_to(folders: PreparedFolders, arrays: PitchArrays) -> None:
    kept = folders.keep(FINGERPRINT, VOCABULARIES, [Success(arrays)]).unwrap().arrays
    with pytest.raises(ValueError, match="read-only"):
        kept.codes[0, 0] = 1


def test_a_season_that_cannot_be_read_leaves_nothing(
    folders: PreparedFolders, arrays: PitchArrays, tmp_path: Path
) -> None:
    error = DamagedTable("statcast-2021", "is not there")
    assert folders.keep(FINGERPRINT, VOCABULARIES, [Success(arrays), Failure(error)]) == Failure(error)
    assert folders.find(FINGERPRINT) is None
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["prepared.lock"]


@pytest.mark.parametrize("name", ["codes.npy", "prepared.json", "pitcher_rows.npy"])
@pytest.mark.parametrize("damage", ["cut", "gone"])
def test_what_is_damaged_counts_as_not_there_and_is_made_again(
    folders: PreparedFolders, arrays: PitchArrays, tmp_path: Path, name: str, damage: str
) -> None:
    folders.keep(FINGERPRINT, VOCABULARIES, [Success(arrays)]).unwrap()
    path = tmp_path / "cache" / ("ab" * 8) / name
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-8])
    assert folders.find(FINGERPRINT) is None
    folders.keep(FINGERPRINT, VOCABULARIES, [Success(arrays)]).unwrap()
    assert folders.find(FINGERPRINT) is not None


def test_what_is_there_is_not_made_again(folders: PreparedFolders, arrays: PitchArrays) -> None:
    folders.keep(FINGERPRINT, VOCABULARIES, [Success(arrays)]).unwrap()

    def never() -> Iterator[Result[PitchArrays, PitchSourceError]]:
        raise AssertionError("nothing is read")
        yield

    assert len(folders.keep(FINGERPRINT, VOCABULARIES, never()).unwrap().arrays) == 10


def _prepare_for_ever(directory: str) -> None:
    """Prepare a season that never ends."""
    folder = Path(directory)
    arrays = prepare(table(folder, inning()))

    def endless() -> Iterator[Result[PitchArrays, PitchSourceError]]:
        while True:
            yield Success(arrays)

    PreparedFolders(folder / "cache").keep(FINGERPRINT, VOCABULARIES, endless())


def test_a_kill_halfway_leaves_nothing_that_looks_finished(
    folders: PreparedFolders, arrays: PitchArrays, tmp_path: Path
) -> None:
    process = SPAWN.Process(target=_prepare_for_ever, args=(str(tmp_path),))
    process.start()
    deadline = time.monotonic() + 60
    while not list((tmp_path / "cache").glob(".*unfinished/codes.npy")) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    assert list((tmp_path / "cache").glob(".*unfinished"))
    assert folders.find(FINGERPRINT) is None
    folders.keep(FINGERPRINT, VOCABULARIES, [Success(arrays)]).unwrap()
    assert sorted(path.name for path in (tmp_path / "cache").iterdir()) == ["ab" * 8, "prepared.lock"]
