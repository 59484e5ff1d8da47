"""`fbm ml train-mtl` over real seasons: within a minute of computing, and better than Marcel on the season held out."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from fbm.app.cli.main import main
from tests.real_data import lahman_dir, needs_lahman


@needs_lahman
@pytest.mark.slow
def test_ten_seasons_are_learned_within_a_minute_and_pitchers_held_out_are_told_better(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = ("--home", str(tmp_path))
    assert main((*home, "data", "import", "lahman", str(lahman_dir()))) == 0
    capsys.readouterr()
    # Time of this process: the machine may have other things to do.
    started = time.process_time()
    assert main((*home, "ml", "train-mtl", "--years", "2012-2021", "--validate", "--json")) == 0
    assert time.process_time() - started < 60
    _, pitchers = json.loads(capsys.readouterr().out)["parts"]
    for stat in ("h", "er", "so", "bb", "hr"):
        assert pitchers["metrics"]["validation"]["difference"][stat]["rmse"]["hi"] < 0
