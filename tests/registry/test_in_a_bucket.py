"""The registry as a whole in a bucket, and how many questions it asks."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from fbm.app.registry.facade import ModelRegistry
from fbm.app.wiring.registry import create_model_registry
from fbm.domain.registry.errors import DamagedArtifact, Removed
from tests.object_store import S3Server
from tests.registry.samples import draft

GB = "gb_residual"


@pytest.fixture
def registry(s3_place: str) -> ModelRegistry:
    return create_model_registry(s3_place)


def names(registry: ModelRegistry) -> list[tuple[str, str]]:
    return [(model.name, model.player_type) for model in registry.list_all().unwrap().models]


def test_what_one_machine_publishes_another_lists_and_loads(s3_place: str, tmp_path: Path) -> None:
    here = create_model_registry(s3_place, home=str(tmp_path / "here"))
    assert [here.publish(draft(n=n)).unwrap().version for n in range(2)] == [1, 2]
    there = create_model_registry(s3_place, home=str(tmp_path / "there"))
    assert names(there) == [
        ("default", "batter"),
        ("default", "pitcher"),
        ("default_v2", "batter"),
        ("default_v2", "pitcher"),
    ]
    assert there.load_params("default@latest", GB, "pitcher").unwrap()["n"] == 1


def test_what_was_removed_comes_back(registry: ModelRegistry) -> None:
    registry.publish(draft()).unwrap()
    assert registry.delete("default", GB, "pitcher", reason="why not").unwrap() == ("pitcher",)
    assert isinstance(registry.load_params("default", GB, "pitcher").failure(), Removed)
    assert registry.restore("default", GB).unwrap() == ("pitcher",)
    assert registry.load_params("default", GB, "pitcher").unwrap()["player_type"] == "pitcher"


def test_an_alias_moves(registry: ModelRegistry) -> None:
    for n in range(2):
        registry.publish(draft(n=n)).unwrap()
    registry.set_alias("default@2", GB, "champion").unwrap()
    registry.set_alias("default@1", GB, "champion").unwrap()
    assert registry.load_params("default@champion", GB, "batter").unwrap()["n"] == 0


def test_garbage_is_collected_and_the_rest_stays_whole(registry: ModelRegistry) -> None:
    for name in ("one", "two"):
        registry.publish(draft(name, line=name)).unwrap()
    registry.delete("one", GB).unwrap()
    assert registry.gc(dry_run=False).unwrap().blobs == 2
    assert registry.verify().unwrap().damaged == ()
    assert registry.load_params("two", GB, "batter").unwrap()["line"] == "two"


def test_bytes_that_were_altered_in_the_bucket_are_never_opened(registry: ModelRegistry, s3: S3Server) -> None:
    registry.publish(draft()).unwrap()
    bucket = f"bucket{s3.buckets}"
    for found in s3.client.list_objects_v2(Bucket=bucket, Prefix="team/registry/blobs/")["Contents"]:
        s3.client.put_object(Bucket=bucket, Key=found["Key"], Body=b"x" * found["Size"])
    assert isinstance(registry.load_params("default", GB, "batter").failure(), DamagedArtifact)


def test_few_questions_are_asked(s3_place: str, s3: S3Server) -> None:
    registry = create_model_registry(s3_place)
    assert s3.count(lambda: registry.publish(draft(n=0)).unwrap()) <= 12
    assert s3.count(lambda: registry.publish(draft(n=1)).unwrap()) <= 10
    assert s3.count(lambda: create_model_registry(s3_place).load_params("default", GB, "batter").unwrap()) <= 3
    assert s3.count(lambda: create_model_registry(s3_place).load_params("default@latest", GB, "batter").unwrap()) <= 4


def test_a_listing_reads_each_release_once(s3_place: str, s3: S3Server, tmp_path: Path) -> None:
    registry = create_model_registry(s3_place)
    for n in range(10):
        registry.publish(draft(n=n)).unwrap()
    counts = [
        s3.count(lambda: create_model_registry(s3_place, home=str(tmp_path)).list_all().unwrap()) for _ in range(2)
    ]
    assert counts == [14, 4]


def publish(job: tuple[str, int, int]) -> list[int]:
    place, seed, count = job
    registry = create_model_registry(place)
    return [registry.publish(draft(seed=seed, n=n)).unwrap().version for n in range(count)]


def published_at_once(place: str, count: int) -> list[int]:
    """Let four processes publish so many releases each under one name; gives their numbers, sorted."""
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        return sorted(v for got in pool.map(publish, [(place, seed, count) for seed in range(4)]) for v in got)


@pytest.mark.parametrize("count", [3, pytest.param(25, marks=pytest.mark.slow)])
def test_four_processes_share_one_line_of_numbers_without_a_hole(s3_place: str, count: int) -> None:
    assert published_at_once(s3_place, count) == list(range(1, 4 * count + 1))
    registry = create_model_registry(s3_place)
    listing = registry.list_all().unwrap()
    assert listing.problems == ()
    batters = [model.version for model in listing.models if model.player_type == "batter"]
    assert batters == list(range(1, 4 * count + 1))
    for model in listing.models:
        registry.load_params(model.name, GB, model.player_type).unwrap()
