"""Processes that publish at once, and processes that are killed while they do."""

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

PUBLISHER = """
import sys
from fbm.app.wiring.registry import create_model_registry
from tests.registry.samples import draft

registry = create_model_registry(sys.argv[1])
print("ready", flush=True)
while True:
    registry.publish(draft(seed=sys.argv[2])).unwrap()
"""
"""Publishes until it is killed."""


def every_version_loads(registry: ModelRegistry) -> list[int]:
    """Load every part of every listed version; gives the versions that have both parts."""
    listing = registry.list_all().unwrap()
    assert listing.problems == ()
    for model in listing.models:
        registry.load_params(model.name, model.model_type, model.player_type).unwrap()
    batters = [model.version for model in listing.models if model.player_type == "batter"]
    assert batters == [model.version for model in listing.models if model.player_type == "pitcher"]
    return batters


def publish_ten(job: tuple[Path, int]) -> list[int]:
    root, seed = job
    registry = create_model_registry(root)
    return [registry.publish(draft(seed=seed, n=n)).unwrap().version for n in range(10)]


def test_four_processes_share_one_line_of_numbers_in_a_registry_that_was_not_there(tmp_path: Path) -> None:
    root = tmp_path / "new" / "registry"
    with ProcessPoolExecutor(4) as pool:
        versions = sorted(v for got in pool.map(publish_ten, [(root, seed) for seed in range(4)]) for v in got)
    assert versions == list(range(1, 41))
    registry = create_model_registry(root)
    assert every_version_loads(registry) == versions
    assert registry.metadata("default@latest", "gb_residual", "batter").unwrap().version == 40


def killed(root: Path, kills: int) -> None:
    rng = random.Random(kills)
    for number in range(kills):
        child = subprocess.Popen(
            [sys.executable, "-c", PUBLISHER, str(root), str(number)], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(rng.uniform(0.0, 0.25))
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        before = every_version_loads(create_model_registry(root))
        published = create_model_registry(root).publish(draft()).unwrap()
        assert published.version == max(before, default=0) + 1


def test_eight_kills_leave_whole_releases_and_the_next_publish_works(tmp_path: Path) -> None:
    killed(tmp_path / "registry", 8)


@pytest.mark.slow
def test_fifty_kills_leave_whole_releases_and_the_next_publish_works(tmp_path: Path) -> None:
    killed(tmp_path / "registry", 50)
