"""Directories that are not as they should be: what can be taken over is, the rest is left with a reason."""

from __future__ import annotations

import json
import os
import pickle
import shutil
from pathlib import Path
from typing import Any

import joblib
import pytest
import torch

from fbm.app.cli.main import main
from fbm.app.migrating import Migration
from fbm.app.wiring.legacy import create_migrator
from fbm.app.wiring.registry import create_model_registry
from tests.legacy.roots import ROOTS


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A root with one booster of batters, to be made strange."""
    root = tmp_path / "models"
    root.mkdir()
    for ending in (".joblib", "_meta.json"):
        shutil.copy(ROOTS / "registry" / f"default_batter{ending}", root / f"default_batter{ending}")
    return root


def migrated(root: Path) -> Migration:
    return create_migrator(create_model_registry(root.parent / "registry"), root).run().unwrap()


def outcome(root: Path) -> tuple[list[str], dict[str, str]]:
    done = migrated(root)
    return [one.name for one in done.migrated], {one.path: str(one.reason) for one in done.skipped}


def test_a_payload_without_a_sidecar_is_taken_over(root: Path) -> None:
    (root / "default_batter_meta.json").unlink()
    assert outcome(root) == (["default"], {})


@pytest.mark.parametrize("broken", [b"", b"{", b"[1, 2]", b'{"a": ' * 2000, b"\xff\xfe"])
def test_a_broken_sidecar_is_told_of_and_costs_only_itself(root: Path, broken: bytes) -> None:
    (root / "default_batter_meta.json").write_bytes(broken)
    names, skipped = outcome(root)
    assert (names, list(skipped)) == (["default"], ["default_batter_meta.json"])


def test_a_sidecar_without_a_payload_is_left(root: Path) -> None:
    (root / "default_batter.joblib").rename(root / "other_batter.joblib")
    names, skipped = outcome(root)
    assert (names, list(skipped)) == (["other"], ["default_batter_meta.json"])


def test_the_name_of_the_file_decides_when_the_sidecar_says_another(root: Path) -> None:
    sidecar = json.loads((root / "default_batter_meta.json").read_text())
    (root / "default_batter_meta.json").write_text(json.dumps({**sidecar, "name": "elsewhere", "version": 7}))
    assert outcome(root) == (["default"], {})


def test_measures_that_are_no_numbers_become_nothing(root: Path) -> None:
    sidecar = json.loads((root / "default_batter_meta.json").read_text())
    report = {"validation": {"rmse": float("nan"), "mae": float("inf"), "r": 0.5}}
    (root / "default_batter_meta.json").write_text(json.dumps({**sidecar, "metrics": report}))
    migrated(root)
    registry = create_model_registry(root.parent / "registry")
    metrics = registry.metadata("default", "gb_residual", "batter").unwrap().metrics
    assert metrics == {"validation": {"rmse": None, "mae": None, "r": 0.5}}


@pytest.mark.parametrize("name", ["default_v0", "_hidden", "a" * 120, "x_v1_v2", "../default", "default_v99999999999"])
def test_names_that_cannot_be_are_left(root: Path, name: str) -> None:
    target = root / f"{name.replace('../', '..')}_batter.joblib"
    (root / "default_batter.joblib").rename(target)
    (root / "default_batter_meta.json").unlink()
    names, skipped = outcome(root)
    assert (names, list(skipped)) == ([], [target.name])


def test_a_name_without_a_player_type_is_left(root: Path) -> None:
    (root / "default_batter.joblib").rename(root / "default.joblib")
    (root / "default_batter_meta.json").unlink()
    assert list(outcome(root)[1]) == ["default.joblib"]


def test_a_model_of_the_other_player_type_is_left(root: Path) -> None:
    (root / "default_batter.joblib").rename(root / "default_pitcher.joblib")
    (root / "default_batter_meta.json").unlink()
    assert "batter" in outcome(root)[1]["default_pitcher.joblib"]


def test_names_may_end_in_a_player_type_and_hold_dots_and_blanks(root: Path) -> None:
    for name in ("mine_batter", "v1.2 beta"):
        shutil.copy(root / "default_batter.joblib", root / f"{name}_batter.joblib")
    assert sorted(outcome(root)[0]) == ["default", "mine_batter", "v1.2 beta"]


def test_links_are_left_alone(root: Path) -> None:
    (root / "linked_batter.joblib").symlink_to(root / "default_batter.joblib")
    assert outcome(root) == (["default"], {})


class Runs:
    """Leaves a canary where it is unpickled."""

    def __init__(self, canary: Path) -> None:
        self.canary = canary

    def __reduce__(self) -> tuple[Any, ...]:
        return (os.system, (f"touch {self.canary}",))


def test_nothing_in_a_payload_runs(root: Path, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    hostile = {"player_type": "batter", "models": {"hr": Runs(canary)}, "feature_names": [], "training_years": []}
    joblib.dump(hostile, root / "evil_batter.joblib")
    (root / "mtl").mkdir()
    torch.save({"state_dict": Runs(canary)}, root / "mtl" / "evil_batter.pt")
    (root / "mle").mkdir()
    (root / "mle" / "evil_batter.joblib").write_bytes(pickle.dumps(Runs(canary)))
    names, skipped = outcome(root)
    assert (names, len(skipped), canary.exists()) == (["default"], 3, False)


def test_a_text_that_ends_the_process_is_found_by_a_child_and_named(root: Path) -> None:
    data = (root / "default_batter.joblib").read_bytes()
    (root / "cut_batter.joblib").write_bytes(data.replace(b"split_feature=", b"split_feature=99999 ", 1))
    names, skipped = outcome(root)
    assert (names, list(skipped)) == (["default"], ["cut_batter.joblib"])


@pytest.mark.parametrize("length", [0, 1, 100, 20_000])
def test_a_payload_cut_short_is_left(root: Path, length: int) -> None:
    data = (root / "default_batter.joblib").read_bytes()
    (root / "cut_batter.joblib").write_bytes(data[:length])
    names, skipped = outcome(root)
    assert (names, list(skipped)) == (["default"], ["cut_batter.joblib"])


def test_a_checkpoint_called_optimizer_is_a_checkpoint(tmp_path: Path) -> None:
    folder = tmp_path / "models" / "contextual"
    folder.mkdir(parents=True)
    source = ROOTS / "registry" / "contextual"
    for name in ("pretrain_best", "pretrain_best_optimizer"):
        shutil.copy(source / "pretrain_best.pt", folder / f"{name}.pt")
        shutil.copy(source / "pretrain_best_meta.json", folder / f"{name}_meta.json")
    assert outcome(folder.parent) == (["pretrain_best", "pretrain_best_optimizer"], {})


def test_what_was_left_half_done_is_completed_by_the_next_run(root: Path) -> None:
    migrated(root)
    shutil.copy(root / "default_batter.joblib", root / "second_batter.joblib")
    done = migrated(root)
    assert ([one.name for one in done.already], [one.name for one in done.migrated]) == (["default"], ["second"])


def test_the_command_line_lists_what_it_did_and_left(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "broken_batter.joblib").write_bytes(b"nothing")
    assert main(["--registry", str(tmp_path / "r"), "ml", "migrate", str(root), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in told["migrated"]] == ["default"]
    assert [one["path"] for one in told["skipped"]] == ["broken_batter.joblib"]
    assert (told["already"], told["dry_run"]) == ([], False)


def test_a_directory_that_is_not_there_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--registry", str(tmp_path / "r"), "ml", "migrate", str(tmp_path / "none")]) == 1
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
