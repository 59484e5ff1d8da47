"""Flipped bits in logs: the event is named, and every other version stays as it was."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from fbm.app.registry.facade import ModelRegistry
from fbm.app.wiring.registry import create_model_registry
from fbm.domain.registry.errors import DamagedRecord
from tests.registry.samples import draft

GB = "gb_residual"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A line with a version removed and brought back, an alias that moved, and another line."""
    registry = create_model_registry(tmp_path / "registry")
    for name in ("one", "one", "two"):
        registry.publish(draft(name)).unwrap()
    registry.delete("one", GB, "pitcher").unwrap()
    registry.restore("one", GB).unwrap()
    registry.set_alias("one", GB, "champion").unwrap()
    registry.set_alias("one_v2", GB, "champion").unwrap()
    return tmp_path / "registry"


def flip(path: Path, seed: int) -> str:
    """Change one bit; gives the key of what was damaged."""
    rng = random.Random(seed)
    data = bytearray(path.read_bytes())
    data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    path.write_bytes(bytes(data))
    return "/".join(path.parts[-5:])


def live(registry: ModelRegistry) -> set[str]:
    return {model.name for model in registry.list_all().unwrap().models}


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("event", [1, 2])
def test_a_damaged_removal_is_named_and_its_version_is_not_believed(root: Path, event: int, seed: int) -> None:
    key = flip(root / "removals" / GB / "one" / "000000001" / f"{event:06d}.json", seed)
    registry = create_model_registry(root)
    assert [problem.key for problem in registry.list_all().unwrap().problems] == [key]
    assert live(registry) == {"one_v2", "two"}
    assert isinstance(registry.load_params("one", GB, "batter").failure(), DamagedRecord)


@pytest.mark.parametrize("seed", range(10))
def test_a_damaged_move_of_an_alias_is_named_and_the_alias_points_nowhere(root: Path, seed: int) -> None:
    key = flip(root / "aliases" / GB / "one" / "champion" / "000002.json", seed)
    registry = create_model_registry(root)
    assert [problem.key for problem in registry.list_all().unwrap().problems] == [key]
    assert live(registry) == {"one", "one_v2", "two"}
    assert isinstance(registry.find("one@champion", GB).failure(), DamagedRecord)


def test_moving_an_alias_again_mends_it(root: Path) -> None:
    flip(root / "aliases" / GB / "one" / "champion" / "000002.json", 1)
    registry = create_model_registry(root)
    registry.set_alias("one", GB, "champion").unwrap()
    assert registry.metadata("one@champion", GB, "batter").unwrap().version == 1
    assert registry.list_all().unwrap().problems == ()


def test_a_damaged_version_keeps_its_number(root: Path) -> None:
    flip(root / "releases" / GB / "one" / "000000002.json", 1)
    registry = create_model_registry(root)
    assert registry.publish(draft("one")).unwrap().version == 3


def test_a_damaged_latest_is_never_stepped_over_in_silence(root: Path) -> None:
    flip(root / "releases" / GB / "one" / "000000002.json", 1)
    registry = create_model_registry(root)
    assert isinstance(registry.load_params("one@latest", GB, "batter").failure(), DamagedRecord)
    assert registry.load_params("one", GB, "batter").unwrap()["player_type"] == "batter"
