"""Training a version again from its own lineage: the same data and seed give the same bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from fbm.app.cli.main import main
from fbm.app.wiring.registry import create_model_registry

LEAGUE = ("data", "simulate", "--first-season", "2010", "--last-season", "2015", "--teams", "6")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small simulated league, and a model trained on it."""
    home = tmp_path_factory.mktemp("home")
    assert main(("--home", str(home), *LEAGUE)) == 0
    assert main(("--home", str(home), "ml", "train", "--years", "2013-2014", "--seed", "7", "-p", "batter")) == 0
    return home


def digest(home: Path, ref: str) -> str:
    registry = create_model_registry(home / "registry")
    return registry.metadata(ref, "gb_residual", "batter").unwrap().artifact.digest


def test_the_same_data_and_seed_give_the_same_digest(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(("--home", str(home), "ml", "retrain", "default")) == 0
    assert "bit for bit" in capsys.readouterr().err
    assert digest(home, "default@latest") == digest(home, "default")


def test_other_seasons_give_another_model_in_the_line_asked_for(home: Path) -> None:
    assert main(("--home", str(home), "ml", "retrain", "default", "--years", "2013-2015", "--name", "later")) == 0
    registry = create_model_registry(home / "registry")
    row = registry.metadata("later", "gb_residual", "batter").unwrap()
    assert (row.training_years, row.lineage.seed) == ((2013, 2014, 2015), 7)


def test_what_tells_no_command_is_not_trained_again(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    registry = create_model_registry(home / "registry")
    registry.gb_store.save_params({"x": 1}, name="by-hand", player_type="batter").unwrap()
    assert main(("--home", str(home), "ml", "retrain", "by-hand")) == 1
    assert "no training command" in capsys.readouterr().err
