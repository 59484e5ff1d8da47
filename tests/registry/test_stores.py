"""One model type's view of the registry."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import fbm
from fbm.adapters.storage.memory import MemoryStorage
from fbm.app.stores import BaseModelStore, MTLBaseModelStore
from fbm.domain.ports.storage import StorageFailure
from fbm.domain.registry.errors import NotRebuildable
from tests.registry.opened import registry_over
from tests.registry.samples import draft


@pytest.fixture
def store() -> BaseModelStore:
    return registry_over(MemoryStorage()).gb_store


def test_what_was_saved_is_loaded(store: BaseModelStore) -> None:
    saved = store.save_params(
        {"x": [1.0]},
        name="default",
        player_type="batter",
        training_years=(2022, 2021),
        stats=["hr"],
        feature_names=["age"],
        metrics={"rmse": 1.0},
    ).unwrap()
    assert (saved.name, saved.training_years, saved.metrics) == ("default", (2021, 2022), {"rmse": 1.0})
    assert store.load_params("default@latest", "batter").unwrap() == {"x": [1.0]}


def test_existing_is_being_live(store: BaseModelStore) -> None:
    store.save_params({}, name="default", player_type="batter").unwrap()
    assert (store.exists("default", "batter"), store.exists("default", "pitcher")) == (True, False)
    store.delete("default").unwrap()
    assert not store.exists("default", "batter")


@pytest.mark.parametrize("kind", ["gb_residual", "mtl", "mle", "contextual", "blend"])
def test_all_five_kinds_keep_params(kind: str) -> None:
    store = registry_over(MemoryStorage()).get_store(kind).unwrap()
    store.save_params({"x": 1}, name="default", player_type="batter").unwrap()
    assert [model.model_type for model in store.list_models().unwrap().models] == [kind]


def test_a_kind_without_code_says_so() -> None:
    store = registry_over(MemoryStorage()).mtl_store
    store.save_params({"x": 1}, name="default", player_type="batter").unwrap()
    assert isinstance(store, MTLBaseModelStore)
    assert isinstance(store.load_batter("default").failure(), NotRebuildable)


def test_opening_does_no_io_and_the_first_operation_gives_the_failure() -> None:
    registry = fbm.create_model_registry("gopher://nowhere")
    assert isinstance(registry.list_all().failure(), StorageFailure)


def test_every_public_name_is_there() -> None:
    assert [name for name in fbm.__all__ if getattr(fbm, name, None) is None] == []


def test_listing_loads_nothing_heavy(tmp_path: Path) -> None:
    registry = fbm.create_model_registry(tmp_path)
    registry.publish(draft()).unwrap()
    registry.set_alias("default", "gb_residual", "champion").unwrap()
    registry.delete("default", "gb_residual", "pitcher", force=True).unwrap()
    program = (
        "import sys, fbm; print(len(fbm.create_model_registry(sys.argv[1]).list_all().unwrap().models));"
        "print([m for m in ('numpy', 'pydantic', 'joblib', 'rich', 'polars', 'lightgbm') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", program, tmp_path], check=True, capture_output=True, text=True)
    assert run.stdout == "1\n[]\n"
