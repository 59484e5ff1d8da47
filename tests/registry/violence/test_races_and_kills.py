"""Processes that work on one registry at once, and processes that are killed while they do."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from fbm.app.registry.facade import ModelRegistry
from fbm.app.wiring.registry import create_model_registry
from tests.registry.samples import draft
from tests.registry.violence.workers import GB, WORKS

ROOT = Path(__file__).parents[3]


def start(place: Path, work: str, seed: int, times: int | None = None) -> subprocess.Popen[str]:
    """Start a worker and wait until it has begun."""
    words = [str(place), work, str(seed), *([] if times is None else [str(times)])]
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.registry.violence.workers", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    return child


def every_version_is_whole(registry: ModelRegistry) -> list[int]:
    """Load every part of every listed version; gives the versions listed."""
    listing = registry.list_all().unwrap()
    assert listing.problems == ()
    for model in listing.models:
        registry.load_params(model.name, model.model_type, model.player_type).unwrap()
    return sorted({model.version for model in listing.models})


def nothing_is_damaged(registry: ModelRegistry) -> None:
    found = registry.verify().unwrap()
    assert (found.damaged, found.strangers) == ((), ())


def publish_some(job: tuple[Path, int, int]) -> list[int]:
    root, seed, times = job
    registry = create_model_registry(root)
    return [registry.publish(draft(seed=seed, n=n)).unwrap().version for n in range(times)]


def test_eight_processes_share_one_line_of_numbers_in_a_registry_that_was_not_there(tmp_path: Path) -> None:
    root = tmp_path / "new" / "registry"
    with ProcessPoolExecutor(8) as pool:
        versions = sorted(v for got in pool.map(publish_some, [(root, seed, 25) for seed in range(8)]) for v in got)
    assert versions == list(range(1, 201))
    registry = create_model_registry(root)
    assert every_version_is_whole(registry) == versions
    assert registry.metadata("default@latest", GB, "batter").unwrap().version == 200


def test_the_newest_is_always_the_latest_while_others_publish(tmp_path: Path) -> None:
    others = [start(tmp_path / "registry", "publish", seed, 20) for seed in range(2)]
    registry = create_model_registry(tmp_path / "registry")
    for _ in range(20):
        mine = registry.publish(draft()).unwrap().version
        assert registry.metadata("default@latest", GB, "batter").unwrap().version >= mine
    assert [child.wait() for child in others] == [0, 0]


@pytest.mark.parametrize("rounds", [25, pytest.param(300, marks=pytest.mark.slow)])
def test_collections_of_garbage_and_publishes_of_the_same_bytes_never_harm_each_other(
    tmp_path: Path, rounds: int
) -> None:
    place = tmp_path / "registry"
    create_model_registry(place).publish(draft()).unwrap()
    works = ("publish", "publish", "delete", "restore", "collect", "collect")
    children = [start(place, work, seed, rounds) for seed, work in enumerate(works)]
    assert [child.wait() for child in children] == [0] * len(works)
    registry = create_model_registry(place)
    every_version_is_whole(registry)
    nothing_is_damaged(registry)


def kill(place: Path, work: str, seed: int, delay_s: float) -> None:
    child = start(place, work, seed)
    time.sleep(delay_s)
    child.send_signal(signal.SIGKILL)
    assert child.wait() == -signal.SIGKILL
    assert child.stdout is not None
    child.stdout.close()


def killed(place: Path, kills: int) -> None:
    """Kill workers at random moments; after each, all is whole and the next publish gets the next number."""
    rng = random.Random(kills)
    for number in range(kills):
        work = rng.choice(list(WORKS))
        # Taking over begins with reading, for a second or two.
        kill(place, work, number, rng.uniform(1.0, 3.0) if work == "migrate" else rng.uniform(0.0, 0.15))
        registry = create_model_registry(place)
        every_version_is_whole(registry)
        nothing_is_damaged(registry)
        wanted = registry.next_version("default", GB).unwrap()
        assert registry.publish(draft(seed=rng.randrange(4), weights=[1.5] * 500)).unwrap().version == wanted


def test_eight_kills_leave_everything_whole(tmp_path: Path) -> None:
    killed(tmp_path / "registry", 8)


@pytest.mark.slow
def test_two_hundred_kills_leave_everything_whole(tmp_path: Path) -> None:
    killed(tmp_path / "registry", 200)
