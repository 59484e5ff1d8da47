"""A sixth kind from a package of its own: kept, listed, compared and rebuilt like ours."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from returns.result import Success

from fbm.app.cli.main import main
from fbm.app.registry.facade import ModelRegistry
from fbm.app.wiring.registry import create_model_registry
from fbm.domain.registry.draft import PartDraft, ReleaseDraft
from fbm.domain.registry.errors import NotRebuildable, UnknownModelType, UnknownPlayerType

EXAMPLE = Path(__file__).parent / "example"


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModelRegistry:
    """A registry where the example package is installed."""
    monkeypatch.syspath_prepend(str(EXAMPLE))
    monkeypatch.setenv("FBM_REGISTRY", str(tmp_path / "registry"))
    return create_model_registry(tmp_path / "registry")


def constant(value: object) -> ReleaseDraft:
    parts = tuple(PartDraft(name, {"value": value}, metrics={"rmse": value}) for name in ("batter", "pitcher"))
    return ReleaseDraft("constant", "default", parts)


def test_without_the_package_there_is_no_such_type(tmp_path: Path) -> None:
    failure = create_model_registry(tmp_path).publish(constant(1.5)).failure()
    assert failure == UnknownModelType("constant", ("gb_residual", "mtl", "mle", "contextual", "blend"))


def test_its_models_are_published_and_rebuilt(registry: ModelRegistry) -> None:
    registry.publish(constant(1.5)).unwrap()
    model = registry.load("default", "constant", "pitcher").unwrap()
    assert getattr(model, "value", None) == 1.5
    assert isinstance(registry.get_store("constant"), Success)
    assert registry.model_types == ("gb_residual", "mtl", "mle", "contextual", "blend", "constant")


def test_the_command_line_lists_and_compares_them(registry: ModelRegistry, capsys: pytest.CaptureFixture[str]) -> None:
    for value in (1.5, 1.0):
        registry.publish(constant(value)).unwrap()
    assert main(["ml", "list", "--type", "constant", "--json"]) == 0
    assert [row["name"] for row in json.loads(capsys.readouterr().out)["models"]][::2] == ["default", "default_v2"]
    assert main(["ml", "compare", "default", "default_v2", "--type", "constant", "-p", "batter", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["metrics_diff"]["rmse"]["better"] == "b"


def test_what_it_cannot_rebuild_or_does_not_have_is_named(registry: ModelRegistry) -> None:
    registry.publish(constant("nothing")).unwrap()
    assert isinstance(registry.load("default", "constant", "batter").failure(), NotRebuildable)
    failure = registry.load("default", "constant", "shared").failure()
    assert failure == UnknownPlayerType("shared", ("batter", "pitcher"))


def test_our_own_kinds_are_found_without_looking_for_packages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "importlib.metadata", None)
    assert create_model_registry(tmp_path).list_all("gb_residual").unwrap().models == ()
