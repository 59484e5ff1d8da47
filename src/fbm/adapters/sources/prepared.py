"""Prepared pitches on disk: a folder for each fingerprint, a plain ``.npy`` file for each array.

A folder is written beside its name and renamed when it is whole, so one that has its name is finished. Arrays are
opened as maps into memory and never unpickled.
"""

from __future__ import annotations

import json
import os
import shutil
import uuid
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import fields
from pathlib import Path
from typing import IO, Any, Final

import numpy as np
import numpy.typing as npt
from numpy.lib import format as npy
from returns.result import Failure, Result, Success

from fbm.adapters.sources.disk import UNFINISHED, locked, sync_directory
from fbm.domain.contextual.games import PERSPECTIVES, PlayerGames, player_games
from fbm.domain.contextual.pitches import PitchArrays, Vocabularies
from fbm.domain.ports.pitches import PitchSourceError, Prepared

MANIFEST: Final = "prepared.json"
FORMAT: Final = "fbm-prepared-pitches/1"
LOCK: Final = "prepared.lock"
ARRAYS: Final = tuple(field.name for field in fields(PitchArrays))
GAMES: Final = tuple(field.name for field in fields(PlayerGames))
NAMES: Final = (*ARRAYS, *(f"{perspective}_{name}" for perspective in PERSPECTIVES for name in GAMES))


