"""Where files from outside the project are, for tests that want them.

Real Lahman files under $FBM_TEST_DATA, or in `shared/data` beside the project; model directories of the earlier system
under $FBM_TEST_MODELS, or in `shared/fixtures/legacy_models`.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def lahman_dir() -> Path | None:
    """Directory of Lahman CSV files, or None where there is none."""
    beside = Path(__file__).resolve().parents[1].parent / "shared" / "data"
    root = Path(os.environ.get("FBM_TEST_DATA", beside))
    return next((path for path in (root / "lahman", root) if (path / "Batting.csv").is_file()), None)


def legacy_models_dir() -> Path | None:
    """Directory of the earlier system's model directories and what it predicted with them; None where there is none."""
    beside = Path(__file__).resolve().parents[1].parent / "shared" / "fixtures" / "legacy_models"
    root = Path(os.environ.get("FBM_TEST_MODELS", beside))
    return root if (root / "expected.json").is_file() else None


needs_lahman = pytest.mark.skipif(lahman_dir() is None, reason="no Lahman files: set FBM_TEST_DATA to their directory")
