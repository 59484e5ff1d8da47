"""Where the real Lahman files are, for tests that want them: $FBM_TEST_DATA, or `shared/data` beside the project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def lahman_dir() -> Path | None:
    """Directory of Lahman CSV files, or None where there is none."""
    beside = Path(__file__).resolve().parents[1].parent / "shared" / "data"
    root = Path(os.environ.get("FBM_TEST_DATA", beside))
    return next((path for path in (root / "lahman", root) if (path / "Batting.csv").is_file()), None)


needs_lahman = pytest.mark.skipif(lahman_dir() is None, reason="no Lahman files: set FBM_TEST_DATA to their directory")


def data_dir() -> Path | None:
    """Directory with the folders `retrosheet` and `statcast`, or None where there is none."""
    beside = Path(__file__).resolve().parents[1].parent / "shared" / "data"
    root = Path(os.environ.get("FBM_TEST_DATA", beside))
    return root if (root / "retrosheet").is_dir() and (root / "statcast").is_dir() else None


needs_pitches = pytest.mark.skipif(data_dir() is None, reason="no pitch files: set FBM_TEST_DATA to their directory")


def data_file(*words: str) -> Path | None:
    """A file of the real data, or None where there is none."""
    directory = lahman_dir()
    path = None if directory is None else directory.parent.joinpath(*words)
    return path if path is not None and path.is_file() else None
