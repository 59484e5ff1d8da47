"""The three roots that the earlier system wrote, taken over whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from fbm.adapters.boosting.migrated import MigratedBoosters
from fbm.adapters.neural.earlier_mtl import EarlierNetwork
from fbm.app.migrating import Migration
from fbm.app.registry.facade import ModelRegistry
from fbm.app.wiring.legacy import create_migrator
from fbm.app.wiring.registry import create_model_registry
from fbm.domain.registry.naming import parse_versioned_name
from tests.legacy.roots import NAMES, ROOTS, expected, paths


@pytest.fixture(scope="module", params=NAMES)
def root(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def registry(root: str, tmp_path_factory: pytest.TempPathFactory) -> ModelRegistry:
    """A registry that took the root over."""
    registry = create_model_registry(tmp_path_factory.mktemp(root) / "registry")
    migrated(registry, ROOTS / root)
    return registry


def migrated(registry: ModelRegistry, root: Path, **options: Any) -> Migration:
    return create_migrator(registry, root).run(**options).unwrap()


def of(path: str) -> tuple[str, str]:
    """Ref and player type that a payload goes on under."""
    stem = Path(path).stem
    name, _, player_type = stem.rpartition("_")
    base, version = parse_versioned_name(name).unwrap()
    return f"{base}@{version}", player_type


def test_boosters_predict_what_they_predicted_to_the_last_bit(root: str, registry: ModelRegistry) -> None:
    for path in paths(root, ".joblib"):
        told = expected()[path]
        ref, player_type = of(path)
        model = registry.load(ref, told["model_type"], player_type).unwrap()
        assert isinstance(model, MigratedBoosters)
        assert (list(model.stats), list(model.feature_names)) == (told["stats"], told["feature_names"])
        predicted = model.predict_rows(np.array(told["probe_rows"]))
        for row, predictions in enumerate(told["predictions"]):
            assert {stat: float(values[row]) for stat, values in predicted.items()} == predictions


def test_networks_keep_every_tensor(root: str, registry: ModelRegistry) -> None:
    for path in paths(root, ".pt"):
        told = expected()[path]
        if told["model_type"] != "mtl":
            continue
        params = registry.load_params(of(path)[0], "mtl", of(path)[1]).unwrap()
        before: Any = torch.load(ROOTS / path, weights_only=True)
        assert_same_tensors(params["state_dict"], before["state_dict"])
        assert (params["feature_names"], params["training_years"]) == (told["feature_names"], told["training_years"])


def test_networks_predict_what_they_predicted_as_near_as_single_precision_goes(
    root: str, registry: ModelRegistry
) -> None:
    for path in paths(root, ".pt"):
        told = expected()[path]
        if told["model_type"] != "mtl":
            continue
        model = registry.load(of(path)[0], "mtl", of(path)[1]).unwrap()
        assert isinstance(model, EarlierNetwork)
        predicted = model.predict_rows(np.array(told["probe_rows"]))
        assert set(predicted) == set(told["stats"])
        for stat, values in predicted.items():
            assert np.abs(values - [row[stat] for row in told["predictions"]]).max() <= 1e-5


def test_checkpoints_keep_every_tensor_and_their_optimizer(root: str, registry: ModelRegistry) -> None:
    for path in paths(root, ".pt"):
        told = expected()[path]
        if told["model_type"] == "mtl":
            continue
        name = Path(path).stem
        player_type = told["perspective"] or "shared"
        row = registry.metadata(name, "contextual", player_type).unwrap()
        params = registry.load_params(name, "contextual", player_type).unwrap()
        assert_same_tensors(params["state_dict"], torch.load(ROOTS / path, weights_only=True))
        assert params["has_cls"] == (root == "registry")
        assert ("optimizer" in row.attachments) == (ROOTS / path.replace(".pt", "_optimizer.pt")).exists()


def assert_same_tensors(found: Any, before: dict[str, torch.Tensor]) -> None:
    assert sorted(found) == sorted(before)
    assert all(torch.equal(found[name], tensor) for name, tensor in before.items())


def test_names_versions_dates_and_reports_are_kept(root: str, registry: ModelRegistry) -> None:
    rows = {(row.model_type, row.name, row.player_type): row for row in registry.list_all().unwrap().models}
    default = rows["gb_residual", "default", "batter"]
    assert rows["gb_residual", "default_v2", "batter"].version == 2
    assert default.created_at.startswith("2026-02-")
    assert default.training_years
    sidecars: Any = default.lineage.extra["sidecars"]
    assert set(sidecars) == {"batter", "pitcher"}
    reports = [row for row in rows.values() if row.model_type == "gb_residual" and "validation" in row.metrics]
    assert bool(reports)


def test_a_second_run_adds_nothing(root: str, registry: ModelRegistry) -> None:
    before = registry.list_all().unwrap()
    again = migrated(registry, ROOTS / root)
    assert (again.migrated, again.skipped) == ((), ())
    assert len(again.already) > 0
    assert registry.list_all().unwrap() == before


def test_nothing_in_the_source_changes(root: str, tmp_path: Path) -> None:
    def seen() -> list[tuple[str, int, bytes]]:
        files = sorted(path for path in (ROOTS / root).rglob("*") if path.is_file())
        return [(str(path), path.stat().st_mtime_ns, path.read_bytes()) for path in files]

    before = seen()
    migrated(create_model_registry(tmp_path), ROOTS / root)
    assert seen() == before


def test_a_dry_run_publishes_nothing(root: str, tmp_path: Path) -> None:
    registry = create_model_registry(tmp_path / "registry")
    told = migrated(registry, ROOTS / root, dry_run=True)
    assert (len(told.migrated) > 0, registry.list_all().unwrap().models) == (True, ())


def test_several_roots_are_joined_under_prefixes(tmp_path: Path) -> None:
    registry = create_model_registry(tmp_path / "registry")
    counts = [len(migrated(registry, ROOTS / name, prefix=name).migrated) for name in NAMES]
    versions = {(row.model_type, row.name) for row in registry.list_all().unwrap().models}
    assert len(versions) == sum(counts)
    assert ("gb_residual", "registry-default_v2") in versions


def test_without_a_prefix_what_differs_is_left_with_the_reason(tmp_path: Path) -> None:
    registry = create_model_registry(tmp_path / "registry")
    migrated(registry, ROOTS / "registry")
    left = {one.path: one.reason for one in migrated(registry, ROOTS / "upgraded").skipped}
    assert set(left) == {f"default{v}_{who}.joblib" for v in ("", "_v2") for who in ("batter", "pitcher")}
    assert all("--rename-base" in str(reason) for reason in left.values())
