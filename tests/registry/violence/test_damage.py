"""Flipped bits and cut files: what is damaged is named or refused, and the rest stays."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from fbm.app.registry.facade import ModelRegistry
from fbm.app.wiring.registry import create_model_registry
from fbm.domain.registry.errors import DamagedArtifact
from tests.registry.samples import draft

GB = "gb_residual"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A registry with two versions in two lines."""
    registry = create_model_registry(tmp_path / "registry")
    registry.publish(draft("one", x=[1.5] * 100)).unwrap()
    registry.publish(draft("two", x=[2.5] * 100)).unwrap()
    return tmp_path / "registry"


def whole(registry: ModelRegistry, name: str) -> bool:
    """Whether both parts of a version are listed and load."""
    parts = [registry.load_params(name, GB, player_type) for player_type in ("batter", "pitcher")]
    return all(part.map(lambda _: True).value_or(False) for part in parts)


@pytest.mark.parametrize("seed", range(20))
def test_one_flipped_bit_in_a_manifest_is_named_and_hides_nothing_else(root: Path, seed: int) -> None:
    path = next((root / "releases" / GB / "one").glob("*.json"))
    flip(path, seed)
    registry = create_model_registry(root)
    listing = registry.list_all().unwrap()
    assert [problem.key for problem in listing.problems] == [path.relative_to(root).as_posix()]
    assert {model.base_name for model in listing.models} == {"two"}
    assert whole(registry, "two")


@pytest.mark.parametrize("seed", range(20))
def test_one_flipped_bit_in_an_artifact_is_refused_before_it_is_opened(root: Path, seed: int) -> None:
    registry = create_model_registry(root)
    digest = registry.metadata("one", GB, "batter").unwrap().artifact.digest.removeprefix("sha256:")
    flip(root / "blobs" / "sha256" / digest[:2] / digest, seed)
    assert isinstance(registry.load_params("one", GB, "batter").failure(), DamagedArtifact)
    assert len(registry.list_all().unwrap().models) == 4
    assert whole(registry, "two")


def test_a_manifest_cut_anywhere_is_never_shown_as_true(root: Path) -> None:
    path = next((root / "releases" / GB / "one").glob("*.json"))
    data = path.read_bytes()
    for length in range(0, len(data), 17):
        path.write_bytes(data[:length])
        listing = create_model_registry(root).list_all().unwrap()
        assert {model.base_name for model in listing.models} == {"two"}
        assert len(listing.problems) == 1


def flip(path: Path, seed: int) -> None:
    rng = random.Random(seed)
    data = bytearray(path.read_bytes())
    data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    path.write_bytes(bytes(data))