class PreparedFolders:
    """Prepared pitches in folders of a directory.

    Parameters
    ----------
    directory : Path
        Made when something is first kept.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def find(self, fingerprint: str) -> Prepared | None:
        """Open what was prepared; None where there is nothing, or something that is not whole."""
        folder = self._folder(fingerprint)
        try:
            manifest = json.loads((folder / MANIFEST).read_bytes())
            return _opened(folder, fingerprint, manifest)
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None  # nothing there, or damaged: either way it is prepared anew

    def keep(
        self,
        fingerprint: str,
        vocabularies: Vocabularies,
        seasons: Iterable[Result[PitchArrays, PitchSourceError]],
    ) -> Result[Prepared, PitchSourceError]:
        """Keep the arrays of seasons; whoever prepares the same meanwhile waits and finds them done."""
        self._directory.mkdir(parents=True, exist_ok=True)
        with locked(self._directory / LOCK):
            found = self.find(fingerprint)
            if found is not None:
                return Success(found)
            self._remove_unfinished()
            aside = self._directory / f".{uuid.uuid4().hex}{UNFINISHED}"
            try:
                written = _write(aside, fingerprint, vocabularies, seasons)
                return written.map(lambda _: self._finish(aside, fingerprint))
            except OSError as error:  # a full disk must not be filled by what is no use
                shutil.rmtree(aside, ignore_errors=True)
                raise OSError(error.errno, error.strerror, str(self._directory)) from error

    def _finish(self, aside: Path, fingerprint: str) -> Prepared:
        folder = self._folder(fingerprint)
        if folder.exists():
            shutil.rmtree(folder)  # it was not whole
        aside.rename(folder)
        sync_directory(self._directory)
        return _opened(folder, fingerprint, json.loads((folder / MANIFEST).read_bytes()))

    def _folder(self, fingerprint: str) -> Path:
        return self._directory / fingerprint.removeprefix("sha256:")[:16]

    def _remove_unfinished(self) -> None:
        for path in self._directory.glob(f".*{UNFINISHED}"):
            shutil.rmtree(path, ignore_errors=True)


class _Growing:
    """An ``.npy`` file that rows are appended to; its header is of one length however long it grows."""

    def __init__(self, opened: IO[bytes]) -> None:
        self._opened = opened
        self._rows = 0
        self._row: tuple[int, ...] = ()
        self._dtype = np.dtype(np.int16)

    def append(self, rows: npt.NDArray[Any]) -> None:
        """Write rows at the end."""
        little = np.ascontiguousarray(rows, dtype=rows.dtype.newbyteorder("<"))
        if not self._rows:
            self._row, self._dtype = little.shape[1:], little.dtype
            self._write_header()
        self._opened.write(little.tobytes())
        self._rows += len(little)

    def finish(self) -> None:
        """Write the header that tells how many rows there are, and flush all to disk."""
        self._opened.seek(0)
        self._write_header()
        self._opened.flush()
        os.fsync(self._opened.fileno())

    def _write_header(self) -> None:
        shape = (self._rows, *self._row)
        description = npy.dtype_to_descr(self._dtype)
        npy.write_array_header_1_0(self._opened, {"descr": description, "fortran_order": False, "shape": shape})


def _write(
    folder: Path,
    fingerprint: str,
    vocabularies: Vocabularies,
    seasons: Iterable[Result[PitchArrays, PitchSourceError]],
) -> Result[None, PitchSourceError]:
    folder.mkdir()
    failure = _write_arrays(folder, seasons)
    if failure is not None:
        shutil.rmtree(folder)
        return Failure(failure)
    _write_games(folder)
    sizes = {name: _path(folder, name).stat().st_size for name in NAMES}
    manifest = {
        "format": FORMAT,
        "fingerprint": fingerprint,
        "vocabularies": vocabularies.get_params(),
        "sizes": sizes,
    }
    with (folder / MANIFEST).open("xb") as opened:
        opened.write(json.dumps(manifest, indent=1).encode())
        opened.flush()
        os.fsync(opened.fileno())
    sync_directory(folder)
    return Success(None)


def _write_arrays(folder: Path, seasons: Iterable[Result[PitchArrays, PitchSourceError]]) -> PitchSourceError | None:
    games = 0
    with ExitStack() as stack:
        files = {name: _Growing(stack.enter_context(_path(folder, name).open("xb"))) for name in ARRAYS}
        for season in seasons:
            match season:
                case Success(PitchArrays() as arrays):
                    for name, file in files.items():
                        file.append(arrays.game + games if name == "game" else getattr(arrays, name))
                    games += int(arrays.game[-1]) + 1
                case failure:
                    return failure.failure()
        for file in files.values():
            file.finish()
    return None


def _write_games(folder: Path) -> None:
    """Write the sequences: every player's games over what was written."""
    arrays = PitchArrays(**{name: _mapped(folder, name) for name in ARRAYS})
    for perspective in PERSPECTIVES:
        games = player_games(arrays, perspective)
        for name in GAMES:
            with _path(folder, f"{perspective}_{name}").open("xb") as opened:
                np.save(opened, getattr(games, name), allow_pickle=False)
                opened.flush()
                os.fsync(opened.fileno())


def _mapped(folder: Path, name: str) -> npt.NDArray[Any]:
    mapped: npt.NDArray[Any] = np.load(_path(folder, name), mmap_mode="r", allow_pickle=False)
    return mapped


def _opened(folder: Path, fingerprint: str, manifest: Mapping[str, Any]) -> Prepared:
    """Map the arrays of a folder; ValueError when it is not what its manifest says."""
    sizes = {name: _path(folder, name).stat().st_size for name in NAMES}
    if (manifest["format"], manifest["fingerprint"], manifest["sizes"]) != (FORMAT, fingerprint, sizes):
        raise ValueError(f"{folder.name} is not what its manifest says")
    return Prepared(
        arrays=PitchArrays(**{name: _mapped(folder, name) for name in ARRAYS}),
        games={
            perspective: PlayerGames(**{name: _mapped(folder, f"{perspective}_{name}") for name in GAMES})
            for perspective in PERSPECTIVES
        },
        vocabularies=Vocabularies.from_params(manifest["vocabularies"]),
        fingerprint=fingerprint,
        place=str(folder),
        size_bytes=sum(sizes.values()),
    )


def _path(folder: Path, name: str) -> Path:
    return folder / f"{name}.npy"
